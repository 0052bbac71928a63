"""The area cases of the domain page, from import to findings, in three CRS.

What is expected is the page's own: areas to 0.1 % (its numbers are of the plane, which
stands within 0.012 % of the ellipsoid where the cases are), widths and offsets to 1 %.
"""
import json
import math
import pathlib
import random
import shutil
import subprocess
import sys

from yutu import need

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "generate"))
import ellipsoid  # noqa: E402

EAST, NORTH = 445_000, 4_853_000  # metres of a case + these = EPSG:4551
PARENT = "225100"
CODES = {"A": "225101", "B": "225102", "C": "225103"}


def box(west, south, east, north):
    return [(west, south), (east, south), (east, north), (west, north)]


A, B, BOTH = box(0, 0, 1000, 1000), box(1000, 0, 2000, 1000), box(0, 0, 2000, 1000)
HOLE = box(1400, 400, 1600, 600)
GAP = {"A": [A[0], A[1], (1000, 300), (1000, 700), A[2], A[3]],
       "B": [*B[:3], B[3], (1000, 700), (1008, 500), (1000, 300)]}
SHORT = box(1003, 0, 2000, 1000)
BEND = {"A": [A[0], A[1], (1000.3, 500), A[2], A[3]], "B": B}

# Per case: the units as rings of metres (a list of parts: of rings), the parent, the
# profile, and per finding kind, severity, parties and the measures the page names.
CASES = {
    "1 clean pair": ({"A": A, "B": B}, BOTH, None, []),
    "2 closed gap": (GAP, None, None, [
        ("gap", "substantive", "AB", {"area_m2": 1600, "width_m": 7.997, "sliver": False})]),
    "2 closed gap, tolerance 25": (GAP, None, "1:50000", [
        ("gap", "minor", "AB", {"area_m2": 1600, "width_m": 7.997, "sliver": True})]),
    "2 closed gap, tolerance 1": (GAP, None, "1:500", [
        ("gap", "substantive", "AB", {"area_m2": 1600, "width_m": 7.997})]),
    "2 closed gap, tolerance 50": (GAP, None, "1:1000000", [
        ("gap", "minor", "AB", {"area_m2": 1600, "width_m": 7.997})]),
    "3 overlap strip": ({"A": box(0, 0, 1005, 1000), "B": B}, None, None, [
        ("overlap", "minor", "AB", {"area_m2": 5000, "width_m": 5.0, "sliver": True})]),
    "4 open gap": ({"A": A, "B": SHORT}, BOTH, None, [
        ("open-gap", "minor", "AB", {"area_m2": 3000, "width_m": 3.0})]),
    "4 open gap without parent": ({"A": A, "B": SHORT}, None, None, [
        ("non-coincident-border", "minor", "AB",
         {"max_offset_m": 3.0, "length_m": 1000, "area_m2": None})]),
    "8 both ways": (
        {"A": box(-1000, 0, 0, 900),
         "B": [(-3, 0), (1000, 0), (1000, 900), (5, 900), (5, 450), (-3, 450)]},
        box(-1000, 0, 1000, 900), None,
        [("non-coincident-border", "minor", "AB",
          {"faces": 2, "overlap_area_m2": 1350, "gap_area_m2": 2250, "area_m2": 3600,
           "width_m": 5.0})]),
    "16 bow-tie": ({"A": [(0, 0), (10, 10), (10, 0), (0, 10)]}, None, None, [
        ("invalid-geometry", "blocking", "A", {"at": (5, 5), "area_m2": None})]),
    "17 disconnected interior": (
        {"A": [[box(0, 0, 10, 10), [(0, 5), (5, 10), (10, 5), (5, 0)]]]}, None, None,
        [("invalid-geometry", "blocking", "A", {})]),
    "17 touching parts": (
        {"A": [[box(0, 0, 4, 4)], [box(4, 4, 8, 8)]]}, None, "1:500", []),
    "17 touching parts as one ring": (
        {"A": [(0, 0), (4, 0), (4, 4), (8, 4), (8, 8), (4, 8), (4, 4), (0, 4)]}, None, None,
        [("invalid-geometry", "blocking", "A", {"at": (4, 4)})]),
    "17 parts that share an edge": (
        {"A": [[box(0, 0, 40, 40)], [box(40, 0, 80, 40)]]}, None, None,
        [("invalid-geometry", "blocking", "A", {})]),
    "18 spike": ({"A": [(0, 0), (10, 0), (10, 10), (5, 10), (5, 18), (5, 10), (0, 10)]}, None,
                 None, [("invalid-geometry", "blocking", "A", {"at": (5, 10)})]),
    "19 enclave": ({"A": [[A, box(400, 400, 600, 600)]], "B": box(400, 400, 600, 600)}, A, None,
                   []),
    "20 exclave": ({"A": [[A], [HOLE]], "B": [[B, HOLE]]}, None, None, [
        ("unregistered-exclave", "substantive", "AB", {"area_m2": 40000})]),
    "21 T-junction": (
        {"A": A, "B": box(1000, 0, 2000, 500), "C": box(1000, 500, 2000, 1000)}, None, None,
        [("density-mismatch", "notice", "ABC", {"at": (1000, 500)})]),
    "22 below tolerance": (BEND, None, "2 m", [
        ("overlap", "minor", "AB", {"area_m2": 150, "width_m": 0.30, "sliver": True})]),
}
PRECISION = {"area_m2": 1e-3, "overlap_area_m2": 1e-3, "gap_area_m2": 1e-3, "width_m": 1e-2,
             "length_m": 1e-3, "max_offset_m": 1e-2}
