#!/usr/bin/env python3
"""The county of 100 000 seeded points in 2 901 counties, against one PostGIS join
(ST_Covers with a GiST index). Both answer from memory; CPU time of our look-ups
against that of the PostgreSQL session."""
import random

import common

JOIN = "SELECT i, min(code) FROM point JOIN county ON ST_Covers(geom, p) GROUP BY i"


def main():
    program = common.need(common.BUILD / "bench/reverse_bench", "run scripts/bench")
    with common.scratch() as folder:
        record = common.import_counties(folder, common.counties(folder))
        snapshot = common.snapshot(folder, record)
        chance = random.Random(2901)
        points = [f"{chance.uniform(100, 124):.7f} {chance.uniform(24, 45):.7f}"
                  for _ in range(100000)]
        (folder / "points").write_text("\n".join(points) + "\n")
        postgis = common.Postgis(folder, "postgis")
        try:
            fill(folder, postgis, record, points)
            compare(postgis, [program, snapshot, folder / "points"])
        finally:
            postgis.stop()


def fill(folder, postgis, record, points):
    common.run(common.PROGRAM, "export", record, "division", folder / "out.gpkg")
    postgis.load(folder / "out.gpkg", "county", "-nlt", "PROMOTE_TO_MULTI", "-where",
                 "level = 'county'", "-a_srs", "EPSG:4326")
    table = folder / "points.csv"
    table.write_text("".join(f"{i},{p.replace(' ', ',')}\n" for i, p in enumerate(points)))
    postgis.sql("CREATE TABLE raw (i int, x float8, y float8)")
    postgis.copy("raw", table)
    postgis.sql("CREATE TABLE point AS SELECT i, ST_SetSRID(ST_MakePoint(x, y), 4326) AS p FROM raw")
    postgis.sql("ANALYZE")


def compare(postgis, ours):
    found = dict(line.split("|") for line in postgis.sql(JOIN).splitlines())
    codes = common.run(*ours, "rows").splitlines()
    differ = [i for i, code in enumerate(codes) if code != found.get(str(i), "")]
    print(f"{len(codes)} points, {len(found)} in a county, {len(differ)} answered otherwise")
    if differ:
        raise SystemExit(f"the answers differ: {differ[:10]}")
    _, p50, p99 = common.run(*ours).split()
    print(f"one point by yutu: p50 {p50} us, p99 {p99} us")
    common.compare(f"reverse, {len(codes)} points", lambda: float(common.run(*ours).split()[0]),
                   lambda: postgis.seconds(f"SELECT count(*) FROM ({JOIN}) AS x"),
                   postgis.version(), rounds=5)


if __name__ == "__main__":
    common.main(main)
