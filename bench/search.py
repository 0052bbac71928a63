#!/usr/bin/env python3
"""Search in a gazetteer grown from real names (bench/grow.h), against SQLite FTS5 over
pairs of neighbouring characters and pinyin, in one process, no HTTP. The names are all
units of China where YUTU_SHARED has them, else those of the sample. YUTU_BENCH_NAMES:
how many to grow (default: as many as are real); YUTU_BENCH_PEER=no leaves FTS5 out."""
import csv
import io
import os
import subprocess
import zipfile

import common


def rows(file):
    return csv.DictReader(file)


def units():
    """(code, name), provinces first, villages last."""
    folder = common.SHARED / "data/cn-divisions-stats"
    if not folder.exists():
        print("data: the sample's units (YUTU_SHARED has no cn-divisions-stats)")
        sample = common.ROOT / "data-samples/changchun"
        for name, key in (("division-township.csv", "code"), ("place-unlocated.csv", "division")):
            with open(sample / name, encoding="utf-8-sig") as file:
                for number, row in enumerate(rows(file)):
                    code = row[key] if key == "code" else f"{row[key]}{number % 999 + 1:03}"
                    yield code, row["name"]
        return
    for name in ("provinces", "cities", "areas", "streets"):
        with open(folder / f"{name}.csv", encoding="utf-8-sig") as file:
            yield from ((row["code"], row["name"]) for row in rows(file))
    with zipfile.ZipFile(folder / "villages.csv.zip") as archive:
        with archive.open(archive.namelist()[0]) as file:
            yield from ((row["code"], row["name"])
                        for row in rows(io.TextIOWrapper(file, encoding="utf-8-sig")))


def main():
    grow = common.need(common.BUILD / "bench/gazetteer", "run scripts/bench")
    program = common.need(common.BUILD / "bench/search_bench", "run scripts/bench")
    readings = common.ROOT / "names/data/readings.txt"
    with common.scratch() as folder:
        names = folder / "names.tsv"
        lines = [f"{code}\t{name}\n" for code, name in units() if name]
        names.write_text("".join(lines), encoding="utf-8")
        total = os.environ.get("YUTU_BENCH_NAMES") or len(lines)
        subprocess.run([grow, names, readings, str(total), "1", folder / "set"], check=True)
        peer = [] if os.environ.get("YUTU_BENCH_PEER") == "no" else ["fts5"]
        subprocess.run([program, folder / "set", "15000", "7", *peer], check=True)


if __name__ == "__main__":
    common.main(main)