# A kilometre's edge straight on the plane lies half a millimetre beside the one that is
# straight in longitude and latitude; of a face 0.3 m wide that is more than 0.1 %.
NARROW = {"22 below tolerance": {"area_m2": 5e-3}}


class System:
    """Where a case stands: metres to the numbers of a file, straight edges staying straight,
    so that parents need no vertex where their children have one."""

    def __init__(self, crs):
        self.crs = crs

    def place(self, point):
        x, y = point
        if self.crs == "EPSG:4551":
            return [EAST + x, NORTH + y]
        if self.crs == "EPSG:4529":  # zone 41, 90 km east of its meridian
            return [41_590_000 + x, NORTH + y]
        return [round(LON + x / M_PER_LON, 9), round(LAT + y / M_PER_LAT, 9)]

    def degrees(self, point):
        x, y = self.place(point)
        if self.crs == "EPSG:4490":
            return x, y
        lon, lat = ellipsoid.to_lonlat(x % 1_000_000, y)
        return lon - (3 if self.crs == "EPSG:4529" else 0), lat

    def rings(self, shape):
        """Closed rings by part. A shape is one ring, or a list of parts: of rings."""
        parts = [[shape]] if isinstance(shape[0], tuple) else shape
        return [[[self.place(p) for p in [*ring, ring[0]]] for ring in part] for part in parts]

    def unit(self, code, shape, level="county", **more):
        parts = self.rings(shape)
        return {"type": "Feature", "properties": {"code": code, "name": f"单位{code}",
                                                  "level": level, **more},
                "geometry": {"type": "MultiPolygon", "coordinates": parts}}

    def bring(self, yutu, record, features, *options, kind="division"):
        drawn = yutu.scratch / "drawn.geojson"
        drawn.write_text(json.dumps({
            "type": "FeatureCollection", "features": features,
            "crs": {"type": "name", "properties": {
                "name": self.crs.replace("EPSG:", "urn:ogc:def:crs:EPSG::")}}}))
        code, answer = yutu.json("import", record, drawn, "--as", kind, "--crs", self.crs,
                                 *options)
        assert code == 0, answer
        return answer


LON, LAT = 125.316439395, 43.810553267
# Metres of a degree where the cases stand, at the scale of EPSG:4551 there (1.0000372).
_W = 1 - ellipsoid.E2 * math.sin(math.radians(LAT + 0.0045)) ** 2
M_PER_LON = 1.0000372 * math.radians(1) * ellipsoid.A / math.sqrt(_W) * math.cos(
    math.radians(LAT + 0.0045))
