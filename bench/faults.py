"""Faults that are known against the faces that a program found: each against exactly
one by its place, its kind, its parties where the program tells them, and its area; and
back, so that none is lost and none invented.

A neck narrower than the grid of a program may close, or open: then two faults are one
face, or one is two. Those are matched together by the sum of their areas, counted, and
allowed only where a set's coordinates are not on that grid."""
import csv
import dataclasses
import itertools
import math

CELL_DEG = 0.02
SURE_M2 = 1e-4  # 1 cm²: smaller faces are only in the sums
SURE_M = 3e-3  # narrower ones too: up to twice the step of the digits, 1 mm, is numeric
AREA_SHARE = 1e-3
STEP_M = 1.2e-4  # by so much a step of the record's grid may move an edge
TOLD_M2 = 5e-5   # areas are told with four decimals


@dataclasses.dataclass
class Face:
    """kind: "gap", "overlap", or "" where the program does not tell; parties: None
    likewise. place: a point inside, or None. rings: lists of (lon, lat), closed."""
    kind: str
    area_m2: float
    rings: list
    parties: tuple = None
    place: tuple = None
    width_m: float = math.inf

    def sure(self):
        return self.area_m2 >= SURE_M2 and self.width_m >= SURE_M


@dataclasses.dataclass
class Match:
    lost: list
    invented: list
    joined: int  # faults that are matched together with others

    def equal(self):
        return not self.lost and not self.invented

    def __str__(self):
        joined = f", {self.joined} across necks" if self.joined else ""
        return f"{len(self.lost)} lost, {len(self.invented)} invented{joined}"


def read(path):
    """The list that bench/townships.c wrote."""
    csv.field_size_limit(1 << 24)
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            codes = [row["code"], *row["other"].split()] if row["code"] else None
            rings = [parse_ring(text) for text in row.get("rings", "").split(";") if text]
            yield Face(row["kind"], float(row["area_m2"]), rings,
                       tuple(sorted(codes)) if codes else None,
                       (float(row["lon"]), float(row["lat"])), float(row["width_m"]))


def parse_ring(text):
    numbers = [float(word) for word in text.split(" ")]
    return list(zip(numbers[::2], numbers[1::2]))


# --- geometry ------------------------------------------------------------------


def scale(lat):
    """Metres a degree of longitude and of latitude, on the ellipsoid."""
    e2 = 0.00669438002290
    w = 1 - e2 * math.sin(math.radians(lat)) ** 2
    n = 6378137 / math.sqrt(w)
    return (math.radians(n * math.cos(math.radians(lat))), math.radians(n * (1 - e2) / w))


def area_m2(rings):
    """Of a small polygon, by the scale of its middle."""
    x0, y0 = rings[0][0]
    lats = [y for _, y in rings[0]]
    kx, ky = scale((min(lats) + max(lats)) / 2)
    total = 0
    for i, ring in enumerate(rings):
        double = sum((ax - x0) * (by - y0) - (ay - y0) * (bx - x0)
                     for (ax, ay), (bx, by) in zip(ring, ring[1:]))
        total += abs(double) if i == 0 else -abs(double)
    return total / 2 * kx * ky


def perimeter_m(rings):
    kx, ky = scale(rings[0][0][1])
    return sum(math.hypot((bx - ax) * kx, (by - ay) * ky)
               for ring in rings for (ax, ay), (bx, by) in zip(ring, ring[1:]))


def polygons(geometry):
    """The polygons of a GeoJSON geometry, each a list of rings."""
    if geometry is None:
        return []
    if geometry["type"] == "Polygon":
        return [geometry["coordinates"]]
    if geometry["type"] == "MultiPolygon":
        return geometry["coordinates"]
    return list(itertools.chain.from_iterable(map(polygons, geometry.get("geometries", []))))


def crossings(rings, lat):
    return sorted(ax + (bx - ax) * ((lat - ay) / (by - ay))
                  for ring in rings for (ax, ay), (bx, by) in zip(ring, ring[1:])
                  if (ay > lat) != (by > lat))


def inside(rings, place):
    return sum(x < place[0] for x in crossings(rings, place[1])) % 2 == 1


