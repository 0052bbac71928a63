#!/usr/bin/env python3
"""Writes changchun/claim-example.geojson: made-up claims (示例数据).

Four districts each claim their ground; along three of their common borders one
side's line is bent away from the register's by a known distance, so that the
inspection of claims has something to find: an overlap, a gap and a sliver. No
such dispute is known; every name says （示例）.
"""
import json
import math
import pathlib
import subprocess

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "changchun"
CODES = ("220102", "220104", "220105", "220106")
METRES_PER_DEGREE = 111_120.0

# (who claims, against whom, metres: > 0 takes ground of the other, < 0 leaves it)
BENDS = (("220102", "220104", 60.0), ("220102", "220105", -35.0), ("220104", "220106", 2.0))


def read_counties():
    text = subprocess.run(
        ["ogr2ogr", "-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=9", "/vsistdout/",
         str(FOLDER / "division-county.shp")], check=True, capture_output=True, text=True).stdout
    rings = {}
    names = {}
    for feature in json.loads(text)["features"]:
        properties, geometry = feature["properties"], feature["geometry"]
        if properties["code"] in CODES:
            polygons = geometry["coordinates"]
            if geometry["type"] == "Polygon":
                polygons = [polygons]
            rings[properties["code"]] = polygons
            names[properties["code"]] = properties["name"]
    return rings, names


def length_m(a, b):
    shrink = math.cos(math.radians((a[1] + b[1]) / 2))
    return math.hypot((b[0] - a[0]) * shrink, b[1] - a[1]) * METRES_PER_DEGREE


def longest_shared_edge(own, other):
    theirs = {(tuple(b), tuple(a)) for polygon in other for ring in polygon
              for a, b in zip(ring, ring[1:])}
    theirs |= {(b, a) for a, b in theirs}
    best = None
    for p, polygon in enumerate(own):
        for r, ring in enumerate(polygon):
            for i, (a, b) in enumerate(zip(ring, ring[1:])):
                if (tuple(a), tuple(b)) in theirs:
                    size = length_m(a, b)
                    if best is None or size > best[0]:
                        best = (size, p, r, i)
    return best


def is_shell_clockwise(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:])) < 0


def bend(polygons, place, metres):
    """Puts a vertex beside the middle of the edge, outward where metres > 0."""
    _, p, r, i = place
    ring = polygons[p][r]
    a, b = ring[i], ring[i + 1]
    shrink = math.cos(math.radians((a[1] + b[1]) / 2))
    dx, dy = (b[0] - a[0]) * shrink, b[1] - a[1]
    size = math.hypot(dx, dy)
    side = 1.0 if is_shell_clockwise(ring) else -1.0  # left of a clockwise ring is outside
    step = side * metres / METRES_PER_DEGREE / size
    middle = [round((a[0] + b[0]) / 2 - dy * step / shrink, 9), round((a[1] + b[1]) / 2 + dx * step, 9)]
    ring.insert(i + 1, middle)


def main():
    rings, names = read_counties()
    for code, other, metres in BENDS:
        bend(rings[code], longest_shared_edge(rings[code], rings[other]), metres)
    features = [{
        "type": "Feature",
        "properties": {"code": code, "name": f"{names[code]}主张（示例）", "party": code},
        "geometry": {"type": "MultiPolygon", "coordinates": rings[code]},
    } for code in CODES]
    target = FOLDER / "claim-example.geojson"
    with target.open("w", encoding="utf-8") as out:
        out.write('{"type":"FeatureCollection","features":[\n')
        out.write(",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":"))
                             for f in features))
        out.write("\n]}\n")


if __name__ == "__main__":
    main()
