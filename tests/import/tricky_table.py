#!/usr/bin/env python3
"""The table of docs/import.md: what becomes of each awkward shapefile.

Usage: tests/import/tricky_table.py PROGRAM FOLDER [--crs CRS84]

PROGRAM is yutu; FOLDER holds .shp and .zip files at any depth. Each goes through
`import --dry-run --as place`, its first column taken as name and kind; the rows
read are compared with what ogrinfo counts (on a copy, with the index restored).
Prints Markdown; exits 1 when a count differs, or a refusal names neither record
nor byte where the file is damaged.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile


def sources(folder):
    for root, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            if name.lower().endswith((".shp", ".zip")):
                yield os.path.join(root, name)


def gdal_opens(path):
    """(features read, columns) by ogrinfo, or None."""
    is_zip = path.lower().endswith(".zip")
    env = dict(os.environ, SHAPE_ENCODING="")
    if not is_zip and not os.path.exists(os.path.splitext(path)[0] + ".shx"):
        env["SHAPE_RESTORE_SHX"] = "YES"
    run = subprocess.run(["ogrinfo", "-ro", "-al", "-geom=NO", ("/vsizip/" if is_zip else "") + path],
                         capture_output=True, env=env)
    text = run.stdout.decode("utf-8", "replace")
    if not re.search(r"^Feature Count: ", text, re.M):
        return None
    columns = re.findall(r"^([^\n:]+): (?:String|Integer|Integer64|Real|Date)\b", text, re.M)
    return len(re.findall(r"^OGRFeature\(", text, re.M)), columns


def gdal_counts(path):
    """The same on a copy of the set, since GDAL writes the index beside it."""
    with tempfile.TemporaryDirectory() as folder:
        stem = os.path.splitext(path)[0]
        here = os.path.dirname(path)
        for name in os.listdir(here):
            if os.path.splitext(os.path.join(here, name))[0] == stem:
                shutil.copy(os.path.join(here, name), folder)
        return gdal_opens(os.path.join(folder, os.path.basename(path)))


def dry_run(program, store, path, extra):
    run = subprocess.run([program, "import", store, path, "--as", "place", "--dry-run", "--json",
                          "--lang", "en"] + extra, capture_output=True)
    if run.returncode not in (0, 3):
        return run.returncode, None
    return run.returncode, json.loads(run.stdout.decode("utf-8"))


def maps(columns):
    first = columns[0] if columns else None
    return ["--map", "name=" + first, "--map", "kind=" + first] if first else []


def outcome(code, report):
    if report is None:
        return "**failed, exit %d**" % code
    if "problems" not in report:
        return "refused: " + report["error"]["detail"]
    kinds = {}
    for problem in report["problems"]:
        if problem["severity"] != "notice":
            key = (problem["problem"], problem["severity"])
            kinds.setdefault(key, []).append(problem["message"])
    parts = ["%s %s%s" % (k, s, " × %d" % len(m) if len(m) > 1 else "")
             for (k, s), m in sorted(kinds.items())]
    damage = [p["message"] for p in report["problems"] if p["problem"] == "file-damaged"
              and p["severity"] == "error"]
    if damage:
        return "refused: " + damage[0]
    return ("taken" if code == 0 else "refused") + (": " + ", ".join(parts) if parts else "")


def explained(report):
    damage = [p["message"] for p in report.get("problems", []) if p["problem"] == "file-damaged"
              and p["severity"] == "error"]
    return bool(damage) and bool(re.search(r"record|byte|zip|holds no file", damage[0]))


def main():
    program, folder = sys.argv[1], sys.argv[2]
    extra = sys.argv[3:]
    wrong = 0
    print("| file | rows (GDAL) | encoding | from | CRS | outcome |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as scratch:
        store = os.path.join(scratch, "store.sqlite")
        subprocess.run([program, "init", store], check=True, capture_output=True)
        for path in sources(folder):
            counted = gdal_counts(path)
            columns = counted[1] if counted else []
            code, report = dry_run(program, store, path, maps(columns) + extra)
            if report is not None and "problems" in report and report["source"]["driver"] is None \
                    and not explained(report):
                code, report = dry_run(program, store, path, extra)
            source = (report or {}).get("source") or {}
            read = (report or {}).get("read")
            bad = report is None or (counted and read != counted[0] and not explained(report))
            wrong += bool(bad)
            print("| %s | %s (%s)%s | %s | %s | %s | %s |" % (
                os.path.relpath(path, folder).replace("|", "\\|"),
                "–" if read is None else read, counted[0] if counted else "refused",
                " **differs**" if bad else "", source.get("encoding") or "–",
                source.get("encoding_from") or "–", source.get("crs") or "–",
                outcome(code, report).replace("|", "\\|")))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
