#!/usr/bin/env python3
"""Inspects every two sources of the same borders against one another, and draws findings.

usage: pairs.py --program PROGRAM --data FOLDER [--draw FOLDER] [--seed N] [--only WORD]

Needs the folder of real data that developers have, and ogr2ogr; without them it says so
and exits 77. The older source is imported, the other becomes its successor, and
`inspect --against` the first edition is run. Prints a table of counts; --draw writes ten
findings by seed as SVG: black the older borders, red the newer, the finding filled.
"""
import argparse
import collections
import glob
import gzip
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

CHANGCHUN = "2201"


def geojson(source, scratch, *options):
    out = scratch / "read.geojson"
    out.unlink(missing_ok=True)
    subprocess.run(["ogr2ogr", "-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=9", out, source,
                    *options], check=True, capture_output=True)
    return json.loads(out.read_text(encoding="utf-8", errors="replace"))["features"]


def units(features, field):
    """Geometries by key; the parts of one key together."""
    found = {}
    for f in features:
        key, g = str(f["properties"].get(field) or ""), f["geometry"]
        if key and g and g["type"] in ("Polygon", "MultiPolygon"):
            parts = g["coordinates"] if g["type"] == "MultiPolygon" else [g["coordinates"]]
            found.setdefault(key, []).extend(parts)
    return found


def changchun(features, field):
    return {k: v for k, v in units(features, field).items()
            if k.startswith(CHANGCHUN) and k[4:] not in ("00", "01") and len(k) == 6}


def fences(data):
    features = [{"properties": {"code": pathlib.Path(p).stem}, "geometry": json.load(open(p))}
                for p in glob.glob(str(data / "cn-adcode-vonng-2016/changchun/*.json"))]
    return changchun(features, "code")


def albers(data, scratch):
    plain = scratch / "counties.topojson"
    plain.write_bytes(gzip.decompress((data / "cn-census-2020/counties-geo.topojson.gz").read_bytes()))
    return changchun(geojson(plain, scratch, "county", "-s_srs", "+proj=aea +lat_0=36 +lat_1=24 "
                             "+lat_2=48 +lon_0=104.5 +datum=WGS84", "-t_srs", "EPSG:4326"), "CODE")


# Per group the sources by date: name, system of the coordinates, how they are read.
GROUPS = {
    "Changchun": (
        ("AMap 2016", "GCJ-02", lambda d, s: fences(d)),
        ("OpenStreetMap 2019", "CRS84",
         lambda d, s: changchun(geojson(d / "cn-admin-osm-2019/jilin_gbk.shp", s), "code")),
        ("Ministry 2019", "CRS84",
         lambda d, s: changchun(geojson(d / "cn-admin-mca-2019/220100.json", s, "-s_srs",
                                        "EPSG:4326", "-t_srs", "EPSG:4326"), "QUHUADAIMA")),
        ("AMap 2020", "GCJ-02",
         lambda d, s: changchun(geojson(d / "cn-admin-amap-2020/city/长春市.shp", s), "adcode")),
        ("DataV 2020", "GCJ-02",
         lambda d, s: changchun(geojson(d / "cn-admin-datav/2020-natee/220100_full.json", s),
                                "adcode")),
        ("CTAmap 2021", "CRS84", albers),
        ("DataV 2022", "GCJ-02",
         lambda d, s: changchun(geojson(d / "cn-admin-datav/2022-lyhmyd1211/220100.json", s),
                                "adcode"))),
    "Singapore": (
        ("2014", "CRS84", lambda d, s: units(geojson(d / "sg-subzones/MP14_SUBZONE_WEB_PL.shp", s,
                                                     "-t_srs", "CRS:84"), "SUBZONE_C")),
        ("2019", "CRS84", lambda d, s: units(geojson(d / "sg-subzones/MPSZ-2019.shp", s, "-t_srs",
                                                     "CRS:84"), "SUBZONE_C"))),
    "Nigeria": (
        ("full", "CRS84", lambda d, s: units(geojson(
            d / "ng-adm2-two-sources/geoBoundaries-NGA-ADM2.shp", s), "pcode")),
        ("OSGOF 2019", "CRS84", lambda d, s: units(geojson(
            d / "ng-adm2-two-sources/nga_admbnda_adm2_osgof_20190417.shp", s), "ADM2_PCODE")),
        ("simplified", "CRS84", lambda d, s: units(geojson(
            d / "ng-adm2-two-sources/geoBoundaries-NGA-ADM2_simplified.shp", s), "pcode"))),
    "Switzerland": tuple(
        (year, "CRS84", lambda d, s, year=year: units(geojson(
            d / f"ch-municipalities/{year}/municipalities.shp", s, "-t_srs", "CRS:84"), "id"))
        for year in ("2012", "2025", "2026")),
}


