#!/usr/bin/env python3
"""Makes the gazetteer's further files of data-samples/changchun.

usage: make_gazetteer.py SOURCES
Needs what make_divisions.py and make_names.py made, and road.geojson.

division-more.csv, name-more.csv, place-street.csv  units elsewhere that share a name
    with one here, streets outside the road data, and their names
code-alias.csv      codes of the statistics bureau in the four zones
street-part.geojson the streets that cross districts, cut at the county units' borders
*-example.csv       made up (示例)
"""

import csv
import io
import json
import os
import sys
import zipfile

import make_divisions
import plane
from former_names import MORE_NAMES, MORE_STREETS, ZONE_NAMES
from make_names import length, read_streets, short_form, street_name, writer
from readings import Readings

OUT = make_divisions.OUT

# Units that a query for a name here must not be mixed up with, or that rules are tried on.
ELSEWHERE = ("110000", "110105", "500000", "220282", "220282106", "220283", "220283101", "220523",
             "220523100", "220721", "220721102", "220723", "220881", "220881101", "222404", "222426",
             "222426105")
CROSSING = ("人民大街", "解放大路")
LEAST_M = 300  # of a part: shorter ones are where a street runs along a border
COUNTIES = {"220102": "南关区", "220103": "宽城区", "220104": "朝阳区", "220105": "二道区",
            "220106": "绿园区"}


def read_units(sources):
    """Code of civil affairs, two digits for a province -> (name, syllables)."""
    path = os.path.join(sources, "cn-names-pinyin", "ok_data_level4.csv.zip")
    with zipfile.ZipFile(path) as archive:
        text = archive.read(archive.namelist()[0]).decode("utf-8-sig")
    return {row["id"]: (row["ext_name"], row["pinyin"].split())
            for row in csv.DictReader(io.StringIO(text))}


def level_of(code):
    if len(code) == 9:
        return "township"
    return "province" if code.endswith("0000") else "county"


def parent_of(code):
    if len(code) == 9:
        return code[:6]
    return "" if code.endswith("0000") else code[:2] + "0000" if code[:2] == "11" else code[:4] + "00"


def hints_of(name, syllables):
    """Of the specific part; the list reads 朝阳镇 as zhao yang, and counts some generics in."""
    hints = syllables[:len(short_form(name))]
    return ["chao"] + hints[1:] if name.startswith("朝阳") else hints


def write_more(sources):
    units, readings = read_units(sources), Readings()
    rows = {code: units[code[:2] if code.endswith("0000") else code] for code in ELSEWHERE}
    file, out = writer("division-more.csv", ["code", "name", "level", "parent"])
    for code, (name, _) in rows.items():
        out.writerow([code, name, level_of(code), parent_of(code)])
    file.close()
    file, out = writer("place-street.csv", ["id", "name", "kind", "division", "status"])
    for key, name in MORE_STREETS:
        out.writerow([key, name, "street", "", "approved"])
    file.close()
    file, out = writer("name-more.csv", ["place", "name", "form", "reading", "valid_from", "valid_to",
                                         "extent", "precision", "certainty"])
    for code, (name, syllables) in rows.items():
        reading = readings.romanise(name, hints_of(name, syllables))
        out.writerow([code, name, "standard", reading, "", "", "", "", "derived"])
        if len(short_form(name)) > 1:
            out.writerow([code, short_form(name), "short", reading.split(" ")[0], "", "", "", "", ""])
    for row in MORE_NAMES:
        out.writerow(row)
    file.close()


# --- codes ----------------------------------------------------------------------------


def write_aliases(sources):
    """Townships of the statistics list that stand under a zone, where one of the same name
    and one only is a unit of Changchun."""
    by_name = {}
    with open(os.path.join(OUT, "division-township.csv"), encoding="utf-8") as file:
        for row in csv.DictReader(file):
            by_name.setdefault(row["name"], []).append(row["code"])
    file, out = writer("code-alias.csv", ["place", "scheme", "code", "note"])
    for zone, names in ZONE_NAMES.items():
        out.writerow(["zone-" + zone, "nbs", zone, names[0] + "，统计用区划代码，非政区"])
    with open(os.path.join(sources, "cn-divisions-stats", "streets.csv"), encoding="utf-8") as streets:
        for row in csv.DictReader(streets):
            found = by_name.get(row["name"], [])
            if row["areaCode"] in ZONE_NAMES and len(found) == 1:
                out.writerow([found[0], "nbs", row["code"], ZONE_NAMES[row["areaCode"]][0]])
    file.close()


# --- parts of streets -------------------------------------------------------------------


def county_of(counties, a, b):
    middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
    for code in COUNTIES:
        if plane.contains(counties[code][1], middle):
            return code
    return ""


def cut(counties, line):
    """Runs of segments in one unit: (code, points)."""
    runs = []
    for a, b in zip(line, line[1:]):
        code = county_of(counties, a, b)
        if not runs or runs[-1][0] != code:
            runs.append((code, [a]))
        runs[-1][1].append(b)
    return runs


def parts_of(counties, name, features):
    """code -> (lines, ids of the roads), north to south."""
    parts = {}
    for feature in features:
        if street_name(feature["properties"]["name"]) != name:
            continue
        for code, points in cut(counties, feature["geometry"]["coordinates"]):
            lines, roads = parts.setdefault(code, ([], []))
            lines.append(points)
            if feature["properties"]["osm_id"] not in roads:
                roads.append(feature["properties"]["osm_id"])
    kept = {code: part for code, part in parts.items()
            if code and sum(map(length, part[0])) >= LEAST_M}
    return sorted(kept.items(), key=lambda item: -max(p[1] for line in item[1][0] for p in line))


