#!/usr/bin/env python3
"""Import, three times:

- 2 901 counties into an empty record, against `ogr2ogr` into an empty SpatiaLite file.
  Yutu also checks every row, keeps the source geometry beside its own, and writes
  history; ogr2ogr copies. `init` of the record is not timed, ogr2ogr's making of its
  file is.
- Made-up townships (bench/townships.c) with validation and topology: `yutu import`,
  which validates, and `yutu inspect`, which builds the topology, against `ogr2ogr
  -makevalid` and mapshaper's `-mosaic`, the sums of each side.
- The same townships, as far as they lie in one zone, from Gauss-Krüger coordinates:
  what unprojecting adds to an import, against what it adds to a copy by ogr2ogr; and
  the whole of each.

YUTU_BENCH_TOWNSHIPS: how many, several with commas (default 2000)."""
import os
import shutil
import statistics

import common
from inspection import cost

SIZES = [int(n) for n in os.environ.get("YUTU_BENCH_TOWNSHIPS", "2000").split(",")]
ROUNDS = 5
ZONE = "EPSG:4494"  # CGCS2000, 6 degrees around 93 E, with the zone's number
SPAT = ("-spat", 90.1, -90, 95.9, 90)


def counties(folder):
    source = common.counties(folder)
    number = 0

    def ours():
        nonlocal number
        number += 1
        record = folder / f"yutu{number}.sqlite"
        common.run(common.PROGRAM, "init", record)
        return common.cpu_of_run(common.PROGRAM, "import", record, source, "--as", "division",
                                 "--allow-errors", "1000", "--quiet")

    def theirs():
        nonlocal number
        number += 1
        return common.cpu_of_run("ogr2ogr", "-f", "SQLite", "-dsco", "SPATIALITE=YES",
                                 folder / f"ogr{number}.sqlite", source)

    ours(), theirs()
    rows = check_counties(folder)
    common.compare(f"import, {rows} counties", ours, theirs, version())


def version():
    return common.run("ogr2ogr", "--version").split(",")[0]


def check_counties(folder):
    """Both hold the same number of rows."""
    layer = common.run("sqlite3", folder / "ogr2.sqlite",
                       "SELECT f_table_name FROM geometry_columns").split()[0]
    copied = common.run("sqlite3", folder / "ogr2.sqlite",
                        f"SELECT count(*) FROM \"{layer}\"").strip()
    rows = common.run("sqlite3", folder / "yutu1.sqlite",
                      "SELECT count(*) FROM division_today").strip()
    print(f"rows: yutu {rows}, ogr2ogr {copied}")
    if rows != copied:
        raise SystemExit("the rows differ")
    return rows


# --- townships ---------------------------------------------------------------


class Costs:
    """CPU seconds and MB of each step, in turns; told by their medians."""

    def __init__(self):
        self.all = {}

    def add(self, step, measured):
        self.all.setdefault(step, []).append(measured)

    def cpu(self, step):
        return statistics.median(seconds for seconds, _ in self.all[step])

    def tell(self):
        for step, costs in self.all.items():
            memory = statistics.median(m for _, m in costs)
            print(f"  {step:<28} {self.cpu(step):8.3f} s  {memory:8.0f} MB")


def imported(folder, name, source):
    """A new record of the source, and what its import costs."""
    record = folder / f"{name}.sqlite"
    for file in folder.glob(f"{name}.sqlite*"):
        file.unlink()
    common.run(common.PROGRAM, "init", record)
    return record, cost(common.PROGRAM, "import", record, source, "--as", "division", "--quiet")


def copied(folder, source, *options):
    """What a copy by ogr2ogr to another shapefile costs."""
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    return cost("ogr2ogr", *options, "-lco", "ENCODING=UTF-8", out / "copy.shp", source)


def rows(record):
    return int(common.run("sqlite3", record, "SELECT count(*) FROM division_version"))


