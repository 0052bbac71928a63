#!/usr/bin/env python3
"""Inspection of made-up townships with known faults (bench/townships.c): the whole
of `yutu inspect` on an imported record against mapshaper's -mosaic on the same
Shapefile, and against PostGIS. The findings of each are matched with the faults
first; then they take turns: CPU seconds of the whole program (of PostgreSQL: of
its session), and the most memory a program held.

YUTU_BENCH_TOWNSHIPS: how many, several with commas to see the growth (default
2000; the full size: 10000,20000,40000). PostGIS is asked up to 2 000 townships.
YUTU_BENCH_UNFRIENDLY: how many townships of a set whose sides are drawn twice, with
holes and T-junctions (default none): no fault of it is known, so that only the time
is told."""
import csv
import json
import os
import shutil
import statistics
import subprocess

import common

SIZES = [int(n) for n in os.environ.get("YUTU_BENCH_TOWNSHIPS", "2000").split(",")]
UNFRIENDLY = int(os.environ.get("YUTU_BENCH_UNFRIENDLY", "0"))
MOST_FOR_POSTGIS = 2000
ROUNDS = 3
AREA_SHARE = 1e-3  # faults are known by a plane's area

GAPS = """
SELECT count(*) FROM (SELECT (ST_DumpRings(d.geom)).path[1] AS ring FROM
  (SELECT (ST_Dump(ST_Union(geom))).geom FROM township) AS d) AS r WHERE ring > 0"""

OVERLAPS = """
SELECT count(*) FROM township a JOIN township b ON a.code < b.code AND a.geom && b.geom
WHERE ST_Relate(a.geom, b.geom, '2********')"""


def cost(*words):
    """CPU seconds, user and system, and the most MB held, of one run."""
    process = subprocess.Popen([str(w) for w in words], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 4):
        raise SystemExit(f"{words[0]} failed ({process.returncode})")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


class Set:
    """Townships as a Shapefile, and a record of them."""

    def __init__(self, folder, count, *options):
        self.folder = folder / f"{count}{''.join(options)}"
        self.folder.mkdir()
        common.run(common.BUILD / "bench/townships", self.folder, count, *options)
        self.source = self.folder / "townships.shp"
        self.record = self.folder / "townships.sqlite"
        common.run(common.PROGRAM, "init", self.record)
        common.run(common.PROGRAM, "import", self.record, self.source, "--as", "division",
                   "--quiet")

    def faults(self):
        with open(self.folder / "faults.csv", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def yutu(self):
        """The command; each run inspects a copy, so that none finds earlier findings."""
        copy = self.folder / "copy.sqlite"
        shutil.copyfile(self.record, copy)
        return common.PROGRAM, "inspect", copy, "--quiet"

    def mapshaper(self, program):
        return (program, "-i", self.source, "-mosaic", "calc=n = count()", "-filter", "n != 1",
                "-o", self.folder / "mosaic.geojson")


def match_yutu(townships):
    """Every fault is one finding of its kind and parties with its area; no other."""
    words = [w for w in townships.yutu() if w != "--quiet"]
    findings = json.loads(common.run(*words, "--json"))["findings"]
    found = {(f["kind"], *f["parties"]): f["area_m2"] for f in findings}
    faults = {(f["kind"], *sorted((f["code"], f["other"]))): float(f["area_m2"])
              for f in townships.faults()}
    lost = [key for key, area in faults.items()
            if abs(found.get(key, 0) - area) > AREA_SHARE * area]
    if lost or len(findings) != len(faults):
        raise SystemExit(f"yutu: {len(findings)} findings for {len(faults)} faults, lost {lost[:5]}")
    return faults


def expect(peer, faults, gaps, overlaps):
    """The peer finds as many of each kind."""
    wanted = [sum(key[0] == kind for key in faults) for kind in ("gap", "overlap")]
    if [gaps, overlaps] != wanted:
        raise SystemExit(f"{peer}: {gaps} gaps and {overlaps} overlaps, {wanted} were laid")


def match_mapshaper(townships, program, faults):
    common.run(*townships.mapshaper(program))
    with open(townships.folder / "mosaic.geojson", encoding="utf-8") as file:
        tiles = [f["properties"]["n"] for f in json.load(file)["features"]]
    expect("mapshaper", faults, sum(n == 0 for n in tiles), sum(n > 1 for n in tiles))


def tell(name, costs):
    seconds, memory = (statistics.median(c[i] for c in costs) for i in (0, 1))
    print(f"  {name:<28} {seconds:8.3f} s  {memory:8.0f} MB", flush=True)
    return seconds, memory


def turns(townships, program, title):
    """Both in turns; prints medians and ratios."""
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(cost(*townships.yutu()))
        if program:
            theirs.append(cost(*townships.mapshaper(program)))
    print(f"{title} (CPU and peak memory, {ROUNDS} rounds)")
    seconds, memory = tell("yutu inspect", ours)
    if program:
        peer_seconds, peer_memory = tell("mapshaper -mosaic", theirs)
        print(f"  ratio {peer_seconds / seconds:.2f} of CPU, "
              f"{peer_memory / memory:.2f} of memory", flush=True)
    return seconds


def beside_postgis(folder, townships, faults, ours):
    postgis = common.Postgis(folder, "postgis")
    try:
        postgis.load(townships.source, "township", "-nlt", "PROMOTE_TO_MULTI", "-a_srs", "EPSG:4326")
        postgis.sql("ANALYZE township")
        expect("PostGIS", faults, int(postgis.sql(GAPS)), int(postgis.sql(OVERLAPS)))
        seconds = [postgis.seconds(GAPS) + postgis.seconds(OVERLAPS) for _ in range(ROUNDS)]
        median = statistics.median(seconds)
        print(f"  {postgis.version():<28} {median:8.3f} s")
        print(f"  ratio {median / ours:.2f} of CPU", flush=True)
    finally:
        postgis.stop()


def main():
    common.need(common.BUILD / "bench/townships", "run scripts/bench")
    program = shutil.which("mapshaper")
    if not program:
        print("peer skipped: mapshaper is missing; npm install -g mapshaper")
    with common.scratch() as folder:
        for count in SIZES:
            townships = Set(folder, count)
            faults = match_yutu(townships)
            if program:
                match_mapshaper(townships, program, faults)
            print(f"{count} townships: all {len(faults)} faults found, none invented")
            ours = turns(townships, program, f"inspect, {count} townships")
            if count <= MOST_FOR_POSTGIS:
                beside_postgis(folder, townships, faults, ours)
            shutil.rmtree(townships.folder)
        if UNFRIENDLY > 0:
            unfriendly = Set(folder, UNFRIENDLY, "--unfriendly")
            turns(unfriendly, program, f"inspect, {UNFRIENDLY} townships drawn twice")


if __name__ == "__main__":
    common.main(main)
