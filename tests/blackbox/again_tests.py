"""Inspecting again after few divisions changed tells what inspecting the whole tells, byte by byte.

Two copies of one record take the same edits; one is inspected as always, the other with
--whole. What is printed, and what the record then holds, must be the same but for times.
"""
import json
import pathlib
import random
import shutil
import sqlite3
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "generate"))
import sheet  # noqa: E402
from http_tests import wait_for_job  # noqa: E402

EDITS = 5  # one after another, of each sheet


def code_of(cell):
    return f"2201{cell[0] + 1:02d}{cell[1] + 1:03d}"


def degrees(value):
    return f"{value // sheet.GRID}.{value % sheet.GRID:09d}"


def written(drawn, cells, **facts):
    features = []
    for cell in cells:
        parts = ",".join("[" + ",".join(
            "[" + ",".join(f"[{degrees(x)},{degrees(y)}]" for x, y in [*ring, ring[0]]) + "]"
            for ring in part) + "]" for part in drawn.units[cell])
        properties = {"code": code_of(cell), "name": f"单位{code_of(cell)}", "level": "township",
                      **facts}
        features.append(f'{{"type":"Feature","properties":{json.dumps(properties)},"geometry":'
                        f'{{"type":"MultiPolygon","coordinates":[{parts}]}}}}')
    return '{"type":"FeatureCollection","features":[' + ",\n".join(features) + "]}"


class Twins:
    """Two records with the same history: one inspected as always, one always whole."""

    def __init__(self, yutu, empty, drawn):
        self.yutu, self.times = yutu, ({}, {})
        self.folder = pathlib.Path(tempfile.mkdtemp(dir=yutu.scratch))
        self.records = [self.folder / f"{kind}.sqlite" for kind in ("again", "whole")]
        shutil.copy(empty, self.records[0])
        self.put(written(drawn, sorted(drawn.units)), self.records[:1])
        code, answer = yutu.json("inspect", self.records[0])
        assert code == 0, answer
        shutil.copy(self.records[0], self.records[1])

    def put(self, text, records=None, *options):
        path = self.folder / "edit.geojson"
        path.write_text(text, encoding="utf-8")
        for record in records or self.records:
            code, answer = self.yutu.json("import", record, path, "--as", "division",
                                          "--crs", "EPSG:4490", *options)
            assert code == 0, answer

    def same_in_both(self, *arguments):
        for record in self.records:
            shown = self.yutu.run(arguments[0], record, *arguments[1:])
            assert shown.returncode == 0, shown.stderr

    def compare(self, what, *options):
        """Inspects both; returns whether something was carried over."""
        answers = []
        for record, times, whole in zip(self.records, self.times, ((), ("--whole",))):
            shown = self.yutu.run("inspect", record, "--json", *options, *whole)
            assert shown.returncode == 0, (what, shown.stderr)
            answers.append(without_times(json.loads(shown.stdout), times))
        assert answers[0] == answers[1], (what, first_difference(*answers))
        kept = [held(record, times) for record, times in zip(self.records, self.times)]
        assert kept[0] == kept[1], (what, first_difference(*kept))
        return carried(self.records[0])


def without_times(document, times):
    """First sights by number: the text with times left out."""
    for finding in document["findings"]:
        finding["first_seen"] = times.setdefault(finding["first_seen"], len(times))
    return json.dumps(document, ensure_ascii=False, indent=0)


def held(record, times):
    """What the record shows of the newest run."""
    with sqlite3.connect(record) as db:
        rows = db.execute("SELECT id, kind, level, severity, state, parties, area_m2, width_m, run, "
                          "body, hex(geometry) FROM finding_latest ORDER BY id").fetchall()
        report, = db.execute("SELECT report FROM run ORDER BY id DESC LIMIT 1").fetchone()
    told = []
    for row in rows:
        body = json.loads(row[9])
        body["first_seen"] = times.get(body["first_seen"])
        told.append(repr(row[:9]) + json.dumps(body, ensure_ascii=False) + row[10])
    return "\n".join([*told, report])


def carried(record):
    with sqlite3.connect(record) as db:
        newest, = db.execute("SELECT carries FROM run ORDER BY id DESC LIMIT 1").fetchone()
    return newest is not None


def first_difference(a, b):
    for left, right in zip(a.splitlines(), b.splitlines()):
        if left != right:
            return left[:600], right[:600]
    return len(a), len(b)


def check_sheet(yutu, empty, seed):
    """Returns how many edits there were, and after how many something was carried over."""
    drawn = sheet.Sheet(seed, apart=seed % 5 == 4, lacking=seed % 3 * 9)
    for _ in range(random.Random(seed).choice((0, 6, 20))):  # faults to begin with
        drawn.edit()
    twins, local, done = Twins(yutu, empty, drawn), 0, []
    for _ in range(EDITS):
        name, cells = drawn.edit()
        done.append((name, cells))
        if cells:
            twins.put(written(drawn, cells))
        local += twins.compare((seed, done))
    shutil.rmtree(twins.folder)
    return EDITS, local


def test_inspecting_again_tells_what_inspecting_the_whole_tells(yutu):
    """24 sheets; 1 000 with --all."""
    empty = yutu.empty("nothing.sqlite")
    edits = local = 0
    for seed in range(1000 if yutu.all else 24):
        done, carried_over = check_sheet(yutu, empty, seed)
        edits, local = edits + done, local + carried_over
    print(f"  carried over after {local} of {edits} edits")
    assert local > edits / 2, (local, edits)


def test_a_job_carries_over_unless_it_asks_for_the_whole(yutu):
    drawn = sheet.Sheet("job")
    for _ in range(12):
        drawn.edit()
    twins = Twins(yutu, yutu.empty("job-nothing.sqlite"), drawn)
    record = twins.records[0]
    drawn.units[3, 3][0][0][7] = drawn.units[3, 3][0][0][6]
    drawn.units[4, 4][0][0].pop(3)
    twins.put(written(drawn, [(3, 3), (4, 4)]), [record])
    key = yutu.json("key", record, "add", "inspector", "--role", "inspector")[1]["key"]
    bearer, lists = {"Authorization": f"Bearer {key}"}, []
    server = yutu.serve(record)
    try:
        for body, carries in ((b"{}", True), (b'{"whole": true}', False)):
            state = wait_for_job(server, bearer, server.ask("/api/v1/inspections", "POST", bearer, body))
            assert state["state"] == "done", state
            assert carried(record) == carries, body
            answer = server.ask(f"/api/v1/inspections/{state['result']['run']}", headers=bearer).json()
            assert len(answer["findings"]) == sum(answer["counts"].values()) > 0
            lists.append({**answer, "run": None})
        assert lists[0] == lists[1]
    finally:
        assert server.stop()[0] == 0
