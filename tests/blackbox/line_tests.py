"""The line and marker cases of the domain page, from import to findings, in three CRS."""
import json
import subprocess

from yutu import need

EAST, NORTH = 445_000, 4_853_000  # metres of a case + these = EPSG:4551
CORNER = [(0, 0), (1000, 0), (1000, 1000)]
AXIS = [(0, 0), (1000, 0)]
PARTIES = ["225101", "225102"]  # north and south of all cases

# Per case: line (None: undetermined), its list and description, claims of
# a and b, markers, and per finding kind, severity, markers, offset and chainage.
CASES = {
    "off-line": (CORNER, None, None, (), [("001Q", 600, 4.2)],
                 [("marker-off-line", "substantive", ["001Q"], 4.2, 600)]),
    "beyond-a-corner": (CORNER, None, None, (), [("001Q", 1003, -4)],
                        [("marker-off-line", "substantive", ["001Q"], 5.0, 1000)]),
    "double": (AXIS, None, None, (), [("003A", 300, 25), ("003B", 300, -22)], []),
    "side": (AXIS, None, None, (), [("003A", 300, 25), ("003B", 300, 22)],
             [("marker-side", "substantive", ["003A", "003B"], 22, 300)]),
    "numbers": (AXIS, "001-004", None, (),
                [("001Q", 100, 0), ("002A", 200, 9), ("002B", 200, -9), ("004Q", 400, 0),
                 ("004Q", 600, 0)],
                [("marker-missing", "substantive", ["003"], None, None),
                 ("marker-duplicate", "blocking", ["004Q"], 200, None)]),
    "order": (AXIS, None, None, (),
              [("001", 100, 0), ("002", 700, 0), ("003", 400, 0)],
              [("marker-order", "substantive", ["002", "003"], None, 400)]),
    "claims": (None, None, None,
               ([(0, 0), (500, 0), (1000, 0)], [(0, 0), (400, 30), (600, 30), (1000, 0)]), [],
               [("non-coincident-border", "substantive", [], 30, None)]),
    "weave": (AXIS, None, None,
              (AXIS, [(0, 0), (250, 20), (750, -20), (1000, 0)]), [],
              [("non-coincident-border", "substantive", [], 20, None)]),
    "back-track": (AXIS, None, None,
                   (AXIS, [(0, 0), (800, 10), (200, 10), (1000, 0)]), [],
                   [("line-runs-back", "substantive", [], 300.167, None),
                    ("non-coincident-border", "substantive", [], 10, None)]),
    "description": (AXIS, None, "从001Q号界桩起，向北，至002Q号界桩。", (),
                    [("001Q", 100, 0), ("002Q", 400, 0)],
                    [("description-mismatch", "minor", ["001Q", "002Q"], None, 100)]),
}


