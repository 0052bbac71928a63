#!/usr/bin/env python3
"""Inspection of made-up townships with known faults (bench/townships.c): the whole
of `yutu inspect` on an imported record against mapshaper's -mosaic and GRASS's
v.in.ogr on the same Shapefile, and against PostGIS. The faces that each finds are
matched with the faults one to one first (faults.py), Yutu's without exception; then
they take turns: CPU seconds of all processes of a program (of PostgreSQL: of its
session), and the most memory one held. A peer that loses or invents a fault is told as
not equal, and no ratio with it.

The unfriendly set: every township draws its border by itself, with noise, raw doubles,
missing corners, holes and second parts; GEOS lists the faults (truth.c). GRASS is given
the same, without snapping. PostGIS is left out there: its overlay is the one that made
the list.

YUTU_BENCH_TOWNSHIPS: how many, several with commas to see the growth (default
2000; the full size: 10000,20000,40000). YUTU_BENCH_UNFRIENDLY: the same for the
unfriendly set (default 500; 0: none; no list of faults above 10000). PostGIS is asked
up to 2 000 townships."""
import json
import os
import shutil
import statistics
import sys

import common
import faults
import grass


def sizes(name, default):
    return [int(n) for n in os.environ.get(name, default).split(",") if int(n) > 0]


SIZES = sizes("YUTU_BENCH_TOWNSHIPS", "2000")
UNFRIENDLY = sizes("YUTU_BENCH_UNFRIENDLY", "500")
MOST_FOR_POSTGIS = 2000
MOST_LISTED = 10000  # TRUTH_MOST of townships.c
ROUNDS = 3
SUM_SHARE = 1e-4  # sums of area agree within 0.01 %

GAPS = """
SELECT '' AS a, '' AS b, ST_MakePolygon(ST_ExteriorRing((r.ring).geom)) AS geom FROM
  (SELECT ST_DumpRings(d.geom) AS ring FROM
    (SELECT (ST_Dump(ST_Union(geom))).geom FROM township) AS d) AS r WHERE (r.ring).path[1] > 0"""

OVERLAPS = """
SELECT p.a, p.b, (ST_Dump(ST_CollectionExtract(p.both, 3))).geom AS geom FROM
  (SELECT a.code AS a, b.code AS b, ST_Intersection(a.geom, b.geom) AS both
   FROM township a JOIN township b ON a.code < b.code AND a.geom && b.geom
   WHERE ST_Relate(a.geom, b.geom, '2********')) AS p"""


def cost(*words, **options):
    """CPU seconds, user and system, and the most MB held, of one run and of all that it
    started."""
    told = common.run(sys.executable, common.ROOT / "bench/cost.py", *words, **options)
    return tuple(map(float, told.split()))


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
        return list(faults.read(self.folder / "faults.csv"))

    def yutu(self):
        """The command; each run inspects a copy, so that none finds earlier findings."""
        copy = self.folder / "copy.sqlite"
        shutil.copyfile(self.record, copy)
        return common.PROGRAM, "inspect", copy, "--quiet"


# --- what each finds -------------------------------------------------------------


def yutu_report(townships):
    words = [w for w in townships.yutu() if w != "--quiet"]
    return json.loads(common.run(*words, "--json"))


def yutu_faces(report):
    """A finding of one face, or the slivers that one border was merged of."""
    for finding in report["findings"]:
        rings = faults.polygons(finding["geometry"])
        if finding["kind"] in ("gap", "overlap"):
            yield faults.Face(finding["kind"], finding["area_m2"], rings[0],
                              tuple(finding["parties"]))
        elif finding["kind"] == "non-coincident-border":
            for part in rings:
                yield faults.Face("", faults.area_m2(part), part, tuple(finding["parties"]))


class Mapshaper:
    name = "mapshaper -mosaic"

    def __init__(self, program):
        self.program = program

    def command(self, townships):
        return (self.program, "-i", townships.source, "-mosaic", "calc=n = count()", "-filter",
                "n != 1", "-o", townships.folder / "mosaic.geojson")

    def cost(self, townships):
        return cost(*self.command(townships))

    def faces(self, townships):
        common.run(*self.command(townships))
        with open(townships.folder / "mosaic.geojson", encoding="utf-8") as file:
            for tile in json.load(file)["features"]:
                kind = "overlap" if tile["properties"]["n"] > 1 else "gap"
                for rings in faults.polygons(tile["geometry"]):
                    yield faults.Face(kind, faults.area_m2(rings), rings)


class Grass:
    name = "GRASS v.in.ogr"

    def __init__(self, program):
        self.program = program

    def cost(self, townships):
        location = grass.Location(self.program, townships.folder)
        return cost(*location.command(townships.source), **location.options)

    def faces(self, townships):
        location = grass.Location(self.program, townships.folder)
        common.run(*location.command(townships.source), **location.options)
        for kind, parties, rings in location.faults():
            yield faults.Face(kind, faults.area_m2(rings), rings, parties)


def postgis_faces(postgis):
    for kind, query in (("gap", GAPS), ("overlap", OVERLAPS)):
        rows = postgis.sql(f"SELECT a, b, ST_AsGeoJSON(geom, 15) FROM ({query}) AS f")
        for row in rows.splitlines():
            a, b, shape = row.split("|")
            rings = faults.polygons(json.loads(shape))[0]
            yield faults.Face(kind, faults.area_m2(rings), rings, (a, b) if a else None)


# --- matching, then turns -----------------------------------------------------------


