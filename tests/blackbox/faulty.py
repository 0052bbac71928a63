#!/usr/bin/env python3
"""Generates faulty sets, imports and inspects them, and compares with what is known.

usage: faulty.py --program PROGRAM [--seeds N] [--first SEED]
Exactly the known problems and findings, areas within 0.1 %, none invented.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

GENERATOR = pathlib.Path(__file__).resolve().parent.parent / "generate" / "faulty.py"
VARIANTS = (
    ("plain", []),
    ("mirrored", ["--mirror"]),
    ("reordered", ["--reorder"]),
    ("zone 42, GBK", ["--crs", "EPSG:4530", "--encoding", "GBK"]),
    ("degrees", ["--crs", "EPSG:4490"]),
)


def run(program, *arguments):
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True)


def problems_of(report):
    return sorted((p["row"], p["field"], p["severity"], p["problem"]) for p in report["problems"]
                  if p["row"])


def compare_import(program, store, folder, expected, told):
    result = run(program, "import", store, folder / expected["file"], "--as", "division", "--json")
    report = json.loads(result.stdout)
    wanted = sorted((p["row"], p["field"], p["severity"], p["problem"])
                    for p in expected["problems"])
    for name, got, want in (("exit", result.returncode, expected["exit"]),
                            ("read", report["read"], expected["read"]),
                            ("written", report["written"], expected["written"]),
                            ("problems", problems_of(report), wanted)):
        if got != want:
            told.append(f"{expected['file']}: {name} is {got}, not {want}")


def key_of(finding):
    return finding["kind"], tuple(finding["parties"])


def is_match(finding, wanted):
    if finding["severity"] != wanted["severity"]:
        return False
    if wanted.get("area_m2") is None:
        return True
    return finding["area_m2"] and abs(finding["area_m2"] / wanted["area_m2"] - 1) < 1e-3


def compare_findings(report, expected, told):
    left = {}
    for finding in report["findings"]:
        left.setdefault(key_of(finding), []).append(finding)
    for wanted in expected["findings"]:
        candidates = left.get(key_of(wanted), [])
        found = next((f for f in candidates if is_match(f, wanted)), None)
        if found is None:
            told.append(f"not found: {wanted}")
        else:
            candidates.remove(found)
    for findings in left.values():
        told.extend(f"invented: {f['kind']} {f['parties']} {f['area_m2']}" for f in findings)
    counts = {kind: count for kind, count in report["counts"].items() if count}
    if counts != {k: v for k, v in expected["counts"].items() if v}:
        told.append(f"counts are {counts}")


def check(program, seed, options):
    told = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        subprocess.run([sys.executable, GENERATOR, "--seed", str(seed), "--out", folder, *options],
                       check=True)
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        store = folder / "record.sqlite"
        run(program, "init", store)
        for part in expected["imports"]:
            compare_import(program, store, folder, part, told)
        result = run(program, "inspect", store, "--level", expected["inspect"]["level"], "--json")
        if result.returncode:
            told.append(f"inspect failed: {result.stdout} {result.stderr}")
        else:
            compare_findings(json.loads(result.stdout), expected["inspect"], told)
    return told


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=1)
    options = parser.parse_args()
    passed = failed = 0
    for seed in range(options.first, options.first + options.seeds):
        for name, arguments in VARIANTS:
            told = check(str(pathlib.Path(options.program).resolve()), seed, arguments)
            passed, failed = passed + (not told), failed + bool(told)
            for line in told:
                print(f"seed {seed} {name}: {line}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
