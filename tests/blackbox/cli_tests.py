"""Commands, exit codes, JSON on stdout."""
import csv
import json
import subprocess

KINDS = ("division", "claim", "place", "name", "facility", "population", "road", "line", "marker",
         "tri-junction", "exemption", "category", "code-alias", "relation", "street-part",
         "address", "sign", "heritage", "approval")


def test_every_command_has_help_and_exits_0(yutu):
    listed = yutu.run("--help")
    assert listed.returncode == 0
    for command in ("init", "import", "editions", "revert", "export", "changes", "inspect", "repair",
                    "search",
                    "reverse", "standardize", "coverage", "snapshot", "serve", "backup", "doctor", "key"):
        assert command in listed.stdout, command
        result = yutu.run(command, "--help")
        assert result.returncode == 0 and command in result.stdout, command


def test_wrong_use_exits_2(yutu):
    for arguments in ((), ("nonsense",), ("import",), ("import", yutu.record, "x.shp"),
                      ("inspect", yutu.record, "--level", "moon"), ("search", yutu.record),
                      ("editions", yutu.record, "--no-such-option"),
                      ("coverage", yutu.record), ("coverage", yutu.record, "--kind", "eldrcare"),
                      ("editions", yutu.record, "--lang", "fr"),
                      ("search", yutu.record, ""), ("search", yutu.record, "x", "--limit", "0"),
                      ("search", yutu.record, "x", "--at", "2026-02-30"),
                      ("search", yutu.record, "x", "--near", "125"),
                      ("reverse", yutu.record, "here", "43"), ("reverse", yutu.record, "125", "91"),
                      ("reverse", yutu.record, "125", "43", "--crs", "EPSG:1"),
                      ("export", yutu.record, "moon", "x.csv"),
                      ("export", yutu.record, "road", "x.csv", "--within", "22O1"),
                      ("export", yutu.record, "road", "x.csv", "--known", "yesterday"),
                      ("export", yutu.record, "road", "x.csv", "--as", "moon"),
                      ("changes", yutu.record, "--cursor", "abc"),
                      ("changes", yutu.record, "--entity", "moon"),
                      ("changes", yutu.record, "--limit", "0"),
                      ("changes", yutu.record, "--whole", "--cursor", "abc"),
                      ("inspect", yutu.record, "--fail-on", "grave"),
                      ("inspect", yutu.record, "--between", "220102"),
                      ("repair", yutu.record, "--prefer", "mine"),
                      ("repair", yutu.record, "--reason", "x"),
                      ("repair", yutu.record, "--apply", "--level", "county"),
                      ("repair", yutu.record, "--apply", "--reason", "x"),
                      ("doctor", yutu.record, "--fail-on", "grave"),
                      ("import", yutu.record, "x.csv", "--as", "place", "--code-prefix", "abc"),
                      ("import", yutu.record, "x.csv", "--as", "place", "--effective", "soon"),
                      ("import", yutu.record, "x.csv", "--as", "place", "--allow-errors", "-1"),
                      ("coverage", yutu.record, "--kind", "eldercare", "--minutes", "0"),
                      ("key", yutu.record, "add", "x", "--role", "boss"),
                      ("key", yutu.record, "add"), ("revert", yutu.record, "1x"),
                      ("serve", yutu.record, "--port", "70000"), ("serve",),
                      ("serve", yutu.record, "--open", "--host", "0.0.0.0")):
        assert yutu.run(*arguments).returncode == 2, arguments


def test_wrong_use_answers_in_json_wherever_the_option_stands(yutu):
    for arguments in (("nonsense", "--json"), ("editions", "--json"),
                      ("editions", yutu.record, "--no-such-option", "--json"),
                      ("--json", "editions"), ("revert", yutu.record, "x", "--json"),
                      ("search", yutu.record, "x", "--json", "--limit")):
        result = yutu.run(*arguments)
        assert result.returncode == 2, arguments
        error = json.loads(result.stdout)["error"]
        assert error["title"] and error["detail"] and error["errors"] == [], arguments


def test_a_text_that_ends_in_a_number_undoes_nothing(yutu):
    record = yutu.copy("words.sqlite")
    before = yutu.json("editions", record)[1]
    for text in ("3x", "3.0", "0x3", "", " 3", "-3", "99999999999999999999"):
        assert yutu.run("revert", record, text).returncode in (2, 3), text
    assert yutu.json("editions", record)[1] == before


