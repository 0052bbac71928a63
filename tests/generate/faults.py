"""Puts known faults into a mesh, far from one another, and says what must be found.

A fault is a dict: kind, parties (regions), face (ring of vertices, or None), and
for a border of several slivers `faces`, a list of ("gap" | "overlap", ring).
"""

import mesh as meshes


class Faults:
    def __init__(self, mesh):
        self.mesh, self.random = mesh, mesh.random
        self.found, self.invalid = [], {}  # invalid: cell -> reason
        self.free_cells = list(mesh.cells())
        self.random.shuffle(self.free_cells)
        self.taken = set()  # lines that already hold a fault, or must stay clean

    def add_all(self):
        self._bow_tie()
        self._spike()
        self._shared_edge()
        self.duplicate = self._duplicate()
        self.mismatch = self._parent_mismatch()
        self._exclave()
        self._outer_corner()
        self._corner_faults()
        self._outer_faults()
        self._line_faults()

    # Where faults may stand

    def _cell(self, fits=lambda i, j: True):
        """An unused cell above the southern row; its lines stay clean when `_seal` is called."""
        cell = next(c for c in self.free_cells if c[1] > 0 and fits(*c))
        self.free_cells.remove(cell)
        return cell

    def _seal(self, cell):
        self.taken.update(name for name, _ in self.mesh.regions[cell])

    def _line(self):
        """An inner line that holds nothing yet."""
        names = [n for n in self.mesh.lines if n not in self.taken and n[0] in ("h", "v")
                 and all(self.mesh.sides(n))]
        name = self.random.choice(sorted(names))
        self.taken.add(name)
        return name

    def _outer(self):
        names = [n for n in self.mesh.lines if n not in self.taken and n[0] in ("h", "v")
                 and None in self.mesh.sides(n) and n[:2] != ("v", meshes.COLUMNS)]
        name = self.random.choice(sorted(names))
        self.taken.add(name)
        return name

    def _report(self, kind, parties, face=None, **more):
        self.found.append({"kind": kind, "parties": parties, "face": face, **more})

    # Faults on a line between two units: the copy of one side leaves the other's

    def _inward(self, name, cell):
        """The direction into a cell, across a line."""
        points = self.mesh.lines[name]
        ux, uy = meshes.unit(points[0], points[-1])
        side = 1 if self.mesh.sides(name)[0] == cell else -1
        return -uy * side, ux * side

    def _push(self, name, cell, first, last, depth):
        """Moves the cell's copy between two vertices into it by depth cm (out of it when
        negative); returns the face between the two copies."""
        points, (nx, ny) = self.mesh.line(cell, name), self._inward(name, cell)
        moved = [(round(x + depth * nx), round(y + depth * ny)) for x, y in points[first + 1:last]]
        face = points[first:last + 1] + moved[::-1]
        self.mesh.copies[cell, name] = points[:first + 1] + moved + points[last:]
        return face

    def _one_push(self, depth, pieces):
        name = self._line()
        pair = list(self.mesh.sides(name))
        cell, first = self.random.choice(pair), self.random.randint(7, 16 - pieces)
        face = self._push(name, cell, first, first + pieces, depth)
        self._report("gap" if depth > 0 else "overlap", pair, face)

    def _two_far_pushes(self, depth):
        """Two slivers on one border, more than 50 m apart: two findings."""
        name = self._line()
        pair = list(self.mesh.sides(name))
        cell = self.random.choice(pair)
        for first, sign in ((4, 1), (14, -1)):
            face = self._push(name, cell, first, first + 4, sign * depth)
            self._report("gap" if sign > 0 else "overlap", pair, face)

    def _weave(self, depth):
        """Slivers of one pair that touch: one finding."""
        name = self._line()
        pair = list(self.mesh.sides(name))
        cell, faces = self.random.choice(pair), []
        for number in range(4):
            sign = -1 if number % 2 else 1
            face = self._push(name, cell, 6 + 3 * number, 9 + 3 * number, sign * depth)
            faces.append(("gap" if sign > 0 else "overlap", face))
        self._report("non-coincident-border", pair, None, faces=faces)

    def _bump(self, base, height, corners, kind):
        """A small compact face on a short stretch that both sides have."""
        name = self._line()
        left, right = self.mesh.sides(name)
        points = self.mesh.lines[name]
        k = self.random.randint(8, 15)
        a, (ux, uy) = points[k], meshes.unit(points[k], points[k + 1])
        b = round(a[0] + base * ux), round(a[1] + base * uy)
        self.mesh.lines[name] = points[:k + 1] + [b] + points[k + 1:]
        out = self._inward(name, left)
        if kind == "overlap":
            out = (-out[0], -out[1])
        ends = [(a[0] + b[0], a[1] + b[1])] if corners == 1 else [(2 * a[0], 2 * a[1]), (2 * b[0], 2 * b[1])]
        tops = [(round(x / 2 + height * out[0]), round(y / 2 + height * out[1])) for x, y in ends]
        self.mesh.copies[left, name] = points[:k + 1] + tops + [b] + points[k + 1:]
        self._report(kind, [left, right], [a] + tops + [b])

    def _density(self):
        """One side has a vertex in the middle of an edge, which the other lacks."""
        name = self._line()
        pair = list(self.mesh.sides(name))
        points, k = self.mesh.lines[name], self.random.randint(8, 15)
        self.mesh.copies[self.random.choice(pair), name] = (
            points[:k + 1] + [("middle", points[k], points[k + 1])] + points[k + 1:])
        self._report("density-mismatch", pair)

    def _line_faults(self):
        self._one_push(self.random.randint(900, 2000), 5)    # wide gap
        self._one_push(self.random.randint(150, 350), 6)     # sliver gap
        self._one_push(self.random.randint(6, 9), 6)         # a gap of a hand's breadth
        self._one_push(-self.random.randint(900, 2000), 4)   # wide overlap
        self._one_push(-self.random.randint(150, 350), 5)    # sliver overlap
        self._two_far_pushes(self.random.randint(120, 300))
        self._weave(self.random.randint(120, 300))
        self._bump(400, 350, 1, "gap")                       # below the tolerance, not a sliver
        self._bump(1200, 400, 2, "overlap")                  # narrow, yet more than tolerance squared
        self._density()

    # Faults at a corner of four units

    def _corner(self):
        """An inner corner none of whose lines is taken; they are taken then."""
        places = [(i, j) for i in range(1, meshes.COLUMNS) for j in range(1, meshes.ROWS)]
        self.random.shuffle(places)
        for i, j in places:
            lines = [("h", i - 1, j), ("h", i, j), ("v", i, j - 1), ("v", i, j)]
            if not self.taken.intersection(lines):
                self.taken.update(lines)
                return i, j
        raise ValueError("no corner left")

    def _corner_faults(self):
        i, j = self._corner()
        self._dent(("v", i, j), ("h", i, j), (i, j), "gap", [(i - 1, j), (i, j), (i, j - 1)])
        i, j = self._corner()
        up, right = self.mesh.lines["v", i, j], self.mesh.lines["h", i, j]
        here, above, beside = up[0], up[1], right[1]
        top = here[0] + 5000, here[1] + 5000
        self.mesh.copies[(i - 1, j), ("v", i, j)] = [here, beside, top] + up[1:]
        self.mesh.copies[(i, j - 1), ("h", i, j)] = [here, above, top] + right[1:]
        self._report("overlap", [(i - 1, j), (i, j - 1), (i, j)], [here, beside, top, above])

    def _dent(self, up, right, cell, kind, parties):
        """The cell north-east of a corner draws back from it."""
        above, here, beside = self.mesh.lines[up][1], self.mesh.lines[up][0], self.mesh.lines[right][1]
        back = here[0] + self.random.randint(1500, 2500), here[1] + self.random.randint(1500, 2500)
        self.mesh.copies[cell, up] = [back] + self.mesh.lines[up][1:]
        self.mesh.copies[cell, right] = [back] + self.mesh.lines[right][1:]
        self._report(kind, parties, [above, here, beside, back])

    # Faults at the edge of the parent

    def _outer_faults(self):
        for depth, kind in ((1200, "open-gap"), (250, "open-gap"), (-1500, "exceeds-parent")):
            name = self._outer()
            cell = next(c for c in self.mesh.sides(name) if c)
            first = self.random.randint(7, 12)
            self._report(kind, [cell], self._push(name, cell, first, first + 4, depth))

    def _outer_corner(self):
        """An open gap where two units meet the parent's southern edge."""
        places = [i for i in range(1, meshes.COLUMNS)
                  if not self.taken.intersection([("v", i, 0), ("h", i, 0), ("h", i - 1, 0)])]
        i = self.random.choice(places)
        self.taken.update([("v", i, 0), ("h", i, 0), ("h", i - 1, 0)])
        self._dent(("v", i, 0), ("h", i, 0), (i, 0), "open-gap", [(i - 1, 0), (i, 0)])

    # Units that are wrong in themselves; their even-odd ground is whole all the same

    def _bow_tie(self):
        """Two neighbours' wedges meet in the middle of a cell, whose outline crosses itself there."""
        i, j = cell = self._cell(lambda i, j: 0 < i < meshes.COLUMNS - 1)
        self._seal(cell)
        west, east = self.mesh.lines["v", i, j], self.mesh.lines["v", i + 1, j]
        k = meshes.PIECES // 2
        here = (west[k][0] + east[k][0]) // 2, (west[k][1] + east[k][1]) // 2
        halves = {}
        for name, points in ((("v", i, j), west), (("v", i + 1, j), east)):
            low = points[:k] + meshes.straight(points[k], here)
            high = meshes.straight(here, points[k + 1]) + points[k + 2:]
            self.mesh.lines[name] = low[:-1] + high
            halves[name] = low, high
        (west_low, west_high), (east_low, east_high) = halves["v", i, j], halves["v", i + 1, j]
        south, north = self.mesh.lines["h", i, j], self.mesh.lines["h", i, j + 1]
        self.bow_tie = cell, (south[:-1] + east_low[:-1] + west_high[:-1] + north[:-1]
                              + east_high[:0:-1] + west_low[:0:-1])
        self._invalid(cell, "ring crosses itself at a vertex")

    def _spike(self):
        """The outline runs 40 m into the cell and back the same way."""
        cell = self._cell()
        self._seal(cell)
        name = self.mesh.regions[cell][1][0]
        points, (nx, ny) = self.mesh.lines[name], self._inward(name, cell)
        x, y = points[10]
        self.mesh.copies[cell, name] = (points[:11] + [(round(x + 4000 * nx), round(y + 4000 * ny))]
                                        + points[10:])
        self._invalid(cell, "spike")

    def _shared_edge(self):
        """The cell comes as two parts that share an edge."""
        i, j = cell = self._cell()
        self._seal(cell)
        west, east = self.mesh.lines["v", i, j], self.mesh.lines["v", i + 1, j]
        across = meshes.straight(west[12], east[12])
        self.two_parts = cell, [
            self.mesh.lines["h", i, j][:-1] + east[:12] + across[:0:-1] + west[12:0:-1],
            across[:-1] + east[12:-1] + self.mesh.lines["h", i, j + 1][:0:-1] + west[:12:-1]]
        self._invalid(cell, "parts share an edge")

    def _invalid(self, cell, reason):
        self.invalid[cell] = reason
        self._report("invalid-geometry", [cell])

    def _duplicate(self):
        cell = self._cell()
        self._seal(cell)
        self._report("duplicate-division", [cell, "twin"], self.mesh.ring(cell))
        return cell

    def _parent_mismatch(self):
        cell = self._cell()
        self._report("parent-mismatch", [cell])
        return cell

    def _exclave(self):
        """A part of one unit lies in a hole of another."""
        owner, host = self._cell(), self._cell()
        ring = self.mesh.ring(host)
        x, y = sum(p[0] for p in ring) // len(ring), sum(p[1] for p in ring) // len(ring)
        part = [(x + dx, y + dy) for dx, dy in ((-9000, -5000), (0, -8000), (8500, -4500), (9500, 4000),
                                                (1000, 8200), (-8000, 5500))]
        self.mesh.extra[owner] = ("outer", part)
        self.mesh.extra[host] = ("hole", part)
        self._report("unregistered-exclave", [owner, host], part)