def write_parts(counties, streets):
    with open(os.path.join(OUT, "road.geojson"), encoding="utf-8") as file:
        roads = json.load(file)["features"]
    features = []
    for name in CROSSING:
        for ordinal, (code, (lines, ids)) in enumerate(parts_of(counties, name, roads), 1):
            features.append({"type": "Feature", "properties": {
                "street": streets[name][0], "ordinal": ordinal, "name": name, "division": code,
                "roads": ",".join(sorted(ids, key=int)), "note": "按2019年概略区界截取"},
                "geometry": {"type": "MultiLineString", "coordinates": lines}})
    with open(os.path.join(OUT, "street-part.geojson"), "w", encoding="utf-8") as file:
        json.dump({"type": "FeatureCollection", "features": features}, file, ensure_ascii=False)
        file.write("\n")
    for feature in features:
        p = feature["properties"]
        print(p["name"], p["ordinal"], COUNTIES[p["division"]], len(p["roads"].split(",")), "roads")


# --- made up ------------------------------------------------------------------------------


def along(line, share):
    whole, walked = length(line) * share, 0.0
    for a, b in zip(line, line[1:]):
        step = plane.length_m(a, b)
        if walked + step >= whole and step > 0:
            t = (whole - walked) / step
            return round(a[0] + t * (b[0] - a[0]), 7), round(a[1] + t * (b[1] - a[1]), 7)
        walked += step
    return tuple(line[-1])


def write_examples(streets):
    with open(os.path.join(OUT, "road.geojson"), encoding="utf-8") as file:
        roads = json.load(file)["features"]
    longest = {}
    for feature in roads:
        name = street_name(feature["properties"]["name"])
        line = feature["geometry"]["coordinates"]
        if name and length(line) > length(longest.get(name, [])):
            longest[name] = line
    file, out = writer("address-example.csv", ["id", "road", "number", "division", "estate", "building",
                                               "unit", "room", "rank", "geocode", "status", "lon", "lat"])
    out.writerow(["changchun-government", "人民大街", "10111号", "220102", "", "", "", "", "main", "",
                  "approved", "", ""])
    signs = []
    for name, division in (("重庆路", "220104"), ("吉林大路", "220105"), ("长江路", "220103")):
        for i in range(1, 11):
            lon, lat = along(longest[name], i / 11)
            key = "示例-%s-%d" % (name, i)
            out.writerow([key, name, "%d号" % i, division, "", "", "", "", "main", "示例编码%s%02d" % (
                division, i), "approved", lon, lat])
            if i % 4 == 0:
                out.writerow([key + "-户", name, "%d号" % i, division, "示例小区", "1栋", "1单元", "101",
                              "auxiliary", "", "approved", lon, lat])
            if i in (2, 7):
                signs.append(["示例-门牌-%s-%d" % (name, i), key, "door", "intact", "%d" % i, "", "",
                              lon, lat])
        lon, lat = along(longest[name], 0.5)
        signs.append(["示例-街牌-" + name, streets[name][0], "street", "text-faded", name, "",
                      "示例管护单位", lon, lat])
    file.close()
    file, out = writer("sign-example.csv", ["id", "place", "type", "state", "text", "romanised", "keeper",
                                            "lon", "lat"])
    out.writerows(signs)
    file.close()
    renmin, chongqing = streets["人民大街"][0], streets["重庆路"][0]
    file, out = writer("heritage-example.csv", ["id", "place", "name", "level", "batch", "scheme",
                                                "category", "listed_on", "document", "origin"])
    out.writerow(["示例-名录-1", renmin, "人民大街", "city", "示例批次", "四川地名文化遗产", "street-100",
                  "2024-01-01", "示例〔2024〕1号", "示例数据，非真实名录"])
    file.close()
    file, out = writer("approval-example.csv", ["id", "place", "action", "name", "body", "body_kind",
                                                "document", "approved_on", "filing_sent", "notice_on"])
    out.writerow(["示例-批准-1", renmin, "named", "人民大街", "示例人民政府", "government",
                  "示例〔2024〕1号", "2024-03-01", "2024-03-10", "2024-03-12"])
    out.writerow(["示例-批准-2", chongqing, "named", "重庆路", "示例人民政府", "government",
                  "示例〔2024〕2号", "2024-03-01", "2024-03-20", ""])
    out.writerow(["示例-批准-3", "", "named", "示例大厦", "示例住建局", "other-department",
                  "示例〔2024〕3号", "2024-03-01", "", ""])
    file.close()
    file, out = writer("relation-example.csv", ["place", "successor", "relation", "changed_on",
                                                "precision", "document", "note"])
    out.writerow([chongqing, renmin, "re-parented", "2024-01-01", "year", "示例〔2024〕1号",
                  "示例数据，非真实沿革"])
    file.close()


def main():
    sources = sys.argv[1]
    streets = read_streets()
    write_more(sources)
    write_aliases(sources)
    write_parts(make_divisions.read_counties(sources), streets)
    write_examples(streets)


if __name__ == "__main__":
    main()
