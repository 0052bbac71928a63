#!/usr/bin/env python3
"""Boundary lines with markers every 500 m and both sides' claims: the whole of `yutu
inspect`, which measures each claim from the agreed line (offset both ways, Fréchet
distance, ground between, a profile of 100 stations) and each marker (distance, side,
chainage), against PostGIS on the same coordinates in the plane: ST_HausdorffDistance,
ST_FrechetDistance, ST_LineLocatePoint and ST_Distance. The answers are compared first;
then CPU seconds and the most memory held, in turns.

The lines run south along 126° E (EPSG:4551, whose scale differs there from the
ellipsoid's by less than 1 in 100 000), a vertex every 10 m. A claim holds as many
vertices, each pushed off by a slow wave, so that the discrete measures of PostGIS
are those of the curves.

A short line is compared in everything; the long set, 1 000 km with 100 000 vertices, in
chainage and profile: ST_HausdorffDistance compares each vertex with every edge and
ST_FrechetDistance holds a table of all pairs, 20 GB a claim. YUTU_BENCH_LINE_KM: the
length of the long set's two lines together (default 1000)."""
import json
import math
import os
import shutil
import statistics

import common
import inspection

LONG_KM = float(os.environ.get("YUTU_BENCH_LINE_KM", "1000"))
SHORT_KM = 25
STEP_M, MARKER_M = 10, 500
OFF_M = 3  # of each marker, so that each is told
PUSH_M = {"220102": 12, "220104": 17}
EAST, NORTH = 500000, 4230000
MOST_SECONDS = 10  # what the issue asks of 1 000 km
ROUNDS = 3
CRS = "EPSG:4551"

# --- data ---------------------------------------------------------------------------


def course(start, length_m):
    """A line that winds south, as markers are numbered: points every STEP_M along it, and
    the bearing there, against its run."""
    points, bearings, x, y = [], [], EAST, NORTH + start
    for i in range(int(length_m / STEP_M) + 1):
        s = i * STEP_M
        bearing = 0.9 * math.sin(s / 2100) + 0.35 * math.sin(s / 333 + 1) * math.sin(s / 17000)
        points.append((x, y))
        bearings.append(bearing)
        x += STEP_M * math.sin(bearing)
        y += STEP_M * math.cos(bearing)
    return points[::-1], bearings[::-1]


def pushed(points, bearings, push_m, phase):
    """Off to the right by a slow wave, of push_m at most."""
    out = []
    for i, ((x, y), bearing) in enumerate(zip(points, bearings)):
        off = push_m * math.sin(i * STEP_M / 900 + phase) * math.sin(i * STEP_M / 40000 + 0.7)
        out.append((x + off * math.cos(bearing), y - off * math.sin(bearing)))
    return out


def feature(kind, coordinates, **properties):
    return {"type": "Feature", "properties": properties,
            "geometry": {"type": kind, "coordinates": coordinates}}


def markers_of(code, points, bearings):
    every = int(MARKER_M / STEP_M)
    for serial, i in enumerate(range(every, len(points) - 1, every)):
        off = OFF_M if serial % 2 else -OFF_M
        (x, y), bearing = points[i], bearings[i]
        yield feature("Point", (x + off * math.cos(bearing), y - off * math.sin(bearing)),
                      number=f"{serial + 1:03}Q", line=code, mode="single")