def place_in(rings):
    """A point inside: on one of several lines, in the middle of the widest stretch."""
    low, high = (pick(y for _, y in rings[0]) for pick in (min, max))
    best = (0, rings[0][0])
    for scan in range(1, 8):
        lat = low + (high - low) * scan / 8
        x = crossings(rings, lat)
        for west, east in zip(x[::2], x[1::2]):
            best = max(best, (east - west, ((west + east) / 2, lat)))
    return best[1]


class Index:
    """Faces by the cells that their boxes meet."""

    def __init__(self, faces):
        self.cells = {}
        for i, face in enumerate(faces):
            box = self.box(face.rings[0])
            for cell in self.cells_of(box):
                self.cells.setdefault(cell, []).append((box, i, face))

    @staticmethod
    def box(ring):
        xs, ys = [p[0] for p in ring], [p[1] for p in ring]
        return min(xs), min(ys), max(xs), max(ys)

    @staticmethod
    def cells_of(box):
        low, high = ([math.floor(v / CELL_DEG) for v in box[i:i + 2]] for i in (0, 2))
        return itertools.product(range(low[0], high[0] + 1), range(low[1], high[1] + 1))

    def at(self, place, kind):
        """The numbers of the faces of that kind around the place."""
        x, y = place
        cell = math.floor(x / CELL_DEG), math.floor(y / CELL_DEG)
        return [i for (west, south, east, north), i, face in self.cells.get(cell, ())
                if west <= x <= east and south <= y <= north and
                (not kind or not face.kind or face.kind == kind) and inside(face.rings, place)]


# --- matching ------------------------------------------------------------------


def agree(known, found, exact):
    """Their areas, and their parties where both sides name them."""
    a, b = (sum(face.area_m2 for face in faces) for faces in (known, found))
    slack = AREA_SHARE * a + TOLD_M2 * len(found)
    if not exact:
        slack += STEP_M * sum(perimeter_m(face.rings) for face in found)
    return abs(a - b) <= slack and all(
        k.parties is None or f.parties is None or set(k.parties) <= set(f.parties)
        for k in known for f in found)


def groups(known, found):
    """Pairs of lists, of numbers into known and found, that hang together by a place of
    one side inside a face of the other."""
    index, links = Index(found), {}

    def link(k, f):
        links.setdefault(("k", k), set()).add(("f", f))
        links.setdefault(("f", f), set()).add(("k", k))

    for k, fault in enumerate(known):
        for f in index.at(fault.place, fault.kind):
            link(k, f)
    with_rings = [k for k, fault in enumerate(known) if fault.rings]
    back = Index([known[k] for k in with_rings])
    for f, face in enumerate(found):
        if with_rings and ("f", f) not in links:
            for k in back.at(place_in(face.rings), face.kind):
                link(with_rings[k], f)
    seen = set()
    for start in itertools.chain((("k", k) for k in range(len(known))),
                                 (("f", f) for f in range(len(found)))):
        if start in seen:
            continue
        seen.add(start)
        group, queue = [start], [start]
        while queue:
            for item in links.get(queue.pop(), ()):
                if item not in seen:
                    seen.add(item)
                    group.append(item)
                    queue.append(item)
        yield tuple([number for side, number in group if side == wanted] for wanted in "kf")


def match(known, found, exact=True):
    """exact: faults lie on every program's grid, so that only one to one will do."""
    result = Match([], [], 0)
    for ks, fs in groups(known, found):
        faults, faces = [known[k] for k in ks], [found[f] for f in fs]
        single = len(ks) == 1 and len(fs) == 1
        if ks and fs and (single or not exact) and agree(faults, faces, exact):
            result.joined += 0 if single else len(ks)
            continue
        result.lost += [fault for fault in faults if exact or fault.sure()]
        result.invented += [face for face in faces if exact or thick(face)]
    return result


def thick(face):
    """Sure, of a face whose width nobody told: by area and perimeter."""
    return face.area_m2 >= SURE_M2 and 2 * face.area_m2 / perimeter_m(face.rings) >= SURE_M
