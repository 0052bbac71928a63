"""Census 2020 of Changchun's fifteen statistical units: figures and shapes of 2021."""

import csv
import gzip
import json
import math
import os

# Albers equal area, two standard parallels, on the WGS 84 ellipsoid (Snyder 1987, 14-12 to 14-21).
LAT_0, LAT_1, LAT_2, LON_0 = (math.radians(v) for v in (36, 24, 48, 104.5))
A, E2 = 6378137.0, 0.00669437999014
E = math.sqrt(E2)


def _q(lat):
    s = math.sin(lat)
    return (1 - E2) * (s / (1 - E2 * s * s) - math.log((1 - E * s) / (1 + E * s)) / (2 * E))


def _m(lat):
    return math.cos(lat) / math.sqrt(1 - E2 * math.sin(lat) ** 2)


N = (_m(LAT_1) ** 2 - _m(LAT_2) ** 2) / (_q(LAT_2) - _q(LAT_1))
C = _m(LAT_1) ** 2 + N * _q(LAT_1)
RHO_0 = A * math.sqrt(C - N * _q(LAT_0)) / N


def to_lonlat(x, y):
    rho, theta = math.hypot(x, RHO_0 - y), math.atan2(x, RHO_0 - y)
    q = (C - (rho * N / A) ** 2) / N
    lat = math.asin(q / 2)
    for _ in range(8):
        s = math.sin(lat)
        lat += (1 - E2 * s * s) ** 2 / (2 * math.cos(lat)) * (
            q / (1 - E2) - s / (1 - E2 * s * s) + math.log((1 - E * s) / (1 + E * s)) / (2 * E))
    return math.degrees(LON_0 + theta / N), math.degrees(lat)


def _decode(topology):
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * kx + dx, y * ky + dy))
        arcs.append(points)
    return arcs


def _ring(arcs, numbers):
    ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return [to_lonlat(x, y) for x, y in ring]


def read_shapes(sources):
    """code -> rings in longitude and latitude, for the units of Changchun."""
    with gzip.open(os.path.join(sources, "cn-census-2020", "counties-geo.topojson.gz")) as file:
        topology = json.load(file)
    arcs, shapes = _decode(topology), {}
    for shape in topology["objects"]["county"]["geometries"]:
        code = str(shape["properties"].get("CODE") or shape.get("id"))
        if not code.startswith("2201"):
            continue
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        shapes[code] = [_ring(arcs, ring) for polygon in polygons for ring in polygon]
    return shapes


def _rows(sources, name):
    with open(os.path.join(sources, "cn-census-2020", name), encoding="utf-8-sig") as file:
        return {row["CODE"]: row for row in csv.DictReader(file) if row["CODE"].startswith("2201")}


def read_figures(sources):
    """code -> name, total, age60, age65, age80, households; shares are rounded to whole people.

    Households are those of families: residents in them (HHLD_R) over their size (HHLD_S).
    """
    ages, homes = _rows(sources, "ages.csv"), _rows(sources, "households.csv")
    figures = {}
    for code, row in _rows(sources, "population.csv").items():
        total, age, home = int(row["POPU"]), ages[code], homes[code]
        old = float(age["AGES_65P"])
        figures[code] = {
            "name": row["NAME"], "total": total,
            "age60": round(total * (old + float(age["AGES_60-64"]))),
            "age65": round(total * old),
            "age80": round(total * (float(age["AGES_80-84"]) + float(age["AGES_85P"]))),
            "households": round(total * float(home["HHLD_R"]) / float(home["HHLD_S"]))}
    return figures