def validated(folder, count, source, mapshaper):
    costs = Costs()
    for _ in range(ROUNDS):
        record, spent = imported(folder, "plain", source)
        costs.add("yutu import", spent)
        costs.add("yutu inspect", cost(common.PROGRAM, "inspect", record, "--quiet"))
        costs.add("ogr2ogr", copied(folder, source))
        costs.add("ogr2ogr -makevalid", copied(folder, source, "-makevalid"))
        if mapshaper:
            costs.add("mapshaper -mosaic", cost(mapshaper, "-i", source, "-mosaic", "-o",
                                                folder / "mosaic.shp", "force"))
        if rows(record) != count:
            raise SystemExit("rows are missing")
    print(f"import with validation and topology, {count} townships ({ROUNDS} rounds)")
    costs.tell()
    ours, theirs = costs.cpu("yutu import"), costs.cpu("ogr2ogr -makevalid")
    print(f"  import beside -makevalid: ratio {theirs / ours:.2f}")
    if mapshaper:
        ours += costs.cpu("yutu inspect")
        theirs += costs.cpu("mapshaper -mosaic")
        print(f"  both sums: yutu {ours:.3f} s, peers {theirs:.3f} s: ratio {theirs / ours:.2f}")


def check_unprojected(folder, plain, projected):
    """The townships are where they were, to the last of nine decimals."""
    same = int(common.run("sqlite3", plain, f"ATTACH '{projected}' AS p",
                          "SELECT count(*) FROM division_version a JOIN p.division_version b "
                          "ON a.code = b.code WHERE a.geometry = b.geometry"))
    print(f"  {same} of {rows(plain)} townships are the same after unprojecting")
    if same != rows(plain):
        raise SystemExit("the geometries differ")


def unprojected(folder, source):
    plain, projected = folder / "zone.shp", folder / "projected.shp"
    common.run("ogr2ogr", *SPAT, "-lco", "ENCODING=UTF-8", plain, source)
    common.run("ogr2ogr", "-t_srs", ZONE, "-lco", "ENCODING=UTF-8", projected, plain)
    costs = Costs()
    for _ in range(ROUNDS):
        flat, spent = imported(folder, "flat", plain)
        costs.add("yutu import", spent)
        record, spent = imported(folder, "zoned", projected)
        costs.add("yutu import, projected", spent)
        costs.add("ogr2ogr", copied(folder, projected))
        costs.add("ogr2ogr -t_srs", copied(folder, projected, "-t_srs", "EPSG:4490"))
    print(f"unprojecting, {rows(flat)} townships from {ZONE} ({ROUNDS} rounds)")
    check_unprojected(folder, flat, record)
    costs.tell()
    ours = costs.cpu("yutu import, projected") - costs.cpu("yutu import")
    theirs = costs.cpu("ogr2ogr -t_srs") - costs.cpu("ogr2ogr")
    whole = costs.cpu("ogr2ogr -t_srs") / costs.cpu("yutu import, projected")
    print(f"  unprojecting alone: yutu {ours:.3f} s, ogr2ogr {theirs:.3f} s: "
          f"ratio {theirs / ours:.2f}; whole against whole: {whole:.2f}", flush=True)


def townships(folder, count, mapshaper):
    place = folder / str(count)
    place.mkdir()
    common.run(common.BUILD / "bench/townships", place, count)
    validated(place, count, place / "townships.shp", mapshaper)
    unprojected(place, place / "townships.shp")
    shutil.rmtree(place)


def main():
    common.need_program("ogr2ogr", "gdal-bin")
    common.need_program("sqlite3", "sqlite3")
    common.need(common.BUILD / "bench/townships", "run scripts/bench")
    mapshaper = shutil.which("mapshaper")
    if not mapshaper:
        print("mapshaper is missing (npm install -g mapshaper): only ogr2ogr is a peer")
    with common.scratch() as folder:
        counties(folder)
        for count in SIZES:
            townships(folder, count, mapshaper)


if __name__ == "__main__":
    common.main(main)
