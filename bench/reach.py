#!/usr/bin/env python3
"""Walking in the two samples. Reach: fifteen minutes from all facilities at once,
against pgr_drivingDistance of pgRouting over the same network: one search from each
facility there, of which the least cost of a node counts (its "equicost" mode gives
a few nodes a longer way than there is). Snapping: the nearest way of each point
where people are, against PostGIS (<-> with a GiST index, in a plane of the place).
The cost of every node and the distance of every point are compared first; CPU time
of our search against that of the PostgreSQL session."""
import csv
import json

import common

# Sample, record, and the kinds from which people are reached.
SETS = (("changchun", common.DEMO, "eldercare"), ("liechtenstein", common.LIECHTENSTEIN, "funeral"))


def main():
    program = common.need(common.BUILD / "bench/reach_bench", "run scripts/bench")
    with common.scratch() as folder:
        postgis = common.Postgis(folder, "postgis", "pgrouting")
        try:
            for name, record, kind in SETS:
                record = common.copy_record(folder, record)
                ask = Ask(program, common.snapshot(folder, record))
                facilities = write_points(folder / "facilities", facilities_of(folder, record, kind))
                people = write_points(folder / "people", people_of(name))
                compare(folder, postgis, name, ask, facilities, people)
        finally:
            postgis.stop()


class Ask:
    """The words of reach_bench for one snapshot."""

    def __init__(self, program, snapshot):
        self.words = [program, snapshot]

    def rows(self, *what):
        out = common.run(*self.words, *what)
        return [line.split(None, 5) for line in out.splitlines()]

    def times(self, *what):
        return [float(x) for x in common.run(*self.words, *what).split()]


def write_points(path, points):
    path.write_text("".join(f"{x} {y}\n" for x, y in points))
    return path


def facilities_of(folder, record, kind):
    out = folder / "facilities.geojson"
    out.unlink(missing_ok=True)
    common.run(common.PROGRAM, "export", record, "facility", out)
    return [f["geometry"]["coordinates"] for f in json.loads(out.read_text())["features"]
            if f["geometry"] and f["properties"]["kind"].split(".")[0] == kind]


def people_of(name):
    with open(common.SAMPLES / name / "population.csv", encoding="utf-8-sig") as file:
        return [(row["lon"], row["lat"]) for row in csv.DictReader(file) if row["lon"]]


def compare(folder, postgis, name, ask, facilities, people):
    edges = [(int(a), int(b), int(length), large == "1", wkt)
             for _, a, b, length, large, wkt in ask.rows("edges")]
    compare_reach(folder, postgis, name, ask, facilities, edges)
    compare_snaps(folder, postgis, name, ask, people, edges)


def compare_reach(folder, postgis, name, ask, facilities, edges):
    starts = [tuple(map(int, r[2:])) for r in ask.rows("snap", facilities, "rows")]
    ours = {int(n): int(cost) for _, n, cost in ask.rows("reach", facilities, "rows")}
    with open(folder / "edges.csv", "w", encoding="ascii") as file:
        for number, (a, b, length, _, _) in enumerate(edges):
            file.write(f"{number},{a},{b},{length}\n")
        for i, (edge, at, offset) in enumerate(starts):  # a node of its own inside the edge
            a, b, length = edges[edge][:3]
            node = len(edges) * 2 + i
            file.write(f"{len(edges) + 2 * i},{node},{a},{at + offset}\n")
            file.write(f"{len(edges) + 2 * i + 1},{node},{b},{length - at + offset}\n")
    postgis.sql("DROP TABLE IF EXISTS edge; CREATE TABLE edge "
                "(id bigint PRIMARY KEY, source bigint, target bigint, cost float8)")
    postgis.copy("edge", folder / "edges.csv")
    postgis.sql("ANALYZE edge")
    nodes = ",".join(str(len(edges) * 2 + i) for i in range(len(starts)))
    search = (f"pgr_drivingDistance('SELECT id, source, target, cost FROM edge', ARRAY[{nodes}], "
              "900000, false)")
    theirs = {int(n): int(float(c)) for n, c in
              (line.split("|") for line in postgis.sql(
                  f"SELECT node, min(agg_cost) FROM {search} GROUP BY node").splitlines())
              if int(n) < len(edges) * 2}
    differ = {n for n in ours.keys() | theirs.keys() if ours.get(n) != theirs.get(n)}
    print(f"{name}: {len(edges)} edges, {len(starts)} facilities on the network, {len(ours)} nodes "
          f"reached, {len(differ)} costs differ")
    if differ or not ours:
        raise SystemExit([(n, ours.get(n), theirs.get(n)) for n in sorted(differ)[:10]])
    common.compare(f"reach in {name}, 15 minutes", lambda: ask.times("reach", facilities)[0],
                   lambda: postgis.seconds(f"SELECT count(*) FROM {search}"),
                   f"pgRouting {postgis.sql('SELECT pgr_version()').strip()}")


