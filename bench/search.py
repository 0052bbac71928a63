#!/usr/bin/env python3
"""Search in the names of the sample: 100 000 distinct queries of six classes, against
SQLite FTS5 over the same written forms in the same process, no HTTP. The subjects
of every query are compared before anything is timed."""
import subprocess

import common


def main():
    program = common.need(common.BUILD / "bench/search_bench", "run scripts/bench")
    with common.scratch() as folder:
        snapshot = common.snapshot(folder, common.copy_record(folder, common.DEMO))
        subprocess.run([program, snapshot], check=True)


if __name__ == "__main__":
    common.main(main)
