#!/usr/bin/env python3
"""The county of 100 000 seeded points in 2 901 counties, against one PostGIS join
(ST_Covers with a GiST index, the time the server states). Both answer from memory."""
import random

import common


def main():
    source = common.need(common.DATA / "cn-admin-osm-2019/china_county.gpkg.zip",
                         "set YUTU_DATA to the shared data")
    common.need(common.QUERY, "run scripts/bench")
    with common.scratch() as folder:
        record = folder / "china.sqlite"
        common.run(common.PROGRAM, "init", record)
        common.run(common.PROGRAM, "import", record, source, "--as", "division", "--allow-errors",
                   "1000")
        common.run(common.PROGRAM, "snapshot", record, folder / "china.yutu")
        random.seed(2901)
        points = [(round(random.uniform(100, 124), 7), round(random.uniform(24, 45), 7))
                  for _ in range(100000)]
        (folder / "points").write_text("".join(f"{x} {y}\n" for x, y in points))
        postgis = common.Postgis(folder, "postgis")
        try:
            compare(folder, postgis, record)
        finally:
            postgis.stop()


def compare(folder, postgis, record):
    counties = folder / "counties.gpkg"
    common.run(common.PROGRAM, "export", record, "division", counties)
    postgis.load(counties, "county", "-nlt", "PROMOTE_TO_MULTI", "-where", "level = 'county'", "-a_srs", "EPSG:4326")
    (folder / "points.csv").write_text("".join(
        f"{i},{line.replace(' ', ',')}\n"
        for i, line in enumerate((folder / "points").read_text().splitlines())))
    postgis.sql("CREATE TABLE raw (i int, x float8, y float8)")
    postgis.sql(f"\\copy raw FROM '{folder / 'points.csv'}' CSV")
    postgis.sql("CREATE TABLE point AS SELECT i, ST_SetSRID(ST_MakePoint(x, y), 4326) AS p FROM raw")
    postgis.sql("ANALYZE")
    found = dict(line.split("|") for line in postgis.sql(
        "SELECT i, min(code) FROM point JOIN county ON ST_Covers(geom, p) GROUP BY i").splitlines())
    ours = common.run(common.QUERY, folder / "china.yutu", "reverse", folder / "points",
                      "rows").splitlines()
    differ = [i for i, code in enumerate(ours) if code != found.get(str(i), "")]
    print(f"100000 points, {len(found)} in a county, {len(differ)} answered otherwise")
    if len(differ) > 10:
        raise SystemExit(f"the answers differ: {differ[:10]}")
    common.compare(
        "reverse, 100000 points, 2901 counties",
        lambda: float(common.run(common.QUERY, folder / "china.yutu", "reverse",
                                 folder / "points")),
        lambda: postgis.seconds(
            "SELECT count(*) FROM (SELECT i, min(code) FROM point JOIN county "
            "ON ST_Covers(geom, p) GROUP BY i) AS x"),
        f"PostGIS {postgis.version()}", rounds=5)


if __name__ == "__main__":
    common.main(main)
