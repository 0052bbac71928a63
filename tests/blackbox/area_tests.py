"""The area cases of the domain page, from import to findings, in three CRS.

What is expected is the page's own: areas to 0.1 % (its numbers are of the plane, which
stands within 0.012 % of the ellipsoid where the cases are), widths and offsets to 1 %.
"""
import json
import math
import pathlib
import shutil
import sys

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

    def bring(self, yutu, record, features, *options):
        drawn = yutu.scratch / "drawn.geojson"
        drawn.write_text(json.dumps({
            "type": "FeatureCollection", "features": features,
            "crs": {"type": "name", "properties": {
                "name": self.crs.replace("EPSG:", "urn:ogc:def:crs:EPSG::")}}}))
        code, answer = yutu.json("import", record, drawn, "--as", "division", "--crs", self.crs,
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
