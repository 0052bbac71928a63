"""Tests of the sample data and of the generator of faulty sets.

Run: python3 -m unittest discover -s tests/generate
"""

import argparse
import csv
import json
import os
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLES = os.path.join(HERE, "..", "..", "data-samples")
sys.path.insert(0, HERE)

import ellipsoid  # noqa: E402
import esri  # noqa: E402
import faulty  # noqa: E402
from faults import Faults  # noqa: E402
from mesh import Mesh  # noqa: E402


def rows(name):
    with open(os.path.join(SAMPLES, "changchun", name), encoding="utf-8") as file:
        return list(csv.DictReader(file))


def edges(rings):
    return [edge for ring in rings for edge in zip(map(tuple, ring), map(tuple, ring[1:]))]


def outline(edge_lists):
    """What is left when edges that run both ways cancel."""
    left = set()
    for edge in (e for edges_ in edge_lists for e in edges_):
        if edge[::-1] in left:
            left.remove(edge[::-1])
        else:
            left.add(edge)
    return left


def layer(name):
    base = os.path.join(SAMPLES, "changchun", name)
    table = esri.read_table(base + ".dbf", "gbk")
    return {row["code"]: edges(rings) for row, rings in zip(table, esri.read_rings(base + ".shp"))}


def geojson(name):
    with open(os.path.join(SAMPLES, "changchun", name), encoding="utf-8") as file:
        return {f["properties"]["code"]: edges([ring[::-1] for polygon in f["geometry"]["coordinates"]
                                                for ring in polygon])
                for f in json.load(file)["features"]}


def options(**changes):
    given = {"seed": 1, "crs": "EPSG:4551", "digits": 9, "mirror": False, "reorder": False, "encoding": "UTF-8"}
    return argparse.Namespace(**{**given, **changes})


def generate(**changes):
    with tempfile.TemporaryDirectory() as folder:
        expected = faulty.generate(options(out=folder, **changes))
        rings = esri.read_rings(os.path.join(folder, "divisions.shp"))
    return expected, rings


class Ellipsoid(unittest.TestCase):
    def test_area_of_half_a_degree_is_that_of_the_domain_page(self):
        ring = [(125.0, 43.8), (125.5, 43.8), (125.5, 44.2), (125.0, 44.2)]
        self.assertAlmostEqual(ellipsoid.area_m2(ring), 1782374279.29, delta=0.01)

    def test_children_have_the_area_of_their_parent(self):
        west = [(125.0, 43.8), (125.25, 43.8), (125.25, 44.2), (125.0, 44.2)]
        east = [(125.25, 43.8), (125.5, 43.8), (125.5, 44.2), (125.25, 44.2)]
        self.assertAlmostEqual(ellipsoid.area_m2(west) + ellipsoid.area_m2(east), 1782374279.29, delta=0.01)

    def test_gauss_kruger_gives_back_changchun(self):
        lon, lat = ellipsoid.to_lonlat(445574.051044288, 4853722.73253473)
        self.assertAlmostEqual(lon, 125.3235, delta=1e-11)
        self.assertAlmostEqual(lat, 43.8171, delta=1e-11)

    def test_width_is_the_largest_circle(self):
        triangle = [(125.2, 43.9), (125.2, 43.95), (125.2001, 43.925)]
        self.assertAlmostEqual(ellipsoid.width_m(triangle), 8.03, delta=0.01)


