#!/usr/bin/env python3
"""Search by the first two characters of every place, against SQLite FTS5 (prefix
index, ten best by bm25) over the same written forms; both in one process, no HTTP."""
import csv

import common


def main():
    snapshot = common.need(f"{common.DEMO}.snapshot", "run scripts/demo --exit")
    common.need(common.QUERY, "run scripts/bench")
    with open(common.SAMPLES / "place.csv", encoding="utf-8-sig") as file:
        starts = sorted({row["name"][:2] for row in csv.DictReader(file) if len(row["name"]) > 1})
    with common.scratch() as folder:
        queries = folder / "queries"
        queries.write_text("\n".join(starts) + "\n", encoding="utf-8")

        def rows(mode):
            out = common.run(common.QUERY, snapshot, mode, queries, "rows")
            return [set(line.split()) for line in out.splitlines()]

        lost = [q for q, ours, theirs in zip(starts, rows("search"), rows("fts5"))
                if not theirs <= ours]
        print(f"{len(starts)} queries; every subject FTS5 finds is found: "
              f"{'yes' if not lost else 'no: ' + ' '.join(lost[:10])}")
        if lost:
            raise SystemExit(1)

        def seconds(mode):
            return lambda: float(common.run(common.QUERY, snapshot, mode, queries))

        common.compare(f"search, {len(starts)} prefixes", seconds("search"), seconds("fts5"),
                       "SQLite FTS5")


if __name__ == "__main__":
    common.main(main)
