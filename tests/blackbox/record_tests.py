"""The record as other programs see it, and what a kill leaves."""
import json
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time

from yutu import need


def rows_by_kind(yutu, record):
    counts = {}
    for kind in ("division", "place", "name", "facility", "population", "road", "claim", "line",
                 "marker", "tri-junction", "exemption"):
        out = yutu.scratch / f"count-{kind}.csv"
        counts[kind] = yutu.json("export", record, kind, out)[1]["rows"]
    return counts


def test_the_record_is_sound(yutu):
    code, answer = yutu.json("doctor", yutu.record)
    assert code == 0 and answer["clean"] and answer["problems"] == []


def test_other_programs_count_the_same_rows(yutu):
    need("ogrinfo")
    for kind, count in rows_by_kind(yutu, yutu.record).items():
        if kind == "name":
            continue  # has no geometry: a plain view
        view = kind.replace("-", "_") + "_today"
        shown = subprocess.run(["ogrinfo", "-ro", "-so", yutu.record, view],
                               capture_output=True, text=True).stdout
        assert f"Feature Count: {count}" in shown, (kind, count, shown)
        assert "4490" in shown, kind


def single(geometry):
    """A Polygon layer may hold what another program calls MultiPolygon."""
    return geometry.replace("Multi ", "")


def test_extents_and_types_equal_those_of_an_export(yutu):
    need("ogrinfo")
    for kind in ("division", "road", "facility", "line", "marker"):
        out = yutu.scratch / f"extent-{kind}.gpkg"
        assert yutu.run("export", yutu.record, kind, out).returncode == 0
        extents = set()
        types = set()
        for source, layer in ((yutu.record, f"{kind}_today"), (out, None)):
            shown = subprocess.run(["ogrinfo", "-ro", "-so", "-al", source] + ([layer] if layer else []),
                                   capture_output=True, text=True).stdout
            extents.add(next(l for l in shown.splitlines() if l.startswith("Extent")))
            types.add(single(next(l for l in shown.splitlines() if l.startswith("Geometry: "))))
        assert len(extents) == 1 and len(types) == 1, (extents, types)


def test_another_program_cannot_write(yutu):
    need("sqlite3")
    record = yutu.copy("guarded.sqlite")
    before = record.read_bytes()
    for sql in ("UPDATE division_version SET name='x'", "DELETE FROM road_version",
                "INSERT INTO edition (recorded_at, kind) VALUES (1, 'x')"):
        result = subprocess.run(["sqlite3", record, sql], capture_output=True, text=True)
        assert result.returncode != 0 and "yutu_writer" in result.stderr, result.stderr
    assert record.read_bytes() == before


def test_what_stands_inside_a_finding_equals_spatialite_s_answer(yutu):
    need("spatialite")
    record = yutu.copy("inside.sqlite")
    report = yutu.json("inspect", record, "--claims")[1]
    overlap = max((f for f in report["findings"] if f["kind"] == "overlap"),
                  key=lambda f: f["area_m2"])
    face = ("(SELECT geometry AS face FROM run_finding r JOIN finding f ON f.number = r.finding "
            f"WHERE r.run = {report['run']} AND f.id = '{overlap['id']}')")
    sql = f"""SELECT sum(total), sum(age65) FROM population_today p, {face} WHERE Intersects(p.geometry, face) = 1;
              SELECT count(*) FROM place_today p, {face} WHERE Intersects(p.geometry, face) = 1;
              SELECT count(*) FROM facility_today p, {face} WHERE Intersects(p.geometry, face) = 1;
              SELECT sum(GeodesicLength(Intersection(p.geometry, face))) FROM road_today p, {face}
              WHERE Intersects(p.geometry, face) = 1;"""
    shown = subprocess.run(["spatialite", "-silent", record], input=sql, capture_output=True,
                           text=True).stdout.replace("|", "\n").split()
    people, age65, places, facilities, roads_m = map(float, shown)
    inside = overlap["inside"]
    assert people > 0 and roads_m > 1000
    assert (inside["people"], inside["age65"]) == (people, age65), (inside, shown)
    assert (inside["places"], inside["facilities"]) == (places, facilities), (inside, shown)
    assert abs(inside["roads_m"] - roads_m) < 0.1, (inside, shown)


def test_a_copy_holds_the_same_rows(yutu):
    assert rows_by_kind(yutu, yutu.copy("copied.sqlite")) == rows_by_kind(yutu, yutu.record)


def test_faulty_sets_are_known_to_the_letter(yutu):
    """Known faults, five ways of writing them down; nothing missed, nothing invented."""
    script = pathlib.Path(__file__).with_name("faulty.py")
    result = subprocess.run([sys.executable, script, "--program", yutu.program, "--seeds",
                             "20" if yutu.all else "2"], capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_killed_import_leaves_the_state_before_or_after(yutu):
    """kill -9 at moments spread over an import."""
    base = yutu.empty("before-kill.sqlite")
    arguments = [yutu.program, "import", None, yutu.sample("road.geojson"), "--as", "road", "--quiet"]
    timed = yutu.scratch / "timed.sqlite"
    shutil.copy(base, timed)
    started = time.monotonic()
    subprocess.run([*arguments[:2], timed, *arguments[3:]], check=True)
    span = time.monotonic() - started
    rounds, seen = 200 if yutu.all else 12, set()
    chance = random.Random(1)
    for i in range(rounds):
        victim = yutu.scratch / f"kill-{i}.sqlite"
        shutil.copy(base, victim)
        process = subprocess.Popen([*arguments[:2], victim, *arguments[3:]],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(span * (0.3 + 0.8 * (i + chance.random()) / rounds))
        process.send_signal(signal.SIGKILL)
        process.wait()
        rows = yutu.json("export", victim, "road", yutu.scratch / f"kill-{i}.csv")[1]["rows"]
        assert rows in (0, 1253), rows
        seen.add(rows)
        assert json.loads(yutu.run("doctor", victim, "--json").stdout)["clean"]
        for path in yutu.scratch.glob(f"kill-{i}.*"):
            path.unlink() if path.is_file() else shutil.rmtree(path)
    assert seen, "no kill was made"
