#!/usr/bin/env python3
"""Repair of made-up townships with known faults (bench/townships.c): `yutu repair`,
the proposals for every sliver with evidence and trial, against mapshaper's -clean on
the same Shapefile, which mends without asking; in turns, CPU seconds of the whole
program and the most memory it held. First the proposals are applied and PostGIS is the
judge: the gaps and overlaps that were not slivers, each in its place, and no other; no
invalid outline.

YUTU_BENCH_TOWNSHIPS: how many, several with commas to see the growth (default 2000)."""
import json
import shutil

import common
import faults
import inspection

PROFILE = "1:100000"  # 50 m: nearly every fault is a sliver
ROUNDS = 3


def apply(townships):
    """A copy of the record with everything chosen applied; what was chosen."""
    mended = townships.folder / "mended.sqlite"
    shutil.copyfile(townships.record, mended)
    report = json.loads(common.run(
        common.PROGRAM, "repair", mended, "--profile", PROFILE, "--level", "township", "--apply",
        "--reason", "benchmark", "--json"))
    return mended, {(r["kind"], *r["parties"]) for r in report["repairs"]
                    if any(p["chosen"] for p in r["proposals"])}


def judge(folder, townships):
    """PostGIS finds the faults that were not repaired, and nothing else."""
    mended, chosen = apply(townships)
    laid = {(fault.kind, *fault.parties): fault for fault in townships.faults()}
    if not chosen <= laid.keys() or len(chosen) < len(laid) / 2:
        raise SystemExit(f"yutu: {len(chosen)} repairs of {len(laid)} faults")
    out = townships.folder / "mended.gpkg"
    common.run(common.PROGRAM, "export", mended, "division", out)
    postgis = common.Postgis(folder, "postgis")
    try:
        postgis.load(out, "township", "-nlt", "PROMOTE_TO_MULTI")
        left = faults.match([fault for key, fault in laid.items() if key not in chosen],
                            list(inspection.postgis_faces(postgis)))
        if not left.equal():
            raise SystemExit(f"PostGIS after the repair: {left}")
        invalid = postgis.sql("SELECT count(*) FROM township WHERE NOT ST_IsValid(geom)").strip()
        if invalid != "0":
            raise SystemExit(f"PostGIS after the repair: {invalid} outlines are not valid")
        print(f"{len(chosen)} of {len(laid)} faults are slivers and repaired; {postgis.version()} "
              "finds the others and no more, all outlines valid")
    finally:
        postgis.stop()


def turns(townships, program, count):
    """Both in turns; prints medians and ratios."""
    ours, theirs = [], []
    repair = common.PROGRAM, "repair", townships.record, "--quiet", "--profile", PROFILE
    clean = program, "-i", townships.source, "-clean", "-o", townships.folder / "clean.shp"
    for _ in range(ROUNDS):
        ours.append(inspection.cost(*repair))
        if program:
            theirs.append(inspection.cost(*clean))
    print(f"repair, {count} townships (CPU and peak memory, {ROUNDS} rounds)")
    seconds, memory = inspection.tell("yutu repair", ours)
    if program:
        peer_seconds, peer_memory = inspection.tell("mapshaper -clean", theirs)
        print(f"  ratio {peer_seconds / seconds:.2f} of CPU, "
              f"{peer_memory / memory:.2f} of memory", flush=True)


def main():
    common.need(common.BUILD / "bench/townships", "run scripts/bench")
    program = shutil.which("mapshaper")
    if not program:
        print("peer skipped: mapshaper is missing; npm install -g mapshaper")
    with common.scratch() as folder:
        for count in inspection.SIZES:
            townships = inspection.Set(folder, count)
            if count <= inspection.MOST_FOR_POSTGIS:
                judge(folder, townships)
            turns(townships, program, count)
            shutil.rmtree(townships.folder)


if __name__ == "__main__":
    common.main(main)
