"""Addresses, shapes, headers, rights."""
import gzip
import json
import struct
import threading
import time
import urllib.parse
import zlib

from yutu import Skip

# What the demo must answer at each route's example: a path into the body and
# whether it is there; operations that need an id of this record are left out.
STATED = {
    "search": lambda a: a["results"][0]["standard_name"] == "朝阳区",
    "place": lambda a: a["standard_name"] == "朝阳区" and len(a["names"]) > 1,
    "romanise": lambda a: a["romanised"] == "Rénmín Dàjiē",
    "standardize": lambda a: a["standard"] == "人民大街10111号" and a["code"] == "220102",
    "reverse": lambda a: [c["name"] for c in a["chain"]][:2] == ["吉林省", "长春市"],
    "division": lambda a: a["name"] == "朝阳区" and a["area_m2"] > 1e8,
    "divisionChildren": lambda a: len(a["divisions"]) == 13,
    "divisionParents": lambda a: [d["name"] for d in a["divisions"]] == ["长春市", "吉林省"],
    "divisionNeighbours": lambda a: "南关区" in [d["name"] for d in a["divisions"]],
    "divisionHistory": lambda a: a["divisions"][0]["code"] == "220104",
    "places": lambda a: len(a["places"]) == 100 and a["next"],
    "addresses": lambda a: [x["canonical"] for x in a["addresses"]][:2] == ["10111号", "1号"],
    "signs": lambda a: len(a["signs"]) == 9 and a["signs"][0]["payload"].startswith("示例编码"),
    "heritage": lambda a: a["heritage"][0]["level"] == "city",
    "approvals": lambda a: [x["filing"]["state"] for x in a["approvals"]] == ["done", "late", "overdue"],
    "categories": lambda a: "21610" in [c["code"] for c in a["categories"]],
    "codeAliases": lambda a: "220172002" in [c["code"] for c in a["code_aliases"]],
    "relations": lambda a: a["relations"][0]["relation"] == "re-parented",
    "streetParts": lambda a: [p["division"] for p in a["street_parts"]][:3] == ["220103", "220104", "220102"],
    "exemptions": lambda a: len(a["exemptions"]) == 1,
    "changes": lambda a: a["changes"][0]["type"] == "named" and a["next"],
    "changesState": lambda a: a["items"][0]["subject"] == "division-1" and a["next"],
    "inspections": lambda a: len(a["inspections"]) == 2,
    "inspection": lambda a: a["divisions"] == 26,
    "repairs": lambda a: a["run"] == 1 and a["missed"] == [],
    "findings": lambda a: "findings" in a,
    "finding": lambda a: [s["name"] for s in a["sides"]] == ["南关区", "二道区"],
    "lines": lambda a: len(a["lines"]) == 19 and a["lines"][0]["a"]["name"] == "南关区",
    "line": lambda a: a["name"] == "南关区—朝阳区线（示例）" and a["length_m"] > 1e4 and a["geometry"],
    "markers": lambda a: len(a["markers"]) == 76,
    "claims": lambda a: [(c["about"], c["party_name"]) for c in a["claims"]][0] == ("area", "南关区"),
    "triJunctions": lambda a: len(a["tri_junctions"]) == 11,
    "coverage": lambda a: a["people"]["total"]["covered"] > 0,
    "coverageCircles": lambda a: a["features"][0]["properties"]["area_m2"] > 1e6,
    "coverageUncovered": lambda a: a["features"][0]["properties"]["people"] > 0,
    "indicators": lambda a: any(i["definition"] == "plan-13" for i in a["indicators"]),
    "reach": lambda a: a["features"][0]["properties"]["limit_s"] == 900,
    "tilejson": lambda a: a["bounds"][0] < 125 < a["bounds"][2],
    "style": lambda a: len(a["layers"]) > 5,
    "openapi": lambda a: a["openapi"] == "3.1.0",
    "healthz": lambda a: a["status"] == "ok",
    "readyz": lambda a: a["snapshot"],
}
BINARY = {"tilePng", "tilePng2x", "tileMvt", "tilePbf", "setTilePng", "setTilePng2x", "setTileMvt",
          "setTilePbf"}
UNASKED = {"job", "jobCancel", "import", "inspect", "nameCheck", "nominatimSearch"}


def document(yutu):
    return yutu.server.ask("/openapi.json").json()


def operations(yutu):
    for pattern, methods in document(yutu)["paths"].items():
        for method, operation in methods.items():
            yield pattern, method, operation


def target_of(pattern, operation, override=None):
    query = {}
    for parameter in operation["parameters"]:
        value = parameter.get("example")
        if override and parameter["name"] == override[0]:
            value = override[1]
        elif not parameter["required"] and parameter["name"] not in ("lon", "lat"):
            continue
        if value is None:
            continue
        if parameter["in"] == "path":
            pattern = pattern.replace("{%s}" % parameter["name"], urllib.parse.quote(str(value), ""))
        else:
            query[parameter["name"]] = value
    return pattern + ("?" + urllib.parse.urlencode(query) if query else "")


def validator(api, schema):
    try:
        import jsonschema
    except ImportError as missing:
        raise Skip("python3-jsonschema is not installed") from missing
    whole = {"components": api["components"], **schema}
    return jsonschema.Draft202012Validator(whole)


