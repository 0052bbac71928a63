#!/usr/bin/env python3
"""Makes place.csv, place-unlocated.csv and name.csv of data-samples/changchun.

usage: make_names.py SOURCES
Needs the division files (make_divisions.py) and road.geojson beside them.
"""

import csv
import io
import json
import os
import re
import sys
import zipfile

import census
import make_divisions
import plane
from former_names import DIVISION_NAMES, STREET_NAMES, ZONE_NAMES
from readings import Readings

OUT = make_divisions.OUT


def writer(name, header):
    file = open(os.path.join(OUT, name), "w", encoding="utf-8", newline="")
    out = csv.writer(file, lineterminator="\n")
    out.writerow(header)
    return file, out


def county_at(counties, point):
    """Today's code of the county unit in which a point lies, or ''."""
    for code, (_, rings) in counties.items():
        if plane.contains(rings, point):
            return "220184" if code == "220381" else code
    return ""


def read_points(sources, counties):
    """Rows of the gazetteer of 2016 that have a point of their own in their own county:
    (county, township, name or '', lon, lat), in WGS 84."""
    rows, seen = [], {}
    for county in sorted(counties):
        for row in read_gazetteer(sources, county):
            level, point = row[3], (row[12], row[13])
            if level not in ("town", "village") or not point[0]:
                continue
            seen[point] = seen.get(point, 0) + (level == "village")
            rows.append((county, level, row))
    points = []
    for county, level, row in rows:
        if level == "village" and seen[(row[12], row[13])] > 1:
            continue  # one point for villages of the same name in several townships
        lon, lat = (round(v, 7) for v in plane.from_gcj02(float(row[12]), float(row[13])))
        if plane.contains(counties[county][1], (lon, lat)):
            points.append((county, row[18], row[2] if level == "village" else "", lon, lat))
    return points


def read_gazetteer(sources, county):
    """The rows of one county; 公主岭 lies in the archive of the whole province."""
    if county != "220381":
        path = os.path.join(sources, "cn-adcode-vonng-2016", "changchun", county + ".csv")
        with open(path, encoding="utf-8") as file:
            return list(csv.reader(file))
    archive = zipfile.ZipFile(os.path.join(sources, "cn-adcode-vonng-2016", "adcode-jilin.zip"))
    return list(csv.reader(io.StringIO(archive.read("adcode/%s.csv" % county).decode("utf-8"))))


def township_name(text):
    return make_divisions.plain(re.sub("街道办事处$", "街道", text))


def village_name(text):
    return re.sub("(居委会|委会|村民委员会)$", "", text)


class Townships:
    """Finds the civil affairs code of a township by county and name."""

    def __init__(self, townships):
        self.by_name = {}
        for code, (name, county, _) in townships.items():
            self.by_name.setdefault(make_divisions.plain(name), []).append((county, code))

    def find(self, county, name):
        found = self.by_name.get(make_divisions.plain(name), [])
        in_county = [code for c, code in found if c == county]
        if in_county:
            return in_county[0]
        # a zone of the statistics list: its townships lie in some district
        return found[0][1] if county.startswith("22017") and len(found) == 1 else ""


def read_villages(sources, index):
    """id -> (name, division, key) of the list of 2023."""
    with open(os.path.join(sources, "cn-divisions-stats", "streets.csv"), encoding="utf-8") as file:
        towns = {r["code"]: r["name"] for r in csv.DictReader(file) if r["code"].startswith("2201")}
    villages = {}
    with open(os.path.join(sources, "cn-divisions-stats", "villages-2201.csv"), encoding="utf-8") as file:
        for row in csv.DictReader(file):
            county, town = row["areaCode"], towns.get(row["streetCode"], "")
            division = index.find(county, town) or ("" if county.startswith("22017") else county)
            name = village_name(row["name"])
            villages["village-" + row["code"]] = (name, division, (make_divisions.plain(town), name))
    return villages


def village_row(key, name, division):
    """行政村 are category 21610, 社区 21620 of GB/T 18521."""
    category = "21620" if name.endswith("社区") else "21610"
    return [key, name, "committee", category, division, "approved"]


def write_places(sources, counties, townships, streets):
    index = Townships(townships)
    villages = read_villages(sources, index)
    by_key = {}
    for key, (_, _, names) in villages.items():
        by_key.setdefault(names, []).append(key)
    file, out = writer("place.csv", ["id", "name", "kind", "category", "division", "status", "lon", "lat"])
    located, towns = set(), set()
    for county, town, village, lon, lat in read_points(sources, counties):
        code = index.find("220184" if county == "220381" else county, township_name(town))
        if not village:
            if code and code not in towns:
                towns.add(code)
                out.writerow(["township-" + code, townships[code][0], "township", "21", code,
                              "approved", lon, lat])
            continue
        keys = by_key.get((township_name(town), village_name(village)), [])
        if len(keys) == 1 and keys[0] not in located:
            located.add(keys[0])
            name, division, _ = villages[keys[0]]
            out.writerow(village_row(keys[0], name, division) + [lon, lat])
    for code, rings in sorted(census.read_shapes(sources).items()):
        if code in ZONE_NAMES:
            lon, lat = inner_point(rings)
            out.writerow(["zone-" + code, ZONE_NAMES[code][0], "zone", "", "", "approved", lon, lat])
    for name, (key, lon, lat, category) in sorted(streets.items(), key=lambda item: item[1][0]):
        out.writerow([key, name, "street", category, county_at(counties, (lon, lat)), "approved", lon, lat])
    file.close()
    file, out = writer("place-unlocated.csv", ["id", "name", "kind", "category", "division", "status"])
    for key, (name, division, _) in sorted(villages.items()):
        if key not in located:
            out.writerow(village_row(key, name, division))
    out.writerow(["zone-changchun-new-area", "长春新区", "zone", "", "", "approved"])
    file.close()
    print("%d townships and %d of %d villages with a point, %d streets"
          % (len(towns), len(located), len(villages), len(streets)))