class Lines:
    """Lines of `length_m` one behind the other, as GeoPackages and a record of them."""

    def __init__(self, folder, count, length_m):
        self.folder = folder / f"lines{count}"
        self.folder.mkdir()
        self.kinds = {"line": [], "claim": [], "marker": []}
        self.vertices, start = 0, 0
        for n in range(count):
            points, bearings = course(start, length_m)
            self.vertices += len(points)
            start = points[0][1] - NORTH + 1000
            self.add(f"0204{n:02}", points, bearings)
        self.km = count * length_m / 1000
        self.write()

    def add(self, code, points, bearings):
        markers = list(markers_of(code, points, bearings))
        self.kinds["marker"] += markers
        self.kinds["line"].append(feature(
            "LineString", points, code=code, a="220102", b="220104", name=code, status="agreed",
            agreement_no="1", agreement_date="2001-03-05", markers=f"001-{len(markers):03}"))
        for phase, (party, push_m) in enumerate(PUSH_M.items()):
            self.kinds["claim"].append(feature(
                "LineString", pushed(points, bearings, push_m, phase), line=code, party=party,
                name=party))

    def write(self):
        self.record = self.folder / "lines.sqlite"
        divisions = self.folder / "division.csv"
        divisions.write_text("code,name,level\n220102,甲区,county\n220104,乙区,county\n",
                             encoding="utf-8")
        common.run(common.PROGRAM, "init", self.record)
        common.run(common.PROGRAM, "import", self.record, divisions, "--as", "division", "--quiet")
        for kind, features in self.kinds.items():
            text = self.folder / f"{kind}.geojson"
            text.write_text(json.dumps({"type": "FeatureCollection", "features": features}),
                            encoding="utf-8")
            common.run("ogr2ogr", self.source(kind), text, "-a_srs", CRS, "-nln", kind)
            common.run(common.PROGRAM, "import", self.record, self.source(kind), "--as", kind,
                       "--quiet")
        self.kinds = None

    def source(self, kind):
        return self.folder / f"{kind}.gpkg"

    def yutu(self):
        copy = self.folder / "copy.sqlite"
        shutil.copyfile(self.record, copy)
        return common.PROGRAM, "inspect", copy, "--quiet"


# --- both sides' answers ---------------------------------------------------------------

HAUSDORFF = """SELECT c.line, c.party, ST_HausdorffDistance(l.geom, c.geom)
FROM line l JOIN claim c ON c.line = l.code ORDER BY 1, 2"""
FRECHET = HAUSDORFF.replace("ST_HausdorffDistance", "ST_FrechetDistance")
LOCATE = """SELECT m.line, m.number, ST_LineLocatePoint(l.geom, m.geom) * ST_Length(l.geom),
  ST_Distance(l.geom, m.geom) FROM line l JOIN marker m ON m.line = l.code ORDER BY 1, 2"""
PROFILE = """SELECT s.line, s.party, s.chainage, ST_Distance(c.geom,
  ST_LineInterpolatePoint(l.geom, least(1, s.chainage / ST_Length(l.geom))))
FROM station s JOIN line l ON l.code = s.line JOIN claim c USING (line, party) ORDER BY 1, 2, 3"""


def rows(postgis, query):
    return [line.split("|") for line in postgis.sql(query).splitlines()]


def same(name, ours, theirs, share, least):
    """Each number of ours within a share, and a least difference, of theirs."""
    if ours.keys() != theirs.keys():
        raise SystemExit(f"{name}: {len(ours)} answers of ours, {len(theirs)} of PostGIS")
    worst = max((abs(ours[key] - theirs[key]) / (least + share * abs(theirs[key])), key)
                for key in ours)
    if worst[0] > 1:
        key = worst[1]
        raise SystemExit(f"{name} of {key}: {ours[key]} and {theirs[key]}")
    print(f"  {name}: {len(ours)} answers equal within {least} m and {share:g}")


class Answers:
    """What yutu told of claims and markers."""

    def __init__(self, lines):
        words = [w for w in lines.yutu() if w != "--quiet"]
        findings = json.loads(common.run(*words, "--json"))["findings"]
        claims = [f for f in findings if f["kind"] == "non-coincident-border" and f.get("apart")]
        self.apart = {}
        for finding in claims:
            party = next(p for p in PUSH_M if f" {p} " in finding["message_en"])
            self.apart[finding["line"], party] = finding["apart"]
        self.markers = {(f["line"], f["markers"][0]): f for f in findings
                        if f["kind"] == "marker-off-line"}
        others = {f["kind"] for f in findings} - {"non-coincident-border", "marker-off-line"}
        if others:
            raise SystemExit(f"yutu: findings nobody laid: {others}")