M_PER_LAT = 1.0000372 * math.radians(1) * ellipsoid.A * (1 - ellipsoid.E2) / _W ** 1.5
SYSTEMS = [System(crs) for crs in ("EPSG:4490", "EPSG:4551", "EPSG:4529")]


def profile(yutu, name):
    if name != "2 m":
        return name
    path = yutu.scratch / "two.profile"
    path.write_text("scale = 1:10000\ntolerance_m = 2\n")
    return path


def load(yutu, record, system, units, parent):
    if parent:
        system.bring(yutu, record, [system.unit(PARENT, parent, "prefecture")])
    return system.bring(yutu, record, [system.unit(CODES[k], shape)
                                       for k, shape in units.items()])


def inspect(yutu, record, *options):
    code, report = yutu.json("inspect", record, "--level", "county", *options)
    assert code == 0, report
    return report


def is_at(system, finding, place):
    """Within 5 cm."""
    geometry = finding["geometry"]
    if geometry["type"] != "Point":
        return False
    lon, lat = system.degrees(place)
    x, y = geometry["coordinates"]
    return math.hypot((x - lon) * M_PER_LON, (y - lat) * M_PER_LAT) < 0.05


def fits(system, name, finding, expected):
    kind, severity, parties, measures = expected
    if (finding["kind"], finding["severity"], finding["parties"]) != \
            (kind, severity, [CODES[p] for p in parties]):
        return False
    for key, value in measures.items():
        if key == "at":
            if not is_at(system, finding, value):
                return False
        elif isinstance(value, float) or (isinstance(value, int) and key in PRECISION):
            share = NARROW.get(name, {}).get(key, PRECISION[key])
            if finding[key] is None or abs(finding[key] - value) > share * value:
                return False
        elif finding[key] != value:
            return False
    return True


def brief(findings):
    return [{k: v for k, v in f.items() if k not in ("id", "first_seen", "inside", "message")}
            for f in findings]


def test_cases_of_areas_come_through_in_three_crs(yutu):
    wrong, empty = [], yutu.empty("area.sqlite")
    for system in SYSTEMS:
        for number, (name, (units, parent, scale, expected)) in enumerate(CASES.items()):
            record = shutil.copy(empty, yutu.scratch / f"area-{number}-{system.crs[-4:]}.sqlite")
            load(yutu, record, system, units, parent)
            report = inspect(yutu, record, *(("--profile", profile(yutu, scale)) if scale else ()))
            found = report["findings"]
            if len(found) != len(expected) or not all(fits(system, name, f, e)
                                                      for f, e in zip(found, expected)):
                wrong.append(f"{system.crs} {name}: {brief(found)}")
    assert not wrong, "\n" + "\n".join(wrong)


DEGREES, PLANE, ZONE_41 = SYSTEMS


def in_degrees(code, ring, level="county", **more):
    return {"type": "Feature", "properties": {"code": code, "name": f"单位{code}", "level": level,
                                              **more},
            "geometry": {"type": "Polygon", "coordinates": [[list(p) for p in [*ring, ring[0]]]]}}


def only(findings, *expected):
    """The findings are exactly these kinds and severities, in any order."""
    assert sorted((f["kind"], f["severity"]) for f in findings) == sorted(expected), brief(findings)
    return findings


def test_18_a_repeated_vertex_is_dropped_on_import(yutu):
    """It loses nothing, so import does it and says how often; inspection has nothing left."""
    for system in SYSTEMS:
        record = yutu.empty(f"repeated-{system.crs[-4:]}.sqlite")
        answer = load(yutu, record, system, {"A": [(0, 0), (10, 0), (10, 0), (10, 10), (0, 10)]},
                      None)
        assert answer["repaired"] == 1, answer
        only(inspect(yutu, record)["findings"])