def compare_snaps(folder, postgis, name, ask, people, edges):
    with open(folder / "ways.csv", "w", encoding="ascii") as file:
        for number, (_, _, _, large, wkt) in enumerate(edges):
            if large:
                file.write(f'{number},"{wkt}"\n')
    points = [line.split() for line in people.read_text().splitlines()]
    (folder / "points.csv").write_text("".join(f"{i},{x},{y}\n" for i, (x, y) in enumerate(points)))
    x, y = edges[0][4].split("(")[1].split(",")[0].split()
    srid = 990001 + [s[0] for s in SETS].index(name)  # a session remembers systems by number
    postgis.sql("DROP TABLE IF EXISTS way_text, point_text, way, point;"
                "CREATE TABLE way_text (id int, wkt text);"
                "CREATE TABLE point_text (id int, x float8, y float8);"
                "INSERT INTO spatial_ref_sys (srid, proj4text) VALUES "
                f"({srid}, '+proj=tmerc +lat_0={y} +lon_0={x} +k=1 +ellps=GRS80 +units=m')")
    postgis.copy("way_text", folder / "ways.csv")
    postgis.copy("point_text", folder / "points.csv")
    postgis.sql(f"CREATE TABLE way AS SELECT id, ST_Transform(ST_GeomFromText(wkt, 4326), {srid}) "
                "AS geom FROM way_text; CREATE INDEX ON way USING gist (geom);"
                "CREATE TABLE point AS SELECT id, ST_Transform(ST_SetSRID(ST_MakePoint(x, y), 4326), "
                f"{srid}) AS geom FROM point_text; ANALYZE way; ANALYZE point")
    nearest = ("SELECT point.id AS id, d FROM point CROSS JOIN LATERAL (SELECT way.geom <-> "
               "point.geom AS d FROM way ORDER BY way.geom <-> point.geom LIMIT 1) AS n")
    ours = {int(r[1]): int(r[4]) / 1e3 for r in ask.rows("snap", people, "rows")}
    theirs = {int(i): float(d) for i, d in
              (line.split("|") for line in postgis.sql(nearest).splitlines())}
    # A way that is straight in longitude and latitude bends in a plane: 5 mm in 500 m.
    near = {i for i, d in theirs.items() if d <= 300}  # farther is off the network
    differ = [i for i in ours.keys() | near
              if abs(ours.get(i, 300) - theirs[i]) > 0.05 + theirs[i] / 1000]
    print(f"{name}: {len(points)} points, {len(ours)} on the network, {len(differ)} distances "
          "differ by more than 50 mm and a thousandth")
    if differ or not ours:
        raise SystemExit([(i, ours.get(i), theirs[i]) for i in differ[:10]])
    _, p50, p99 = ask.times("snap", people)
    print(f"one point by yutu: p50 {p50} us, p99 {p99} us")
    common.compare(f"snapping in {name}, {len(points)} points",
                   lambda: ask.times("snap", people)[0],
                   lambda: postgis.seconds(f"SELECT count(d) FROM ({nearest}) AS x"),
                   postgis.version())


if __name__ == "__main__":
    common.main(main)
