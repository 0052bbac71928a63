"""Registers of place names, and a copy that follows the change feed."""
import json
import random
import signal
import subprocess
import time


def write(yutu, name, text):
    path = yutu.scratch / name
    path.write_text(text, encoding="utf-8")
    return path


def bring(yutu, record, kind, text, *options, code=0):
    path = write(yutu, f"gazetteer-{kind}.csv", text)
    result, report = yutu.json("import", record, path, "--as", kind, "--crs", "CRS84", "--lang",
                               "en", *options)
    assert result == code, report
    return report


def city(yutu, name):
    record = yutu.empty(name)
    bring(yutu, record, "division", "code,name\n220100,长春市\n220102,南关区\n220104,朝阳区\n")
    bring(yutu, record, "place",
          "id,name,kind,division,lon,lat\nstreet-1,人民大街,street,220104,125.32,43.88\n"
          "street-2,自由大路,street,220104,125.33,43.86\n")
    bring(yutu, record, "name", "place,name,form,valid_to,certainty\n"
                                "street-1,斯大林大街,former,1996,C\n")
    bring(yutu, record, "address",
          "id,road,number,division,unit,room,lon,lat\nA1,人民大街,1号,220104,,,125.3201,43.8801\n"
          "A2,人民大街,3号,220104,2,301,125.3202,43.8802\nA3,自由大路,一百零二號,220104,,,,\n")
    bring(yutu, record, "sign", "id,place,type,state,lon,lat\nS1,street-1,街牌,完好,125.32,43.88\n"
                                "S2,A2,户牌,完好,125.3202,43.8802\n")
    return record


def rows(server, target, key, headers=None):
    answer = server.ask(target, headers=headers)
    assert answer.status == 200, answer.body
    return answer.json()[key]


# --- lists ----------------------------------------------------------------------------


def test_registers_are_listed_and_filtered(yutu):
    record = city(yutu, "gazetteer-registers.sqlite")
    bring(yutu, record, "heritage", "id,place,name,level,batch\nH1,street-1,人民大街,市级,第一批\n")
    bring(yutu, record, "code-alias", "place,scheme,code\n220102,nbs,220172\n")
    bring(yutu, record, "relation", "place,successor,relation\nstreet-2,street-1,并入\n")
    server = yutu.serve(record, "--open")
    try:
        found = rows(server, "/api/v1/addresses?street=street-1&detail=household", "addresses")
        assert [(a["id"], a["canonical"], a["parity"], a["room"]) for a in found] == [
            ("A1", "1号", "odd", None), ("A2", "3号", "odd", "301")], found
        found = rows(server, "/api/v1/addresses?road=%E8%87%AA%E7%94%B1%E5%A4%A7%E8%B7%AF",
                     "addresses")
        assert [(a["canonical"], a["parity"], a["geometry"]) for a in found] == [
            ("102号", "even", None)], found
        found = rows(server, "/api/v1/addresses?bbox=125.32005,43.88,125.33,43.89", "addresses")
        assert [a["id"] for a in found] == ["A1"], found
        signs = rows(server, "/api/v1/signs", "signs")
        assert [(s["id"], s["type"], s["payload"]) for s in signs] == [
            ("S1", "street", "yutu:place-1"), ("S2", "household", "yutu:address-2")], signs
        assert [h["level"] for h in rows(server, "/api/v1/heritage?place=street-1", "heritage")] == [
            "city"]
        alias = rows(server, "/api/v1/code-aliases?code=220172", "code_aliases")[0]
        assert (alias["scheme"], alias["place"]) == ("nbs", "division-2"), alias
        place = server.ask("/api/v1/places/220172").json()
        assert (place["code"], place["registers"]["codes"][0]["code"]) == ("220102", "220172"), place
        assert rows(server, "/api/v1/relations?successor=street-1", "relations")[0]["relation"] == \
            "absorbed"
        assert [p["id"] for p in rows(server, "/api/v1/places?legal_kind=street", "places")] == [
            "street-1", "street-2"]
        shown, target = [], "/api/v1/places?limit=1"
        while target:
            answer = server.ask(target).json()
            shown += [p["id"] for p in answer["places"]]
            target = answer["next"] and f"/api/v1/places?limit=1&cursor={answer['next']}"
        assert shown == ["street-1", "street-2"], shown
        assert server.ask("/api/v1/signs?place=nowhere").status == 404
    finally:
        server.stop()


