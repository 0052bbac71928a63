#!/usr/bin/env python3
"""Writes 2 901 made-up counties as GeoJSON, for where the shared counties of China
are not to be had: a grid whose corners are moved and whose sides are broken lines
that both neighbours share, so that the set has no gap and no overlap. The same
seed gives the same bytes.

Usage: bench/generate.py OUT.geojson [--seed N] [--count N]"""
import argparse
import json
import random

WEST, SOUTH, STEP = 100.0, 24.0, 0.35
BREAKS = 6  # a side is halved so often: 64 pieces
PROVINCES = (11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46,
             50, 51, 52, 53, 54, 61, 62, 63, 64, 65)


def broken(chance, a, b, depth):
    """The points between a and b, each middle moved across by up to a tenth."""
    if depth == 0:
        return []
    move = chance.uniform(-0.1, 0.1)
    middle = (round((a[0] + b[0]) / 2 - (b[1] - a[1]) * move, 7),
              round((a[1] + b[1]) / 2 + (b[0] - a[0]) * move, 7))
    return (broken(chance, a, middle, depth - 1) + [middle] +
            broken(chance, middle, b, depth - 1))


def sides_of(chance, width, rows):
    corner = {(x, y): (round(WEST + STEP * (x + chance.uniform(-0.15, 0.15)), 7),
                       round(SOUTH + STEP * (y + chance.uniform(-0.15, 0.15)), 7))
              for y in range(rows + 1) for x in range(width + 1)}
    sides = {}
    for (x, y), a in corner.items():
        for to in ((x + 1, y), (x, y + 1)):
            if to in corner:
                sides[(x, y), to] = [a] + broken(chance, a, corner[to], BREAKS) + [corner[to]]
    return sides


def ring(sides, x, y):
    south, east = sides[(x, y), (x + 1, y)], sides[(x + 1, y), (x + 1, y + 1)]
    north, west = sides[(x, y + 1), (x + 1, y + 1)], sides[(x, y), (x, y + 1)]
    return south + east[1:] + north[::-1][1:] + west[::-1][1:]


def code_of(number):
    """Counties are numbered from 21 on in their prefecture, nineteen in each."""
    prefecture, county = divmod(number, 19)
    return f"{PROVINCES[prefecture % 31]}{prefecture // 31 + 1:02}{county + 21:02}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out")
    parser.add_argument("--seed", type=int, default=2901)
    parser.add_argument("--count", type=int, default=2901)
    options = parser.parse_args()
    width = max(1, int(options.count ** 0.5 + 0.999))
    sides = sides_of(random.Random(options.seed), width, -(-options.count // width))
    features = [{"type": "Feature",
                 "properties": {"code": code_of(i), "name": f"示例{i}县", "level": "county"},
                 "geometry": {"type": "Polygon",
                              "coordinates": [ring(sides, i % width, i // width)]}}
                for i in range(options.count)]
    with open(options.out, "w", encoding="utf-8") as file:
        json.dump({"type": "FeatureCollection", "features": features}, file, ensure_ascii=False)


if __name__ == "__main__":
    main()