def feature(kind, coordinates, east=0, **properties):
    def shifted(c):
        return [shifted(x) for x in c] if not isinstance(c[0], (int, float)) \
            else [EAST + east + c[0], NORTH + c[1]]
    geometry = coordinates and {"type": kind, "coordinates": shifted(coordinates)}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def bring(yutu, record, crs, kind, features):
    """Imports features drawn in EPSG:4551, carried over to crs first."""
    drawn = yutu.scratch / "drawn.geojson"
    drawn.write_text(json.dumps({
        "type": "FeatureCollection", "features": features,
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4551"}}}))
    if crs != "EPSG:4551":
        carried = yutu.scratch / "carried.geojson"
        carried.unlink(missing_ok=True)
        subprocess.run(["ogr2ogr", "-f", "GeoJSON", "-s_srs", "EPSG:4551", "-t_srs", crs,
                        "-lco", "COORDINATE_PRECISION=9" if crs == "EPSG:4490" else
                        "COORDINATE_PRECISION=4", carried, drawn], check=True, capture_output=True)
        drawn = carried
    code, answer = yutu.json("import", record, drawn, "--as", kind, "--crs", crs)
    assert code == 0, answer


def ring(points):
    return [points + points[:1]]


def grounds(names):
    """One border through all cases, 3 km from one to the next, and ground beside it."""
    border = [(3000 * index + x, y) for index, name in enumerate(names)
              for x, y in CASES[name][0] or AXIS]
    west, east = border[0][0], border[-1][0]
    return [[*border, (east, 5000), (west, 5000)], [*border, (east, -5000), (west, -5000)]]


def draw(name, east):
    line, markers, description, claims, stones, _ = CASES[name]
    status = {"status": "agreed", "agreement_no": "示例 1 号", "agreement_date": "2000-09-15"}
    return {
        "line": [feature("LineString", line, east, code=name, a=PARTIES[0], b=PARTIES[1],
                         markers=markers, description=description,
                         **(status if line else {"status": "undetermined"}))],
        "claim": [feature("LineString", claim, east, line=name, party=code)
                  for claim, code in zip(claims, PARTIES)],
        "marker": [feature("Point", [x, y], east, number=number, line=name)
                   for number, x, y in stones],
    }


def load(yutu, names, crs):
    record = yutu.empty(f"line-{len(names)}-{crs[-4:]}.sqlite")
    bring(yutu, record, crs, "division", [feature("Polygon", ring(ground), code=code, name=code)
                                          for ground, code in zip(grounds(names), PARTIES)])
    drawn = [draw(name, 3000 * index) for index, name in enumerate(names)]
    for kind in ("line", "claim", "marker"):
        features = [f for case in drawn for f in case[kind]]
        if features:
            bring(yutu, record, crs, kind, features)
    return record


def near(actual, expected, tolerance):
    return actual is None if expected is None else abs(actual - expected) <= tolerance


def is_told(found, name, kind, severity, markers, offset, chainage):
    return any(f["kind"] == kind and f["severity"] == severity and f["line"] == name
               and f["markers"] == markers and f["parties"] == PARTIES
               and near(f["max_offset_m"], offset, 0.04) and near(f["chainage_m"], chainage, 0.1)
               for f in found)


def test_cases_of_lines_come_through_in_three_crs(yutu):
    need("ogr2ogr")
    for crs in ("EPSG:4490", "EPSG:4551", "EPSG:4529"):
        found = yutu.json("inspect", load(yutu, list(CASES), crs))[1]["findings"]
        for name, case in CASES.items():
            for expected in case[-1]:
                assert is_told(found, name, *expected), (crs, name, expected, found)
        assert len(found) == sum(len(case[-1]) for case in CASES.values()), (crs, found)


def test_a_tri_junction_that_gapes_is_told(yutu):
    need("ogr2ogr")
    quarters = {"225101": [(0, 0), (1000, 0), (1000, 1000), (0, 1000)],
                "225102": [(1000, 0), (2000, 0), (2000, 1000), (1000, 1000)],
                "225103": [(0, 1000), (1000, 1000), (2000, 1000), (2000, 2000), (0, 2000)]}
    lines = {("225101", "225103"): [(0, 1000), (1000, 1000)],
             ("225102", "225103"): [(1003, 1000), (2000, 1000)],
             ("225101", "225102"): [(1000, 0), (1000, 996)]}
    for crs in ("EPSG:4490", "EPSG:4551", "EPSG:4529"):
        record = yutu.empty(f"junction-{crs[-4:]}.sqlite")
        bring(yutu, record, crs, "division", [feature("Polygon", ring(ground), code=code, name=code)
                                              for code, ground in quarters.items()])
        bring(yutu, record, crs, "line", [
            feature("LineString", line, code=f"{a}-{b}", a=a, b=b, status="agreed",
                    agreement_no="示例 1 号", agreement_date="2000-09-15")
            for (a, b), line in lines.items()])
        found = yutu.json("inspect", record)[1]["findings"]
        assert [(f["kind"], f["severity"], f["parties"]) for f in found] == \
            [("tri-junction-mismatch", "substantive", sorted(quarters))], (crs, found)
        assert near(found[0]["max_offset_m"], 5.0, 0.01) and near(found[0]["area_m2"], 6.0, 0.02)


def test_a_marker_measured_anew_leaves_the_record_where_it_was(yutu):
    need("ogr2ogr")
    record = load(yutu, ["double"], "EPSG:4551")
    marker = {"number": "007Q", "line": "double", "sigma_m": 0.1}
    bring(yutu, record, "EPSG:4551", "marker", [feature("Point", [500, 0], **marker)])
    moved = yutu.scratch / "moved.geojson"
    moved.write_text((yutu.scratch / "drawn.geojson").read_text().replace(
        str(NORTH), str(NORTH + 3)))
    code, answer = yutu.json("import", record, moved, "--as", "marker", "--crs", "EPSG:4551",
                             "--effective", "2024-06-01")
    assert code == 0, answer
    found = yutu.json("inspect", record)[1]["findings"]
    assert [f["kind"] for f in found] == ["marker-moved"], found
    assert near(found[0]["max_offset_m"], 3.0, 0.01), found
    ids = [f["id"] for f in found]
    assert [f["id"] for f in yutu.json("inspect", record)[1]["findings"]] == ids
    before = yutu.json("inspect", record, "--at", "2024-05-31")[1]["findings"]
    assert before == [], before


def quarters(yutu, record):
    """Three units that meet in (1000, 1000)."""
    grounds = {"225101": [(0, 0), (1000, 0), (1000, 1000), (0, 1000)],
               "225102": [(1000, 0), (2000, 0), (2000, 1000), (1000, 1000)],
               "225103": [(0, 1000), (1000, 1000), (2000, 1000), (2000, 2000), (0, 2000)]}
    bring(yutu, record, "EPSG:4551", "division", [
        feature("Polygon", ring(ground), code=code, name=code) for code, ground in grounds.items()])
    return sorted(grounds)


def test_a_tri_junction_far_from_where_its_units_meet_is_told(yutu):
    record = yutu.empty("astray.sqlite")
    parties = quarters(yutu, record)
    bring(yutu, record, "EPSG:4551", "tri-junction", [
        feature("Point", [60000, 1000], number="三交点远", codes=",".join(parties))])
    found = yutu.json("inspect", record)[1]["findings"]
    assert [(f["kind"], f["severity"], f["parties"]) for f in found] == [
        ("tri-junction-mismatch", "substantive", parties)], found
    assert near(found[0]["max_offset_m"], 59000, 10) and "三交点远" in found[0]["message"], found


def test_a_marker_of_an_unknown_line_says_which_line(yutu):
    record = yutu.empty("unknown-line.sqlite")
    quarters(yutu, record)
    bring(yutu, record, "EPSG:4551", "marker", [
        feature("Point", [1000, 500], number="001Q", line="不存在线")])
    found = yutu.json("inspect", record)[1]["findings"]
    assert [f["kind"] for f in found] == ["marker-unknown"], found
    assert "不存在线" in found[0]["message"] and "001Q" in found[0]["message"], found


def test_a_line_said_to_be_agreed_without_an_agreement_is_warned_of(yutu):
    record = yutu.empty("no-agreement.sqlite")
    quarters(yutu, record)
    path = yutu.scratch / "no-agreement.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [
        feature("LineString", [(1000, 0), (1000, 1000)], code="线", a="225101", b="225102",
                status="agreed")]}))
    code, answer = yutu.json("import", record, path, "--as", "line", "--crs", "EPSG:4551")
    assert code == 0 and [(p["severity"], p["field"]) for p in answer["problems"]] == [
        ("warning", "agreement_no")], answer