def codes(keys):
    """Chinese codes stay; others get made-up township codes in the order of their keys."""
    if all(len(k) == 6 and k.isdigit() for k in keys):
        return {k: k for k in keys}
    return {k: f"{220101 + i // 900}{i % 900 + 1:03d}" for i, k in enumerate(sorted(keys))}


def write(path, shapes, code_of):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {
            "code": code_of[k], "name": f"单位{k}", "level": "county" if len(code_of[k]) == 6
            else "township"},
         "geometry": {"type": "MultiPolygon", "coordinates": parts}}
        for k, parts in sorted(shapes.items())]}), encoding="utf-8")


def run(program, *arguments):
    result = subprocess.run([program, *map(str, arguments), "--json"], capture_output=True,
                            text=True)
    if result.returncode:
        raise SystemExit(f"{' '.join(map(str, arguments))}: exit {result.returncode}\n"
                         f"{result.stdout[-2000:]}{result.stderr[-2000:]}")
    return json.loads(result.stdout)


def inspect_pair(program, scratch, sources, code_of):
    """The report of the second source against the first, seconds, and the record."""
    record = scratch / "pair.sqlite"
    record.unlink(missing_ok=True)
    shutil.rmtree(f"{record}.snapshot", ignore_errors=True)
    run(program, "init", record)
    edition = None
    for number, (shapes, crs) in enumerate(sources):
        path = scratch / f"source-{number}.geojson"
        write(path, shapes, code_of)
        options = ["--effective", "2024-01-01"] if number else []
        answer = run(program, "import", record, path, "--as", "division", "--crs", crs, *options)
        edition = edition or answer["edition"]
    started = time.monotonic()
    report = run(program, "inspect", record, "--against", edition)
    return report, time.monotonic() - started, record


def outlines(program, record, day, scratch):
    out = scratch / f"drawn-{day}.geojson"
    run(program, "export", record, "division", out, "--at", day)
    return [ring for f in json.loads(out.read_text(encoding="utf-8"))["features"] if f["geometry"]
            for part in (f["geometry"]["coordinates"] if f["geometry"]["type"] == "MultiPolygon"
                         else [f["geometry"]["coordinates"]]) for ring in part]


def points_of(geometry):
    flat = []

    def walk(c):
        if isinstance(c[0], (int, float)):
            flat.append(c)
        else:
            for x in c:
                walk(x)
    walk(geometry["coordinates"])
    return flat


def rings_of(geometry):
    c, kind = geometry["coordinates"], geometry["type"]
    return {"Polygon": lambda: c, "MultiPolygon": lambda: [r for p in c for r in p],
            "LineString": lambda: [c], "MultiLineString": lambda: c,
            "Point": lambda: [[c, c]]}.get(kind, lambda: [])()


