#!/usr/bin/env python3
"""Import of 2 901 counties into an empty record, against `ogr2ogr` into an empty
SpatiaLite file. Yutu also checks every row, keeps the source geometry beside its
own, and writes history; ogr2ogr copies."""
import shutil

import common


def main():
    source = common.need(common.DATA / "cn-admin-osm-2019/china_county.gpkg.zip",
                         "set YUTU_DATA to the shared data")
    common.need_program("ogr2ogr", "gdal-bin")
    with common.scratch() as folder:
        shutil.unpack_archive(source, folder)
        gpkg = next(folder.glob("**/*.gpkg"))
        number = 0

        def ours():
            nonlocal number
            number += 1
            record = folder / f"yutu{number}.sqlite"
            common.run(common.PROGRAM, "init", record)
            return common.timed(lambda: common.run(
                common.PROGRAM, "import", record, gpkg, "--as", "division", "--allow-errors",
                "1000", "--quiet"))

        def theirs():
            nonlocal number
            number += 1
            target = folder / f"ogr{number}.sqlite"
            return common.timed(lambda: common.run(
                "ogr2ogr", "-f", "SQLite", "-dsco", "SPATIALITE=YES", target, gpkg))

        version = common.run("ogr2ogr", "--version").split(",")[0]
        compare(folder, gpkg, ours, theirs, version)


def compare(folder, gpkg, ours, theirs, version):
    ours(), theirs()
    rows = common.run("sqlite3", folder / "yutu1.sqlite",
                      "SELECT count(*) FROM division_version WHERE recorded_to IS NULL").strip()
    layer = common.run("sqlite3", folder / "ogr2.sqlite",
                       "SELECT f_table_name FROM geometry_columns").split()[0]
    copied = common.run("sqlite3", folder / "ogr2.sqlite",
                        f"SELECT count(*) FROM \"{layer}\"").strip()
    print(f"rows: yutu {rows}, ogr2ogr {copied} (yutu refuses rows without a code)")
    common.compare(f"import, {copied} counties", ours, theirs, version)


if __name__ == "__main__":
    common.main(main)