def expect_sums(report, known):
    """Gaps and overlaps cover as much as those of the list."""
    for kind in ("gap", "overlap"):
        laid = sum(fault.area_m2 for fault in known if fault.kind == kind)
        told = sum(f["area_m2"] for f in report["findings"] if f["kind"] == kind)
        told += sum(f[f"{kind}_area_m2"] for f in report["findings"]
                    if f["kind"] == "non-coincident-border" and f.get(f"{kind}_area_m2"))
        print(f"  {kind}s: {laid:.2f} m² laid, {told:.2f} m² told by yutu")
        if abs(told - laid) > SUM_SHARE * laid:
            raise SystemExit(f"yutu: the areas of {kind}s differ")


def match_yutu(townships, exact):
    """Yutu loses and invents nothing, or there is nothing to time."""
    known, report = townships.faults(), yutu_report(townships)
    result = faults.match(known, list(yutu_faces(report)), exact)
    print(f"  yutu: {len(known)} faults, {result}")
    if not result.equal():
        raise SystemExit(f"yutu: lost {result.lost[:2]}, invented {result.invented[:2]}")
    if exact and len(report["findings"]) != len(known):
        raise SystemExit(f"yutu: {len(report['findings'])} findings for {len(known)} faults")
    if not exact:
        thin = sum(fault.area_m2 for fault in known if not fault.sure())
        print(f"  {sum(not fault.sure() for fault in known)} of them below 1 cm² or 3 mm, "
              f"{thin:.2f} m² in all; told as numeric: {report['numeric']['faces']}, "
              f"{report['numeric']['area_m2']:.2f} m²")
    expect_sums(report, known)
    return known


def match_peer(name, known, found, exact):
    result = faults.match(known, list(found), exact)
    print(f"  {name}: {result}", flush=True)
    return result.equal()


def tell(name, costs):
    seconds, memory = (statistics.median(c[i] for c in costs) for i in (0, 1))
    print(f"  {name:<28} {seconds:8.3f} s  {memory:8.0f} MB", flush=True)
    return seconds, memory


def tell_peer(name, costs, ours, equal):
    seconds, memory = tell(name, costs)
    if equal:
        print(f"    ratio {seconds / ours[0]:.2f} of CPU, {memory / ours[1]:.2f} of memory",
              flush=True)
    else:
        print("    not equal: no ratio", flush=True)


def turns(townships, peers, title):
    """All in turns; prints medians and ratios. peers: (peer, whether it found the same)."""
    ours, theirs = [], [[] for _ in peers]
    for _ in range(ROUNDS):
        ours.append(cost(*townships.yutu()))
        for costs, (peer, _) in zip(theirs, peers):
            costs.append(peer.cost(townships))
    print(f"{title} (CPU and peak memory, {ROUNDS} rounds)")
    median = tell("yutu inspect", ours)
    for costs, (peer, equal) in zip(theirs, peers):
        tell_peer(peer.name, costs, median, equal)
    return median


def beside_postgis(folder, townships, known, ours):
    postgis = common.Postgis(folder, "postgis")
    try:
        postgis.load(townships.source, "township", "-nlt", "PROMOTE_TO_MULTI", "-a_srs", "EPSG:4326")
        postgis.sql("ANALYZE township")
        equal = match_peer(postgis.version(), known, postgis_faces(postgis), True)
        sums = [f"SELECT count(*), sum(ST_Area(geom)) FROM ({q}) AS f" for q in (GAPS, OVERLAPS)]
        costs = [(sum(map(postgis.seconds, sums)), postgis.memory_mb()) for _ in range(ROUNDS)]
        tell_peer(postgis.version(), costs, ours, equal)
    finally:
        postgis.stop()


def inspect(folder, count, peers, exact):
    """One set; the CPU seconds and memory of ours."""
    townships = Set(folder, count, *([] if exact else ["--unfriendly"]))
    title = f"{count} townships" + ("" if exact else " drawn twice")
    listed = exact or count <= MOST_LISTED
    print(f"{title}, matched one to one" if listed else f"{title}: no list of faults")
    known = match_yutu(townships, exact) if listed else []
    judged = [(peer, listed and match_peer(peer.name, known, peer.faces(townships), exact))
              for peer in peers]
    ours = turns(townships, judged, f"inspect, {title}")
    if exact and count <= MOST_FOR_POSTGIS:
        beside_postgis(folder, townships, known, ours)
    shutil.rmtree(townships.folder)
    return ours


def series(folder, counts, peers, exact):
    """Every size, and how the costs grow with it."""
    ours = [inspect(folder, count, peers, exact) for count in counts]
    for count, (seconds, memory) in list(zip(counts, ours))[1:]:
        print(f"growth: {count / counts[0]:.2f} times the townships, {seconds / ours[0][0]:.2f} "
              f"times the CPU, {memory / ours[0][1]:.2f} times the memory", flush=True)


def main():
    common.need(common.BUILD / "bench/townships", "run scripts/bench")
    peers = []
    for peer, program, how in ((Mapshaper, "mapshaper", "npm install -g mapshaper"),
                               (Grass, "grass", "install the package grass-core")):
        found = shutil.which(program)
        if found:
            peers.append(peer(found))
        else:
            print(f"peer skipped: {program} is missing; {how}")
    with common.scratch() as folder:
        series(folder, SIZES, peers, True)
        series(folder, UNFRIENDLY, peers, False)


if __name__ == "__main__":
    common.main(main)
