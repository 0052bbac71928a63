"""A made-up prefecture of thirty county units whose borders are curved lines on whole centimetres.

Corners (i, j) stand on a jittered grid; a line joins two neighbours. A region is
a ring of (line, forward). A region may carry its own copy of a line: that is how
faults get in. Plain coordinates are integers, centimetres east and north of the
origin in EPSG:4551; a vertex ("middle", a, b) is made when a file is written.
"""

import math
import random

COLUMNS, ROWS = 6, 5
SIZE = 200000      # cm between corners
PIECES = 24        # edges a line: about 83 m each
ORIGIN = (44000000, 485300000)  # cm in EPSG:4551, near Changchun


class Mesh:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = {}
        self.copies = {}  # (region, line) -> vertices in the line's direction
        self.extra = {}   # region -> rings beside the outline: ("outer" | "hole", ring)
        corners = {(i, j): self._corner(i, j) for i in range(COLUMNS + 1) for j in range(ROWS + 1)}
        for (i, j), here in corners.items():
            if i < COLUMNS:
                self.lines["h", i, j] = self._curve(here, corners[i + 1, j])
            if j < ROWS:
                self.lines["v", i, j] = self._curve(here, corners[i, j + 1])
        self._neighbour(corners)
        self.regions = {cell: self._outline(*cell) for cell in self.cells()}
        self.regions.update(self._outlines())

    @staticmethod
    def cells():
        return [(i, j) for j in range(ROWS) for i in range(COLUMNS)]

    def _corner(self, i, j):
        shift = lambda: self.random.randint(-15000, 15000)
        return i * SIZE + shift(), j * SIZE + shift()

    def _curve(self, a, b):
        """A curve from a to b that never turns back along the chord."""
        waves = [(self.random.uniform(500, 2000), self.random.uniform(1, 3), self.random.uniform(0, 6))
                 for _ in range(3)]
        (ux, uy), points = unit(a, b), [a]
        for k in range(1, PIECES):
            t = k / PIECES
            d = math.sin(math.pi * t) * sum(h * math.sin(2 * math.pi * f * t + p) for h, f, p in waves)
            points.append((round(a[0] + t * (b[0] - a[0]) - d * uy), round(a[1] + t * (b[1] - a[1]) + d * ux)))
        return points + [b]

    def _neighbour(self, corners):
        """The prefecture next door: two units in a strip to the east."""
        far = COLUMNS * SIZE + SIZE
        south, middle, north = (corners[COLUMNS, j] for j in (0, 2, ROWS))
        ends = [(far, y) for _, y in (south, middle, north)]
        for name, a, b in (("south", south, ends[0]), ("middle", middle, ends[1]), ("north", north, ends[2])):
            self.lines[name] = self._curve(a, b)
        for name, a, b in (("east low", ends[0], ends[1]), ("east high", ends[1], ends[2])):
            self.lines[name] = straight(a, b)

    @staticmethod
    def _outline(i, j):
        return [(("h", i, j), True), (("v", i + 1, j), True), (("h", i, j + 1), False), (("v", i, j), False)]

    @staticmethod
    def _outlines():
        south = [(("h", i, 0), True) for i in range(COLUMNS)]
        border = [(("v", COLUMNS, j), True) for j in range(ROWS)]
        north = [(("h", i, ROWS), False) for i in reversed(range(COLUMNS))]
        west = [(("v", 0, j), False) for j in reversed(range(ROWS))]
        back = lambda sides: [(line, not forward) for line, forward in reversed(sides)]
        low = [("south", True), ("east low", True), ("middle", False)]
        high = [("middle", True), ("east high", True), ("north", False)]
        east = [("south", True), ("east low", True), ("east high", True), ("north", False)]
        return {"low": low + back(border[:2]), "high": high + back(border[2:]),
                "first": south + border + north + west, "second": east + back(border),
                "province": south + east + north + west}

    def line(self, region, name):
        return self.copies.get((region, name), self.lines[name])

    def ring(self, region):
        """The outline, counter-clockwise, the first vertex not repeated."""
        ring = []
        for name, forward in self.regions[region]:
            points = self.line(region, name)
            ring += points[:-1] if forward else points[:0:-1]
        return ring

    def sides(self, name):
        """The cells left and right of a line, None outside."""
        kind, i, j = name
        left, right = ((i, j), (i, j - 1)) if kind == "h" else ((i - 1, j), (i, j))
        inside = lambda c: c if 0 <= c[0] < COLUMNS and 0 <= c[1] < ROWS else None
        return inside(left), inside(right)


def unit(a, b):
    length = math.dist(a, b)
    return (b[0] - a[0]) / length, (b[1] - a[1]) / length


def straight(a, b):
    """Points from a to b no more than 90 m apart."""
    count = max(1, math.ceil(math.dist(a, b) / 9000))
    return [(round(a[0] + k * (b[0] - a[0]) / count), round(a[1] + k * (b[1] - a[1]) / count))
            for k in range(count + 1)]