def inner_point(rings):
    """A point well inside: the middle of the longest west-east span through the shape's middle third."""
    ring = max(rings, key=len)
    south, north = min(p[1] for p in ring), max(p[1] for p in ring)
    best = (-1.0, None)
    for i in range(1, 30):
        y = south + (north - south) * i / 30
        xs = sorted(a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
                    for a, b in zip(ring, ring[1:]) if (a[1] > y) != (b[1] > y))
        for a, b in zip(xs[0::2], xs[1::2]):
            if b - a > best[0]:
                best = (b - a, ((a + b) / 2, y))
    return tuple(round(v, 7) for v in best[1])


def street_name(text):
    """The Chinese name at the head of what OpenStreetMap has: 远达大街 Yuanda St -> 远达大街."""
    match = re.match("[\u4e00-\u9fff]+[0-9]*", text)
    name = match.group() if match else ""
    return "" if re.search("停车场|车辅道|出租车通道", name) else name


def read_streets():
    """Name -> (id, lon, lat, category); the point is the vertex nearest the middle of the longest piece."""
    with open(os.path.join(OUT, "road.geojson"), encoding="utf-8") as file:
        features = json.load(file)["features"]
    pieces = {}
    for feature in features:
        name = street_name(feature["properties"]["name"])
        if name:
            pieces.setdefault(name, []).append(feature)
    streets = {}
    for name, lines in pieces.items():
        longest = max(lines, key=lambda f: (length(f["geometry"]["coordinates"]), f["properties"]["osm_id"]))
        lon, lat = middle_vertex(longest["geometry"]["coordinates"])
        lowest = min(int(f["properties"]["osm_id"]) for f in lines)
        category = "square" if name.endswith("广场") else "bridge" if name.endswith("大桥") else "street"
        streets[name] = ("street-%d" % lowest, lon, lat, category)
    return streets


def length(line):
    return sum(plane.length_m(a, b) for a, b in zip(line, line[1:]))


def middle_vertex(line):
    half, walked, best = length(line) / 2, 0.0, (float("inf"), line[0])
    for i, point in enumerate(line):
        walked += plane.length_m(line[i - 1], point) if i else 0.0
        best = min(best, (abs(walked - half), point))
    return best[1]


def read_syllables(sources):
    with open(os.path.join(sources, "cn-names-pinyin", "ok_data_level3.csv"), encoding="utf-8-sig") as file:
        return {row["ext_id"][:6]: row["pinyin"].split() for row in csv.DictReader(file)}


def short_form(name):
    return re.sub("(朝鲜族|满族|蒙古族|回族)?(自治州|自治县|街道|[省市区县镇乡])$", "", name)


def standard_names(sources, counties, townships):
    """(code, name, syllables or None) of every division of the samples."""
    syllables = read_syllables(sources)
    yield "220000", "吉林省", None
    for code, name in make_divisions.PREFECTURES.items():
        yield code, name, syllables.get(code)
    for code, (row, _) in sorted(counties.items()):
        if code.startswith(("2201", "2203")):
            today = "220184" if code == "220381" else code
            yield today, row["name"], syllables.get(today)
    for code, (name, _, hints) in sorted(townships.items()):
        yield code, name, hints


def write_names(sources, counties, townships, streets):
    readings = Readings()
    file, out = writer("name.csv", ["place", "name", "form", "reading", "valid_from", "valid_to", "extent",
                                    "code", "precision", "mark"])
    for code, name, hints in standard_names(sources, counties, townships):
        reading = readings.romanise(name, hints)
        out.writerow([code, name, "standard", reading, "", "", "", "", "", "derived"])
        if len(short_form(name)) > 1:
            out.writerow([code, short_form(name), "short", reading.split(" ")[0], "", "", "", "", "", ""])
    for row in DIVISION_NAMES:
        out.writerow(row[:3] + (readings.romanise(row[1]),) + row[3:])
    for code, names in ZONE_NAMES.items():
        for alias in names[1:]:
            out.writerow(["zone-" + code, alias, "alias", "", "", "", "", "", "", "P"])
    for street, *row in STREET_NAMES:
        out.writerow([streets[street][0], row[0], row[1], ""] + list(row[2:5]) + ["", row[5], row[6]])
    file.close()


def main():
    sources = sys.argv[1]
    counties = make_divisions.read_counties(sources)
    changchun = {c: v for c, v in counties.items() if c.startswith("2201") or c == "220381"}
    townships = make_divisions.read_townships(sources)
    streets = read_streets()
    write_places(sources, changchun, townships, streets)
    write_names(sources, counties, townships, streets)


if __name__ == "__main__":
    main()