class Generator(unittest.TestCase):
    def test_same_seed_gives_the_same_set(self):
        self.assertEqual(generate(seed=5), generate(seed=5))

    def test_committed_set_is_that_of_seed_one(self):
        with open(os.path.join(SAMPLES, "faulty", "expected.json"), encoding="utf-8") as file:
            self.assertEqual(json.load(file), generate(encoding="GBK")[0])

    def test_every_seed_finds_room_for_every_fault(self):
        for seed in range(1, 201):
            found = Faults(Mesh(seed))
            found.add_all()
            self.assertEqual(len(found.found), 23, seed)

    def test_mirror_order_and_system_change_no_finding(self):
        plain = generate(seed=7)[0]["inspect"]
        for change in ({"mirror": True}, {"reorder": True}, {"crs": "EPSG:4530"}, {"crs": "EPSG:4490"}):
            other = generate(seed=7, **change)[0]["inspect"]
            self.assertEqual(other["counts"], plain["counts"])
            for a, b in zip(plain["findings"], other["findings"]):
                self.assertEqual((a["kind"], a["parties"], a["severity"]), (b["kind"], b["parties"], b["severity"]))
                if a["area_m2"]:
                    self.assertAlmostEqual(b["area_m2"] / a["area_m2"], 1, delta=2e-3)

    def test_ground_without_faults_tiles(self):
        mesh = Mesh(3)
        pairs = lambda name: edges([mesh.ring(name) + mesh.ring(name)[:1]])
        cells = outline(pairs(cell) for cell in mesh.cells())
        self.assertEqual(cells, set(pairs("first")))
        self.assertEqual(outline([pairs("first"), pairs("second")]), set(pairs("province")))


class Changchun(unittest.TestCase):
    def test_counties_tile_their_prefectures_before_the_change(self):
        counties = {**layer("division-county"), **layer("division-siping")}
        prefectures = layer("division-prefecture")
        for code in ("220100", "220300"):
            members = [e for c, e in counties.items() if c[:4] == code[:4]]
            self.assertEqual(outline(members), set(prefectures[code]))

    def test_counties_tile_their_prefectures_after_the_change(self):
        counties = {**layer("division-county"), **layer("division-siping")}
        moved = counties.pop("220381")
        self.assertEqual(set(geojson("gongzhuling-2020.geojson")["220184"]), set(moved))
        counties["220184"] = moved
        for code, ring in geojson("changchun-2020.geojson").items():
            self.assertEqual(outline(e for c, e in counties.items() if c[:4] == code[:4]), set(ring))

    def test_prefectures_tile_the_province(self):
        prefectures = layer("division-prefecture")
        province = prefectures.pop("220000")
        self.assertEqual(len(prefectures), 9)
        self.assertEqual(outline(prefectures.values()), set(province))

    def test_people_add_up_to_the_census(self):
        people = rows("population.csv")
        self.assertEqual(sum(int(r["total"]) for r in people), 9066906)
        self.assertEqual(sum(int(r["age65"]) for r in people), 1282937)
        nanguan = [int(r["total"]) for r in people if r["unit"] == "220102"]
        self.assertEqual(sum(nanguan), 657682)
        for row in people:
            self.assertLessEqual(int(row["age80"]), int(row["age65"]))
            self.assertLessEqual(int(row["age65"]), int(row["age60"]))
            self.assertLessEqual(int(row["age60"]), int(row["total"]))
            self.assertEqual(row["method"], "modelled")

    def test_ids_are_unique_and_references_known(self):
        divisions = {r["code"] for r in rows("division-township.csv")} | set(layer("division-county")) | {
            "220184"} | set(layer("division-siping")) | set(layer("division-prefecture"))
        places = rows("place.csv") + rows("place-unlocated.csv")
        ids = [r["id"] for r in places]
        self.assertEqual(len(ids), len(set(ids)))
        for row in places + rows("facility-example.csv") + rows("population.csv"):
            self.assertIn(row["division"], divisions | {""})
        for row in rows("name.csv"):
            self.assertIn(row["place"], divisions | set(ids))

    def test_made_up_facilities_say_so(self):
        for row in rows("facility-example.csv"):
            self.assertIn("（示例）", row["name"])


class Liechtenstein(unittest.TestCase):
    def test_each_address_stands_for_one_person(self):
        with open(os.path.join(SAMPLES, "liechtenstein", "population.csv"), encoding="utf-8") as file:
            people = list(csv.DictReader(file))
        self.assertEqual(len(people), 1008)
        self.assertEqual({(r["total"], r["method"]) for r in people}, {("1", "stand-in")})


if __name__ == "__main__":
    unittest.main()