def test_23_a_transfer_moves_its_ground_and_no_more(yutu):
    before = {"A": box(0, 0, 3000, 2000), "B": box(3000, 0, 5000, 2000)}
    after = {"A": [(0, 0), (3000, 0), (3000, 500), (2500, 500), (2500, 1500), (3000, 1500),
                   (3000, 2000), (0, 2000)],
             "B": [(3000, 0), (5000, 0), (5000, 2000), (3000, 2000), (3000, 1500), (2500, 1500),
                   (2500, 500), (3000, 500)]}
    for system in SYSTEMS:
        record = yutu.empty(f"transfer-{system.crs[-4:]}.sqlite")
        edition = load(yutu, record, system, before, None)["edition"]
        system.bring(yutu, record, [system.unit(CODES[k], shape, area_km2=area) for k, shape, area
                                    in (("A", after["A"], 5.5), ("B", after["B"], 4.5))],
                     "--effective", "2024-01-01")
        report = inspect(yutu, record, "--against", edition)
        found, = only(report["findings"], ("transfer", "substantive"))
        assert (found["from"], found["to"]) == (CODES["A"], CODES["B"]), found
        assert abs(found["area_m2"] - 500_000) < 500, found
        assert report["lines"] == 1 and abs(report["length_m"] - 3000) < 3, report  # 2 × 500 + 2 000
        only(inspect(yutu, record, "--at", "2023-12-31")["findings"])


def test_24_children_sum_to_their_parent(yutu):
    record = yutu.empty("sum.sqlite")
    west, east = ([(a, 43.8), (b, 43.8), (b, 44.2), (a, 44.2)] for a, b in ((125.0, 125.25),
                                                                           (125.25, 125.5)))
    whole = [west[0], east[1], east[2], west[3]]
    DEGREES.bring(yutu, record, [in_degrees(PARENT, whole, "prefecture", area_km2=1782.374279)])
    DEGREES.bring(yutu, record, [in_degrees(CODES["A"], west, area_km2=891.1871395),
                                 in_degrees(CODES["B"], east, area_km2=891.1871395)])
    code, report = yutu.json("inspect", record)
    assert code == 0
    only(report["findings"])
    # The same outline once more has its area told: that of edges straight in degrees.
    DEGREES.bring(yutu, record, [in_degrees("225200", whole, "prefecture")])
    twice = [f for f in yutu.json("inspect", record)[1]["findings"]
             if f["kind"] == "duplicate-division"]
    assert abs(twice[0]["area_m2"] - 1_782_374_279.29) < 0.01, twice
    DEGREES.bring(yutu, record, [in_degrees("225203", west)])
    half = [f for f in yutu.json("inspect", record, "--level", "county")[1]["findings"]
            if f["kind"] == "duplicate-division"]
    assert abs(half[0]["area_m2"] - 1_782_374_279.29 / 2) < 0.01, half


def test_25_units_of_a_gap_in_degrees_are_metres(yutu):
    record = yutu.empty("degrees.sqlite")
    DEGREES.bring(yutu, record, [
        in_degrees(CODES["A"], [(125.1, 43.9), (125.2, 43.9), (125.2, 43.95), (125.1, 43.95)]),
        in_degrees(CODES["B"], [(125.2, 43.9), (125.3, 43.9), (125.3, 43.95), (125.2, 43.95),
                                (125.2001, 43.925)])])
    found, = only(inspect(yutu, record)["findings"], ("gap", "substantive"))
    assert abs(found["area_m2"] - 22307.5) < 1 and abs(found["width_m"] - 8.03) < 0.08, found


def gcj_02(lon, lat):
    """The public formula, as the domain page has it."""
    a, ee, x, y = 6378245.0, 0.00669342162296594323, lon - 105, lat - 35
    sin = lambda v: math.sin(math.pi * v)
    wave = (20 * sin(6 * x) + 20 * sin(2 * x)) * 2 / 3
    north = (-100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + wave
             + (20 * sin(y) + 40 * sin(y / 3)) * 2 / 3
             + (160 * sin(y / 12) + 320 * sin(y / 30)) * 2 / 3)
    east = (300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + wave
            + (20 * sin(x) + 40 * sin(x / 3)) * 2 / 3
            + (150 * sin(x / 12) + 300 * sin(x / 30)) * 2 / 3)
    m = 1 - ee * math.sin(math.radians(lat)) ** 2
    return (lon + math.degrees(east / (a / math.sqrt(m) * math.cos(math.radians(lat)))),
            lat + math.degrees(north / (a * (1 - ee) / (m * math.sqrt(m)))))


