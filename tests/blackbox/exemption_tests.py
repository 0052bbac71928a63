"""Exemptions by register and what could not be inspected, from import to the report."""
from line_tests import PARTIES, bring, feature, near, ring

A = ring([(0, 0), (1005, 0), (1005, 400), (1000, 400), (1000, 600), (1002, 700), (1000, 800),
          (1000, 1000), (0, 1000)])
B = ring([(1000, 0), (2000, 0), (2000, 1000), (1000, 1000), (1000, 800), (1008, 700), (1000, 600),
          (1000, 400)])
# On their border: an overlap of 5 m and 2 000 m2 below, a gap of 600 m2 above.
STRIP = ring([(990, -10), (1015, -10), (1015, 410), (990, 410)])
HALF_STRIP = ring([(990, -10), (1015, -10), (1015, 200), (990, 200)])
LENS = ring([(990, 590), (1015, 590), (1015, 810), (990, 810)])


def row(number, kind, ground, **more):
    drawn = feature("Polygon", ground, id=number, codes="、".join(PARTIES),
                    document=f"示例〔2001〕{number}号", **more)
    drawn["properties"]["kind"] = kind
    return drawn


def units(yutu, name, crs):
    record = yutu.empty(f"exemption-{name}-{crs[-4:]}.sqlite")
    bring(yutu, record, crs, "division", [feature("Polygon", ground, code=code, name=code)
                                          for ground, code in zip((A, B), PARTIES)])
    return record


def inspect(yutu, record, *options):
    code, report = yutu.json("inspect", record, *options)
    assert code == 0, report
    return report, {f["kind"]: f for f in report["findings"]}


def test_what_a_register_allows_is_listed_and_no_finding(yutu):
    for crs in ("EPSG:4551", "EPSG:4529", "EPSG:4490"):
        record = units(yutu, "all", crs)
        report, found = inspect(yutu, record)
        assert set(found) == {"gap", "overlap"}, report["counts"]
        assert report["exempted"] == {"faces": 0, "area_m2": 0, "exemptions": [], "items": []}
        bring(yutu, record, crs, "exemption",
              [row("1", "共管区", STRIP), row("2", "水域", LENS, document_date="2001-03-05")])
        report, found = inspect(yutu, record)
        assert found == {}, found
        exempted = report["exempted"]
        assert exempted["faces"] == 2 and near(exempted["area_m2"], 2600, 3), exempted
        assert [(i["exemption"], i["kind"], i["parties"]) for i in exempted["items"]] == [
            ("1", "overlap", PARTIES), ("2", "gap", PARTIES)], exempted
        assert [(e["id"], e["kind"], e["document"], e["document_date"], e["codes"], e["faces"])
                for e in exempted["exemptions"]] == [
            ("1", "allowed-overlap", "示例〔2001〕1号", None, PARTIES, 1),
            ("2", "allowed-gap", "示例〔2001〕2号", "2001-03-05", PARTIES, 1)], exempted
        code, repair = yutu.json("repair", record)
        assert code == 0 and repair["slivers"] == 0, repair


def test_what_goes_beyond_ground_area_or_day_is_told_with_the_document(yutu):
    record = units(yutu, "beyond", "EPSG:4551")
    bring(yutu, record, "EPSG:4551", "exemption",
          [row("1", "allowed-overlap", HALF_STRIP, valid_to="2020-01-01"),
           row("2", "allowed-gap", LENS, max_area_m2=100)])
    report, found = inspect(yutu, record, "--at", "2019-12-31")
    assert report["counts"]["exemption-exceeded"] == 2 and len(report["findings"]) == 2, report
    areas = {f["exemption"]: f["area_m2"] for f in report["findings"]}
    assert near(areas["1"], 1000, 2) and near(areas["2"], 500, 1), areas
    assert all(f["document"] in f["message"] and f["parties"] == PARTIES
               for f in report["findings"]), report["findings"]
    # The half of an overlap whose document has ended is an overlap like any other.
    report, found = inspect(yutu, record, "--at", "2020-01-01")
    assert set(found) == {"overlap", "exemption-exceeded"}, report["counts"]
    assert found["exemption-exceeded"]["exemption"] == "2"
    bring(yutu, record, "EPSG:4551", "exemption",
          [row("1", "allowed-overlap", STRIP, valid_to="2020-01-01")])
    report, found = inspect(yutu, record, "--at", "2020-01-01")
    ended = [f for f in report["findings"] if f["exemption"] == "1"]
    assert report["counts"]["overlap"] == 0 and len(ended) == 1, report
    assert near(ended[0]["area_m2"], 2000, 3) and "2020-01-01" in ended[0]["message"], ended


def test_undoing_the_register_brings_the_findings_back(yutu):
    record = units(yutu, "undone", "EPSG:4551")
    bring(yutu, record, "EPSG:4551", "exemption", [row("1", "共管区", STRIP)])
    before = inspect(yutu, record)[1]
    assert set(before) == {"gap"}, before
    assert yutu.run("revert", record, "2").returncode == 0
    report, found = inspect(yutu, record)
    assert set(found) == {"gap", "overlap"}, report["counts"]
    assert found["gap"]["id"] == before["gap"]["id"]
    assert yutu.run("doctor", record).returncode == 0


def test_a_register_leaves_and_comes_back_the_same(yutu):
    record = units(yutu, "round", "EPSG:4551")
    bring(yutu, record, "EPSG:4551", "exemption", [row("1", "共管区", STRIP, max_area_m2=2500.5)])
    for ending in ("gpkg", "geojson", "csv", "shp"):
        out = yutu.scratch / f"exemption.{ending}"
        code, answer = yutu.json("export", record, "exemption", out)
        assert code == 0 and answer["rows"] == 1, answer
        code, answer = yutu.json("import", record, out, "--as", "exemption")
        assert code == 0 and (answer["unchanged"], answer["written"]) == (1, 0), (ending, answer)


def test_what_could_not_be_inspected_is_told_in_metres_and_share(yutu):
    record = units(yutu, "uninspected", "EPSG:4551")
    told = inspect(yutu, record)[0]["uninspected"]
    assert (told["units"], len(told["levels"])) == (0, 1), told
    assert near(told["length_m"], 6000, 5) and near(told["border_m"], 7610.4, 5), told
    assert near(told["share"], 6000 / 7610.4, 1e-3), told
    bring(yutu, record, "EPSG:4551", "division", [
        feature("Polygon", None, code="225103", name="无图县"),
        feature("Polygon", None, code="225101001", name="无图镇")])
    told = inspect(yutu, record)[0]["uninspected"]
    assert told["units"] == 2 and told["length_m"] is None and told["share"] is None, told
    assert near(told["known_m"], 6000, 5), told
    town = told["levels"][1]
    assert (town["level"], town["border_m"], town["length_m"], town["without_geometry"]) == (
        "township", 0, None, 1), town