def draw(path, finding, title, before, after):
    points = points_of(finding["geometry"])
    low = [min(p[k] for p in points) for k in (0, 1)]
    high = [max(p[k] for p in points) for k in (0, 1)]
    half = max(high[0] - low[0], (high[1] - low[1]) * 1.38, 2e-4) * 0.75
    middle = [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2]
    place = lambda p: (400 + (p[0] - middle[0]) / half * 400, 400 - (p[1] - middle[1]) * 1.38 / half * 400)
    near = lambda ring: (min(p[0] for p in ring) <= middle[0] + half
                         and max(p[0] for p in ring) >= middle[0] - half
                         and min(p[1] for p in ring) <= middle[1] + half
                         and max(p[1] for p in ring) >= middle[1] - half)

    def path_of(rings):
        return " ".join("M" + " L".join("%.1f,%.1f" % place(p) for p in ring) for ring in rings)
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="800" height="840" viewBox="0 0 800 840">'
        f'<rect width="800" height="840" fill="white"/>'
        f'<path d="{path_of(rings_of(finding["geometry"]))}" fill="#fc6" fill-rule="evenodd" stroke="#fc6" stroke-width="4"/>'
        f'<path d="{path_of(r for r in before if near(r))}" fill="none" stroke="black" stroke-width="2.5"/>'
        f'<path d="{path_of(r for r in after if near(r))}" fill="none" stroke="red" stroke-width="1.2"/>'
        f'<rect y="800" width="800" height="40" fill="white"/>'
        f'<text x="8" y="824" font-size="14">{title}; frame {half * 2 * 80.0:.2f} km</text></svg>',
        encoding="utf-8")


def pairs(options, scratch):
    program = str(pathlib.Path(options.program).resolve())
    for group, sources in GROUPS.items():
        if options.only not in group:
            continue
        loaded = [(name, crs, read(options.data, scratch)) for name, crs, read in sources]
        code_of = codes({k for _, _, shapes in loaded for k in shapes})
        for i, (old, old_crs, old_shapes) in enumerate(loaded):
            for new, new_crs, new_shapes in loaded[i + 1:]:
                yield (f"{group}: {old} → {new}", len(old_shapes.keys() & new_shapes.keys()),
                       inspect_pair(program, scratch, ((old_shapes, old_crs),
                                                       (new_shapes, new_crs)), code_of))


KINDS = ("transfer", "redigitised", "gap", "overlap", "non-coincident-border", "density-mismatch",
         "crs-suspect", "invalid-geometry", "unregistered-exclave", "tiny-part")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--data", required=True, type=pathlib.Path)
    parser.add_argument("--draw", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    if not options.data.is_dir() or not shutil.which("ogr2ogr"):
        print("skipped: the real data or ogr2ogr is not here")
        return 77
    chance, kept, seen = random.Random(options.seed), [], 0
    print("| pair | units | " + " | ".join(KINDS) + " | other | unchanged km | median m | s |")
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        for name, common, (report, seconds, record) in pairs(options, scratch):
            counts = collections.Counter({k: v for k, v in report["counts"].items() if v})
            against = report["against"]
            print(f"| {name} | {common} | " + " | ".join(str(counts.pop(k, 0) or "·") for k in KINDS)
                  + f" | {sum(counts.values()) or '·'} | {(against.get('unchanged_length_m') or 0) / 1000:.0f}"
                  f" | {against.get('median_offset_m') or 0:.2f} | {seconds:.1f} |", flush=True)
            if not options.draw:
                continue
            options.draw.mkdir(parents=True, exist_ok=True)
            today = [f for f in report["findings"] if f["geometry"]]
            lines = None
            for finding in today:  # ten of all, each with the same chance (reservoir)
                seen += 1
                slot = len(kept) if len(kept) < 10 else chance.randrange(seen)
                if slot >= 10:
                    continue
                lines = lines or (outlines(options.program, record, "2023-12-31", scratch),
                                  outlines(options.program, record, "2024-01-02", scratch))
                title = (f"{name}: {finding['kind']} {finding['severity']} "
                         f"{finding['area_m2'] or 0:.0f} m² {finding['width_m'] or 0:.1f} m wide "
                         f"{' '.join(finding['parties'][:3])}")
                kept[slot:slot + 1] = [title]
                draw(options.draw / f"finding-{slot}.svg", finding, title, *lines)
    for number, title in enumerate(kept):
        print(f"{number}: {title}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