def test_a_pair_with_an_unknown_division_is_refused(yutu):
    record = yutu.empty("unknown-pair.sqlite")
    quarters(yutu, record)
    code, answer = yutu.json("inspect", record, "--between", "225101,225199")
    assert code == 3 and "225199" in answer["error"]["detail"], answer
    assert yutu.json("inspect", record, "--between", "225101,225101")[0] == 2
    code, answer = yutu.json("inspect", record, "--profile", "1：10000")
    assert code == 2 and "1:10000" in answer["error"]["detail"], answer


def line_between(yutu, name, *lines):
    """The report of two units whose border of 1000 m has these lines."""
    record = yutu.empty(f"{name}.sqlite")
    quarters(yutu, record)
    bring(yutu, record, "EPSG:4551", "line", [
        feature("LineString", line, code=f"线{index}", a="225101", b="225102", status="agreed",
                agreement_no="示例 1 号", agreement_date="2000-09-15")
        for index, line in enumerate(lines)])
    return yutu.json("inspect", record)[1]


def test_border_that_no_line_covers_is_told_as_unknown(yutu):
    report = line_between(yutu, "half", [(1000, 0), (1000, 400)], [(1000, 600), (1000, 1000)])
    registered = report["registered"]
    assert report["findings"] == [], report["findings"]
    assert near(registered["border_m"], 1000, 0.1) and near(registered["without_line_m"], 200, 0.1)
    assert [(w["parties"], w["lines"], w["geometry"]["type"]) for w in registered["without_line"]] \
        == [(PARTIES, "线0, 线1", "LineString")], registered
    whole = line_between(yutu, "whole", [(1000, 0), (1000, 400)], [(1000, 400), (1000, 1000)])
    assert whole["findings"] == [] and whole["registered"]["without_line_m"] == 0, whole


def test_a_line_that_stops_before_its_border_does_dangles(yutu):
    report = line_between(yutu, "short", [(1000, 0), (1000, 990)])
    assert [(f["kind"], f["severity"], f["line"]) for f in report["findings"]] == [
        ("dangling-end", "substantive", "线0")], report["findings"]
    assert near(report["findings"][0]["max_offset_m"], 10, 0.01), report["findings"]


def test_a_line_between_two_outlines_is_told_from_both(yutu):
    report = line_between(yutu, "beside", [(1003, 0), (1003, 1000)])
    assert [f["kind"] for f in report["findings"]] == ["line-off-polygons"], report["findings"]
    assert all(code in report["findings"][0]["message"].split("偏离")[1] for code in PARTIES)
