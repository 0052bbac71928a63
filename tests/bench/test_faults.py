"""Matching of findings with known faults (bench/faults.py)."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))
import faults  # noqa: E402

STEP = 1e-4  # degrees: some 11 m


def square(x, y=0, wide=1, high=1):
    corners = [(0, 0), (wide, 0), (wide, high), (0, high), (0, 0)]
    return [[(90 + (x + dx) * STEP, 20 + (y + dy) * STEP) for dx, dy in corners]]


def known(kind, rings, parties=("1", "2")):
    return faults.Face(kind, faults.area_m2(rings), rings, parties, faults.place_in(rings), 5)


def found(kind, rings, parties=None):
    return faults.Face(kind, faults.area_m2(rings), rings, parties)


class OneToOne(unittest.TestCase):
    def counts(self, laid, told, exact=True):
        match = faults.match(laid, told, exact)
        return len(match.lost), len(match.invented), match.joined

    def test_the_same_faces_are_equal(self):
        laid = [known("gap", square(0)), known("overlap", square(5))]
        told = [found("overlap", square(5), ("1", "2")), found("gap", square(0))]
        self.assertEqual(self.counts(laid, told), (0, 0, 0))

    def test_as_many_in_other_places_are_not(self):
        laid = [known("gap", square(0)), known("gap", square(5))]
        told = [found("gap", square(0)), found("gap", square(7))]
        self.assertEqual(self.counts(laid, told), (1, 1, 0))

    def test_kind_area_and_parties_count(self):
        laid = [known("gap", square(0))]
        self.assertEqual(self.counts(laid, [found("overlap", square(0))]), (1, 1, 0))
        self.assertEqual(self.counts(laid, [found("gap", square(0, wide=1.01))]), (1, 1, 0))
        self.assertEqual(self.counts(laid, [found("gap", square(0), ("1", "3"))]), (1, 1, 0))
        self.assertEqual(self.counts(laid, [found("gap", square(0), ("1", "2", "3"))]), (0, 0, 0))

    def test_a_face_told_twice_is_not_equal(self):
        laid = [known("gap", square(0))]
        self.assertEqual(self.counts(laid, [found("gap", square(0))] * 2), (1, 2, 0))

    def test_two_across_a_neck_are_one_by_area(self):
        laid = [known("gap", square(0)), known("gap", square(1))]
        told = [found("gap", square(0, wide=2))]
        self.assertEqual(self.counts(laid, told), (2, 1, 0))
        self.assertEqual(self.counts(laid, told, exact=False), (0, 0, 2))
        self.assertEqual(self.counts(told_as_laid(told), split(laid), exact=False), (0, 0, 1))
        self.assertEqual(self.counts(laid[:1], told, exact=False), (1, 1, 0))

    def test_what_is_as_thin_as_digits_may_be_missing(self):
        thin = known("gap", square(0))
        thin.width_m = 0.001
        self.assertEqual(self.counts([thin], [], exact=False), (0, 0, 0))
        self.assertEqual(self.counts([known("gap", square(0))], [], exact=False), (1, 0, 0))

    def test_areas_are_those_of_the_ellipsoid(self):
        gap = [(125.2, 43.9), (125.2, 43.95), (125.2001, 43.925), (125.2, 43.9)]
        self.assertAlmostEqual(faults.area_m2([gap]), 22307.5, delta=1)  # domain page, case 25
        half = [(125.2, 43.9), (125.2, 43.95), (125.20005, 43.925), (125.2, 43.9)]
        self.assertAlmostEqual(faults.area_m2([gap, half]), 22307.5 / 2, delta=1)


def told_as_laid(faces):
    return [known(face.kind, face.rings) for face in faces]


def split(faces):
    return [found(face.kind, face.rings) for face in faces]


if __name__ == "__main__":
    unittest.main()
