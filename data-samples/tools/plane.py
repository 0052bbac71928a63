"""Small geometry on longitude and latitude for the makers of the sample data."""

import math


def union(shapes):
    """The outline of polygons that tile: every border they share cancels.

    shapes  lists of rings; neighbours hold the same vertices in opposite order.
    Returns the rings left, each closed. No vertex moves; raises ValueError when
    the outline touches itself, so that rings could not be told apart.
    """
    edges = set()
    for rings in shapes:
        for ring in rings:
            for edge in zip(ring, ring[1:]):
                if edge[::-1] in edges:
                    edges.remove(edge[::-1])
                else:
                    edges.add(edge)
    following = {}
    for a, b in edges:
        if a in following:
            raise ValueError("the outline touches itself at %r" % (a,))
        following[a] = b
    rings = []
    while following:
        start = min(following)
        ring = [start]
        while True:
            ring.append(following.pop(ring[-1]))
            if ring[-1] == start:
                break
        rings.append(ring)
    return rings


def signed_area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:])) / 2


def to_multipolygon(rings):
    """GeoJSON coordinates from shapefile rings (outer clockwise), outer rings counter-clockwise."""
    outers = [ring for ring in rings if signed_area(ring) < 0]
    polygons = [[ring[::-1]] for ring in outers]
    for hole in (ring for ring in rings if signed_area(ring) > 0):
        owner = next(i for i, ring in enumerate(outers) if contains([ring], hole[0]))
        polygons[owner].append(hole[::-1])
    return [[[list(p) for p in ring] for ring in polygon] for polygon in polygons]


def contains(rings, point):
    """True inside (even-odd); a point on the border may go either way."""
    x, y = point
    inside = False
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring, ring[1:]):
            if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
                inside = not inside
    return inside


def length_m(a, b):
    """Length of a short edge, by the local radii of the ellipsoid: enough to share people out."""
    lat = math.radians((a[1] + b[1]) / 2)
    e2 = 0.00669438002290
    w = 1 - e2 * math.sin(lat) ** 2
    east = math.radians(b[0] - a[0]) * 6378137.0 / math.sqrt(w) * math.cos(lat)
    north = math.radians(b[1] - a[1]) * 6378137.0 * (1 - e2) / w ** 1.5
    return math.hypot(east, north)


def _shift(lon, lat):
    x, y, pi = lon - 105, lat - 35, math.pi
    wave = (20 * math.sin(6 * x * pi) + 20 * math.sin(2 * x * pi)) * 2 / 3
    north = (-100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + wave
             + (20 * math.sin(y * pi) + 40 * math.sin(y / 3 * pi)) * 2 / 3
             + (160 * math.sin(y / 12 * pi) + 320 * math.sin(y * pi / 30)) * 2 / 3)
    east = (300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + wave
            + (20 * math.sin(x * pi) + 40 * math.sin(x / 3 * pi)) * 2 / 3
            + (150 * math.sin(x / 12 * pi) + 300 * math.sin(x / 30 * pi)) * 2 / 3)
    a, ee = 6378245.0, 0.00669342162296594323
    m = 1 - ee * math.sin(math.radians(lat)) ** 2
    return (math.degrees(east / (a / math.sqrt(m) * math.cos(math.radians(lat)))),
            math.degrees(north / (a * (1 - ee) / (m * math.sqrt(m)))))


def from_gcj02(lon, lat):
    """The exact inverse of the GCJ-02 shift, by fixed point: below 1e-8 m after 30 rounds."""
    x, y = lon, lat
    for _ in range(30):
        east, north = _shift(x, y)
        x, y = lon - east, lat - north
    return x, y
