#!/usr/bin/env python3
"""Makes the division files of data-samples/changchun from two open sets.

usage: make_divisions.py SOURCES
SOURCES holds cn-admin-osm-2019 and cn-divisions-stats, cn-names-pinyin
(see ../README.md for where they come from).

County units keep the vertices of the source. Prefectures and the province are
the outlines left when the borders their counties share cancel, so children tile
their parents vertex by vertex; the program stops when they would not.
"""

import csv
import io
import json
import os
import sys
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "tests", "generate"))

import esri  # noqa: E402
import plane  # noqa: E402

OUT = os.path.join(HERE, "..", "changchun")
FIELDS = ["code", "name", "level", "type", "parent", "managed_by"]
PREFECTURES = {"220100": "长春市", "220200": "吉林市", "220300": "四平市", "220400": "辽源市",
               "220500": "通化市", "220600": "白山市", "220700": "松原市", "220800": "白城市",
               "222400": "延边朝鲜族自治州"}
JOINED = "2020-06-05"  # 公主岭 passes from 四平 to 长春
# Published code lists give the year alone; the day is its first (see former_names.py).
CODE_CHANGES = [("220121", "榆树县", "220182", "榆树市", "1990-01-01"),
                ("220124", "德惠县", "220183", "德惠市", "1994-01-01"),
                ("220125", "双阳县", "220112", "双阳区", "1995-01-01"),
                ("220181", "九台市", "220113", "九台区", "2014-01-01")]
ENDED = {"220104200"}  # 双德乡, which the same list also has as 双德街道
SPELLING = {"220102102": "玉潭镇"}  # the list has 玉谭镇, the statistics list 玉潭镇


def county_type(name):
    if name.endswith("自治县"):
        return "自治县"
    return {"区": "市辖区", "县": "县", "市": "县级市"}[name[-1]]


def prefecture_type(name):
    return "自治州" if name.endswith("自治州") else "地级市"


def township_type(name):
    return "街道" if name.endswith("街道") else "民族乡" if name.endswith("族乡") else name[-1]


def county_row(code, name):
    prefecture = code[:4] + "00"
    city = int(code[4:]) >= 81  # county-level cities are managed by the prefecture for the province
    return {"code": code, "name": name, "level": "county", "type": county_type(name), "parent": prefecture,
            "managed_by": prefecture if city else ""}


def read_counties(sources):
    base = os.path.join(sources, "cn-admin-osm-2019", "jilin_gbk")
    rows = esri.read_table(base + ".dbf", "gbk")
    shapes = esri.read_rings(base + ".shp")
    return {row["code"]: (county_row(row["code"], row["name"]), rings)
            for row, rings in zip(rows, shapes)}


def write_counties(counties, name, codes):
    chosen = [counties[code] for code in sorted(codes)]
    esri.write(os.path.join(OUT, name), FIELDS, [row for row, _ in chosen],
               [rings for _, rings in chosen], "EPSG:4326", "GBK")


def write_prefectures(counties):
    rows = [{"code": "220000", "name": "吉林省", "level": "province", "type": "省"}]
    shapes = [plane.union([rings for _, rings in counties.values()])]
    for code, name in PREFECTURES.items():
        rows.append({"code": code, "name": name, "level": "prefecture", "type": prefecture_type(name),
                     "parent": "220000"})
        shapes.append(plane.union([r for c, (_, r) in counties.items() if c[:4] == code[:4]]))
    esri.write(os.path.join(OUT, "division-prefecture"), FIELDS, rows, shapes, "EPSG:4326", "GBK")


def write_geojson(name, features):
    with open(os.path.join(OUT, name), "w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [\n')
        lines = [json.dumps({"type": "Feature", "properties": row,
                             "geometry": {"type": "MultiPolygon",
                                          "coordinates": plane.to_multipolygon(rings)}},
                            ensure_ascii=False) for row, rings in features]
        file.write(",\n".join(lines) + "\n]}\n")


def write_change_of_2020(counties):
    moved = counties["220381"][1]
    write_geojson("gongzhuling-2020.geojson", [(
        {"code": "220184", "name": "公主岭市", "level": "county", "type": "县级市", "parent": "220100",
         "managed_by": "220100", "former_code": "220381"}, moved)])
    after = []
    for code in ("220100", "220300"):
        members = [c for c in counties if c[:4] == code[:4] and c != "220381"]
        members += ["220381"] if code == "220100" else []
        after.append(({"code": code, "name": PREFECTURES[code], "level": "prefecture", "type": "地级市",
                       "parent": "220000"}, plane.union([counties[c][1] for c in members])))
    write_geojson("changchun-2020.geojson", after)


def write_history():
    """The unit under its old code until the change, under its new one from then on."""
    with open(os.path.join(OUT, "division-history.csv"), "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, FIELDS + ["former_code", "valid_from", "valid_to", "mark"],
                             lineterminator="\n")
        out.writeheader()
        for before, old_name, after, name, day in CODE_CHANGES:
            out.writerow(county_row(before, old_name) | {"valid_to": day, "mark": "C"})
            out.writerow(county_row(after, name) | {"former_code": before, "valid_from": day,
                                                    "mark": "C"})


def plain(name):
    """A township's name without the word for its nationality, as the statistics lists have it."""
    return name.replace("满族", "") if not name.startswith("满族") else name


def read_townships(sources):
    """code -> (name, county, syllables). Civil affairs codes; 公主岭's by the list of 2023,
    whose codes are those the unit's townships kept when 220381 became 220184."""
    with open(os.path.join(sources, "cn-divisions-stats", "streets.csv"), encoding="utf-8") as file:
        listed = {row["name"]: row["code"] for row in csv.DictReader(file)
                  if row["code"].startswith("220184")}
    archive = zipfile.ZipFile(os.path.join(sources, "cn-names-pinyin", "ok_data_level4.csv.zip"))
    text = archive.read(archive.namelist()[0]).decode("utf-8-sig")
    townships = {}
    for row in csv.DictReader(io.StringIO(text)):
        code, name = row["id"], row["ext_name"]
        if row["deep"] != "3" or not code.startswith("2201") or code in ENDED:
            continue
        if name[-2:] != "街道" and name[-1] not in "镇乡":
            continue  # zones, parks and farms are no divisions
        if code.startswith("220184"):
            code = listed[plain(name)]
        name = SPELLING.get(code, name)
        townships[code] = (name, code[:6], row["pinyin"].split())
    return townships


def write_townships(townships):
    with open(os.path.join(OUT, "division-township.csv"), "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["code", "name", "level", "type", "parent", "valid_from"])
        for code, (name, county, _) in sorted(townships.items()):
            out.writerow([code, name, "township", township_type(name), county, JOINED if county == "220184" else ""])


def main():
    sources = sys.argv[1]
    counties = read_counties(sources)
    ten = [code for code in counties if code.startswith("2201")]
    write_counties(counties, "division-county", ten + ["220381"])
    write_counties(counties, "division-siping", [c for c in counties if c.startswith("2203") and c != "220381"])
    write_prefectures(counties)
    write_change_of_2020(counties)
    write_history()
    townships = read_townships(sources)
    write_townships(townships)
    print("%d counties of 长春, %d townships" % (len(ten), len(townships)))


if __name__ == "__main__":
    main()