def test_households_are_told_to_viewers_only(yutu):
    record = city(yutu, "gazetteer-households.sqlite")
    key = {"Authorization": "Bearer " + yutu.json("key", record, "add", "v", "--role",
                                                  "viewer")[1]["key"]}
    server = yutu.serve(record)
    try:
        assert [a["id"] for a in rows(server, "/api/v1/addresses", "addresses")] == ["A1", "A3"]
        assert server.ask("/api/v1/addresses?detail=household").status == 401
        assert len(rows(server, "/api/v1/addresses?detail=household", "addresses", key)) == 3
        assert [s["id"] for s in rows(server, "/api/v1/signs", "signs")] == ["S1"]
        assert len(rows(server, "/api/v1/signs", "signs", key)) == 2
        for target, name in (("/api/v1/changes", "changes"), ("/api/v1/changes/state", "items")):
            everyone = json.dumps(rows(server, target + "?limit=1000", name))
            assert '"301"' not in everyone and "S2" not in everyone and "S1" in everyone, target
            viewer = json.dumps(rows(server, target + "?limit=1000", name, key))
            assert '"room": "301"' in viewer and "S2" in viewer, target
        bring(yutu, record, "sign", "id,place,type\nS3,street-2,街牌\n", "--secrecy", "internal")
        assert [s["id"] for s in rows(server, "/api/v1/signs", "signs")] == ["S1"]
        assert "S3" not in json.dumps(rows(server, "/api/v1/changes?limit=1000", "changes"))
        assert "S3" in json.dumps(rows(server, "/api/v1/changes?limit=1000", "changes", key))
        assert server.ask("/api/v1/changes", headers={"Authorization": "Bearer no"}).status == 401
    finally:
        server.stop()


def test_the_two_clocks_of_an_approval_tell_what_is_overdue(yutu):
    record = city(yutu, "gazetteer-clocks.sqlite")
    bring(yutu, record, "approval",
          "id,place,action,name,body,body_kind,approved_on,filing_sent,notice_on\n"
          "P1,street-1,更名,人民大街,市政府,政府,2026-01-01,2026-01-10,2026-01-12\n"
          "P2,street-2,命名,自由大路,市政府,政府,2026-01-01,,\n"
          "P3,,命名,某大厦,住建局,其他部门,2026-01-01,2026-01-15,\n")
    server = yutu.serve(record)
    try:
        for day, overdue in (("2026-01-16", []), ("2026-01-17", ["P2"]), ("2026-01-30", ["P2"]),
                             ("2026-01-31", ["P2", "P3"])):
            found = rows(server, f"/api/v1/approvals?overdue=1&at={day}", "approvals")
            assert [a["id"] for a in found] == overdue, (day, found)
        found = rows(server, "/api/v1/approvals?at=2026-01-20", "approvals")
        assert [(a["filing"], a["notice"]["due"], a["notice"]["state"]) for a in found] == [
            ({"due": "2026-01-16", "done": "2026-01-10", "state": "done"}, "2026-01-16", "done"),
            ({"due": "2026-01-16", "done": None, "state": "overdue"}, "2026-01-16", "overdue"),
            ({"due": "2026-01-16", "done": "2026-01-15", "state": "done"}, "2026-01-30", "running")]
    finally:
        server.stop()


# --- the feed --------------------------------------------------------------------------


