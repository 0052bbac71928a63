#!/usr/bin/env python3
"""Makes population.csv of data-samples/liechtenstein from the extract's addresses.

usage: make_liechtenstein.py      (calls ogr2ogr of GDAL)

The extract has no population. Each object with a house number, whether point,
line or polygon, stands for one person; every row says so (method = stand-in).
"""

import csv
import json
import os
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "..", "liechtenstein")
EXTRACT = os.path.join(FOLDER, "liechtenstein.osm.pbf")


def features(layer):
    """The objects of a layer that have a house number."""
    text = subprocess.run(
        ["ogr2ogr", "-f", "GeoJSONSeq", "/vsistdout/", EXTRACT, "-where", "other_tags LIKE '%\"addr:housenumber\"%'",
         layer], check=True, capture_output=True, text=True).stdout
    return [json.loads(line.strip("\x1e")) for line in text.splitlines() if line.strip()]


def corners(coordinates):
    """The points of the first ring or line."""
    while isinstance(coordinates[0][0], list):
        coordinates = coordinates[0]
    return coordinates


def middle(geometry):
    """A point stays; a line or outline gives the mean of its corners, on the grid of the extract."""
    if geometry["type"] == "Point":
        return tuple(geometry["coordinates"])
    points = corners(geometry["coordinates"])
    points = points[:-1] if points[0] == points[-1] else points
    return tuple(round(sum(p[i] for p in points) / len(points), 7) for i in (0, 1))


def tags(text):
    return dict(pair.split('"=>"') for pair in text.strip('"').split('","'))


def rows():
    for layer in ("points", "lines", "multipolygons"):
        for feature in features(layer):
            about = feature["properties"]
            letter = "n" if layer == "points" else "w" if layer == "lines" or about.get("osm_way_id") else "r"
            number = about.get("osm_way_id") or about["osm_id"]
            address = tags(about["other_tags"])
            name = " ".join(filter(None, (address.get("addr:street"), address["addr:housenumber"])))
            yield ("address-%s%s" % (letter, number), name, *middle(feature["geometry"]))


def main():
    with open(os.path.join(FOLDER, "population.csv"), "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["id", "name", "lon", "lat", "total", "method", "origin"])
        people = sorted(rows())
        for row in people:
            out.writerow([*row, 1, "stand-in", "OpenStreetMap address"])
    print(len(people), "addresses")


if __name__ == "__main__":
    main()
