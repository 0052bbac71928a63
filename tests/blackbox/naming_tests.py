"""Naming rules and romanised forms, by the program and over HTTP."""
import json


def remarks(answer):
    return {(r["severity"], r["rule"]) for r in answer["remarks"]}


def test_proposed_name_is_checked_alike_by_program_and_server(yutu):
    name = "育民路"
    code, told = yutu.json("names", "check", yutu.record, name, "--within", "220104")
    assert code == 0 and ("error", "same-sound") in remarks(told), told
    assert told["romanised"] == "Yùmín Lù" and told["kind"] == "street"
    assert told["scope"] == {"kind": "built-up-area", "code": "220100", "name": "长春市",
                             "districts_only": True}
    conflict = next(r for r in told["remarks"] if r["rule"] == "same-sound")["conflicts"][0]
    assert (conflict["name"], conflict["romanised"]) == ("裕民路", "Yùmín Lù")
    body = json.dumps({"name": name, "within": "220104"}).encode()
    answer = yutu.server.ask("/api/v1/names/check", method="POST", body=body,
                             headers={"Content-Type": "application/json"})
    assert answer.status == 200 and answer.json() == told
    place = yutu.server.ask(f"/api/v1/places/{conflict['id']}").json()
    assert place["standard_name"] == "裕民路"


def test_check_ends_with_4_when_asked_to(yutu):
    words = ("names", "check", yutu.record, "育民路", "--within", "220104", "--fail-on")
    assert yutu.run(*words, "error").returncode == 4
    assert yutu.run(*words[:-1], "--sound", "warning", "--fail-on", "error").returncode == 0
    assert yutu.run(*words, "grave").returncode == 2


def test_wrong_proposals_are_refused_in_one_sentence(yutu):
    for members, status in (({}, 400), ({"name": ""}, 400), ({"name": "新民路", "colour": "红"}, 400),
                            ({"name": "新民路", "kind": "road"}, 400),
                            ({"name": "新民路", "within": "999999"}, 404),
                            ({"name": "新民路", "renames": "nobody"}, 404),
                            ({"name": "新民路", "lon": 125}, 400),
                            ({"name": ["新民路"]}, 400), ({"name": "春" * 65}, 400)):
        answer = yutu.server.ask("/api/v1/names/check", method="POST",
                                 body=json.dumps(members).encode())
        assert answer.status == status, (members, answer.status)
        assert answer.json()["detail"], members
    assert yutu.server.ask("/api/v1/names/check", method="POST", body=b"[]").status == 400
    assert yutu.run("names", "check", yutu.record, "").returncode == 3
    assert yutu.run("names", "check", yutu.record, "新民路", "--lon", "east").returncode == 2
    assert yutu.run("names", "propose", yutu.record, "新民路").returncode == 2


def test_own_words_are_looked_for(yutu):
    words = yutu.scratch / "words.txt"
    words.write_text("新民\tfirm\tL\n", encoding="utf-8")
    told = yutu.json("names", "check", yutu.record, "新民路", "--words", words)[1]
    assert ("warning", "firm") in remarks(told)
    words.write_text("新民 firm\n", encoding="utf-8")
    assert yutu.run("names", "check", yutu.record, "新民路", "--words", words).returncode == 3


def test_names_of_the_record_are_no_conflict_of_their_own(yutu):
    """Existing names checked against the others: nothing but what stands twice is an error."""
    for name in ("人民大街", "吉林大路", "重庆路"):
        found = yutu.json("search", yutu.record, name, "--within", "220100")[1]["results"][0]
        told = yutu.json("names", "check", yutu.record, name, "--within", "220100", "--renames",
                         found["id"])[1]
        assert ("error", "same-name") not in remarks(told), told


def test_romanised_form_is_that_of_1984(yutu):
    answer = yutu.server.ask("/api/v1/names/romanise?name=%E4%BA%9A%E6%B3%B0%E5%8C%97%E5%A4%A7%E8%A1%97")
    assert answer.json()["romanised"] == "Yàtài Běidàjiē"
    assert yutu.server.ask("/api/v1/names/romanise?name=").status == 400