def test_no_output_falls_on_what_is_read(yutu):
    record = yutu.copy("precious.sqlite")
    other = yutu.copy("other.sqlite")
    table = yutu.scratch / "precious.csv"
    table.write_text("id,name,kind,lon,lat\n1,广场,square,125.3,43.8\n", encoding="utf-8")
    before = [path.read_bytes() for path in (record, other, table)]
    for arguments in (("snapshot", record, record), ("snapshot", record, other),
                      ("snapshot", record, table), ("backup", record, record),
                      ("backup", record, other), ("inspect", record, "--geojson", record),
                      ("inspect", record, "--report", record), ("repair", record, "--out", record),
                      ("coverage", record, "--kind", "eldercare", "--geojson", record),
                      ("import", record, table, "--as", "place", "--dry-run", "--report", table),
                      ("export", record, "road", record)):
        assert yutu.run(*arguments).returncode in (2, 3), arguments
        assert [path.read_bytes() for path in (record, other, table)] == before, arguments
    packed = yutu.scratch / "again.yutu"
    assert yutu.run("snapshot", record, packed).returncode == 0
    assert yutu.run("snapshot", record, packed).returncode == 0  # an older snapshot may go


def test_quiet_says_nothing_and_help_speaks_both_languages(yutu):
    assert yutu.run("editions", yutu.record, "--quiet").stderr == ""
    quiet = yutu.run("init", yutu.scratch / "quiet.sqlite", "--quiet")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    for command in ("import", "inspect", "serve"):
        english = yutu.run(command, "--help", "--lang", "en").stdout
        chinese = yutu.run(command, "--help", "--lang", "zh").stdout
        assert english.isascii() or "…" in english, command
        assert any("\u4e00" <= c <= "\u9fff" for c in chinese), command


def test_bad_input_exits_3_and_says_why_in_json(yutu):
    for arguments in (("editions", yutu.scratch / "absent.sqlite"),
                      ("init", yutu.record),
                      ("revert", yutu.record, "999"),
                      ("import", yutu.record, yutu.scratch / "absent.shp", "--as", "division")):
        code, answer = yutu.json(*arguments)
        assert code == 3, arguments
        assert answer["error"]["title"] and answer["error"]["detail"], arguments
        assert isinstance(answer["error"]["errors"], list)


def test_a_layer_that_is_not_there_is_refused(yutu):
    record = yutu.copy("layers.sqlite")
    for name, kind in (("division-county.shp", "division"), ("road.geojson", "road"),
                       ("place-unlocated.csv", "place")):
        code, answer = yutu.json("import", record, yutu.sample(name), "--as", kind, "--layer", "nope")
        assert code == 3 and "nope" in str(answer), (name, answer)
    code, answer = yutu.json("import", record, yutu.sample("division-county.shp"), "--as", "division",
                             "--layer", "division-county")
    assert code == 0, answer


def test_language_follows_option_and_locale(yutu):
    absent = yutu.scratch / "absent.sqlite"
    assert "没有" in yutu.run("editions", absent).stderr
    assert "there is no record" in yutu.run("editions", absent, "--lang", "en").stderr


def test_the_same_import_again_is_the_old_edition(yutu):
    record = yutu.empty("repeat.sqlite")
    arguments = ("import", record, yutu.sample("division-county.shp"), "--as", "division")
    code, first = yutu.json(*arguments)
    assert code == 0 and first["written"] == 11 and not first["repeated"]
    assert first["source"]["encoding"] == "GBK" and first["source"]["encoding_from"] == "cpg"
    code, second = yutu.json(*arguments)
    assert code == 0 and second["repeated"] and second["written"] == 0
    assert second["edition"] == first["edition"]


def test_a_dry_run_writes_nothing(yutu):
    record = yutu.empty("dry.sqlite")
    code, report = yutu.json("import", record, yutu.sample("road.geojson"), "--as", "road",
                             "--dry-run")
    assert code == 0 and report["read"] == 1253
    assert yutu.json("editions", record)[1]["editions"] == []