def test_every_route_answers_its_example(yutu):
    api = document(yutu)
    for pattern, method, operation in operations(yutu):
        name = operation["operationId"]
        if name in UNASKED:
            continue
        target = target_of(pattern, operation)
        answer = yutu.server.ask(target)
        assert answer.status == 200, (target, answer.status, answer.body[:300])
        media, content = next(iter(operation["responses"]["200"]["content"].items()))
        assert answer.headers["Content-Type"].split(";")[0] == media.split(";")[0], target
        if name in BINARY:
            assert len(answer.body) > 50, target
        elif "schema" in content:
            body = answer.json()
            errors = list(validator(api, content["schema"]).iter_errors(body))
            assert not errors, (target, errors[0].message)
            assert STATED[name](body), (target, str(body)[:500])


WRONG = {"lon": "east", "lat": "200", "q": "", "limit": "0", "near": "here", "bbox": "1,2,3",
         "within": "22O1", "level": "moon", "mode": "guess", "crs": "EPSG:1", "code": "2201O4",
         "f": "xml", "run": "0", "kind": "eldrcare", "severity": "grave", "state": "lost", "party": "x",
         "min_area": "-1", "min_width": "-1", "minutes": "0", "profile": "runner", "season": "autumn", "layer": "lava",
         "z": "-1", "x": "one", "y": "1.5", "tms": "round", "format": "gif", "at": "2026-13-01",
         "lang": "fr", "wait": "soon", "category": "", "cursor": "", "facility": "", "id": "", "line": "", "between": "220104", "status": "fine", "style": "", "file": "", "name": "", "reading": "", "finding": "", "prefer": "", "units": "feet"}


# Where a name means something else, or any text will do.
WRONG.update({name: "" for name in ("road", "estate", "street", "place", "successor", "keeper",
                                    "scheme", "parent", "name", "type")})
WRONG.update({"legal_kind": "moon", "division": "22O1", "action": "moon", "body_kind": "moon",
              "overdue": "2", "detail": "all", "relation": "moon", "entity": "moon",
              "geometry": "some", "explain": "perhaps", "text": "", "min_level": "moon",
              "min_confidence": "2"})
WRONG.update({"zoom": "far", "addressdetails": "2", "namedetails": "2", "extratags": "2",
              "polygon_geojson": "2", "osm_ids": "", "accept-language": "x" * 201})
WRONG_AT = {("places", "kind"): "", ("signs", "state"): "", ("categories", "code"): "",
            ("codeAliases", "code"): ""}


def test_each_wrong_value_is_named(yutu):
    asked = 0
    for pattern, method, operation in operations(yutu):
        if operation["operationId"] in UNASKED:
            continue
        for parameter in operation["parameters"]:
            name = parameter["name"]
            if parameter["in"] == "path" and WRONG[name] == "":
                continue  # an empty segment is another address
            wrong = WRONG_AT.get((operation["operationId"], name), WRONG[name])
            answer = yutu.server.ask(target_of(pattern, operation, (name, wrong)))
            assert answer.status == 400, (pattern, name, answer.status, answer.body[:200])
            asked += 1
            if operation["operationId"].startswith("nominatim"):
                assert name in answer.body.decode(), (pattern, name, answer.body)
                continue  # in Nominatim's own shape: nominatim_tests
            assert answer.headers["Content-Type"] == "application/problem+json"
            problem = answer.json()
            assert problem["errors"][0]["parameter"] == name, (pattern, name, problem)
            assert problem["status"] == 400 and problem["title"] and problem["instance"]
    assert asked > 60, asked


def test_a_misspelt_parameter_is_refused(yutu):
    answer = yutu.server.ask("/api/v1/search?q=x&limt=5")
    assert answer.status == 400 and answer.json()["errors"][0]["parameter"] == "limt"


def test_problems_speak_the_reader_s_language(yutu):
    for language, word in (("zh-CN,zh;q=0.9", "没有"), ("en", "there is nothing")):
        answer = yutu.server.ask("/nowhere", headers={"Accept-Language": language})
        assert answer.status == 404 and word in answer.json()["detail"], answer.body


def test_other_methods_are_told_what_is_allowed(yutu):
    answer = yutu.server.ask("/api/v1/search", method="POST")
    assert answer.status == 405 and answer.headers["Allow"] == "GET, HEAD"


def test_head_is_get_without_a_body(yutu):
    for pattern, method, operation in operations(yutu):
        if method != "get" or operation["operationId"] in UNASKED:
            continue
        target = target_of(pattern, operation)
        full, head = yutu.server.ask(target), yutu.server.ask(target, method="HEAD")
        assert head.status == full.status == 200 and head.body == b"", target
        assert head.headers["ETag"] == full.headers["ETag"], target
        assert head.headers["Content-Type"] == full.headers["Content-Type"], target
        if operation["operationId"] not in ("metrics", "inspections"):
            assert head.headers["Content-Length"] == str(len(full.body)), target