def compare_markers(answers, postgis):
    located = rows(postgis, LOCATE)
    same("chainage of markers", {key: f["chainage_m"] for key, f in answers.markers.items()},
         {(line, number): float(chainage) for line, number, chainage, _ in located}, 1e-5, 0.02)
    same("distance of markers", {key: f["max_offset_m"] for key, f in answers.markers.items()},
         {(line, number): float(distance) for line, number, _, distance in located}, 1e-4, 0.002)


def compare_profile(answers, postgis):
    stations = [(line, party, chainage, offset) for (line, party), apart in answers.apart.items()
                for chainage, offset in apart["profile"]]
    values = ",".join(f"('{line}', '{party}', {chainage})" for line, party, chainage, _ in stations)
    postgis.sql("CREATE TABLE station (line text, party text, chainage float8)")
    postgis.sql(f"INSERT INTO station VALUES {values}")
    same("profile", {(line, party, chainage): abs(offset)
                     for line, party, chainage, offset in stations},
         {(line, party, float(chainage)): float(distance)
          for line, party, chainage, distance in rows(postgis, PROFILE)}, 1e-3, 0.02)


def compare_curves(answers, postgis):
    for name, query, ours in (
            ("Hausdorff distance", HAUSDORFF, lambda a: max(a["there_m"], a["back_m"])),
            ("Fréchet distance", FRECHET, lambda a: a["frechet_m"])):
        same(name, {key: ours(apart) for key, apart in answers.apart.items()},
             {(line, party): float(metres) for line, party, metres in rows(postgis, query)},
             1e-3, 0.01)


def load(folder, lines):
    postgis = common.Postgis(folder, "postgis")
    for kind in ("line", "claim", "marker"):
        postgis.load(lines.source(kind), kind)
        postgis.sql(f"ANALYZE {kind}")
    return postgis


def measure(folder, lines, all_of_it):
    """Compares, then times; the CPU seconds of ours."""
    print(f"{lines.km:.0f} km, {lines.vertices} vertices")
    answers, postgis = Answers(lines), load(folder, lines)
    try:
        compare_markers(answers, postgis)
        compare_profile(answers, postgis)
        queries = {"ST_LineLocatePoint": LOCATE, "profile by ST_Distance": PROFILE}
        if all_of_it:
            compare_curves(answers, postgis)
            queries |= {"ST_HausdorffDistance": HAUSDORFF, "ST_FrechetDistance": FRECHET}
        return turns(lines, postgis, queries)
    finally:
        postgis.stop()


def turns(lines, postgis, queries):
    ours, theirs = [], {name: [] for name in queries}
    for _ in range(ROUNDS):
        ours.append(inspection.cost(*lines.yutu()))
        for name, query in queries.items():
            theirs[name].append(postgis.seconds(f"SELECT count(*), sum(x::float8) FROM ({query}) "
                                                f"AS q ({columns(query)})"))
    print(f"lines, {lines.km:.0f} km (CPU and peak memory, {ROUNDS} rounds)")
    seconds, _ = inspection.tell("yutu inspect", ours)
    for name, times in theirs.items():
        print(f"  {name:<28} {statistics.median(times):8.3f} s")
    total = sum(map(statistics.median, theirs.values()))
    print(f"  {postgis.version()}, all of these: {total:.3f} s, {postgis.memory_mb():.0f} MB")
    if HAUSDORFF in queries.values():
        print(f"    ratio {total / seconds:.2f} of CPU", flush=True)
    else:
        print("    a part of what yutu answers: no ratio", flush=True)
    return seconds


def columns(query):
    """Names for a query's columns, its last number x."""
    return "a, b, c, x" if query in (LOCATE, PROFILE) else "a, b, x"


def main():
    common.need_program("ogr2ogr", "gdal-bin")
    with common.scratch() as folder:
        measure(folder, Lines(folder, 1, SHORT_KM * 1000), True)
        shutil.rmtree(folder / "pg")
        seconds = measure(folder, Lines(folder, 2, LONG_KM * 500), False)
        print(f"{LONG_KM:.0f} km in {seconds:.2f} s of CPU; {MOST_SECONDS} s were asked of 1000 km")


if __name__ == "__main__":
    common.main(main)
