#!/usr/bin/env python3
"""Writes a faulty set of divisions, and beside it what import and inspection must find.

usage: faulty.py --seed N --out DIR [--crs EPSG:4551|4530|4490] [--digits 7|9]
                 [--mirror] [--reorder] [--encoding UTF-8|GBK]

  parent.shp     a province and its two prefectures; imports cleanly
  divisions.shp  county units of both; imports with the listed warnings
  problems.shp   rows that must be refused as listed; nothing of it is written
  expected.json  imports: what each import reports; inspect: findings at level county

The ground is made up: curved borders near Changchun on whole centimetres of
EPSG:4551 (or on 1e-7 or 1e-9 degree for EPSG:4490). Edges are short, about 90 m,
so that no chord leaves its projected edge by more than half a millimetre and the
areas beside the findings hold to far below 0.1 %. --mirror turns the set about a
meridian, --reorder shuffles rows, ring order, ring starts and directions. The
same seed gives the same faults.
"""

import argparse
import json
import math
import os
import random

import ellipsoid
import esri
import mesh as meshes
from faults import Faults

FIELDS = ["code", "name", "level", "parent", "valid_from", "area_km2"]
FIRST, SECOND, PROVINCE = "225100", "225200", "220000"
TOLERANCE_M = 5.0  # the default profile, 1:10000
KINDS = ["gap", "open-gap", "overlap", "non-coincident-border", "density-mismatch", "invalid-geometry",
         "duplicate-division", "parent-mismatch", "exceeds-parent", "unregistered-exclave"]


class Writer:
    """Vertices of the mesh to the numbers of the file, and on to degrees as the store keeps them."""

    def __init__(self, options):
        self.crs, self.mirror = options.crs, options.mirror
        self.digits = options.digits if self.crs == "EPSG:4490" else 2

    def point(self, vertex):
        """x, y as they stand in the file."""
        if vertex[0] == "middle":
            return self._middle(self.point(vertex[1]), self.point(vertex[2]))
        x = meshes.ORIGIN[0] + (meshes.COLUMNS * meshes.SIZE - vertex[0] if self.mirror else vertex[0])
        y = meshes.ORIGIN[1] + vertex[1]
        if self.crs == "EPSG:4490":
            return tuple(self._round(v) for v in ellipsoid.to_lonlat(x / 100, y / 100))
        return (x + (4200000000 if self.crs == "EPSG:4530" else 0)) / 100, y / 100

    def _round(self, value):
        return round(value, self.digits)

    def _middle(self, a, b):
        """The middle of an edge on the file's grid, never quite on the edge."""
        x, y, step = self._round((a[0] + b[0]) / 2), self._round((a[1] + b[1]) / 2), 10.0 ** -self.digits
        off = abs((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])) / math.dist(a, b)
        if off > 1e-3 * step:
            return x, y
        steep = abs(b[0] - a[0]) < abs(b[1] - a[1])
        return (self._round(x + step), y) if steep else (x, self._round(y + step))

    def degrees(self, vertex):
        """Longitude and latitude on the store's grid of 1e-9 degree."""
        x, y = self.point(vertex)
        if self.crs == "EPSG:4490":
            return x, y
        lon, lat = ellipsoid.to_lonlat(x - (42000000 if self.crs == "EPSG:4530" else 0), y)
        return round(lon, 9), round(lat, 9)


class Shapes:
    """Rings as the file gets them: closed, outer ones clockwise, unless reordered."""

    def __init__(self, writer, reorder):
        self.writer, self.reorder = writer, reorder

    def rings(self, rings):
        """rings: ("outer" | "hole", vertices counter-clockwise before mirroring)."""
        made = [self._ring(kind, vertices, len(rings) == 1) for kind, vertices in rings]
        if self.reorder:
            self.reorder.shuffle(made)
        return made

    def _ring(self, kind, vertices, alone):
        points = [self.writer.point(v) for v in vertices]
        if (kind == "outer") == (twice_area(points) > 0):
            points.reverse()
        if self.reorder:
            start = self.reorder.randrange(len(points))
            points = points[start:] + points[:start]
            if alone and self.reorder.random() < 0.5:
                points.reverse()
        return points + points[:1]


def twice_area(points):
    x0, y0 = points[0]
    return sum((a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0)
               for a, b in zip(points, points[1:] + points[:1]))


