#!/usr/bin/env python3
"""Fifteen minutes on foot from all eldercare facilities of the sample at once, against
pgr_drivingDistance of pgRouting over the same network; the cost of every node is
compared first. One search from each facility there, of
which the least cost of a node counts: its "equicost" mode gives a few nodes a
longer way than there is. The time that PostgreSQL states against that of our search."""
import csv

import common


def main():
    snapshot = common.need(f"{common.DEMO}.snapshot", "run scripts/demo --exit")
    common.need(common.QUERY, "run scripts/bench")
    with common.scratch() as folder:
        with open(common.SAMPLES / "facility-example.csv", encoding="utf-8-sig") as file:
            points = [f"{row['lon']} {row['lat']}\n" for row in csv.DictReader(file)
                      if row["kind"].startswith("eldercare") and row["lon"]]
        sources = folder / "sources"
        sources.write_text("".join(points))
        rows = [line.split() for line in
                common.run(common.QUERY, snapshot, "reach", sources, "rows").splitlines()]
        postgis = common.Postgis(folder, "postgis", "pgrouting")
        try:
            compare(folder, snapshot, sources, rows, postgis)
        finally:
            postgis.stop()


def compare(folder, snapshot, sources, rows, postgis):
    edges = [tuple(map(int, r[1:])) for r in rows if r[0] == "edge"]
    starts = [tuple(map(int, r[1:])) for r in rows if r[0] == "source"]
    ours = {int(r[1]): int(r[2]) for r in rows if r[0] == "node"}
    with open(folder / "edges.csv", "w", encoding="ascii") as file:
        for number, (a, b, length) in enumerate(edges):
            file.write(f"{number},{a},{b},{length}\n")
        for i, (edge, at, offset) in enumerate(starts):  # a node of its own in the middle of the edge
            a, b, length = edges[edge]
            node = len(edges) * 2 + i
            file.write(f"{len(edges) + 2 * i},{node},{a},{at + offset}\n")
            file.write(f"{len(edges) + 2 * i + 1},{node},{b},{length - at + offset}\n")
    postgis.sql("CREATE TABLE edge (id bigint PRIMARY KEY, source bigint, target bigint, cost float8)")
    postgis.sql(f"\\copy edge FROM '{folder / 'edges.csv'}' CSV")
    postgis.sql("ANALYZE edge")
    nodes = ",".join(str(len(edges) * 2 + i) for i in range(len(starts)))
    search = (f"pgr_drivingDistance('SELECT id, source, target, cost FROM edge', ARRAY[{nodes}], "
              "900000, false)")
    theirs = {int(n): int(float(c)) for n, c in
              (line.split("|") for line in postgis.sql(
                  f"SELECT node, min(agg_cost) FROM {search} GROUP BY node").splitlines())
              if int(n) < len(edges) * 2}
    differ = {n for n in ours.keys() | theirs.keys() if ours.get(n) != theirs.get(n)}
    print(f"{len(edges)} edges, {len(starts)} facilities, {len(ours)} nodes reached, "
          f"{len(differ)} costs differ")
    if differ:
        raise SystemExit([(n, ours.get(n), theirs.get(n)) for n in sorted(differ)[:10]])
    version = postgis.sql("SELECT pgr_version()").strip()
    common.compare("reach, 15 minutes",
                   lambda: float(common.run(common.QUERY, snapshot, "reach", sources)),
                   lambda: postgis.seconds(f"SELECT count(*) FROM {search}"),
                   f"pgRouting {version}", rounds=7)


if __name__ == "__main__":
    common.main(main)
