#!/usr/bin/env python3
"""Tests the real program from outside, as people and programs use it.

usage: run.py --program PROGRAM --samples FOLDER [--all] [--only WORD]
One line a test, then "N passed, N failed, N skipped". --all: the long tiers.
"""
import argparse
import pathlib
import sys
import tempfile
import time
import traceback

import address_tests
import again_tests
import area_tests
import cli_tests
import exemption_tests
import gazetteer_tests
import hostile_tests
import http_tests
import line_tests
import naming_tests
import nominatim_tests
import property_tests
import record_tests
import refusal_tests
import repair_tests
import sample_tests
import search_tests
from yutu import Skip, Yutu

MODULES = (cli_tests, record_tests, address_tests, http_tests, area_tests, line_tests, exemption_tests,
           gazetteer_tests, naming_tests, nominatim_tests, property_tests, again_tests, refusal_tests,
           repair_tests, sample_tests, search_tests, hostile_tests)


def tests(only):
    for module in MODULES:
        for name, function in list(vars(module).items()):
            if name.startswith("test_") and only in name:
                yield name.removeprefix("test_"), function


def run_one(name, function, yutu):
    started = time.monotonic()
    try:
        function(yutu)
        outcome = "ok"
    except Skip as reason:
        outcome = f"skipped: {reason}"
    except Exception:  # a failing test must not stop the others
        outcome = "FAILED\n" + traceback.format_exc(limit=-3)
    print(f"{name} ({time.monotonic() - started:.1f} s) {outcome}", flush=True)
    return outcome.split(":")[0].split("\n")[0]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--samples", required=True, type=pathlib.Path)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--seed", type=int, default=20261124, help="of the typed queries")
    options = parser.parse_args()
    counts = {"ok": 0, "FAILED": 0, "skipped": 0}
    with tempfile.TemporaryDirectory() as scratch:
        yutu = Yutu(options.program.resolve(), options.samples.resolve(), pathlib.Path(scratch),
                    options.all)
        yutu.seed = options.seed
        try:
            for name, function in tests(options.only):
                counts[run_one(name, function, yutu)] += 1
        finally:
            yutu.close()
    print(f"{counts['ok']} passed, {counts['FAILED']} failed, {counts['skipped']} skipped")
    return counts["FAILED"] > 0


if __name__ == "__main__":
    sys.exit(main())
