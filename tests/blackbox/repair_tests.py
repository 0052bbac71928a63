"""Proposals for slivers: by finding, over HTTP, and what happens when the record moved on."""
import json
import random
import shutil
import subprocess
import time

import property_tests
from cli_tests import write_counties
from property_tests import bricks
from yutu import need


def counties(yutu, name, bends=(3, -2)):
    """A record of three counties with a gap and an overlap, inspected; ids by their parties."""
    record, table = yutu.scratch / f"{name}.sqlite", yutu.scratch / f"{name}.geojson"
    write_counties(table, bends)
    assert yutu.run("init", record).returncode == 0
    assert yutu.run("import", record, table, "--as", "division").returncode == 0
    run = yutu.json("inspect", record)[1]
    return record, table, {tuple(f["parties"]): f["id"] for f in run["findings"] if f["sliver"]}


WEST, EAST = ("225101", "225102"), ("225102", "225103")


def test_only_the_findings_asked_for_are_repaired(yutu):
    record, _, ids = counties(yutu, "asked")
    code, preview = yutu.json("repair", record, "--finding", ids[WEST])
    assert code == 0 and [r["finding"] for r in preview["repairs"]] == [ids[WEST]]
    assert preview["level"] == "county" and preview["missed"] == []
    line = preview["repairs"][0]["proposals"][2]["line"]
    assert line["type"] == "MultiLineString" and len(line["coordinates"]) == 1
    code, both = yutu.json("repair", record, "--finding", f"{ids[EAST]},{ids[WEST]}")
    assert code == 0 and both["chosen"] == 2
    code, done = yutu.json("repair", record, "--finding", ids[WEST], "--apply", "--reason", "一处")
    assert code == 0 and done["edition"] == 2 and done["chosen"] == 1
    left = yutu.json("inspect", record)[1]["findings"]
    assert [f["id"] for f in left] == [ids[EAST]]
    result = yutu.run("repair", record, "--finding", "nowhere")
    assert result.returncode == 3, result
    assert yutu.run("repair", record, "--finding", ",").returncode == 2
    assert yutu.run("repair", record, "--finding", ids[EAST], "--level", "township").returncode == 3


def test_a_finding_that_was_resolved_meanwhile_is_told_and_never_applied(yutu):
    record, table, ids = counties(yutu, "stale")
    apply = ("repair", record, "--finding", ids[WEST], "--apply", "--reason", "再次")
    assert yutu.json(*apply)[1]["edition"] == 2
    code, preview = yutu.json("repair", record, "--finding", ids[WEST])
    assert code == 0 and preview["repairs"] == []
    assert [(m["finding"], m["reason"]) for m in preview["missed"]] == [(ids[WEST], "gone")]
    again = yutu.run(*apply)  # twice
    assert again.returncode != 0
    assert len(yutu.json("editions", record)[1]["editions"]) == 2
    # One that is gone stops the others that were asked for with it.
    both = yutu.run("repair", record, "--finding", f"{ids[EAST]},{ids[WEST]}", "--apply",
                    "--reason", "两处")
    assert both.returncode != 0 and len(yutu.json("editions", record)[1]["editions"]) == 2
    # Everything at once, twice: the second time nothing is left to do.
    everything = ("repair", record, "--apply", "--level", "county", "--reason", "全部")
    assert yutu.json(*everything)[1]["edition"] == 3
    assert yutu.json(*everything)[1]["edition"] is None
    assert yutu.run("doctor", record).returncode == 0


def test_a_finding_is_repaired_after_an_import_that_left_it_or_widened_it(yutu):
    record, table, ids = counties(yutu, "imported")
    write_counties(table, (4, -2))  # the same gap, a metre wider; its ends stay
    assert yutu.run("import", record, table, "--as", "division").returncode == 0
    code, preview = yutu.json("repair", record, "--finding", ids[WEST])
    assert code == 0 and [r["finding"] for r in preview["repairs"]] == [ids[WEST]]
    assert 1900 < preview["repairs"][0]["area_m2"] < 2100
    write_counties(table, (40, -2))  # no sliver any more
    assert yutu.run("import", record, table, "--as", "division").returncode == 0
    missed = yutu.json("repair", record, "--finding", ids[WEST])[1]["missed"]
    assert [m["reason"] for m in missed] == ["no-sliver"]
    assert yutu.run("repair", record, "--finding", ids[WEST], "--apply", "--reason",
                    "x").returncode != 0
    assert len(yutu.json("editions", record)[1]["editions"]) == 3
    write_counties(table, (0, -2))  # the parties drew it anew
    assert yutu.run("import", record, table, "--as", "division").returncode == 0
    missed = yutu.json("repair", record, "--finding", ids[WEST])[1]["missed"]
    assert [m["reason"] for m in missed] == ["gone"]