class Copy:
    """What somebody keeps who copied once and follows."""

    def __init__(self, server):
        self.server, self.state, self.told = server, {}, 0
        target = "/api/v1/changes/state?limit=2"
        while target:
            answer = server.ask(target).json()
            self.cursor = answer["cursor"]
            self.state.update({item["subject"]: item["after"] for item in answer["items"]})
            target = answer["next"] and f"/api/v1/changes/state?limit=2&cursor={answer['next']}"

    def follow(self, limit=3):
        more = True
        while more:
            answer = self.server.ask(f"/api/v1/changes?limit={limit}&cursor={self.cursor}").json()
            for change in answer["changes"]:
                held = self.state.pop(change["subject"], [])
                assert held == change["before"], (held, change)
                if change["after"]:
                    self.state[change["subject"]] = change["after"]
                self.told += 1
            self.cursor, more = answer["cursor"], answer["next"]
            assert more in (None, self.cursor)


def random_edit(yutu, record, chance):
    what = chance.randrange(6)
    number = chance.randrange(1, 5)
    if what == 0:
        editions = yutu.json("editions", record)[1]["editions"]
        last = chance.choice(editions[-3:])["edition"]
        yutu.run("revert", record, last)  # may be refused: later editions build on it
    elif what == 1:
        bring(yutu, record, "place", "id,name,kind,lon,lat\n"
              f"street-{number},街{chance.randrange(9)},street,125.{number},43.8\n",
              *(["--effective", "2020-01-01"] if chance.randrange(2) else []))
    elif what == 2:
        bring(yutu, record, "address", "id,road,number,room\n"
              f"A{number},人民大街,{chance.randrange(1, 50)}号,\n")
    elif what == 3:
        bring(yutu, record, "division", f"code,name\n22010{number},区{chance.randrange(9)}区\n")
    elif what == 4:
        bring(yutu, record, "name", f"place,name,form\nstreet-1,别名{chance.randrange(9)},alias\n")
    else:
        bring(yutu, record, "sign", f"id,place,type,state\nS{number},street-1,街牌,"
              f"{chance.choice(['完好', '损坏', '丢失'])}\n")


def test_a_copy_follows_through_edits_and_undoings(yutu):
    chance = random.Random(7)
    record = city(yutu, "gazetteer-followed.sqlite")
    server = yutu.serve(record, "--open")
    try:
        copies = [Copy(server)]
        for step in range(24):
            random_edit(yutu, record, chance)
            if step % 8 == 4:
                copies.append(Copy(server))
            copies[step % len(copies)].follow(chance.randrange(1, 4))
        whole = Copy(server)
        for copy in copies:
            copy.follow()
            assert copy.state == whole.state
            assert copy.cursor == whole.cursor
        assert copies[0].told > 15
    finally:
        server.stop()


def test_a_feed_read_while_others_write_has_no_gap(yutu):
    record = city(yutu, "gazetteer-busy.sqlite")
    files = []
    for n in range(8):
        lines = "".join(f"B{i},{n}路,{i}号\n" for i in range(1, 60))
        files.append(write(yutu, f"busy-{n}.csv", "id,road,number\n" + lines))
    server = yutu.serve(record, "--open")
    try:
        copy = Copy(server)
        writer = subprocess.Popen(["sh", "-c", " && ".join(
            f"'{yutu.program}' import '{record}' '{f}' --as address --quiet" for f in files)])
        while writer.poll() is None:
            copy.follow(20)
        assert writer.returncode == 0
        copy.follow()
        assert copy.state == Copy(server).state
        assert copy.told == 59 * 8
    finally:
        server.stop()