def test_a_rejected_row_keeps_everything_out(yutu):
    record = yutu.empty("rejected.sqlite")
    table = yutu.scratch / "wrong.csv"
    table.write_text("code,name\n220104,朝阳区\n2201O2,南关区\n", encoding="utf-8")
    code, report = yutu.json("import", record, table, "--as", "division")
    assert code == 3 and report["written"] == 0 and report["rejected"] == 1
    problem = next(p for p in report["problems"] if p["severity"] == "error")
    assert (problem["row"], problem["field"], problem["problem"]) == (2, "code", "code-invalid")
    assert problem["value"] == "2201O2"
    assert yutu.json("editions", record)[1]["editions"] == []
    code, report = yutu.json("import", record, table, "--as", "division", "--allow-errors", "1")
    assert code == 0 and report["written"] == 1


def test_an_edition_is_undone_and_nothing_else(yutu):
    record = yutu.copy("revert.sqlite")
    before = yutu.json("editions", record)[1]["editions"]
    effective = [e for e in before if e["effective"] == "2020-06-05"]
    newest = effective[-1]["edition"]
    code, answer = yutu.json("revert", record, newest)
    assert code == 0 and answer["edition"] == len(before) + 1
    after = {e["edition"]: e for e in yutu.json("editions", record)[1]["editions"]}
    assert after[newest]["reverted_by"] == answer["edition"]
    assert yutu.run("doctor", record).returncode == 0


def test_every_kind_leaves_in_every_form(yutu):
    for kind in KINDS:
        counts = set()
        for ending in ("geojson", "gpkg", "csv", "geojsonl"):
            out = yutu.scratch / f"out-{kind}.{ending}"
            code, answer = yutu.json("export", yutu.record, kind, out)
            assert code == 0, (kind, ending, answer)
            counts.add(answer["rows"])
        assert len(counts) == 1 and counts.pop() > 0, kind
    features = json.loads((yutu.scratch / "out-road.geojson").read_text(encoding="utf-8"))
    assert len(features["features"]) == 1253


def test_findings_leave_as_files_for_the_parties(yutu):
    found = yutu.server.ask("/api/v1/findings").json()["findings"]
    table = yutu.scratch / "findings.csv"
    code, answer = yutu.json("export", yutu.record, "finding", table)
    assert code == 0 and answer["rows"] == len(found) > 3, answer
    assert table.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel would not read it"
    rows = {r["id"]: r for r in csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines())}
    for finding in found:
        row = rows[finding["id"]]
        assert (float(row["area_m2"]) if row["area_m2"] else None) == finding["area_m2"] and row["kind"] == finding["kind"]
        assert row["parties"] == ",".join(finding["parties"]) and row["message"] == finding["message"]
    for ending in ("gpkg", "shp", "geojson"):
        out = yutu.scratch / f"findings.{ending}"
        code, answer = yutu.json("export", yutu.record, "finding", out, "--run", "2",
                                 "--within", "220105")
        assert code == 0 and answer["rows"] == 1, answer
        shown = subprocess.run(["ogrinfo", "-ro", "-al", "-geom=SUMMARY", out], capture_output=True,
                               text=True).stdout
        assert "POLYGON" in shown and "kind (String) = gap" in shown, shown
    assert yutu.run("export", yutu.record, "finding", table, "--run", "99").returncode == 3
    assert yutu.run("export", yutu.record, "road", table, "--run", "1").returncode == 2


def test_a_shapefile_leaves_in_the_asked_encoding(yutu):
    for encoding, name in (("UTF-8", "朝阳区".encode()), ("GBK", "朝阳区".encode("gbk"))):
        out = yutu.scratch / f"shape-{encoding}.shp"
        code, answer = yutu.json("export", yutu.record, "division", out, "--encoding", encoding)
        assert code == 0 and answer["rows"] > 0, answer
        assert name in out.with_suffix(".dbf").read_bytes(), encoding
        again = yutu.empty(f"shape-{encoding}.sqlite")
        code, report = yutu.json("import", again, out, "--as", "division")
        assert code == 0 and report["read"] == answer["rows"], report["problems"][:2]
        assert report["source"]["encoding_from"] == "cpg"


