#!/usr/bin/env python3
"""Inspecting again after an edit of one random township, against inspecting the whole.

A vertex of one copy of a border is moved 5 m (bench/townships.c makes the set). After the
import both inspect a copy of the record of their own: `yutu inspect` and `yutu inspect
--whole`, in turns; first it is compared what both print with --json, byte by byte but for
the moments of the runs. CPU seconds of the whole program.

YUTU_BENCH_TOWNSHIPS: how many, several with commas (default 2000; the full size: 40000).
YUTU_BENCH_EDITS: how many edits of each set (default 5), one after another."""
import json
import os
import random
import re
import shutil
import statistics
import struct

import common

SIZES = [int(n) for n in os.environ.get("YUTU_BENCH_TOWNSHIPS", "2000").split(",")]
EDITS = int(os.environ.get("YUTU_BENCH_EDITS", "5"))


def make(folder, count):
    folder.mkdir()
    common.run(common.BUILD / "bench/townships", folder, count)
    record = folder / "townships.sqlite"
    common.run(common.PROGRAM, "init", record)
    common.run(common.PROGRAM, "import", record, folder / "townships.shp", "--as", "division",
               "--quiet")
    common.run(common.PROGRAM, "inspect", record, "--quiet")
    return record


def ring_of(source, row):
    """The points of a row of one ring, from the Shapefile."""
    with open(source.with_suffix(".shx"), "rb") as index, open(source, "rb") as shapes:
        index.seek(100 + 8 * row)
        offset, = struct.unpack(">i", index.read(4))
        shapes.seek(2 * offset + 8)
        _, _, _, _, _, parts, count = struct.unpack("<i4d2i", shapes.read(44))
        shapes.read(4 * parts)
        numbers = struct.unpack(f"<{2 * count}d", shapes.read(16 * count))
    return list(zip(numbers[::2], numbers[1::2]))


def facts_of(source, row):
    """The columns of a row, from the DBF."""
    data = source.with_suffix(".dbf").read_bytes()
    start, width = struct.unpack("<2H", data[8:12])
    at, facts = start + width * row + 1, {}
    for field in range(32, start - 1, 32):
        name = data[field:field + 11].split(b"\0")[0].decode()
        size = data[field + 16]
        facts[name] = data[at:at + size].decode().strip()
        at += size
    return facts


def edit(source, count, chance, out):
    row = chance.randrange(count)
    ring = ring_of(source, row)
    at = chance.randrange(1, len(ring) - 1)
    ring[at] = (ring[at][0] + chance.choice((-5, 5)) / 100_000, ring[at][1])
    feature = {"type": "Feature", "properties": facts_of(source, row),
               "geometry": {"type": "Polygon", "coordinates": [ring]}}
    out.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))


def copy_of(record):
    copy = record.with_name("copy.sqlite")
    for ending in ("", "-wal", "-shm"):
        copy.with_name(copy.name + ending).unlink(missing_ok=True)
    shutil.copyfile(record, copy)
    os.sync()  # else its pages are written at the cost of who writes next
    return copy


def printed(record, *options):
    """The document without the moments of the last run, and whether it carried over."""
    text = common.run(common.PROGRAM, "inspect", copy_of(record), "--json", *options)
    newest = max(re.findall(r'"first_seen":"([^"]*)"', text), default="")
    return text.replace(newest, "") if newest else text


def main():
    with common.scratch() as scratch:
        for count in SIZES:
            record = make(scratch / str(count), count)
            source, drawn = record.with_name("townships.shp"), record.with_name("edit.geojson")
            chance, again, whole = random.Random(count), [], []
            for _ in range(EDITS):
                edit(source, count, chance, drawn)
                common.run(common.PROGRAM, "import", record, drawn, "--as", "division", "--crs",
                           "EPSG:4490", "--quiet")
                if printed(record) != printed(record, "--whole"):
                    raise SystemExit(f"{count}: what is told differs from the whole")
                again.append(common.cpu_of_run(common.PROGRAM, "inspect", copy_of(record),
                                               "--quiet"))
                whole.append(common.cpu_of_run(common.PROGRAM, "inspect", copy_of(record),
                                               "--quiet", "--whole"))
                common.run(common.PROGRAM, "inspect", record, "--quiet")
            print(f"{count} townships, one edited: whole {statistics.median(whole):.2f} s, again "
                  f"{statistics.median(again):.3f} s (at most {max(again):.3f}), "
                  f"{statistics.median(w / a for w, a in zip(whole, again)):.0f} times as fast")


main()
