"""Made-up counties laid like bricks, so that three of them meet at every corner, with known faults.

Coordinates are whole numbers of 1e-9 degree, as the record keeps them: a set can be
mirrored or moved along its parallel to the last digit. Cells are about 20 km wide. A
fault is (kind, parties, depth in metres, ring or rings of the face).
"""
import math
import random

GRID = 10 ** 9
WIDTH, HEIGHT = 250_000_000, 180_000_000  # of a cell: 20 km each way at 44° N
COLUMNS, ROWS, PIECES = 3, 4, 20
LAT = 43_500_000_000
M_PER_LON, M_PER_LAT = 80_300e-9, 111_100e-9  # good enough to choose a depth
LEAST_M, MOST_M = 0.003, 5000.0


class Bricks:
    """The ground with nothing wrong in it: lines between nodes, and cells of lines."""

    def __init__(self, seed):
        self.random = random.Random(f"bricks {seed}")
        self.nodes, self.lines, self.copies, self.cells = {}, {}, {}, {}
        stops = [self._stops(row) for row in range(ROWS)]
        for row in range(ROWS + 1):
            here = sorted({*(stops[row] if row < ROWS else ()), *(stops[row - 1] if row else ())})
            for a, b in zip(here, here[1:]):
                self.lines["h", row, a] = self._curve(self._node(row, a), self._node(row, b))
        for row in range(ROWS):
            for x in stops[row]:
                self.lines["v", row, x] = self._curve(self._node(row, x), self._node(row + 1, x))
        for row in range(ROWS):
            for column, (a, b) in enumerate(zip(stops[row], stops[row][1:])):
                self.cells[row, column] = self._outline(row, a, b)
        self.sides = {}
        for cell, outline in self.cells.items():
            for name, _ in outline:
                self.sides.setdefault(name, []).append(cell)

    @staticmethod
    def _stops(row):
        """Where the upright lines of a row stand, in half cells."""
        return list(range(0, 2 * COLUMNS + 1, 2)) if row % 2 == 0 else \
            [0, *range(1, 2 * COLUMNS, 2), 2 * COLUMNS]

    def _node(self, row, x):
        if (row, x) not in self.nodes:
            shift = lambda size: self.random.randint(-size, size)
            self.nodes[row, x] = (x * WIDTH // 2 + shift(9_000_000),
                                  LAT + row * HEIGHT + shift(7_000_000))
        return self.nodes[row, x]

    def _curve(self, a, b):
        """From a to b by vertices a little beside the chord."""
        points = [a]
        ux, uy = unit(a, b)
        for k in range(1, PIECES):
            off = self.random.uniform(-60, 60)
            points.append((round(a[0] + (b[0] - a[0]) * k / PIECES - off * uy / M_PER_LON),
                           round(a[1] + (b[1] - a[1]) * k / PIECES + off * ux / M_PER_LAT)))
        return points + [b]

    def _outline(self, row, a, b):
        along = lambda r: [n for n in self.lines if n[0] == "h" and n[1] == r and a <= n[2] < b]
        return ([(n, True) for n in sorted(along(row))] + [(("v", row, b), True)]
                + [(n, False) for n in sorted(along(row + 1), reverse=True)]
                + [(("v", row, a), False)])

    def ring(self, cell):
        return self._walk(self.cells[cell], lambda name: self.copies.get((cell, name),
                                                                          self.lines[name]))

    def parent(self):
        outline = [(n, True) for n in sorted(n for n in self.lines if n[:2] == ("h", 0))]
        outline += [(("v", row, 2 * COLUMNS), True) for row in range(ROWS)]
        outline += [(n, False) for n in sorted((n for n in self.lines if n[:2] == ("h", ROWS)),
                                               reverse=True)]
        outline += [(("v", row, 0), False) for row in reversed(range(ROWS))]
        return self._walk(outline, self.lines.get)

    @staticmethod
    def _walk(outline, line):
        ring = []
        for name, forward in outline:
            points = line(name)
            ring += points[:-1] if forward else points[:0:-1]
        return ring