def test_an_export_holds_what_lies_inside_and_in_the_asked_system(yutu):
    out = yutu.scratch / "inside.geojson"
    assert yutu.json("export", yutu.record, "division", out, "--within", "2201")[0] == 0
    codes = [f["properties"]["code"]
             for f in json.loads(out.read_text(encoding="utf-8"))["features"]]
    assert "220104" in codes and "220300" not in codes and all(c[:4] == "2201" for c in codes)
    out = yutu.scratch / "metres.csv"
    code, answer = yutu.json("export", yutu.record, "facility", out, "--crs", "EPSG:4530")
    assert code == 0 and answer["rows"] > 0


def test_what_was_valid_then_differs_from_today(yutu):
    for day, code, parent in (("2019-01-01", "220381", "四平市"), ("2026-01-01", "220184", "长春市")):
        _, answer = yutu.json("search", yutu.record, "公主岭市", "--at", day, "--limit", 1)
        first = answer["results"][0]
        assert first["code"] == code and first["within"][0]["name"] == parent, first


def test_search_finds_what_people_type(yutu):
    for text, name in (("长春", "长春市"), ("長春", "长春市"), ("changchunshi", "长春市"),
                       ("CHANGCHUN", "长春市"), ("长chun", "长春市"), ("ccs", "长春市"),
                       ("双阳县", "双阳区"), ("lvyuanqu", "绿园区"), ("lyuyuanqu", "绿园区"),
                       ("nong'an", "农安县"), ("220381", "公主岭市"), ("2201", "长春市"),
                       ("斯大林大街", "人民大街"), ("吉林省长春市朝阳区", "朝阳区"),
                       ("四平市公主岭市", "公主岭市"), ("２２０１０４", "朝阳区")):
        _, answer = yutu.json("search", yutu.record, text, "--limit", 1)
        assert answer["results"] and answer["results"][0]["standard_name"] == name, (text, answer)


def test_unreadable_queries_are_answered(yutu):
    for text in ("x" * 1000, "😀", "‮abc", "路", "%00", " ", "\u3000", "'; DROP TABLE division; --",
                 "-1", "\t朝阳", "朝阳\n", "％", "\ufeff朝阳", "a\u0301" * 50):
        code, answer = yutu.json("search", yutu.record, text)
        assert code == 0 and isinstance(answer["results"], list), text


def test_inspect_exits_4_when_asked_to(yutu):
    record = yutu.copy("inspect.sqlite")
    assert yutu.run("inspect", record, "--fail-on", "minor").returncode == 0
    assert yutu.run("inspect", record, "--claims", "--fail-on", "minor").returncode == 4
    assert yutu.run("inspect", record, "--claims", "--fail-on", "blocking").returncode == 0


def test_inspection_of_claims_finds_the_three_bends(yutu):
    code, report = yutu.json("inspect", yutu.copy("claims.sqlite"), "--claims")
    assert code == 0
    kinds = sorted((f["kind"], tuple(f["parties"])) for f in report["findings"])
    assert kinds == [("gap", ("220102", "220105")), ("line-off-polygons", ("220102", "220104")),
                     ("line-off-polygons", ("220104", "220106")), ("overlap", ("220102", "220104")),
                     ("overlap", ("220104", "220106"))], kinds
    assert report["counts"]["gap"] == 1 and report["counts"]["marker-moved"] == 0


def test_findings_keep_their_ids_and_first_day(yutu):
    record = yutu.copy("again.sqlite")
    first = yutu.json("inspect", record, "--claims")[1]
    second = yutu.json("inspect", record, "--claims")[1]
    assert second["run"] == first["run"] + 1
    assert [f["id"] for f in first["findings"]] == [f["id"] for f in second["findings"]]
    assert [f["first_seen"] for f in first["findings"]] == \
        [f["first_seen"] for f in second["findings"]]


def test_coverage_statuses_add_up(yutu):
    code, report = yutu.json("coverage", yutu.copy("coverage.sqlite"), "--kind", "eldercare")
    assert code == 0 and report["run"] and report["norm"] == {
        "metric": "time", "limit": 900, "profile": "older", "season": "summer"}
    for people in (report["people"], *(d["people"] for d in report["divisions"])):
        for age in ("total", "age60", "age65", "age80"):
            counts = dict(people[age])
            assert counts.pop("all") == sum(counts.values())
    assert report["people"]["total"]["all"] == 9066906
    counties = [d for d in report["divisions"] if d["level"] == "county"]
    assert sum(d["people"]["total"]["covered"] for d in counties) == \
        report["people"]["total"]["covered"] > 0


