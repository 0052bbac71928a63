#!/usr/bin/env python3
"""Makes population.csv and division.geojson of data-samples/liechtenstein from the extract.

usage: make_liechtenstein.py      (calls ogr2ogr of GDAL)

The extract has no population. Each object with a house number, whether point,
line or polygon, stands for one person; every row says so (method = stand-in).

Its municipalities have no code of six digits. 9900nn is given here, nn being the
number in ISO 3166-2:LI; 99 is no province of China, so nothing can be confused.
"""

import csv
import json
import os
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "..", "liechtenstein")
EXTRACT = os.path.join(FOLDER, "liechtenstein.osm.pbf")


MUNICIPALITIES = ["Balzers", "Eschen", "Gamprin", "Mauren", "Planken", "Ruggell", "Schaan", "Schellenberg",
                  "Triesen", "Triesenberg", "Vaduz"]  # in the order of ISO 3166-2:LI
ADDRESSES = "other_tags LIKE '%\"addr:housenumber\"%'"
DIVISIONS = "boundary = 'administrative' AND admin_level IN ('2', '8')"


def features(layer, where):
    text = subprocess.run(["ogr2ogr", "-f", "GeoJSONSeq", "/vsistdout/", EXTRACT, "-where", where, layer],
                          check=True, capture_output=True, text=True).stdout
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
        for feature in features(layer, ADDRESSES):
            about = feature["properties"]
            letter = "n" if layer == "points" else "w" if layer == "lines" or about.get("osm_way_id") else "r"
            number = about.get("osm_way_id") or about["osm_id"]
            address = tags(about["other_tags"])
            name = " ".join(filter(None, (address.get("addr:street"), address["addr:housenumber"])))
            yield ("address-%s%s" % (letter, number), name, *middle(feature["geometry"]))


def divisions():
    for feature in features("multipolygons", DIVISIONS):
        name = feature["properties"]["name"]
        whole = feature["properties"]["admin_level"] == "2"
        row = {"code": "990000" if whole else "9900%02d" % (MUNICIPALITIES.index(name) + 1), "name": name,
               "level": "province" if whole else "county"}
        yield {"type": "Feature", "properties": row, "geometry": feature["geometry"]}


def write_divisions():
    made = sorted(divisions(), key=lambda f: f["properties"]["code"])
    with open(os.path.join(FOLDER, "division.geojson"), "w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [\n')
        file.write(",\n".join(json.dumps(f, ensure_ascii=False) for f in made) + "\n]}\n")
    print(len(made) - 1, "municipalities")


def main():
    write_divisions()
    with open(os.path.join(FOLDER, "population.csv"), "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["id", "name", "lon", "lat", "total", "method", "origin"])
        people = sorted(rows())
        for row in people:
            out.writerow([*row, 1, "stand-in", "OpenStreetMap address"])
    print(len(people), "addresses")


if __name__ == "__main__":
    main()
