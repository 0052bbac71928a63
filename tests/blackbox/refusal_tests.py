"""Input that inspection cannot use: one sentence with row and field, exit 3, nothing changed."""
import json
import time

import area_tests

SYSTEM = area_tests.SYSTEMS[0]
NAN, INFINITE, HUGE = float("nan"), 1e999, 1e300


def at(x, y):
    return SYSTEM.place((x, y))


def feature(kind, coordinates, **properties):
    return {"type": "Feature", "properties": properties,
            "geometry": {"type": kind, "coordinates": coordinates}}


def with_point(point):
    return [feature("Polygon", [[at(0, 0), point, at(1000, 1000), at(0, 0)]], code="225103",
                    name="丙", level="county")]


def markers(swapped):
    return [feature("Point", at(1000, 100 * k)[::-1 if k in swapped else 1],
                    number=f"00{k}Q", line="边界") for k in range(1, 6)]


AGREED = {"status": "agreed", "agreement_no": "示例 1 号", "agreement_date": "2000-09-15"}
CLAIM = [feature("Polygon", [[at(0, 0), at(900, 0), at(0, 900), at(0, 0)]], code="225101", name="甲")]

# kind, features, options, and the error's row, field, problem and words of its sentence
REFUSED = {
    "a claim of an unknown party": (
        "claim", CLAIM, ("--party", "229999"),
        (1, "party", "reference-unknown", ("229999", "give the code of the division"))),
    "a line claimed by an unknown party": (
        "claim", [feature("LineString", [at(1000, 0), at(1000, 900)], line="边界", party="229999")],
        (), (1, "party", "reference-unknown", ("229999", "give the code of the division"))),
    "a line that touches neither side": (
        "line", [feature("LineString", [at(1000, 0), at(1000, 1000)], code="好", a="225101",
                         b="225102", **AGREED),
                 feature("LineString", [at(50000, 0), at(51000, 0)], code="远", a="225101",
                         b="225102", **AGREED)],
        (), (2, "geometry", "geometry-outside", ("远", "225101", "225102", "check its sides"))),
    "a line of one place": (
        "line", [feature("LineString", [at(1000, 0), at(1000, 0)], code="点", a="225101",
                         b="225102", **AGREED)],
        (), (1, "geometry", "geometry-invalid", ("has no length", "two different points"))),
    "a division that is its own parent": (
        "division", [feature("Polygon", [[at(0, 0), at(900, 0), at(0, 900), at(0, 0)]],
                             code="225104", name="丁", parent="225104")],
        (), (1, "parent", "code-parent", ("225104", "its own parent"))),
    "a marker with swapped coordinates": (
        "marker", markers({3}), (),
        (3, "geometry", "geometry-outside", ("stand in the other order", "exchange them"))),
    "a vertex that is no number": (
        "division", with_point([NAN, 43.8]), (),
        (1, "geometry", "geometry-outside", ("point 2", "nan"))),
    "a vertex at infinity": (
        "division", with_point([INFINITE, 43.8]), (),
        (1, "geometry", "geometry-outside", ("point 2", "inf"))),
    "a vertex beyond everything": (
        "division", with_point([HUGE, 43.8]), (),
        (1, "geometry", "geometry-outside", ("point 2", "1e+300"))),
    "a vertex whose decimal point is lost": (
        "division", with_point([125.32, 4381.0]), (),
        (None, None, "crs-lies", ("4381", "EPSG:4490"))),
}


def ground(yutu, name):
    record = yutu.empty(name)
    SYSTEM.bring(yutu, record, [SYSTEM.unit("225100", area_tests.BOTH, "prefecture"),
                                SYSTEM.unit("225101", area_tests.A),
                                SYSTEM.unit("225102", area_tests.B)])
    return record


def write(yutu, features):
    path = yutu.scratch / "refused.geojson"
    path.write_text(json.dumps({
        "type": "FeatureCollection", "features": features,
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}})
        .replace("Infinity", "1e999"))
    return path


def test_what_inspection_cannot_use_is_refused_in_one_sentence(yutu):
    record = ground(yutu, "refused.sqlite")
    before = record.read_bytes()
    for name, (kind, features, options, (row, field, problem, words)) in REFUSED.items():
        code, report = yutu.json("import", record, write(yutu, features), "--as", kind, "--lang",
                                 "en", *options)
        errors = [p for p in report["problems"] if p["severity"] == "error"]
        assert code == 3 and report["written"] == 0, (name, code, report)
        assert [(e["row"], e["field"], e["problem"]) for e in errors] == [(row, field, problem)], \
            (name, errors)
        assert all(word in errors[0]["message"] for word in words), (name, errors)
        assert report["source"]["file"] == "refused.geojson" and report["source"]["layer"], report
        assert record.read_bytes() == before, name


def test_a_number_that_is_none_in_a_table_is_refused(yutu):
    record = ground(yutu, "refused-table.sqlite")
    before = record.read_bytes()
    table = yutu.scratch / "refused.csv"
    table.write_text("number,line,lon,lat\n001Q,边界,nan,43.8\n002Q,边界,125.3,inf\n")
    code, report = yutu.json("import", record, table, "--as", "marker", "--lang", "en")
    assert code == 3 and record.read_bytes() == before, report
    assert [(p["row"], p["field"], p["problem"]) for p in report["problems"]
            if p["severity"] == "error"] == [(1, "lon", "value-invalid"),
                                             (2, "lat", "value-invalid")], report


def test_a_unit_of_100_000_parts_is_inspected(yutu):
    """It is no bad input, but every pair of its parts was once compared."""
    record = ground(yutu, "many-parts.sqlite")
    parts = []
    for k in range(100_000):
        x, y = 125.6 + k % 400 * 1e-3, 43.8 + k // 400 * 1e-3
        parts.append([[[round(x + dx, 7), round(y + dy, 7)]
                       for dx, dy in ((0, 0), (5e-4, 0), (5e-4, 5e-4), (0, 0))]])
    code, answer = yutu.json("import", record, write(yutu, [
        feature("MultiPolygon", parts, code="225203", name="群岛", level="county")]),
        "--as", "division")
    assert code == 0 and answer["written"] == 1, answer
    started = time.monotonic()
    code, report = yutu.json("inspect", record, "--level", "county")
    assert code == 0 and report["findings"] == [], report["findings"]
    assert time.monotonic() - started < 60