def test_winter_covers_fewer_people(yutu):
    record = yutu.copy("winter.sqlite")
    summer = yutu.json("coverage", record, "--kind", "eldercare")[1]["people"]["total"]
    winter = yutu.json("coverage", record, "--kind", "eldercare", "--season", "winter")[1]
    assert winter["people"]["total"]["covered"] < summer["covered"]
    assert winter["people"]["total"]["all"] == summer["all"]


def test_negative_coordinates_are_no_options(yutu):
    code, answer = yutu.json("reverse", yutu.record, "-70.5", "-33.4")
    assert code == 0 and answer["chain"] == []


def write_counties(path, bends):
    """Three counties in a row, sides of 1 km; the second's western border and the third's
    are bent by so many metres at their middles."""
    def place(x, y):
        return [round(125.3 + x / 80000, 9), round(43.8 + y / 111000, 9)]

    features = []
    for i, (west, east) in enumerate(((0, 0), (bends[0], 0), (bends[1], 0))):
        corners = [(1000 * i, 0), (1000 * i + 1000, 0), (1000 * i + 1000, 1000), (1000 * i, 1000)]
        ring = corners + ([(1000 * i + west, 500)] if west else []) + corners[:1]
        features.append({"type": "Feature", "geometry": {
            "type": "Polygon", "coordinates": [[place(x, y) for x, y in ring]]},
            "properties": {"code": f"22510{i + 1}", "name": f"试{i + 1}县", "level": "county"}})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}),
                    encoding="utf-8")


def test_slivers_are_repaired_only_when_told_to(yutu):
    record, table = yutu.scratch / "repair.sqlite", yutu.scratch / "counties.geojson"
    out = yutu.scratch / "proposals.geojson"
    write_counties(table, (3, -2))
    assert yutu.run("init", record).returncode == 0
    assert yutu.run("import", record, table, "--as", "division").returncode == 0

    code, preview = yutu.json("repair", record, "--prefer", "225102", "--out", out)
    assert code == 0 and preview["edition"] is None
    assert (preview["slivers"], preview["chosen"]) == (2, 2)
    gap = next(r for r in preview["repairs"] if r["parties"] == ["225101", "225102"])
    assert [(p["method"], p["unit"], p["chosen"]) for p in gap["proposals"]] == [
        ("keep", "225101", False), ("keep", "225102", True), ("middle", None, False)]
    assert 1400 < gap["proposals"][1]["area_m2"] < 1600
    assert [(p["from"], p["to"]) for p in gap["proposals"][1]["pieces"]] == [(None, "225101")]
    assert [u["code"] for u in preview["units"]] == ["225101", "225103"]
    assert abs(preview["units"][0]["area_after_m2"] - preview["units"][0]["area_before_m2"]
               - gap["proposals"][1]["area_m2"]) < 0.01
    rows = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert sorted(r["properties"]["what"] for r in rows) == ["after"] * 2 + ["before"] * 2 + [
        "moved"] * 2
    assert len(yutu.json("editions", record)[1]["editions"]) == 1

    code, done = yutu.json("repair", record, "--prefer", "225102", "--apply", "--level", "county",
                           "--reason", "修正碎面")
    assert code == 0 and done["edition"] == 2
    assert done["repairs"] == preview["repairs"]
    edition = yutu.json("editions", record)[1]["editions"][1]
    assert (edition["kind"], edition["reason"]) == ("repair", "修正碎面")
    counts = yutu.json("inspect", record)[1]["counts"]
    assert not any(counts[k] for k in ("gap", "overlap", "non-coincident-border",
                                       "density-mismatch", "invalid-geometry"))
    assert yutu.run("doctor", record).returncode == 0
    assert yutu.json("repair", record)[1]["slivers"] == 0

    assert yutu.run("revert", record, "2").returncode == 0
    again = yutu.json("repair", record, "--prefer", "225102")[1]
    assert again["repairs"] == preview["repairs"] and again["units"] == preview["units"]
