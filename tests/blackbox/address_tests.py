"""Standard forms of addresses, by the program and over HTTP."""
from urllib.parse import quote


def standardize(yutu, text, **options):
    more = "".join(f"&{name}={quote(str(value))}" for name, value in options.items())
    answer = yutu.server.ask(f"/api/v1/standardize?text={quote(text)}{more}")
    assert answer.status == 200, (text, answer.body)
    return answer.json()


def test_program_and_server_standardize_alike(yutu):
    text = "长春市朝阳区斯大林大街1号"
    code, told = yutu.json("standardize", yutu.record, "--text", text)
    assert code == 0 and told == standardize(yutu, text), told
    assert told["standard"] == "人民大街1号"
    assert any(r.startswith("former_name_used(斯大林大街→人民大街") for r in told["reasons"])


def test_zone_is_accepted_and_said_to_be_no_division(yutu):
    told = standardize(yutu, "长春市净月区福祉大路")
    assert any(r.startswith("zone_not_division") for r in told["reasons"]), told
    assert told["standard"] == "福祉大路" and told["code"].startswith("2201"), told


def test_unresolved_row_has_no_answer_but_a_reason(yutu):
    told = standardize(yutu, "朝阳区")
    assert told["standard"] is None and told["code"] is None and told["lon"] is None
    assert told["reasons"][0].startswith("same_name_in(朝阳区: "), told
    assert standardize(yutu, "朝阳区", within="220100")["code"] == "220104"