def make_codes(faults):
    """Region -> code; the mismatched unit has a code of the prefecture next door."""
    codes = {cell: "2251%02d" % (21 + k) for k, cell in enumerate(meshes.Mesh.cells())}
    codes[faults.mismatch] = "225291"
    codes.update({"low": "225221", "high": "225222", "twin": "225161"})
    return codes


def division_rows(mesh, faults, codes):
    """(row, rings) of every county unit."""
    special = {faults.bow_tie[0]: [("outer", faults.bow_tie[1])],
               faults.two_parts[0]: [("outer", ring) for ring in faults.two_parts[1]]}
    for number, region in enumerate([*mesh.cells(), "low", "high", "twin"], 1):
        source = faults.duplicate if region == "twin" else region
        rings = special.get(source) or [("outer", mesh.ring(source))]
        if source in mesh.extra:
            rings = rings + [mesh.extra[source]]
        code = codes[region]
        row = {"code": code, "name": "试验%s县" % numeral(number), "level": "county", "parent": code[:4] + "00"}
        yield row, rings, source in faults.invalid


def numeral(number):
    digits, tens = "零一二三四五六七八九", number // 10
    return (("" if tens < 2 else digits[tens]) + "十" if tens else "") + (digits[number % 10] if number % 10 else "")


def parent_rows(mesh):
    for code, name, level, parent, region in (
            (PROVINCE, "试验省", "province", "", "province"), (FIRST, "试验市", "prefecture", PROVINCE, "first"),
            (SECOND, "邻接市", "prefecture", PROVINCE, "second")):
        yield {"code": code, "name": name, "level": level, "parent": parent}, [("outer", mesh.ring(region))]


def square(number):
    """A small square well away from everything else."""
    x, y = number * 20000, -400000
    return [(x, y), (x + 9000, y), (x + 9000, y + 9000), (x, y + 9000)]


def problem_rows():
    """(row, rings or None, problem or None): what one file can have wrong."""
    def case(number, problem=None, rings=True, **fields):
        row = {"code": "2251%02d" % (61 + number), "name": "问题%s县" % numeral(number), "level": "county",
               "parent": FIRST, **fields}
        if rings is True:
            rings = [("outer", square(number))]
        return row, rings, problem
    x, y = square(9)[0]
    bow = [(x, y), (x + 9000, y + 9000), (x + 9000, y), (x, y + 9000)]
    return [
        case(1),
        case(2, ("code", "error", "code-invalid"), code="2251O3"),
        case(3),
        case(4, ("code", "error", "code-duplicate"), code="225164"),
        case(5, ("name", "error", "name-empty"), name=""),
        case(6, ("geometry", "warning", "geometry-empty"), rings=None),
        case(7, ("level", "error", "value-invalid"), level="星球"),
        case(8, ("area_km2", "error", "value-invalid"), area_km2="三百五"),
        case(9, ("geometry", "warning", "geometry-invalid"), rings=[("outer", bow)]),
        case(10, ("parent", "warning", "code-parent"), parent="229900"),
        case(11, ("code", "error", "code-invalid"), code="22517"),
        case(12, ("valid_from", "error", "value-invalid"), valid_from="2020-13-45"),
    ]


def write_set(path, rows, shapes, options):
    """Writes one shapefile; returns the problems by their final row numbers.
    rows: (row, rings, problem or None), problem a (field, severity, kind)."""
    rows = list(rows)
    if options.reorder:
        random.Random("rows %d %s" % (options.seed, path)).shuffle(rows)
        rows = keep_duplicate_last(rows)
    esri.write(path, FIELDS, [row for row, _, _ in rows],
               [shapes.rings(rings) if rings else None for _, rings, _ in rows], options.crs, options.encoding)
    return [{"row": number, "field": problem[0], "severity": problem[1], "problem": problem[2]}
            for number, (_, _, problem) in enumerate(rows, 1) if problem]


def keep_duplicate_last(rows):
    """Of two rows with one code the later is the error: so the marked one must come later."""
    marked = next((k for k, r in enumerate(rows) if r[2] and r[2][2] == "code-duplicate"), None)
    if marked is None:
        return rows
    other = next(k for k, r in enumerate(rows) if r[0]["code"] == rows[marked][0]["code"] and k != marked)
    if other > marked:
        rows[marked], rows[other] = rows[other], rows[marked]
    return rows