class Faults:
    """Ten known faults on a ground, one or two a line, none near another."""

    def __init__(self, ground, few=False):
        self.ground, self.random, self.found = ground, ground.random, []
        self.free = sorted(ground.lines)
        self.random.shuffle(self.free)
        self._three_claim()
        self._junction_gap()
        self._push(1, [(7, 12, 1)])
        self._push(1, [(7, 12, -1)])
        self._push(1, [(3, 7, 1), (13, 17, -1)])   # two on one border
        self._push(1, [(3, 7, -1), (13, 17, -1)])
        self._push(0, [(7, 12, 1)])                # open at the parent
        self._push(0, [(7, 12, -1)])

    def _line(self, fits):
        name = next(n for n in self.free if fits(n))
        self.free.remove(name)
        return name

    def _depth(self):
        """3 mm to 5 km, but not near the tolerance, where rounding decides."""
        depth = math.exp(self.random.uniform(math.log(LEAST_M), math.log(MOST_M)))
        return depth if not 4 < depth < 7 else self._depth()

    def _inward(self, name, cell):
        """A metre into the cell, across a line, in grid units."""
        a, b = self.ground.lines[name][0], self.ground.lines[name][-1]
        ux, uy = unit(a, b)
        left = dict(self.ground.cells[cell])[name]  # outlines run counter-clockwise
        sign = 1 if left else -1
        return -uy * sign / M_PER_LON, ux * sign / M_PER_LAT

    def _push(self, inner, places):
        """Moves one side's copy between vertices into it (1: a gap) or out of it (-1)."""
        name = self._line(lambda n: len(self.ground.sides[n]) == 1 + inner)
        cell = self.random.choice(self.ground.sides[name])
        nx, ny = self._inward(name, cell)
        points = copy = self.ground.lines[name]
        for first, last, sign in places:
            depth = self._depth()
            moved = [(round(x + sign * depth * nx), round(y + sign * depth * ny))
                     for x, y in points[first + 1:last]]
            copy = copy[:first + 1] + moved + copy[last:]
            kind = ("gap" if sign > 0 else "overlap") if inner else \
                ("open-gap" if sign > 0 else "exceeds-parent")
            self.found.append((kind, sorted(self.ground.sides[name]), depth,
                               points[first:last + 1] + moved[::-1]))
        self.ground.copies[cell, name] = copy

    def _junction(self):
        """A corner of three: lines up and right of it, the cells left, right and below."""
        places = [(row, x) for kind, row, x in sorted(self.ground.lines)
                  if kind == "v" and row > 0 and 0 < x < 2 * COLUMNS
                  and {("v", row, x), ("h", row, x), ("h", row, x - 1)} <= set(self.free)]
        row, x = self.random.choice(places)
        for name in (("v", row, x), ("h", row, x), ("h", row, x - 1)):
            self.free.remove(name)
        left, right = self.ground.sides["v", row, x]
        if ("v", row, x) in dict(self.ground.cells[right]) and \
                dict(self.ground.cells[right])["v", row, x]:
            left, right = right, left
        below = next(c for c in self.ground.sides["h", row, x] if c[0] == row - 1)
        return ("v", row, x), ("h", row, x), left, right, below

    def _junction_gap(self):
        """The cell right of a corner draws back from it."""
        up, beside, left, right, below = self._junction()
        depth = math.exp(self.random.uniform(math.log(0.02), math.log(2000)))
        depth = depth if not 3 < depth < 20 else 20
        here, a, b = self.ground.lines[up][0], self.ground.lines[up][1], self.ground.lines[beside][1]
        back = (round(here[0] + depth / M_PER_LON), round(here[1] + depth / M_PER_LAT))
        self.ground.copies[right, up] = [back] + self.ground.lines[up][1:]
        self.ground.copies[right, beside] = [back] + self.ground.lines[beside][1:]
        self.found.append(("gap", sorted([left, right, below]), depth, [a, here, b, back]))

    def _three_claim(self):
        """The cells left and below claim the same corner of the right one."""
        up, beside, left, right, below = self._junction()
        here, a, b = self.ground.lines[up][0], self.ground.lines[up][1], self.ground.lines[beside][1]
        size = self.random.uniform(600, 1200)
        top = (round(here[0] + size / M_PER_LON), round(here[1] + size / M_PER_LAT))
        self.ground.copies[left, up] = [here, b, top] + self.ground.lines[up][1:]
        self.ground.copies[below, beside] = [here, a, top] + self.ground.lines[beside][1:]
        self.found.append(("overlap", sorted([left, right, below]), size, [here, b, top, a]))


def unit(a, b):
    x, y = (b[0] - a[0]) * M_PER_LON, (b[1] - a[1]) * M_PER_LAT
    length = math.hypot(x, y)
    return x / length, y / length
