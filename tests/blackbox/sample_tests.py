"""The counts of the demo come from its data: equal to SQL, and moved with one vertex."""
import csv
import shutil
import sqlite3
import struct

TODAY = "(v.valid_from IS NULL OR v.valid_from <= date('now')) " \
    "AND (v.valid_to IS NULL OR v.valid_to > date('now')) AND v.recorded_to IS NULL"


def select(record, sql):
    connection = sqlite3.connect(f"file:{record}?mode=ro", uri=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def kinds(report):
    return {kind: count for kind, count in report["counts"].items() if count > 0}


def test_counts_equal_sql_on_the_record(yutu):
    record = yutu.copy("counts.sqlite")
    for kind in ("division", "place", "name", "facility", "population", "road", "claim"):
        rows = yutu.json("export", record, kind, yutu.scratch / f"sql-{kind}.csv")[1]["rows"]
        counted = select(record, f"SELECT count(*) FROM {kind}_version v WHERE {TODAY}")
        assert counted == [(rows,)] and rows > 0, (kind, rows, counted)
    report = yutu.json("inspect", record, "--claims")[1]
    assert kinds(report) == dict(select(
        record, "SELECT kind, count(*) FROM run_finding r JOIN finding f ON f.number = r.finding "
                f"WHERE r.run = {report['run']} GROUP BY kind"))
    people = yutu.json("coverage", record, "--kind", "eldercare")[1]["people"]
    for age in ("total", "age60", "age65", "age80"):
        counted = select(record, f"SELECT sum({age}) FROM population_version v WHERE {TODAY}")
        assert counted == [(people[age]["all"],)], (age, counted)


def move_vertex(shapefile, degrees):
    """Moves the third vertex of the first polygon (ESRI's format, 1998)."""
    data = bytearray(shapefile.read_bytes())
    parts, = struct.unpack_from("<i", data, 100 + 8 + 36)
    at = 100 + 8 + 44 + 4 * parts + 16 * 2
    lon, lat = struct.unpack_from("<2d", data, at)
    struct.pack_into("<2d", data, at, lon + degrees, lat)
    shapefile.write_bytes(data)


def test_moving_one_vertex_of_a_county_changes_the_findings(yutu):
    record = yutu.copy("vertex.sqlite")
    assert kinds(yutu.json("inspect", record)[1]) == {}
    for ending in ("shp", "shx", "dbf", "prj", "cpg"):
        shutil.copy(yutu.sample(f"division-county.{ending}"), yutu.scratch / f"moved.{ending}")
    move_vertex(yutu.scratch / "moved.shp", 0.003)
    moved = yutu.json("import", record, yutu.scratch / "moved.shp", "--as", "division")[1]
    assert moved["written"] >= 1, moved
    found = kinds(yutu.json("inspect", record, "--level", "county")[1])
    assert found.keys() & {"gap", "overlap", "non-coincident-border", "open-gap"}, found


def test_moving_one_facility_changes_the_people(yutu):
    record = yutu.copy("facility.sqlite")
    before = yutu.json("coverage", record, "--kind", "eldercare")[1]
    reached = next(f for f in before["facilities"] if f["people"]["total"]["covered"] > 0)
    rows = list(csv.DictReader(yutu.sample("facility-example.csv").read_text().splitlines()))
    moved = yutu.scratch / "moved.csv"
    with moved.open("w", newline="") as file:
        out = csv.DictWriter(file, rows[0].keys())
        out.writeheader()
        for row in rows:
            if row["id"] == reached["id"]:
                row["lon"] = float(row["lon"]) + 0.01
            out.writerow(row)
    assert yutu.json("import", record, moved, "--as", "facility", "--crs", "CRS84")[1]["written"] == 1
    after = yutu.json("coverage", record, "--kind", "eldercare")[1]["people"]["total"]
    before = before["people"]["total"]
    assert after["all"] == before["all"] and after["covered"] != before["covered"], (before, after)