def measure(writer, face):
    """Area, width, and the severity that interface.md gives a face."""
    ring = [writer.degrees(v) for v in face]
    area, width = ellipsoid.area_m2(ring), ellipsoid.width_m(ring)
    sliver = width <= TOLERANCE_M and 4 * math.pi * area / ellipsoid.perimeter_m(ring) ** 2 <= 0.2
    minor = sliver or (width <= TOLERANCE_M and area <= TOLERANCE_M ** 2)
    return {"area_m2": round(area, 4), "width_m": round(width, 3), "sliver": sliver,
            "severity": "minor" if minor else "substantive"}


FIXED_SEVERITY = {"invalid-geometry": "blocking", "duplicate-division": "blocking",
                  "parent-mismatch": "substantive", "unregistered-exclave": "substantive",
                  "density-mismatch": "notice", "non-coincident-border": "minor"}


def describe(fault, codes, writer):
    finding = {"kind": fault["kind"], "parties": sorted(codes[r] for r in fault["parties"]),
               "severity": FIXED_SEVERITY.get(fault["kind"]), "area_m2": None, "width_m": None}
    if fault["kind"] in ("duplicate-division", "unregistered-exclave"):
        finding["area_m2"] = round(ellipsoid.area_m2([writer.degrees(v) for v in fault["face"]]), 4)
    elif fault["face"]:
        finding.update(measure(writer, fault["face"]))
    if "faces" in fault:
        finding.update(describe_border(fault["faces"], writer))
    return finding


def describe_border(faces, writer):
    measured = [(kind, measure(writer, face)) for kind, face in faces]
    assert all(m["sliver"] for _, m in measured)
    total = {kind: round(sum(m["area_m2"] for k, m in measured if k == kind), 4) for kind in ("gap", "overlap")}
    return {"faces": len(faces), "gap_area_m2": total["gap"], "overlap_area_m2": total["overlap"],
            "width_m": max(m["width_m"] for _, m in measured)}


def generate(options):
    mesh = meshes.Mesh(options.seed)
    faults = Faults(mesh)
    faults.add_all()
    codes = make_codes(faults)
    writer = Writer(options)
    shapes = Shapes(writer, random.Random("rings %d" % options.seed) if options.reorder else None)
    os.makedirs(options.out, exist_ok=True)
    invalid = ("geometry", "warning", "geometry-invalid")
    sets = {
        "parent": [(row, rings, None) for row, rings in parent_rows(mesh)],
        "divisions": [(row, rings, invalid if bad else None)
                      for row, rings, bad in division_rows(mesh, faults, codes)],
        "problems": problem_rows(),
    }
    imports = []
    for name, rows in sets.items():
        problems = write_set(os.path.join(options.out, name), rows, shapes, options)
        refused = any(p["severity"] == "error" for p in problems)
        imports.append({"file": name + ".shp", "read": len(rows), "written": 0 if refused else len(rows),
                        "exit": 3 if refused else 0, "problems": problems})
    findings = sorted((describe(f, codes, writer) for f in faults.found),
                      key=lambda f: (f["kind"], f["parties"], f["area_m2"] or 0))
    counts = {kind: sum(f["kind"] == kind for f in findings) for kind in KINDS}
    return {"seed": options.seed, "crs": options.crs, "encoding": options.encoding, "mirror": options.mirror,
            "reorder": options.reorder, "imports": imports,
            "inspect": {"level": "county", "profile": "1:10000", "divisions": len(sets["divisions"]),
                        "counts": counts, "findings": findings}}


def main():
    parser = argparse.ArgumentParser(description="Writes a faulty set of divisions and what must be found in it.")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--crs", choices=["EPSG:4551", "EPSG:4530", "EPSG:4490"], default="EPSG:4551")
    parser.add_argument("--digits", type=int, choices=[7, 9], default=9, help="decimals of degrees (EPSG:4490)")
    parser.add_argument("--mirror", action="store_true")
    parser.add_argument("--reorder", action="store_true")
    parser.add_argument("--encoding", choices=["UTF-8", "GBK"], default="UTF-8")
    options = parser.parse_args()
    expected = generate(options)
    with open(os.path.join(options.out, "expected.json"), "w", encoding="utf-8") as file:
        json.dump(expected, file, ensure_ascii=False, indent=1)
        file.write("\n")
    print("%s: %d findings expected" % (options.out, len(expected["inspect"]["findings"])))


if __name__ == "__main__":
    main()
