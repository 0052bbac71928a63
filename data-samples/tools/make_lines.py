#!/usr/bin/env python3
"""Writes changchun/line-example.geojson, marker-example.csv and
tri-junction-example.csv: made-up lines, markers and tri-junctions (示例数据).

The lines run where two county units of division-county.shp share their border,
vertex by vertex; agreements, markers and their state are invented. Codes are
those of 2019, so that the lines of 公主岭 keep 220381, as agreed lines do.
Numbers of markers: the last two digits of both codes, a serial that rises from
west to east or from north to south, and a letter (Q single, A and B double).
"""
import csv
import json
import math
import pathlib
import subprocess

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "changchun"
METRES_PER_DEGREE = 111_120.0
DISPUTED = ("220102", "220105")  # where claim-example.geojson leaves a gap
DOUBLE = ("220104", "220106")    # its second marker stands on both banks
BANK_M = 12.0
LEG_M = 9_000.0                  # about so far from marker to marker
HEAD = ("界桩编号", "界线编号", "界桩类型", "界桩材质", "经度", "纬度", "测量日期", "点位中误差",
        "界桩状况", "管护单位", "备注")
NOTE = "示例数据"


def read_counties():
    text = subprocess.run(
        ["ogr2ogr", "-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=9", "/vsistdout/",
         str(FOLDER / "division-county.shp")], check=True, capture_output=True, text=True).stdout
    names, edges = {}, {}
    for feature in json.loads(text)["features"]:
        code, geometry = feature["properties"]["code"], feature["geometry"]
        polygons = geometry["coordinates"]
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        names[code] = feature["properties"]["name"]
        edges[code] = {frozenset((tuple(a), tuple(b))) for polygon in polygons
                       for ring in polygon for a, b in zip(ring, ring[1:])}
    return names, edges


def chains(shared, junctions):
    """Joins edges end to end into lines, which break at the junctions."""
    at = {}
    for edge in shared:
        for point in edge:
            at.setdefault(point, set()).add(edge)
    ends = sorted(p for p, meeting in at.items() if len(meeting) != 2 or p in junctions)
    left, lines = set(shared), []
    for start in ends + sorted(at):
        for edge in sorted(at[start] & left, key=sorted):
            line = [start]
            while edge:
                left.discard(edge)
                line.append(next(p for p in edge if p != line[-1]))
                more = at[line[-1]] & left
                edge = next(iter(more)) if len(more) == 1 and line[-1] not in junctions else None
            lines.append(line)
    return lines


def length_m(a, b):
    shrink = math.cos(math.radians((a[1] + b[1]) / 2))
    return math.hypot((b[0] - a[0]) * shrink, b[1] - a[1]) * METRES_PER_DEGREE


def directed(line):
    """West to east, or north to south where it is taller than wide."""
    first, last = line[0], line[-1]
    shrink = math.cos(math.radians(first[1]))
    tall = abs(last[1] - first[1]) > abs(last[0] - first[0]) * shrink
    wrong = first[1] < last[1] if tall else first[0] > last[0]
    return line[::-1] if wrong else line


def stations(line):
    """The vertices where markers stand: never an end, which is a tri-junction."""
    walked, found = 0.0, []
    for i in range(1, len(line) - 1):
        walked += length_m(line[i - 1], line[i])
        if walked >= LEG_M or (not found and i == len(line) // 2):
            found.append(i)
            walked = 0.0
    return found


def beside(line, i, metres):
    a, p, b = line[i - 1], line[i], line[i + 1]
    shrink = math.cos(math.radians(p[1]))
    dx, dy = (b[0] - a[0]) * shrink, b[1] - a[1]
    step = metres / METRES_PER_DEGREE / math.hypot(dx, dy)
    return round(p[0] - dy * step / shrink, 7), round(p[1] + dx * step, 7)


def markers_of(pair, line, serial):
    code, tails = "-".join(pair), pair[0][-2:] + pair[1][-2:]
    for i in stations(line):
        serial += 1
        state = {3: "倾斜", 5: "字迹模糊"}.get(serial, "完好")
        double = pair == DOUBLE and serial == 2
        stones = ([("A", "双立", beside(line, i, BANK_M)), ("B", "双立", beside(line, i, -BANK_M))]
                  if double else [("Q", "单立", line[i])])
        for letter, mode, (lon, lat) in stones:
            yield (f"{tails}{serial:03d}{letter}", code, mode, "钢筋混凝土", f"{lon:.7f}",
                   f"{lat:.7f}", "2023-06-15", "0.1", state, pair[serial % 2], NOTE)


def main():
    names, edges = read_counties()
    corners = {}
    for code, own in edges.items():
        for edge in own:
            for point in edge:
                corners.setdefault(point, set()).add(code)
    junctions = {p: sorted(c) for p, c in corners.items() if len(c) >= 3}
    features, stones, number = [], [], 0
    for a in sorted(names):
        for b in sorted(names):
            shared = edges[a] & edges[b]
            if a >= b or not shared:
                continue
            pair, number = (a, b), number + 1
            lines = sorted(directed(line) for line in chains(shared, junctions))
            mine = []
            for line in lines:
                mine += markers_of(pair, line, len({m[0][:7] for m in mine}))
            stones += mine
            count = len({m[0][:7] for m in mine})
            properties = {
                "界线编号": f"{a}-{b}", "甲方代码": a, "乙方代码": b,
                "界线名称": f"{names[a]}—{names[b]}线（示例）",
                "界线状态": "有争议" if pair == DISPUTED else "已勘定",
                "协议书文号": None if pair == DISPUTED else f"示例〔2000〕{number}号",
                "协议书日期": None if pair == DISPUTED else "2000-09-15",
                "依托地物": "桩间连线",
                "界桩清单": f"001-{count:03d}" if count > 1 else "001" if count else None,
            }
            features.append({"type": "Feature", "properties": properties,
                             "geometry": {"type": "MultiLineString", "coordinates": lines}})
    with (FOLDER / "line-example.geojson").open("w", encoding="utf-8") as out:
        out.write('{"type":"FeatureCollection","features":[\n')
        out.write(",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":"))
                             for f in features))
        out.write("\n]}\n")
    with (FOLDER / "marker-example.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([HEAD, *stones])
    with (FOLDER / "tri-junction-example.csv").open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out, lineterminator="\n").writerow
        write(("三交点编号", "政区代码", "经度", "纬度", "备注"))
        for (lon, lat), codes in sorted(junctions.items()):
            write(("".join(sorted(c[-2:] for c in codes)) + "I", ",".join(codes), f"{lon:.7f}",
                   f"{lat:.7f}", NOTE))


if __name__ == "__main__":
    main()
