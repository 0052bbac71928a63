#!/usr/bin/env python3
"""Import of 2 901 counties into an empty record, against `ogr2ogr` into an empty
SpatiaLite file. Yutu also checks every row, keeps the source geometry beside its
own, and writes history; ogr2ogr copies. `init` of the record is not timed,
ogr2ogr's making of its file is."""
import common


def main():
    common.need_program("ogr2ogr", "gdal-bin")
    common.need_program("sqlite3", "sqlite3")
    with common.scratch() as folder:
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
        rows = check(folder)
        common.compare(f"import, {rows} counties", ours, theirs,
                       common.run("ogr2ogr", "--version").split(",")[0])


def check(folder):
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


if __name__ == "__main__":
    common.main(main)
