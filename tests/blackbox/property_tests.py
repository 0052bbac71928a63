"""What must hold of any ground: known faults are found, and how it is written down does not matter.

Coordinates are whole grid steps (1e-9°), and so are the moves and the meridian of the
mirror: the faces keep their shape to the last digit, and areas may differ by 1e-9 and
by the last printed digit, 1e-4 m².
"""
import json
import math
import pathlib
import random
import shutil
import subprocess
import sys


sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "generate"))
import bricks  # noqa: E402
import ellipsoid  # noqa: E402

BATCH = 25  # grounds in one record, each a prefecture of its own
TOLERANCE_M = 5.0


def parent_of(number):
    return f"22{number + 11:02d}00"


def code_of(number, cell):
    return f"22{number + 11:02d}{cell[0] * 10 + cell[1] + 1:02d}"


def origin(number):
    """Grounds stand on one parallel, 1° from one another."""
    return (100 + number) * bricks.GRID


def rows(grounds):
    """(code, level, ring) of all units, in grid units."""
    for number, ground in enumerate(grounds):
        west = origin(number)
        place = lambda ring: [(west + x, y) for x, y in ring]
        yield parent_of(number), "prefecture", place(ground.parent())
        for cell in sorted(ground.cells):
            yield code_of(number, cell), "county", place(ground.ring(cell))


def written(units, chance=None):
    """GeoJSON text with nine decimals; chance: rows, ring starts and directions at random."""
    units = list(units)
    if chance:
        chance.shuffle(units)
    features = []
    for code, level, ring in units:
        if chance:
            start = chance.randrange(len(ring))
            ring = ring[start:] + ring[:start]
            if chance.random() < 0.5:
                ring = ring[::-1]
        points = ",".join(f"[{degrees(x)},{degrees(y)}]" for x, y in [*ring, ring[0]])
        features.append(f'{{"type":"Feature","properties":{{"code":"{code}","name":"单位{code}",'
                        f'"level":"{level}"}},"geometry":{{"type":"Polygon","coordinates":'
                        f'[[{points}]]}}}}')
    return '{"type":"FeatureCollection","features":[' + ",\n".join(features) + "]}"


def degrees(value):
    return f"{value // bricks.GRID}.{value % bricks.GRID:09d}"


def moved(units, by):
    return [(code, level, [(x + by, y) for x, y in ring]) for code, level, ring in units]


def mirrored(units, about):
    return [(code, level, [(2 * about - x, y) for x, y in ring]) for code, level, ring in units]


def findings(yutu, empty, name, text):
    record = shutil.copy(empty, yutu.scratch / f"{name}.sqlite")
    drawn = yutu.scratch / f"{name}.geojson"
    drawn.write_text(text, encoding="utf-8")
    code, answer = yutu.json("import", record, drawn, "--as", "division", "--crs", "EPSG:4490")
    assert code == 0, answer
    code, report = yutu.json("inspect", record, "--level", "county")
    assert code == 0, report
    for finding in report["findings"]:
        del finding["first_seen"]  # the time of the run
    return record, report["findings"]


def area_m2(ring):
    return ellipsoid.area_m2([(x / bricks.GRID, y / bricks.GRID) for x, y in ring])


def compare_with_known(number, faults, found):
    """Every fault is a finding of its kind, parties, severity and area; there are no others."""
    left = [f for f in found if f["parties"][0][:4] == parent_of(number)[:4]]
    for kind, cells, depth, face in faults:
        parties, area = [code_of(number, c) for c in cells], area_m2(face)
        severity = "minor" if depth < TOLERANCE_M else "substantive"
        match = next((f for f in left if f["kind"] == kind and f["parties"] == parties
                      and f["severity"] == severity
                      and abs(f["area_m2"] - area) < 1e-6 * area + 1e-4), None)
        assert match, (number, kind, parties, depth, area, brief(left))
        assert match["width_m"] < 1.02 * depth * math.sqrt(2), (match, depth)
        left.remove(match)
    assert not left, (number, brief(left))


def brief(found):
    return [(f["kind"], f["severity"], f["parties"], f["area_m2"], f["width_m"]) for f in found]


def compare_shapes(plain, other):
    key = lambda f: (f["kind"], f["parties"], f["severity"], f["area_m2"])
    plain, other = sorted(plain, key=key), sorted(other, key=key)
    assert [key(f)[:3] for f in plain] == [key(f)[:3] for f in other]
    for a, b in zip(plain, other):
        assert abs(a["area_m2"] - b["area_m2"]) <= 1e-9 * a["area_m2"] + 1.001e-4, (a, b)


def brute_force(record):
    """Square metres that two units or more cover, by prefecture: GEOS on every pair."""
    sql = """SELECT substr(a.code, 1, 4) || ' ' || AsGeoJSON(ST_Union(CollectionExtract(
               ST_Intersection(a.geometry, b.geometry), 3)), 15)
             FROM division_today a JOIN division_today b
               ON a.code < b.code AND substr(a.code, 1, 4) = substr(b.code, 1, 4)
             WHERE a.level = b.level AND a.code NOT LIKE '%00' AND ST_Intersects(a.geometry, b.geometry)
             GROUP BY substr(a.code, 1, 4);"""
    shown = subprocess.run(["spatialite", "-silent", record], input=sql, capture_output=True,
                           text=True)
    areas = {}
    for line in filter(None, shown.stdout.splitlines()):
        code, geometry = line.split(" ", 1)
        shape = json.loads(geometry)
        parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        areas[code] = sum((ellipsoid.area_m2([tuple(p) for p in ring[:-1]]) * (1 if not k else -1))
                          for part in parts for k, ring in enumerate(part))
    assert areas, shown.stderr
    return areas


def compare_with_geos(record, found):
    told = {}
    for f in found:
        if f["kind"] in ("overlap", "non-coincident-border"):
            code = f["parties"][0][:4]
            told[code] = told.get(code, 0) + (f.get("overlap_area_m2") or f["area_m2"])
    forced = brute_force(record)
    assert told.keys() == forced.keys(), (told, forced)
    for code, area in forced.items():
        assert abs(told[code] - area) <= 1e-4 * area, (code, told[code], area)


def check_batch(yutu, empty, first):
    grounds = [bricks.Bricks(first + k) for k in range(BATCH)]
    if first == 1:
        assert findings(yutu, empty, "undisturbed", written(rows(grounds)))[1] == []
    faults = [bricks.Faults(ground).found for ground in grounds]
    units, chance = list(rows(grounds)), random.Random(first)
    record, plain = findings(yutu, empty, "plain", written(units))
    for number, known in enumerate(faults):
        compare_with_known(number, known, plain)
    if shutil.which("spatialite"):
        compare_with_geos(record, plain)
    reordered = findings(yutu, empty, "reordered", written(units, chance))[1]
    assert json.dumps(reordered) == json.dumps(plain)
    by = chance.randrange(1, 3 * bricks.GRID)
    compare_shapes(plain, findings(yutu, empty, "moved", written(moved(units, by)))[1])
    about = 112 * bricks.GRID + chance.randrange(bricks.GRID)
    compare_shapes(plain, findings(yutu, empty, "mirrored", written(mirrored(units, about)))[1])


def test_what_is_known_of_a_ground_holds_however_it_is_written(yutu):
    """50 seeds; 1 000 with --all."""
    empty = yutu.empty("property.sqlite")
    for first in range(1, 1001 if yutu.all else 51, BATCH):
        check_batch(yutu, empty, first)


