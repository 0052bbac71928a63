"""A made-up sheet of townships, and random edits of single ones.

Coordinates are whole numbers of 1e-9 degree. A township is a list of polygons, each a
list of rings, each a list of points without the first again at the end. Neighbours hold
the same vertices until an edit parts them.
"""
import math
import random

GRID = 10 ** 9
STEP = 60_000_000  # of a cell: 5 to 7 km
WEST, SOUTH = 125 * GRID, 43 * GRID + GRID // 2
M_PER_LON, M_PER_LAT = 80_300e-9, 111_100e-9  # good enough to choose a distance


class Sheet:
    """Columns × rows of townships; apart: each draws its own borders, metres beside the others;
    lacking: so many are no townships but lakes, bays, and straits."""

    def __init__(self, seed, columns=8, rows=8, pieces=5, apart=False, lacking=0):
        self.random = random.Random(f"sheet {seed}")
        self.columns, self.rows, self.pieces = columns, rows, pieces
        self.nodes, self.lines, self.units = {}, {}, {}
        for x in range(columns):
            for y in range(rows):
                self.units[x, y] = [[self._ring(x, y)]]
        for cell in self.random.sample(sorted(self.units), lacking):
            del self.units[cell]
        if apart:
            for unit in self.units.values():
                unit[0][0] = [self._beside(p, 2) for p in unit[0][0]]
        self.plain = {cell: [[list(ring) for ring in part] for part in unit]
                      for cell, unit in self.units.items()}

    def _node(self, x, y):
        if (x, y) not in self.nodes:
            shift = lambda: self.random.randint(-STEP // 5, STEP // 5)
            self.nodes[x, y] = (WEST + x * STEP + shift(), SOUTH + y * STEP + shift())
        return self.nodes[x, y]

    def _line(self, a, b):
        """Without the last point; the same vertices from either end."""
        if b < a:
            return [self._node(*a), *self._line(b, a)[:0:-1]]
        if (a, b) not in self.lines:
            p, q = self._node(*a), self._node(*b)
            points = [p]
            for k in range(1, self.pieces):
                at = (p[0] + (q[0] - p[0]) * k // self.pieces, p[1] + (q[1] - p[1]) * k // self.pieces)
                points.append(self._beside(at, 150))
            self.lines[a, b] = points
        return self.lines[a, b]

    def _ring(self, x, y):
        corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)]
        return [p for a, b in zip(corners, corners[1:] + corners[:1]) for p in self._line(a, b)]

    def _beside(self, point, metres):
        return (point[0] + round(self.random.uniform(-metres, metres) / M_PER_LON),
                point[1] + round(self.random.uniform(-metres, metres) / M_PER_LAT))

    def _distance(self):
        """A millimetre to a kilometre."""
        return math.exp(self.random.uniform(math.log(0.001), math.log(1000)))

    # --- edits: each returns the cells that it changed -------------------------------

    def _cell(self):
        return self.random.choice(sorted(self.units))

    def _outer(self, cell):
        return self.units[cell][0][0]

    def move_vertex_of_one(self):
        cell = self._cell()
        ring = self._outer(cell)
        at = self.random.randrange(len(ring))
        ring[at] = self._beside(ring[at], self._distance())
        return [cell]

    def move_vertex_of_all(self):
        ring = self._outer(self._cell())
        at = self.random.choice(ring)
        to = self._beside(at, self._distance())
        return self._move_point(at, to, len(self.units))

    def move_corner_of_some(self):
        """One, two or all of those that meet at a corner."""
        at = self.random.choice(sorted(self.nodes.values()))
        return self._move_point(at, self._beside(at, self._distance()), self.random.randint(1, 4))

    def _move_point(self, at, to, most):
        changed = []
        for cell, unit in sorted(self.units.items()):
            if len(changed) < most and any(at in ring for part in unit for ring in part):
                self.units[cell] = [[[to if p == at else p for p in ring] for ring in part]
                                    for part in unit]
                changed.append(cell)
        return changed

    def push_stretch(self):
        """A few vertices of one copy, across the border."""
        cell = self._cell()
        ring, by = self._outer(cell), self._distance()
        first, count = self.random.randrange(len(ring)), self.random.randint(2, 5)
        angle = self.random.uniform(0, 2 * math.pi)
        for k in range(first, first + count):
            x, y = ring[k % len(ring)]
            ring[k % len(ring)] = (x + round(by * math.cos(angle) / M_PER_LON),
                                   y + round(by * math.sin(angle) / M_PER_LAT))
        return [cell]

    def move_whole(self):
        cell = self._cell()
        angle, by = self.random.uniform(0, 2 * math.pi), self._distance()
        dx, dy = round(by * math.cos(angle) / M_PER_LON), round(by * math.sin(angle) / M_PER_LAT)
        self.units[cell] = [[[(x + dx, y + dy) for x, y in ring] for ring in part]
                            for part in self.units[cell]]
        return [cell]

    def make_plain_again(self):
        cell = self._cell()
        self.units[cell] = [[list(ring) for ring in part] for part in self.plain[cell]]
        return [cell]

    def _middle(self, cell):
        ring = self.plain[cell][0][0]
        return sum(p[0] for p in ring) // len(ring), sum(p[1] for p in ring) // len(ring)

    def _crumb(self, cell, metres):
        x, y = self._beside(self._middle(cell), 800)
        return [(x, y), (x + round(metres / M_PER_LON), y), (x, y + round(metres / M_PER_LAT))]

    def make_or_fill_hole(self):
        cell = self._cell()
        part = self.units[cell][0]
        if len(part) > 1:
            part.pop()
        else:
            part.append(self._crumb(cell, self.random.choice((1, 30, 400)))[::-1])
        return [cell]

    def make_exclave_or_give_it_up(self):
        cell = self._cell()
        if len(self.units[cell]) > 1:
            self.units[cell].pop()
        else:
            self.units[cell].append([self._crumb(self._cell(), self.random.choice((3, 200, 900)))])
        return [cell]

    def split_edge(self):
        cell = self._cell()
        ring = self._outer(cell)
        at = self.random.randrange(len(ring))
        a, b = ring[at - 1], ring[at]
        ring.insert(at, ((a[0] + b[0]) // 2, (a[1] + b[1]) // 2))
        return [cell]

    def leave_vertex_out(self):
        cell = self._cell()
        ring = self._outer(cell)
        if len(ring) > 8:
            ring.pop(self.random.randrange(len(ring)))
        return [cell]

    def take_from_neighbour(self):
        """A vertex of the one's outline becomes a vertex of the other's nearest edge."""
        x, y = self._cell()
        other = (x + 1, y) if x + 1 < self.columns else (x - 1, y)
        if other not in self.units:
            return []
        mine, theirs = self._outer((x, y)), self._outer(other)
        point = self.random.choice(theirs)
        if point not in mine:
            near = lambda k: math.dist(mine[k - 1], point) + math.dist(mine[k], point)
            mine.insert(min(range(len(mine)), key=near), point)
        return [(x, y)]

    def reach_over(self):
        """A vertex moves to one of a township that is no neighbour, over land or water."""
        x, y = self._cell()
        dx, dy = self.random.choice(((2, 0), (0, 2), (2, 1), (-2, 0), (0, -2), (-1, -2)))
        if (x + dx, y + dy) not in self.units:
            return []
        mine, to = self._outer((x, y)), self.random.choice(self._outer((x + dx, y + dy)))
        if to not in mine:
            mine[min(range(len(mine)), key=lambda k: math.dist(mine[k], to))] = to
        return [(x, y)]

    def edit(self):
        """Does one at random: (its name, the cells)."""
        edits = [self.move_vertex_of_one, self.move_vertex_of_all, self.move_corner_of_some,
                 self.push_stretch, self.move_whole, self.make_plain_again, self.make_or_fill_hole,
                 self.make_exclave_or_give_it_up, self.split_edge, self.leave_vertex_out,
                 self.take_from_neighbour, self.reach_over]
        do = self.random.choice(edits)
        return do.__name__, do()