def bd_09(lon, lat):
    lon, lat = gcj_02(lon, lat)
    z = math.hypot(lon, lat) + 0.00002 * math.sin(math.radians(lat * 3000))
    angle = math.atan2(lat, lon) + 0.000003 * math.cos(math.radians(lon * 3000))
    return z * math.cos(angle) + 0.0065, z * math.sin(angle) + 0.006


def carried(yutu, crs, features):
    """The features in another system, as another program carries them over."""
    drawn, out = yutu.scratch / "degrees.geojson", yutu.scratch / "carried.geojson"
    drawn.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    out.unlink(missing_ok=True)
    subprocess.run(["ogr2ogr", "-f", "GeoJSON", "-a_srs", crs if crs == "EPSG:4490" else "",
                    "-lco", "COORDINATE_PRECISION=9", out, drawn] if crs == "EPSG:4490" else
                   ["ogr2ogr", "-f", "GeoJSON", "-s_srs", "EPSG:4490", "-t_srs", crs, "-lco",
                    "COORDINATE_PRECISION=4", out, drawn], check=True, capture_output=True)
    return json.loads(out.read_text())["features"]


def test_26_a_neighbour_in_a_shifted_system_is_one_finding(yutu):
    need("ogr2ogr")
    for shift, expected in ((gcj_02, (125.3300063, 43.8195514)), (bd_09, (125.3366363, 43.8252313))):
        assert all(abs(a - b) < 1e-7 for a, b in zip(shift(125.3235, 43.8171), expected))
    chance = random.Random(26)

    def winding(a, b, count):
        """From a to b without a straight run: pieces of those look alike everywhere."""
        wind = lambda v: v + chance.uniform(-.001, .001)
        return [a, *((wind(a[0] + (b[0] - a[0]) * k / count), wind(a[1] + (b[1] - a[1]) * k / count))
                     for k in range(1, count))]

    south, north = (125.3235, 43.7871), (125.3235, 43.8471)
    border = winding(south, north, 30)
    around = lambda lon, count: (winding(north, (lon, 43.8471), count)
                                 + winding((lon, 43.8471), (lon, 43.7871), 30)
                                 + winding((lon, 43.7871), south, count))
    west, east = border + around(125.2, 40), border + around(125.36, 15)
    for system in SYSTEMS:
        for shift, name, metres in ((gcj_02, "GCJ-02", 590), (bd_09, "BD-09", 1390)):
            record = yutu.empty(f"shifted-{name}-{system.crs[-4:]}.sqlite")
            for code, ring in ((CODES["A"], west), (CODES["B"], [shift(*p) for p in east])):
                system.bring(yutu, record, carried(yutu, system.crs, [in_degrees(code, ring)]))
            found, = only(inspect(yutu, record)["findings"], ("crs-suspect", "blocking"))
            assert found["parties"] == [CODES["B"]] and name in found["message_en"], found
            assert abs(found["max_offset_m"] - metres) < 30, found


