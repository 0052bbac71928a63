#!/usr/bin/env python3
"""Spreads the census of 2020 over named points of Changchun: population.csv.

usage: spread_population.py SOURCES

A model, and said to be one in every row (method = modelled): the county figures
are real, where inside a county the people live is not known from open data.

1. The census has fifteen units: eleven counties and four development zones. Each
   named point (township, village, community or zone with a point of its own)
   belongs to the unit whose shape of 2021 holds it.
2. A unit's people are shared out equally over its named points.
3. Points inside the extent of the street data pass their people on to the unit's
   streets there: one point about every 100 m of residential, tertiary, secondary,
   unclassified, pedestrian and living streets, in proportion to length. Where a
   unit has streets but no named point among them, the streets get one share.
4. Shares are whole people by largest remainder, so every unit's total is exactly
   the official one; ages and households follow the same shares.
5. `division` is the county unit of today in which the point lies: the zones fold
   into the districts they were cut from. `unit` keeps the census unit.
"""

import csv
import json
import os
import sys

import census
import make_divisions
import plane
from make_names import OUT, county_at, length, street_name, writer

STREETS = {"residential", "tertiary", "secondary", "unclassified", "pedestrian", "living_street"}
STEP_M = 100.0
MEASURES = ["total", "age60", "age65", "age80", "households"]


def share_out(total, weights):
    """Whole numbers in proportion to weights that add up to total (largest remainder)."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in order[:total - sum(parts)]:
        parts[i] += 1
    return parts


def read_places():
    with open(os.path.join(OUT, "place.csv"), encoding="utf-8") as file:
        return [(row["id"], row["name"], (float(row["lon"]), float(row["lat"])))
                for row in csv.DictReader(file) if row["kind"] in ("township", "committee", "zone")]


def read_streets():
    """(id, name, point, length in decimetres) along the streets, and the extent of all roads."""
    with open(os.path.join(OUT, "road.geojson"), encoding="utf-8") as file:
        features = json.load(file)["features"]
    pieces, everything = [], []
    for feature in features:
        line, about = feature["geometry"]["coordinates"], feature["properties"]
        everything += line
        if about["fclass"] in STREETS:
            pieces += cut(about["osm_id"], street_name(about["name"]), line)
    lons, lats = [p[0] for p in everything], [p[1] for p in everything]
    return pieces, (min(lons), min(lats), max(lons), max(lats))


def cut(osm_id, name, line):
    """The middles of equal pieces of a line, none longer than STEP_M."""
    whole = length(line)
    count = max(1, -int(-whole // STEP_M))
    return [("street-%s-%d" % (osm_id, i + 1), name, along(line, whole * (i + 0.5) / count),
             max(1, round(10 * whole / count))) for i in range(count)]


def along(line, distance):
    for a, b in zip(line, line[1:]):
        step = plane.length_m(a, b)
        if distance <= step and step:
            part = distance / step
            return round(a[0] + part * (b[0] - a[0]), 7), round(a[1] + part * (b[1] - a[1]), 7)
        distance -= step
    return tuple(line[-1])


def unit_at(shapes, point):
    return next((code for code, rings in shapes.items() if plane.contains(rings, point)), "")


def group_by_unit(shapes, points):
    groups = {code: [] for code in shapes}
    for point in points:
        unit = unit_at(shapes, point[2])
        if unit:
            groups[unit].append(point)
    return groups


def weigh(named, pieces, box):
    """(id, name, point, weight) of one unit by rules 2 and 3."""
    inside = [p for p in named if box[0] <= p[2][0] <= box[2] and box[1] <= p[2][1] <= box[3]]
    outside = [p for p in named if p not in inside] if pieces else named
    share = sum(p[3] for p in pieces) or 1
    return ([(*p, share) for p in outside]
            + [(*p[:3], p[3] * max(1, len(inside))) for p in pieces])


def spread(figures, points):
    """Rows of one unit: the measures of every point. Ages nest: 80+ within 65+ within 60+."""
    table = {"total": share_out(figures["total"], [p[3] for p in points])}
    for measure, base in (("age60", "total"), ("age65", "age60"), ("age80", "age65"), ("households", "total")):
        table[measure] = share_out(figures[measure], table[base])
    return table


def main():
    sources = sys.argv[1]
    counties = {c: v for c, v in make_divisions.read_counties(sources).items()
                if c.startswith("2201") or c == "220381"}
    figures, shapes = census.read_figures(sources), census.read_shapes(sources)
    pieces, box = read_streets()
    named, streets = group_by_unit(shapes, read_places()), group_by_unit(shapes, pieces)
    file, out = writer("population.csv", ["id", "name", "lon", "lat", *MEASURES, "division", "unit",
                                          "year", "method", "origin"])
    people = inside = 0
    for unit in sorted(figures):
        points = weigh(named[unit], streets[unit], box)
        table = spread(figures[unit], points)
        assert all(sum(table[m]) == figures[unit][m] for m in MEASURES)
        for i, (key, name, point, _) in enumerate(points):
            out.writerow([key, name, *point, *(table[m][i] for m in MEASURES), county_at(counties, point),
                          unit, 2020, "modelled", "census 2020"])
            people += table["total"][i]
            inside += table["total"][i] if key.startswith("street") else 0
        print(unit, figures[unit]["name"], len(named[unit]), "named points,", len(points), "rows,",
              figures[unit]["total"], "people")
    file.close()
    print("%d people, %d of them along streets" % (people, inside))


if __name__ == "__main__":
    main()