def test_every_answer_can_be_told_apart_and_kept(yutu):
    """Ids, snapshot and timing on all; a tag that saves the body where one is due."""
    for pattern, method, operation in operations(yutu):
        name = operation["operationId"]
        if method != "get" or name in UNASKED:
            continue
        target = target_of(pattern, operation)
        for encoding in ("identity", "gzip"):
            accept = {"Accept-Encoding": encoding}
            full = yutu.server.ask(target, headers=accept)
            for header in ("X-Request-Id", "X-Snapshot", "Server-Timing", "Cache-Control", "Vary"):
                assert full.headers[header], (target, header)
            if name in ("healthz", "readyz", "metrics"):
                continue
            tag = full.headers["ETag"]
            assert tag.startswith('"') and tag.endswith('"'), (target, tag)
            again = yutu.server.ask(target, headers={**accept, "If-None-Match": tag})
            assert again.status == 304 and again.body == b"", (target, again.status)
            assert again.headers["ETag"] == tag, target


def test_tags_differ_by_encoding_and_save_the_body(yutu):
    for target in ("/api/v1/divisions/220104", "/openapi.json", "/api/v1/findings", "/styles/default.json"):
        plain = yutu.server.ask(target)
        packed = yutu.server.ask(target, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip", target
        assert gzip.decompress(packed.body) == plain.body, target
        assert plain.headers["ETag"] != packed.headers["ETag"], target
        for tag, encoding in ((plain.headers["ETag"], "identity"), (packed.headers["ETag"], "gzip")):
            again = yutu.server.ask(target, headers={"If-None-Match": tag,
                                                     "Accept-Encoding": encoding})
            assert again.status == 304 and again.body == b"", (target, again.status)


def test_answers_carry_the_promised_headers(yutu):
    answer = yutu.server.ask("/api/v1/divisions/220104", headers={"X-Request-Id": "abc-1"})
    assert answer.headers["X-Request-Id"] == "abc-1"
    assert answer.headers["X-Snapshot"] and answer.headers["Server-Timing"].startswith("app;dur=")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    preflight = yutu.server.ask("/api/v1/search", method="OPTIONS")
    assert preflight.status == 204 and "GET" in preflight.headers["Access-Control-Allow-Methods"]


def test_a_retired_code_answers_with_the_unit_of_today(yutu):
    now = yutu.server.ask("/api/v1/divisions/220381").json()
    assert now["code"] == "220184"
    assert now["requested"] == {"code": "220381", "form": "former", "valid_to": "2020-06-05"}
    then = yutu.server.ask("/api/v1/divisions/220381?at=2019-01-01").json()
    assert then["code"] == "220381" and "requested" not in then
    assert yutu.server.ask("/api/v1/divisions/220381?at=2024-01-01").status == 404
    for old, new in (("220121", "220182"), ("220124", "220183"), ("220125", "220112"),
                     ("220181", "220113")):
        now = yutu.server.ask(f"/api/v1/divisions/{old}").json()
        assert now["code"] == new and now["requested"]["code"] == old, now
    assert yutu.server.ask("/api/v1/divisions/229999").status == 404


def test_a_finding_holds_its_geometry_once(yutu):
    body = yutu.server.ask("/api/v1/findings?f=geojson").json()
    assert len(body["features"]) == 5
    listed = {f["id"]: f for f in yutu.server.ask("/api/v1/findings").json()["findings"]}
    run = yutu.server.ask("/api/v1/inspections/2").json()
    assert {f["id"]: f for f in run["findings"]} == listed
    for feature in body["features"]:
        same = listed[feature["id"]]
        assert "geometry" not in feature["properties"] and feature["geometry"] == same["geometry"]
        assert feature["properties"] | {"geometry": feature["geometry"]} == same
        assert same["state"] == "new"


def test_a_finding_alone_brings_the_borders_it_lies_between(yutu):
    for listed in yutu.server.ask("/api/v1/findings").json()["findings"]:
        answer = yutu.server.ask("/api/v1/findings/" + listed["id"]).json()
        assert answer["run"] == 2 and answer["finding"] == listed
        assert [side["code"] for side in answer["sides"]] == listed["parties"]
        assert all(side["claim"] for side in answer["sides"])  # the run was one on claims
        if listed["kind"] not in ("gap", "overlap"):
            continue
        corners = {tuple(p) for ring in listed["geometry"]["coordinates"] for p in ring}
        drawn = [{tuple(p) for line in side["geometry"]["coordinates"] for p in line}
                 for side in answer["sides"]]
        assert corners <= drawn[0] | drawn[1] and all(corners & side for side in drawn)
    assert yutu.server.ask("/api/v1/findings/nowhere").status == 404
    # The first run looked at the register, where nothing was found.
    assert yutu.server.ask(f"/api/v1/findings/{listed['id']}?run=1").status == 404


def test_findings_may_be_asked_by_width(yutu):
    everything = yutu.server.ask("/api/v1/findings").json()["findings"]
    for width in (0.5, 10, 40, 1000):
        wide = yutu.server.ask(f"/api/v1/findings?min_width={width}").json()["findings"]
        assert wide == [f for f in everything if (f["width_m"] or 0) >= width]


def test_claims_and_tri_junctions_are_told_as_imported(yutu):
    claims = yutu.server.ask("/api/v1/claims").json()["claims"]
    assert [c["code"] for c in claims] == sorted(c["code"] for c in claims) and len(claims) == 4
    mine = yutu.server.ask("/api/v1/claims?party=220104&f=geojson").json()["features"]
    assert [f["properties"]["party_name"] for f in mine] == ["朝阳区"]
    assert mine[0]["geometry"]["type"].endswith("Polygon")
    assert yutu.server.ask("/api/v1/claims?line=220102-220104").json()["claims"] == []
    assert yutu.server.ask("/api/v1/claims?bbox=1,1,2,2").json()["claims"] == []
    assert pages(yutu, "/api/v1/claims?limit=3", "claims") == claims
    junctions = pages(yutu, "/api/v1/tri-junctions?limit=4", "tri_junctions")
    assert len(junctions) == 11 and all(len(j["divisions"]) == 3 for j in junctions)
    assert junctions == sorted(junctions, key=lambda j: j["number"])


def test_exemptions_in_force_are_listed(yutu):
    listed = pages(yutu, "/api/v1/exemptions?limit=1", "exemptions")
    assert listed and [e["exemption"] for e in listed] == sorted(e["exemption"] for e in listed)
    assert all(e["document"] and e["divisions"] and e["kind"] in
               ("exclave", "allowed-gap", "allowed-overlap") for e in listed), listed
    features = yutu.server.ask("/api/v1/exemptions?f=geojson").json()["features"]
    assert [f["properties"]["exemption"] for f in features] == [e["exemption"] for e in listed]
    before = yutu.server.ask("/api/v1/exemptions?at=1950-01-01").json()["exemptions"]
    assert len(before) < len(listed) or all(e["valid_from"] is None for e in before), before
    server = yutu.serve(yutu.record)
    try:
        assert server.ask("/api/v1/exemptions").status == 401
    finally:
        server.stop()


def pages(yutu, target, key):
    items = []
    for _ in range(100):
        answer = yutu.server.ask(target)
        body = answer.json()
        items += body[key]
        if body["next"] is None:
            return items
        link = answer.headers["Link"]
        assert link.endswith('rel="next"'), link
        assert link.count("cursor=") == 1, link
        target = "/" + link.split(">")[0].split("/", 3)[3]
    raise AssertionError("the pages do not end")


def test_pages_add_up_to_the_whole(yutu):
    children = pages(yutu, "/api/v1/divisions/220102/children?limit=7", "divisions")
    codes = [c["code"] for c in children]
    assert len(codes) == len(set(codes)) > 14 and codes == sorted(codes)
    findings = pages(yutu, "/api/v1/findings?limit=1", "findings")
    assert len({f["id"] for f in findings}) == len(findings) == 5
    results = pages(yutu, "/api/v1/search?q=%E6%9C%9D%E9%98%B3&limit=5", "results")
    assert len({r["id"] for r in results}) == len(results) > 10


def test_http_and_command_answer_the_same(yutu):
    served = yutu.server.ask("/api/v1/search?q=" + urllib.parse.quote("双阳县") + "&limit=5").json()
    assert served == yutu.json("search", yutu.record, "双阳县", "--limit", 5)[1]
    served = yutu.server.ask("/api/v1/reverse?lon=125.3235&lat=43.8871").json()
    assert served == yutu.json("reverse", yutu.record, "125.3235", "43.8871")[1]


def test_positions_may_be_asked_in_other_systems(yutu):
    plain = yutu.server.ask("/api/v1/reverse?lon=125.3235&lat=43.8171").json()["chain"]
    shifted = yutu.server.ask("/api/v1/reverse?lon=125.3300063&lat=43.8195514&crs=GCJ-02").json()
    metres = yutu.server.ask("/api/v1/reverse?lon=42445574.05&lat=4853722.73&crs=EPSG:4530").json()
    assert plain == shifted["chain"] == metres["chain"] != []


def fields_of(data):
    """The fields of a protocol buffer message: number, value."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        key = varint()
        if key & 7 == 0:
            yield key >> 3, varint()
        elif key & 7 == 2:
            size = varint()
            assert at + size <= len(data)
            yield key >> 3, data[at:at + size]
            at += size
        else:
            size = {1: 8, 5: 4}[key & 7]
            yield key >> 3, data[at:at + size]
            at += size


def vector_layers(data):
    """Name, version, extent and features (id, type) of each layer of a vector tile."""
    layers = {}
    for number, layer in fields_of(data):
        assert number == 3
        parts = list(fields_of(layer))
        single = dict(parts)
        features = [dict(fields_of(value)) for key, value in parts if key == 2]
        values = [list(fields_of(value)) for key, value in parts if key == 4]
        layers[single[1].decode()] = {
            "version": single[15], "extent": single.get(5, 4096),
            "ids": [f.get(1) for f in features], "types": {f[3] for f in features},
            "values": [v[0][1] for v in values]}
    return layers


def test_vector_tiles_decode(yutu):
    layers = vector_layers(yutu.server.ask("/tiles/map/13/6947/2982.mvt").body)
    assert {"division", "road"} <= set(layers) and "finding" not in layers, set(layers)
    for name, layer in layers.items():
        assert layer["version"] == 2 and layer["extent"] == 4096, name
        assert layer["ids"] and None not in layer["ids"], name
        assert len(set(layer["ids"])) == len(layer["ids"]), name
    assert layers["division"]["types"] == {3} and layers["road"]["types"] == {2}
    division = yutu.server.ask("/api/v1/divisions/220104").json()
    alone = vector_layers(yutu.server.ask("/tiles/division/10/868/372.mvt").body)
    assert set(alone) == {"division"} and division["id"] in alone["division"]["ids"], alone
    assert "朝阳区".encode() in alone["division"]["values"]


def test_where_there_is_nothing_a_tile_is_empty(yutu):
    for target in ("/tiles/division/10/0/0.mvt", "/tiles/road/10/0/0.pbf"):
        answer = yutu.server.ask(target)
        assert answer.status in (200, 204) and vector_layers(answer.body) == {}, target
    assert png_size(yutu.server.ask("/tiles/road/10/0/0.png").body) == (256, 256)


def test_tiles_outside_their_matrix_are_told_so(yutu):
    for target, status in (("/tiles/map/3/8/0.png", 404), ("/tiles/map/3/0/8.mvt", 404),
                           ("/tiles/map/0/1/0.png", 404), ("/tiles/map/25/0/0.png", 400),
                           ("/tiles/map/-1/0/0.png", 400), ("/tiles/map/3/1e1/0.png", 400),
                           ("/tiles/map/03/1/1.png", 200), ("/tiles/map/WorldCRS84Quad/0/2/0.png", 404),
                           ("/tiles/map/WorldCRS84Quad/0/1/0.png", 200),
                           ("/tiles/map/nowhere/0/1/0.png", 400), ("/tiles/map/3/1/1.gif", 404)):
        answer = yutu.server.ask(target)
        assert answer.status == status, (target, answer.status)
        if status != 200:
            assert answer.headers["Content-Type"] == "application/problem+json", target


def test_tilejson_tells_where_tiles_are(yutu):
    for layer, form, ending in (("division", "mvt", "mvt"), ("map", "png", "png")):
        described = yutu.server.ask(f"/tiles/{layer}.json?format={form}").json()
        assert described["tilejson"] == "3.0.0", described
        west, south, east, north = described["bounds"]
        assert west < 125.3 < east and south < 43.8 < north
        assert 0 <= described["minzoom"] < described["maxzoom"] <= 24
        assert described.get("tileSize") == (256 if form == "png" else None), described
        if form == "mvt":
            assert described["vector_layers"][0]["id"] == layer
            assert described["vector_layers"][0]["fields"]
        address = described["tiles"][0]
        assert address.startswith(yutu.server.url) and f".{ending}" in address
        z = max(10, described["minzoom"])
        tile = address.removeprefix(yutu.server.url.rstrip("/"))
        tile = tile.replace("{z}", str(z)).replace("{x}", "868").replace("{y}", "371")
        assert yutu.server.ask(tile).status == 200, tile


def png_size(body):
    assert body[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", body[16:24])


def test_tiles_are_pictures_and_vector_tiles(yutu):
    assert png_size(yutu.server.ask("/tiles/map/10/868/371.png").body) == (256, 256)
    assert png_size(yutu.server.ask("/tiles/map/10/868/371@2x.png").body) == (512, 512)
    for tms, z, x, y in (("WebMercatorQuad", 10, 868, 371), ("WorldCRS84Quad", 9, 868, 131),
                         ("CGCS2000Quad", 9, 868, 131), ("c", 10, 868, 131), ("w", 10, 868, 371)):
        assert png_size(yutu.server.ask(f"/tiles/map/{tms}/{z}/{x}/{y}.png").body) == (256, 256)
    vector = yutu.server.ask("/tiles/division/8/217/93.pbf")
    assert vector.body == yutu.server.ask("/tiles/division/8/217/93.mvt").body
    assert b"division" in vector.body and "朝阳区".encode() in vector.body
    packed = yutu.server.ask("/tiles/division/8/217/93.pbf", headers={"Accept-Encoding": "gzip"})
    assert zlib.decompress(packed.body, 31) == vector.body
    assert yutu.server.ask("/tiles/map/3/9/9.png").status == 404
    assert yutu.server.ask("/tiles/nothing/3/1/1.png").status == 400


def test_findings_are_drawn_over_the_map(yutu):
    drawn = yutu.server.ask("/tiles/finding/14/13898/5966.png").body
    empty = yutu.server.ask("/tiles/finding/14/0/0.png").body
    assert png_size(drawn) == (256, 256) and len(drawn) > 4 * len(empty)
    assert yutu.server.ask("/styles/finding.json").json()["sources"]["finding"]["url"]


def test_keys_open_what_is_closed(yutu):
    record = yutu.copy("keys.sqlite")
    server = yutu.serve(record)
    try:
        assert server.ask("/api/v1/divisions/220104").status == 200
        refused = server.ask("/api/v1/findings")
        assert refused.status == 401 and "Bearer" in refused.headers["WWW-Authenticate"]
        key = yutu.json("key", record, "add", "viewer", "--role", "viewer")[1]["key"]
        bearer = {"Authorization": f"Bearer {key}"}
        assert server.ask("/api/v1/findings", headers=bearer).status == 200
        assert server.ask(f"/api/v1/findings?token={key}").status == 200
        finding = "/tiles/finding/14/13898/5966.png"
        assert server.ask(finding).status == 401
        drawn = server.ask(finding, headers=bearer)
        assert drawn.status == 200 and "private" in drawn.headers["Cache-Control"]
        assert drawn.headers["Access-Control-Allow-Origin"] is None
        assert server.ask(f"/tiles/finding.json?token={key}").status == 200
        assert server.ask("/api/v1/imports", "POST", bearer, b"x").status == 403
        rotated = yutu.json("key", record, "rotate", "viewer")[1]["key"]
        assert server.ask("/api/v1/findings", headers=bearer).status == 401
        bearer = {"Authorization": f"Bearer {rotated}"}
        assert server.ask("/api/v1/findings", headers=bearer).status == 200
        assert yutu.run("key", record, "disable", "viewer").returncode == 0
        assert server.ask("/api/v1/findings", headers=bearer).status == 401
    finally:
        code, errors = server.stop()
    assert code == 0 and key not in errors


def form(fields, files):
    boundary, parts = "-----------------yutu", []
    for name, value in fields.items():
        parts.append(f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode())
    for name, data in files.items():
        head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        parts.append(head.encode() + data)
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + p + b"\r\n" for p in parts)
    return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()


def test_an_upload_is_imported_and_served_without_a_restart(yutu):
    record = yutu.copy("upload.sqlite")
    key = yutu.json("key", record, "add", "clerk", "--role", "clerk")[1]["key"]
    bearer = {"Authorization": f"Bearer {key}"}
    server = yutu.serve(record)
    try:
        table = "id,name,kind,lon,lat\nnew-1,新试验广场,square,125.33,43.88\n".encode()
        media, body = form({"as": "place", "crs": "CRS84"}, {"新地名.csv": table})
        started = server.ask("/api/v1/imports", "POST", {**bearer, "Content-Type": media}, body)
        assert started.status == 202, started.body
        job = "/api/v1/jobs/" + started.json()["id"]
        for _ in range(100):
            state = server.ask(job, headers=bearer).json()
            if state["state"] != "running":
                break
            time.sleep(0.1)
        assert state["state"] == "done" and state["result"]["written"] == 1, state
        found = server.ask("/api/v1/search?wait=10&q=" + urllib.parse.quote("新试验广场")).json()
        assert found["results"][0]["standard_name"] == "新试验广场", found
        media, body = form({"as": "place"}, {"x.csv": b"nonsense"})
        wrong = server.ask("/api/v1/imports", "POST", {**bearer, "Content-Type": media}, body)
        job = "/api/v1/jobs/" + wrong.json()["id"]
        for _ in range(100):
            state = server.ask(job, headers=bearer).json()
            if state["state"] != "running":
                break
            time.sleep(0.1)
        assert state["state"] == "failed" and state["exit_code"] == 3, state
        assert server.ask("/api/v1/jobs/unknown", headers=bearer).status == 404
    finally:
        assert server.stop()[0] == 0


def wait_for_job(server, bearer, started):
    assert started.status == 202, started.body
    job = started.headers["Location"].split("/", 3)[3]
    for _ in range(300):
        state = server.ask("/" + job, headers=bearer).json()
        if state["state"] != "running":
            return state
        time.sleep(0.1)
    raise AssertionError(state)


def test_a_shapefile_is_uploaded_part_by_part(yutu):
    record = yutu.empty("parts.sqlite")
    key = yutu.json("key", record, "add", "clerk", "--role", "clerk")[1]["key"]
    bearer = {"Authorization": f"Bearer {key}"}
    files = {path.name: path.read_bytes()
             for path in sorted(yutu.sample("division-county.shp").parent.glob("division-county.*"))
             if path.suffix in (".shp", ".shx", ".dbf", ".prj", ".cpg")}
    server = yutu.serve(record)
    try:
        media, body = form({"as": "division", "effective": "2019-01-01"}, files)
        state = wait_for_job(server, bearer, server.ask("/api/v1/imports", "POST",
                                                        {**bearer, "Content-Type": media}, body))
        assert state["state"] == "done" and state["result"]["written"] == 11, state
        assert state["exit_code"] == 0 and state["ended_at"] >= state["started_at"]
        assert server.ask("/api/v1/divisions/220104?wait=10").json()["name"] == "朝阳区"
        media, body = form({"as": "division", "colour": "red"}, files)
        wrong = server.ask("/api/v1/imports", "POST", {**bearer, "Content-Type": media}, body)
        assert wrong.status == 400 and "colour" in wrong.json()["detail"]
    finally:
        assert server.stop()[0] == 0


def test_a_list_of_dozens_of_files_reaches_the_import_whole(yutu):
    record = yutu.empty("dozens.sqlite")
    key = yutu.json("key", record, "add", "clerk", "--role", "clerk")[1]["key"]
    bearer = {"Authorization": f"Bearer {key}"}
    files = {f"p{i}.csv": f"id,name,kind,lon,lat\np{i},广场{i},square,125.3{i:02},43.8\n".encode()
             for i in range(50)}
    server = yutu.serve(record)
    try:
        media, body = form({"as": "place", "crs": "CRS84"}, files)
        state = wait_for_job(server, bearer, server.ask("/api/v1/imports", "POST",
                                                        {**bearer, "Content-Type": media}, body))
        assert state["state"] == "done", state
        found = server.ask("/api/v1/search?wait=10&q=" + urllib.parse.quote("广场49")).json()
        assert found["results"][0]["standard_name"] == "广场49"
    finally:
        assert server.stop()[0] == 0


def test_a_cancelled_upload_leaves_the_record_as_it_was(yutu):
    record = yutu.empty("cancel.sqlite")
    key = yutu.json("key", record, "add", "clerk", "--role", "clerk")[1]["key"]
    bearer = {"Authorization": f"Bearer {key}"}
    table = "id,name,kind,lon,lat\n" + "".join(
        f"c{i},广场{i},square,125.{i % 1000:03},43.8\n" for i in range(200000))
    server = yutu.serve(record)
    try:
        media, body = form({"as": "place", "crs": "CRS84"}, {"many.csv": table.encode()})
        started = server.ask("/api/v1/imports", "POST", {**bearer, "Content-Type": media}, body)
        job = "/" + started.headers["Location"].split("/", 3)[3]
        assert server.ask(job, "DELETE", bearer).status == 200
        state = wait_for_job(server, bearer, started)
        assert state["state"] == "cancelled", state
        assert server.ask(job, "DELETE", bearer).status == 409
        assert server.ask(job, "DELETE").status == 401
    finally:
        assert server.stop()[0] == 0
    assert yutu.json("editions", record)[1]["editions"] == []
    assert yutu.json("doctor", record)[1]["clean"]


def test_a_stop_ends_running_jobs_too(yutu):
    record = yutu.empty("stopped.sqlite")
    key = yutu.json("key", record, "add", "clerk", "--role", "clerk")[1]["key"]
    bearer = {"Authorization": f"Bearer {key}"}
    table = "id,name,kind,lon,lat\n" + "".join(
        f"c{i},广场{i},square,125.{i % 1000:03},43.8\n" for i in range(200000))
    server = yutu.serve(record)
    media, body = form({"as": "place", "crs": "CRS84"}, {"many.csv": table.encode()})
    answer = server.ask("/api/v1/imports", "POST", {**bearer, "Content-Type": media}, body)
    started = time.monotonic()
    code, errors = server.stop()
    assert answer.status == 202 and code == 0, errors
    assert time.monotonic() - started < 20
    assert yutu.json("editions", record)[1]["editions"] == []
    assert yutu.json("doctor", record)[1]["clean"]


BUSY = ("/api/v1/divisions/220104", "/api/v1/search?q=%E6%9C%9D%E9%98%B3", "/api/v1/findings",
        "/tiles/map/10/868/371.png", "/tiles/map/10/868/372.png?at=2019-01-01",
        "/tiles/division/8/217/93.mvt", "/api/v1/divisions/220104/neighbours",
        "/api/v1/coverage?kind=eldercare", "/tiles/finding/14/13898/5966.png",
        "/api/v1/divisions/220104?wait=3", "/metrics")


def test_reading_goes_on_while_others_write(yutu):
    """Snapshots are swapped under the feet of eight readers."""
    record = yutu.copy("busy.sqlite")
    table = yutu.scratch / "busy.csv"
    server = yutu.serve(record, "--open")
    until = time.monotonic() + (60 if yutu.all else 5)
    wrong, snapshots = [], set()

    def read(first):
        number = first
        while time.monotonic() < until and not wrong:
            target = BUSY[number % len(BUSY)]
            try:
                answer = server.ask(target)
                snapshots.add(answer.headers["X-Snapshot"])
                if answer.status != 200:
                    wrong.append((target, answer.status, answer.body[:200]))
            except OSError as error:
                wrong.append((target, error))
            number += 1

    readers = [threading.Thread(target=read, args=(number,)) for number in range(8)]
    try:
        for reader in readers:
            reader.start()
        written = 0
        while time.monotonic() < until:
            written += 1
            table.write_text("id,name,kind,lon,lat\n"
                             f"busy-{written},广场{written},square,125.33,43.88\n", encoding="utf-8")
            assert yutu.run("import", record, table, "--as", "place", "--crs",
                            "CRS84").returncode == 0
        for reader in readers:
            reader.join()
    finally:
        code, errors = server.stop()
    assert not wrong, wrong[0]
    assert code == 0 and len(snapshots) > 1, errors


def test_internal_rows_are_not_served(yutu):
    record = yutu.copy("internal.sqlite")
    table = yutu.scratch / "secret.csv"
    table.write_text("id,name,kind,lon,lat\ns-1,内部试验点,square,125.33,43.88\n", encoding="utf-8")
    assert yutu.run("import", record, table, "--as", "place", "--crs", "CRS84", "--secrecy",
                    "internal").returncode == 0
    server = yutu.serve(record, "--open")
    try:
        found = server.ask("/api/v1/search?q=" + urllib.parse.quote("内部试验点")).json()
        assert found["results"] == []
        near = server.ask("/api/v1/reverse?lon=125.33&lat=43.88").json()["nearest"]
        assert "内部试验点" not in [n["name"] for n in near]
    finally:
        server.stop()


def test_internal_facilities_and_roads_are_not_told_by_coverage(yutu):
    record = yutu.copy("internal-coverage.sqlite")
    table = yutu.scratch / "secret-home.csv"
    table.write_text("id,name,kind,lon,lat\nsecret-1,内部试验院,eldercare.home,125.33,43.88\n",
                     encoding="utf-8")
    path = {"type": "Feature", "properties": {"id": "secret-road", "class": "footway"},
            "geometry": {"type": "LineString", "coordinates": [[126.6, 44.6], [126.61, 44.6]]}}
    road = yutu.scratch / "secret-road.geojson"
    road.write_text(json.dumps({"type": "FeatureCollection", "features": [path]}), encoding="utf-8")
    for name, kind, *options in ((table, "facility", "--crs", "CRS84"), (road, "road")):
        assert yutu.run("import", record, name, "--as", kind, *options, "--secrecy",
                        "internal").returncode == 0
    server = yutu.serve(record, "--open")
    try:
        told = server.ask("/api/v1/coverage?kind=eldercare").json()
        assert told["facilities"] == yutu.server.ask("/api/v1/coverage?kind=eldercare").json()[
            "facilities"]
        assert server.ask("/api/v1/reach?facility=secret-1").status == 404
        reach = server.ask("/api/v1/reach?lon=126.605&lat=44.6")
        assert reach.status == yutu.server.ask("/api/v1/reach?lon=126.605&lat=44.6").status
        assert reach.json().get("features") in (None, []) or \
            reach.json()["features"][0]["properties"]["length_m"] == 0, reach.body[:400]
    finally:
        server.stop()


def test_a_snapshot_alone_serves_what_is_open(yutu):
    packed = yutu.scratch / "packed.yutu"
    assert yutu.run("snapshot", yutu.record, packed).returncode == 0
    server = yutu.serve("--snapshot", packed)
    try:
        for target in ("/api/v1/divisions/220104", "/api/v1/coverage?kind=eldercare",
                       "/api/v1/reverse?lon=125.3235&lat=43.8871"):
            alone, whole = server.ask(target), yutu.server.ask(target)
            assert alone.status == 200 and alone.json() == whole.json(), target
        assert server.ask("/tiles/map/10/868/371.png").body == \
            yutu.server.ask("/tiles/map/10/868/371.png").body
        assert server.ask("/api/v1/findings").status in (401, 404)
    finally:
        assert server.stop()[0] == 0


def test_the_page_keeps_to_itself(yutu):
    page = yutu.server.ask("/")
    assert page.status == 200 and page.headers["Content-Type"].startswith("text/html")
    assert page.headers["Content-Security-Policy"].startswith("default-src 'self'")
    style = json.dumps(yutu.server.ask("/styles/default.json").json())
    assert style.count("http://") == style.count(yutu.server.url) > 0
    assert "glyphs" not in style


def test_metrics_count_answers(yutu):
    text = yutu.server.ask("/metrics").body.decode()
    assert 'yutu_http_requests_total{code="2xx"}' in text and "yutu_snapshot_info" in text


def test_an_inspection_is_started_over_http(yutu):
    record = yutu.copy("inspection-job.sqlite")
    keys = {role: yutu.json("key", record, "add", role, "--role", role)[1]["key"]
            for role in ("viewer", "inspector")}
    bearer = {role: {"Authorization": f"Bearer {key}"} for role, key in keys.items()}
    server = yutu.serve(record)
    try:
        assert server.ask("/api/v1/inspections", "POST").status == 401
        assert server.ask("/api/v1/inspections", "POST", bearer["viewer"]).status == 403
        for body, word in ((b'{"levle": "county"}', "levle"), (b'{"profile": "/etc/passwd"}', "1:10000"),
                           (b'{"profile": "1:/../etc/passwd"}', "1:10000"),
                           (b"[", "line 1"), (b'{"claims": "yes"}', "claims")):
            wrong = server.ask("/api/v1/inspections", "POST",
                               {**bearer["inspector"], "Accept-Language": "en"}, body)
            assert wrong.status == 400 and word in wrong.json()["detail"], (body, wrong.body)
        started = server.ask("/api/v1/inspections", "POST", bearer["inspector"],
                             json.dumps({"claims": True, "level": "county"}).encode())
        assert started.status == 202 and started.json()["kind"] == "inspection", started.body
        state = wait_for_job(server, bearer["inspector"], started)
        assert state["state"] == "done" and state["result"]["counts"]["overlap"] == 2, state
        assert "findings" not in state["result"]
        run = server.ask(f"/api/v1/inspections/{state['result']['run']}", headers=bearer["viewer"])
        assert len([f for f in run.json()["findings"] if f["kind"] == "overlap"]) == 2
        started = server.ask("/api/v1/inspections", "POST", bearer["inspector"], b'{"level": "moon"}')
        state = wait_for_job(server, bearer["inspector"], started)
        assert state["state"] == "failed" and state["exit_code"] == 2, state
    finally:
        assert server.stop()[0] == 0
