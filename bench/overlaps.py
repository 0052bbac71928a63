#!/usr/bin/env python3
"""Overlaps among 2 901 counties of which some were made a hundredth larger: the
whole of `yutu inspect` (which also finds gaps, invalid geometry and wrong codes,
and stores a run) against one PostGIS join that finds the overlapping pairs and
their areas and nothing else, then against that join and the holes of ST_Union."""
import json

import common

# None of those that grow lies near another: two neighbours that grow alike look
# displaced against each other, which is a finding of its own.
GROW = """
CREATE TABLE chosen AS SELECT code, geom FROM county WHERE code LIKE '%24';
DELETE FROM chosen c USING chosen d WHERE d.code < c.code AND ST_DWithin(c.geom, d.geom, 0.1);
UPDATE county SET geom = ST_Scale(geom, ST_MakePoint(1.01, 1.01), ST_Centroid(geom))
WHERE code IN (SELECT code FROM chosen);
UPDATE county SET geom = ST_Multi(ST_CollectionExtract(ST_MakeValid(geom), 3));
ANALYZE county"""

HOLES = """
SELECT count(*) FROM (SELECT (ST_DumpRings(d.geom)).path[1] AS ring FROM
  (SELECT (ST_Dump(ST_Union(geom))).geom FROM county) AS d) AS r WHERE ring > 0"""

PAIRS = """
SELECT a.code, b.code, ST_Area(ST_Intersection(a.geom, b.geom)::geography) FROM county a JOIN county b ON a.code < b.code AND a.geom && b.geom
WHERE ST_Intersects(a.geom, b.geom) AND ST_Relate(a.geom, b.geom, '2********')
  AND ST_Area(ST_Intersection(a.geom, b.geom)::geography) > 1"""


def main():
    with common.scratch() as folder:
        record = common.import_counties(folder, common.counties(folder))
        common.run(common.PROGRAM, "export", record, "division", folder / "clean.gpkg")
        postgis = common.Postgis(folder, "postgis")
        try:
            compare(folder, postgis)
        finally:
            postgis.stop()


def compare(folder, postgis):
    postgis.load(folder / "clean.gpkg", "county", "-nlt", "PROMOTE_TO_MULTI", "-a_srs",
                 "EPSG:4326", "-where", "level = 'county'")
    postgis.sql(GROW)
    moved, record = folder / "moved.gpkg", folder / "moved.sqlite"
    common.run("ogr2ogr", moved, f"PG:host={postgis.folder} user=postgres", "county")
    common.run(common.PROGRAM, "init", record)
    common.run(common.PROGRAM, "import", record, moved, "--as", "division", "--allow-errors", "1000")
    report = json.loads(common.run(common.PROGRAM, "inspect", record, "--json"))
    ours = [f for f in report["findings"] if f["kind"] == "overlap"]
    theirs = [line.split("|") for line in postgis.sql(PAIRS).splitlines()]
    lost = [(a, b) for a, b, _ in theirs
            if not any(a in f["parties"] and b in f["parties"] for f in ours)]
    area, their_area = sum(f["area_m2"] for f in ours), sum(float(t[2]) for t in theirs)
    print(f"overlaps: yutu {len(ours)} places, {area:.1f} m2; PostGIS {len(theirs)} pairs, "
          f"{their_area:.1f} m2; pairs without a finding: {lost}")
    if lost or abs(area - their_area) > their_area / 1000:
        raise SystemExit("the answers differ")
    inspect = lambda: common.cpu_of_run(  # noqa: E731
        common.PROGRAM, "inspect", record, "--quiet")
    join = f"SELECT count(*), sum(area) FROM ({PAIRS}) AS x (a, b, area)"
    version = postgis.version()
    common.compare(f"overlaps alone, {len(theirs)} pairs", inspect,
                   lambda: postgis.seconds(join), version, rounds=3)
    common.compare("overlaps and gaps", inspect,
                   lambda: postgis.seconds(join) + postgis.seconds(HOLES), version, rounds=3)


if __name__ == "__main__":
    common.main(main)
