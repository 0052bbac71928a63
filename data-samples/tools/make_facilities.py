#!/usr/bin/env python3
"""Makes facility-example.csv: facilities that DO NOT EXIST (示例数据).

No open set of Changchun's eldercare homes and cemeteries was found. These rows
let the coverage job be shown; every name says （示例）. They stand on real
streets of road.geojson and at real township points, which proves nothing about
what is there.
"""

import csv
import os

import plane
from make_names import OUT, read_streets, writer

HEADER = ["id", "name", "kind", "lon", "lat", "division", "address", "beds", "nursing_beds", "ownership",
          "nature", "rank", "functions", "opened", "closed"]

# kind, name, at (a street, or a township's code), beds, nursing beds, ownership, nature, rank, functions, opened, closed
ROWS = [
    ("eldercare.home", "朝晖养老院", "人民大街", 200, 120, "公办", "公益", "county", "综合", "2012-05-01", ""),
    ("eldercare.home", "民康路养老院", "民康路", 120, 66, "民办", "经营", "town", "综合", "2015-09-01", ""),
    ("eldercare.home", "吉林大路养老院", "吉林大路", 160, 96, "公建民营", "公益", "town", "综合", "2017-03-01", ""),
    ("eldercare.home", "铁北养老院", "铁北二路", 90, 40, "民办", "经营", "town", "", "2011-10-01", ""),
    ("eldercare.home", "东盛养老院", "东盛大街", 110, 60, "公办", "公益", "town", "综合", "2019-06-01", ""),
    ("eldercare.home", "老市区养老院", "东四马路", 60, 20, "民办", "经营", "town", "", "2003-04-01", "2021-12-31"),
    ("eldercare.home", "双阳养老中心", "220112001", 180, 110, "公办", "公益", "county", "综合", "2014-08-01", ""),
    ("eldercare.home", "九台养老中心", "220113001", 210, 130, "公办", "公益", "county", "综合", "2013-07-01", ""),
    ("eldercare.home", "农安养老中心", "220122100", 240, 140, "公办", "公益", "county", "综合", "2016-05-01", ""),
    ("eldercare.home", "范家屯敬老院", "220184103", 80, 30, "公办", "公益", "town", "", "2010-11-01", ""),
    ("eldercare.centre", "重庆路综合养老服务中心", "重庆路", 30, 18, "公建民营", "公益", "town", "综合", "2021-01-15", ""),
    ("eldercare.centre", "荣光综合养老服务中心", "荣光路", 25, 15, "公建民营", "公益", "town", "综合", "2022-04-01", ""),
    ("eldercare.centre", "凯旋综合养老服务中心", "凯旋路", 28, 16, "公建民营", "公益", "town", "综合", "2022-10-01", ""),
    ("eldercare.centre", "上海路综合养老服务中心", "上海路", 20, 12, "公建民营", "公益", "town", "综合", "2020-09-01", ""),
    ("eldercare.centre", "亚泰综合养老服务中心", "北亚泰大街", 24, 12, "公建民营", "公益", "town", "综合", "2027-01-01", ""),
    ("eldercare.day", "平泉路日间照料中心", "平泉路", 15, 0, "公建民营", "公益", "village", "", "2018-03-01", ""),
    ("eldercare.day", "和顺街日间照料中心", "和顺街", 12, 0, "公建民营", "公益", "village", "", "2018-03-01", ""),
    ("eldercare.day", "长通路日间照料中心", "长通路", 12, 0, "民办", "公益", "village", "", "2019-05-01", ""),
    ("eldercare.day", "黑水路日间照料中心", "黑水路", 10, 0, "民办", "公益", "village", "", "2016-01-01", "2023-06-30"),
    ("eldercare.day", "台北大街日间照料中心", "台北大街", 16, 0, "公建民营", "公益", "village", "", "2020-11-01", ""),
    ("eldercare.day", "永长路日间照料中心", "永长路", 10, 0, "民办", "公益", "village", "", "2021-07-01", ""),
    ("eldercare.meal", "清明街老年餐桌", "清明街", "", "", "民办", "公益", "village", "助餐", "2022-06-01", ""),
    ("eldercare.meal", "四通路老年餐桌", "四通路", "", "", "民办", "公益", "village", "助餐", "2022-06-01", ""),
    ("eldercare.meal", "光复路老年餐桌", "光复路", "", "", "民办", "经营", "village", "助餐", "2023-03-01", ""),
    ("funeral.home", "城区殡仪馆", "220105102", "", "", "公办", "公益", "county", "", "1998-01-01", ""),
    ("funeral.cemetery", "东郊公益性公墓", "220105103", "", "", "公办", "公益", "county", "", "2009-04-01", ""),
    ("funeral.cemetery", "双阳公益性公墓", "220112101", "", "", "公办", "公益", "county", "", "2018-10-01", ""),
    ("funeral.cemetery", "榆树经营性公墓", "220182103", "", "", "民办", "经营", "county", "", "2006-04-05", ""),
    ("funeral.ash-hall", "德惠公益性骨灰堂", "220183100", "", "", "公办", "公益", "county", "", "2020-12-01", ""),
    ("funeral.ash-hall", "兰家公益性骨灰堂", "220103101", "", "", "公办", "公益", "town", "", "2022-12-01", ""),
    ("community.service", "大经路社区服务中心", "大经路", "", "", "公办", "公益", "village", "", "2015-01-01", ""),
    ("community.service", "长白路社区服务中心", "长白路", "", "", "公办", "公益", "village", "", "2015-01-01", ""),
    ("community.service", "安乐路社区服务中心", "安乐路", "", "", "公办", "公益", "village", "", "2017-01-01", ""),
    ("child.station", "幸福乡未成年人保护工作站", "220102200", "", "", "公办", "公益", "town", "", "2022-01-01", ""),
    ("child.station", "桃源未成年人保护工作站", "桃源路", "", "", "公办", "公益", "town", "", "2021-10-01", ""),
    ("child.station", "农安镇未成年人保护工作站", "220122100", "", "", "公办", "公益", "town", "", "2021-12-01", ""),
]


def read_places():
    with open(os.path.join(OUT, "place.csv"), encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def nearest_township(places, county, point):
    towns = [p for p in places.values() if p["kind"] == "township" and p["division"].startswith(county)]
    return min(towns, key=lambda p: plane.length_m(point, (float(p["lon"]), float(p["lat"]))))["division"]


def main():
    places, streets, number = read_places(), read_streets(), {}
    file, out = writer("facility-example.csv", HEADER)
    for kind, name, at, *rest in ROWS:
        number[kind] = number.get(kind, 0) + 1
        if at.isdigit():
            row = places["township-" + at]
            point, division, address = (row["lon"], row["lat"]), at, row["name"]
        else:
            key, lon, lat, _ = streets[at]
            point, address = (lon, lat), at
            division = nearest_township(places, places[key]["division"], point)
        out.writerow(["example-%s-%02d" % (kind, number[kind]), name + "（示例）", kind, *point, division,
                      address + "（示例）", *rest])
    file.close()
    print(number)


if __name__ == "__main__":
    main()