def test_proposals_are_asked_for_over_http_and_are_those_of_the_command(yutu):
    record, _, ids = counties(yutu, "http")
    server = yutu.serve(record, "--open")
    try:
        target = "/api/v1/inspections/1/repairs"
        told = server.ask(f"{target}?lang=en").json()
        command = json.loads(yutu.run("repair", record, "--lang", "en", "--json").stdout)
        by_id = {r["finding"]: r for r in command["repairs"]}
        assert {r["finding"]: r for r in told["repairs"]} == by_id and len(by_id) == 2
        assert told["run"] == 1 and told["next"] is None and told["missed"] == []
        assert all("after" not in unit for unit in told["units"])
        one = server.ask(f"{target}?finding={ids[EAST]}&prefer=225103&units=outlines").json()
        assert [r["finding"] for r in one["repairs"]] == [ids[EAST]] and one["prefer"] == "225103"
        chosen = [p for p in one["repairs"][0]["proposals"] if p["chosen"]]
        assert [(p["method"], p["unit"]) for p in chosen] == [("keep", "225103")]
        assert [u["code"] for u in one["units"]] == ["225102"] and one["units"][0]["after"]
        pages = [server.ask(f"{target}?limit=1").json()]
        pages.append(server.ask(f"{target}?limit=1&cursor={pages[0]['next']}").json())
        assert pages[1]["next"] is None
        assert {r["finding"] for p in pages for r in p["repairs"]} == set(ids.values())
        for query in ("finding=nowhere", "prefer=mine", "units=all"):
            refused = server.ask(f"{target}?{query}")
            assert refused.status == 400, (query, refused.status)
            assert refused.json()["errors"][0]["parameter"] == query.split("=")[0]
        assert server.ask("/api/v1/inspections/9/repairs").status == 404
        done = yutu.json("repair", record, "--finding", ids[EAST], "--apply", "--reason", "一处")[1]
        assert done["edition"] == 2
        for _ in range(100):  # until the view has followed
            told = server.ask(f"{target}?finding={ids[EAST]}").json()
            if told["missed"]:
                break
            time.sleep(0.3)
        assert told["repairs"] == [] and told["missed"][0]["reason"] == "gone"
    finally:
        server.stop()
    server = yutu.serve(record)
    try:
        assert server.ask(target).status == 401
    finally:
        server.stop()


def test_claims_are_not_repaired_over_http(yutu):
    assert yutu.server.ask("/api/v1/inspections/2/repairs").status == 404


# --- fifty grounds -----------------------------------------------------------------

PROFILE = "1:100000"
LOUD = ("gap", "overlap", "non-coincident-border", "open-gap", "exceeds-parent", "invalid-geometry",
        "tiny-part", "vertex-noise", "unregistered-exclave", "crs-suspect", "parent-mismatch")


def keys(run):
    """What is told, by kind, parties and about how much; the same place may get a new id."""
    return {f["id"]: (f["kind"], *f["parties"]) for f in run["findings"] if f["kind"] in LOUD}


def check_choice(yutu, source, name, prefer):
    """With everything applied, what was chosen is gone and nothing else is told."""
    record = shutil.copy(source, yutu.scratch / f"{name}.sqlite")
    inspect = ("inspect", record, "--level", "county", "--profile", PROFILE)
    before = yutu.json(*inspect)[1]
    code, done = yutu.json("repair", record, "--apply", "--level", "county", "--reason", "试",
                           "--profile", PROFILE, "--prefer", prefer)
    assert code == 0, done
    after = yutu.json(*inspect)[1]
    mended = {r["finding"] for r in done["repairs"] if any(p["chosen"] for p in r["proposals"])}
    old, new = keys(before), keys(after)
    assert mended <= old.keys() and not mended & new.keys(), (prefer, mended & new.keys())
    assert sorted(new.values()) == sorted(old[i] for i in old.keys() - mended), (
        prefer, set(new.values()) ^ {old[i] for i in old.keys() - mended})
    return len(mended), len(done["repairs"])


def drawn(yutu, name, first, count, west):
    """Grounds with faults as GeoJSON, each a prefecture of its own."""
    grounds = [bricks.Bricks(first + k) for k in range(count)]
    for ground in grounds:
        bricks.Faults(ground)
    path = yutu.scratch / f"{name}.geojson"
    units = property_tests.moved(property_tests.rows(grounds), west)
    path.write_text(property_tests.written(units), encoding="utf-8")
    return path


def check_grounds(yutu, name, path, *options):
    record = yutu.empty(f"{name}.sqlite")
    result = yutu.run("import", record, path, "--as", "division", *options)
    assert result.returncode == 0, result.stdout + result.stderr
    chance, mended, slivers = random.Random(name), 0, 0
    for prefer in ("least", "middle",
                   f"22{chance.randrange(11, 36):02d}{chance.randrange(1, 4):02d}"):
        some, of = check_choice(yutu, record, f"{name}-mended", prefer)
        mended, slivers = mended + some, slivers + of
    assert mended > 0.6 * slivers > 0, (mended, slivers)


def test_what_is_chosen_is_gone_and_nothing_new_is_told(yutu):
    """50 grounds in longitude and latitude."""
    for first in (1, 26):
        check_grounds(yutu, f"choice{first}", drawn(yutu, f"choice{first}", first, 25, 0))


def test_what_is_chosen_is_gone_also_where_metres_were_imported(yutu):
    """50 grounds in EPSG:4551, to the millimetre, four at a time within a zone's reach."""
    need("ogr2ogr")
    for first in range(1, 51, 2):
        name = f"metres{first}"
        source = drawn(yutu, name, first, 2, 25_000_000_000)
        table = yutu.scratch / f"{name}.shp"
        subprocess.run(["ogr2ogr", "-s_srs", "EPSG:4326", "-t_srs", "EPSG:4551", "-lco",
                        "ENCODING=UTF-8", table, source], check=True, capture_output=True)
        check_grounds(yutu, name, table)