def test_27_the_zones_of_one_point_meet(yutu):
    """To the centimetre that the page's figures have: less than it is numeric, a notice at most."""
    need("ogr2ogr")
    west = [(124.39, 43.89), (124.4, 43.89), (124.4, 43.9), (124.39, 43.9)]
    east = [(124.4, 43.89), (124.41, 43.89), (124.41, 43.9), (124.4, 43.9)]
    record = yutu.empty("zones.sqlite")
    for crs, code, ring, meeting in (
            ("EPSG:4529", CODES["A"], west, (41_612_477.55, 4_863_664.19)),
            ("EPSG:4530", CODES["B"], east, (42_371_454.08, 4_863_955.95))):
        features = carried(yutu, crs, [in_degrees(code, ring)])
        corners = features[0]["geometry"]["coordinates"][0]
        corners[:] = [[round(v, 2) for v in p] for p in corners]
        assert list(meeting) in corners, (meeting, corners)
        System(crs).bring(yutu, record, features)
    report = inspect(yutu, record)
    assert all(f["severity"] == "notice" for f in report["findings"]), brief(report["findings"])
    assert report["numeric"]["max_width_m"] <= 0.02
    # The same numbers declared in the other zone are refused before anything is written.
    drawn = yutu.scratch / "drawn.geojson"
    code, answer = yutu.json("import", record, drawn, "--as", "division", "--crs", "EPSG:4529")
    assert code == 3 and [p["problem"] for p in answer["problems"]] == ["crs-lies"], answer


HISTORY = ("code,name,level,former_code,valid_from,valid_to\n220381,公主岭市,county,,,2020-06-05\n"
           "220184,公主岭市,county,220381,2020-06-05,\n")


def test_28_a_code_ends_on_the_day_the_next_begins(yutu):
    record, table = yutu.empty("history.sqlite"), yutu.scratch / "history.csv"
    table.write_text(HISTORY)
    assert yutu.json("import", record, table, "--as", "division")[0] == 0
    for day, code in (("2020-06-04", "220381"), ("2020-06-05", "220184")):
        out = yutu.scratch / f"history-{day}.csv"
        assert yutu.json("export", record, "division", out, "--at", day)[1]["rows"] == 1
        assert code in out.read_text(), (day, out.read_text())
        only(inspect(yutu, record, "--at", day)["findings"])
    table.write_text("code,name,level,valid_from\n220381,另一市,county,2021-01-01\n")
    assert yutu.json("import", record, table, "--as", "division")[0] == 0
    found, = only(inspect(yutu, record)["findings"], ("history-conflict", "blocking"))
    assert found["parties"] == ["220381"], found


def test_30_a_marker_is_measured_from_the_line_straight_in_degrees(yutu):
    """11.111 m; from the geodesic between the two ends it would be 9.896 m. With a point each
    kilometre both are one line."""
    need("ogr2ogr")
    ends = [(125.2, 43.9), (125.3, 43.9)]
    legs = [(125.2 + 0.01 * k, 43.9) for k in range(11)]
    grounds = [in_degrees(CODES["A"], [*legs, (125.3, 44.0), (125.2, 44.0)]),
               in_degrees(CODES["B"], [*legs[::-1], (125.2, 43.8), (125.3, 43.8)])]
    for system in SYSTEMS:
        for name, points in (("ends", ends), ("legs", legs)):
            if name == "ends" and system is not DEGREES:
                continue  # straight between its ends on another plane it is another line
            record = yutu.empty(f"marker-{name}-{system.crs[-4:]}.sqlite")
            system.bring(yutu, record, carried(yutu, system.crs, grounds))
            for kind, row in (
                    ("line", {"type": "Feature", "properties": {
                        "code": "x", "a": CODES["A"], "b": CODES["B"], "status": "agreed",
                        "agreement_no": "示例 1 号", "agreement_date": "2000-09-15"},
                        "geometry": {"type": "LineString", "coordinates": points}}),
                    ("marker", {"type": "Feature", "properties": {"number": "001Q", "line": "x"},
                                "geometry": {"type": "Point", "coordinates": [125.25, 43.9001]}})):
                system.bring(yutu, record, carried(yutu, system.crs, [row]), kind=kind)
            found = [f for f in inspect(yutu, record)["findings"] if f["severity"] != "notice"]
            only(found, ("marker-off-line", "substantive"))
            assert abs(found[0]["max_offset_m"] - 11.111) < (0.02 if name == "legs" else 0.002), found
            assert found[0]["side"] == "left" and abs(found[0]["chainage_m"] - 4017) < 1, found