def test_a_killed_import_leaves_no_gap_in_the_feed(yutu):
    record = city(yutu, "gazetteer-killed.sqlite")
    cursor = yutu.json("changes", record, "--limit", "1000")[1]["cursor"]
    lines = "".join(f"K{i},路,{i % 900 + 1}号\n" for i in range(1, 20000))
    big = write(yutu, "killed.csv", "id,road,number\n" + lines)
    for delay in (0.05, 0.3, 0.6, 0.9, 1.2):
        process = subprocess.Popen([yutu.program, "import", record, big, "--as", "address",
                                    "--quiet"], stdout=subprocess.DEVNULL)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        answer = yutu.json("changes", record, "--cursor", cursor, "--no-geometry")[1]
        editions = yutu.json("editions", record)[1]["editions"]
        if len(editions) > 5:
            assert len(answer["changes"]) == 19999, len(answer["changes"])
            return
        assert answer["changes"] == [] and answer["cursor"] == cursor
    bring(yutu, record, "sign", "id,place,type\nS9,street-1,街牌\n")
    answer = yutu.json("changes", record, "--cursor", cursor)[1]
    assert [c["type"] for c in answer["changes"]] == ["sign-added"], answer


def test_a_renumbered_address_says_from_what_to_what(yutu):
    record = city(yutu, "gazetteer-moved.sqlite")
    cursor = yutu.json("export", record, "address", yutu.scratch / "moved.csv")[1]["cursor"]
    bring(yutu, record, "address", "id,road,number,division,lon,lat\n"
                                   "A1,人民大街,5号,220104,125.3201,43.8801\n",
          "--effective", "2026-06-01")
    changes = yutu.json("changes", record, "--cursor", cursor)[1]["changes"]
    assert len(changes) == 1 and changes[0]["type"] == "address-moved", changes
    assert changes[0]["moved"] == {"from": "人民大街1号", "to": "人民大街5号"}
    assert [(v["number"], v["valid_from"], v["valid_to"]) for v in changes[0]["after"]] == [
        ("1号", None, "2026-06-01"), ("5号", "2026-06-01", None)]
    lines = yutu.run("changes", record, "--cursor", cursor, "--ndjson").stdout.splitlines()
    assert json.loads(lines[0]) == changes[0]
    assert list(json.loads(lines[1])) == ["cursor"] and len(lines) == 2


def test_lines_are_the_items_of_the_document(yutu):
    record = city(yutu, "gazetteer-lines.sqlite")
    server = yutu.serve(record, "--open")
    try:
        document = server.ask("/api/v1/changes?limit=4").json()
        answer = server.ask("/api/v1/changes?limit=4", headers={"Accept": "application/x-ndjson"})
        assert answer.headers["Content-Type"] == "application/x-ndjson"
        assert answer.headers["X-Cursor"] == document["cursor"]
        assert document["next"] in answer.headers["Link"]
        assert [json.loads(l) for l in answer.body.splitlines()] == document["changes"]
        none = server.ask("/api/v1/changes?limit=1000&type=retired").json()
        assert none["changes"] == [] and none["next"] is None
        assert server.ask(f"/api/v1/changes?cursor={none['cursor']}").json()["changes"] == []
    finally:
        server.stop()


def test_a_cursor_of_a_state_that_is_gone_is_refused(yutu):
    record = city(yutu, "gazetteer-gone.sqlite")
    early = yutu.scratch / "gone-backup.sqlite"
    assert yutu.run("backup", record, early).returncode == 0
    bring(yutu, record, "sign", "id,place,type\nS7,street-1,街牌\n")
    cursor = yutu.json("changes", record)[1]["cursor"]
    server = yutu.serve(early, "--open")
    try:
        assert server.ask(f"/api/v1/changes?cursor={cursor}").status == 409
        bring(yutu, early, "sign", "id,place,type\nS8,street-2,街牌\n")  # goes its own way
        assert server.ask(f"/api/v1/changes?cursor={cursor}").status == 409
        other = yutu.json("changes", city(yutu, "gazetteer-other.sqlite"))[1]["cursor"]
        answer = server.ask(f"/api/v1/changes?cursor={other}")
        assert answer.status == 400 and answer.json()["errors"][0]["parameter"] == "cursor"
    finally:
        server.stop()
