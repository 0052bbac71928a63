"""Clients made for Nominatim: geopy as Debian has it, and the shapes that others read."""
import json
import sys
import urllib.parse
import xml.etree.ElementTree

from yutu import Skip


def get(yutu, path, **parameters):
    target = f"/nominatim/{path}?{urllib.parse.urlencode(parameters)}"
    answer = yutu.server.ask(target)
    assert answer.status == 200, (target, answer.status, answer.body[:300])
    return answer


def search(yutu, **parameters):
    return get(yutu, "search", **parameters).json()


def geopy_of(yutu):
    sys.path.append("/usr/lib/python3/dist-packages")  # where Debian has it
    try:
        from geopy.geocoders import Nominatim
    except ImportError:
        raise Skip("python3-geopy is not installed")
    finally:
        sys.path.pop()
    server = yutu.server
    return Nominatim(user_agent="yutu-tests", domain=f"{server.host}:{server.port}/nominatim",
                     scheme="http")


def test_nominatim_client_geopy_finds_places_and_points(yutu):
    geolocator = geopy_of(yutu)
    found = geolocator.geocode("长春市朝阳区", addressdetails=True, namedetails=True)
    assert found.address == "朝阳区, 长春市, 吉林省, 中国", found.address
    assert 43.5 < found.latitude < 44.2 and 124.9 < found.longitude < 125.6
    assert found.raw["address"]["city"] == "长春市" and found.raw["address"]["country_code"] == "cn"
    assert found.raw["namedetails"]["short_name"] == "朝阳"
    several = geolocator.geocode("吉林", exactly_one=False, limit=5)
    assert len({f.address for f in several}) == len(several) >= 2
    here = geolocator.reverse((43.8871, 125.3235), zoom=10)
    assert here.raw["address"]["city_district"] == "南关区", here.raw
    assert geolocator.reverse((0, 0)) is None
    assert geolocator.geocode("qwxyzzkk") is None


def test_nominatim_client_geopy_asks_by_parts_in_a_box_and_in_english(yutu):
    geolocator = geopy_of(yutu)
    street = geolocator.geocode({"street": "人民大街", "city": "长春市", "state": "吉林省"})
    assert street.raw["name"] == "人民大街" and street.raw["class"] == "highway", street.raw
    boxed = geolocator.geocode("朝阳区", viewbox=[(43.2, 124.3), (45.3, 127.1)], bounded=True,
                               exactly_one=False)
    assert [f.address for f in boxed] == ["朝阳区, 长春市, 吉林省, 中国"], boxed
    english = geolocator.geocode("长春市", language="en")
    assert english.address.startswith("Chángchūn Shì, "), english.address
    assert geolocator.geocode("长春市", country_codes="jp") is None
    geojson = geolocator.geocode("长春市", geometry="geojson")
    assert geojson.raw["geojson"]["type"] in ("Polygon", "MultiPolygon")


def test_nominatim_reads_both_orders(yutu):
    """As display_name is, as people write, and with country and postcode."""
    for text in ("人民大街, 长春市, 吉林省, 中国", "吉林省长春市人民大街", "长春市 人民大街",
                 "人民大街 长春市", "中国，吉林省，长春市，人民大街", "人民大街, 长春市, 130000, China"):
        found = search(yutu, q=text, format="json", limit=3)
        assert found and found[0]["name"] == "人民大街", (text, found)


def test_nominatim_place_id_stands_for_one_place(yutu):
    first = search(yutu, q="吉林", limit=1)[0]
    ids = str(first["place_id"])
    others = search(yutu, q="吉林", exclude_place_ids=ids)
    assert others and first["place_id"] not in [o["place_id"] for o in others]
    assert "osm_id" not in first and "osm_type" not in first
    assert float(first["boundingbox"][0]) < float(first["lat"]) < float(first["boundingbox"][1])
    assert float(first["boundingbox"][2]) < float(first["lon"]) < float(first["boundingbox"][3])


def test_nominatim_filters(yutu):
    assert search(yutu, q="吉林", featureType="state")[0]["name"] == "吉林省"
    assert search(yutu, q="吉林", featureType="city")[0]["name"] == "吉林市"
    assert all(r["category"] != "boundary" for r in search(yutu, q="朝阳", layer="poi"))
    assert len(search(yutu, q="人民", limit=2)) == 2
    assert search(yutu, q="长春市", countrycodes="jp,de") == []
    assert search(yutu, postalcode="130000") == []


def test_nominatim_formats(yutu):
    old = search(yutu, q="长春市", format="json", extratags=1)[0]
    assert old["class"] == "boundary" and "category" not in old
    assert old["extratags"]["ref:code"] == "220100"
    collection = get(yutu, "search", q="长春市", format="geojson", polygon_geojson=1).json()
    feature = collection["features"][0]
    assert feature["geometry"]["type"] in ("Polygon", "MultiPolygon")
    assert feature["bbox"][0] < 125.3 < feature["bbox"][2]
    coded = get(yutu, "search", q="人民大街", format="geocodejson", addressdetails=1).json()
    assert coded["geocoding"]["version"] == "0.1.0"
    assert coded["features"][0]["properties"]["geocoding"]["city"] == "长春市", coded
    document = xml.etree.ElementTree.fromstring(get(yutu, "search", q="朝阳区", format="xml",
                                                    addressdetails=1).body)
    assert document.tag == "searchresults" and document[0].attrib["display_name"]
    one = xml.etree.ElementTree.fromstring(get(yutu, "reverse", lat=43.8871, lon=125.3235,
                                               zoom=8).body)
    assert one.find("result").text == "长春市, 吉林省, 中国"
    assert one.find("addressparts/city").text == "长春市"


def test_nominatim_zoom_says_how_fine(yutu):
    expected = {5: "吉林省", 8: "长春市", 10: "南关区"}
    for zoom, name in expected.items():
        found = get(yutu, "reverse", lat=43.8871, lon=125.3235, zoom=zoom, format="jsonv2").json()
        assert found["name"] == name, (zoom, found)
    street = get(yutu, "reverse", lat=43.8871, lon=125.3235, format="jsonv2").json()
    assert street["category"] == "highway" and "road" in street["address"], street
    nothing = get(yutu, "reverse", lat=0, lon=0, format="json").json()
    assert nothing == {"error": "Unable to geocode"}
    assert b"<error>Unable to geocode</error>" in get(yutu, "reverse", lat=0, lon=0).body


def test_nominatim_fails_in_its_own_words(yutu):
    for target in ("search?q=x&format=yaml", "search", "search?q=a&city=b", "search?q=a&viewbox=1,2",
                   "reverse?lat=91&lon=1&format=json", "reverse?lat=1&format=jsonv2",
                   "search?q=a&layer=moon", "lookup?format=json"):
        answer = yutu.server.ask("/nominatim/" + target)
        assert answer.status == 400, (target, answer.status)
        error = answer.json()["error"]
        assert error["code"] == 400 and error["message"], target
    answer = yutu.server.ask("/nominatim/reverse?lat=x&lon=1")
    document = xml.etree.ElementTree.fromstring(answer.body)
    assert answer.status == 400 and document.find("code").text == "400"


def test_nominatim_knows_its_other_addresses(yutu):
    assert get(yutu, "status").body == b"OK"
    assert get(yutu, "status", format="json").json()["status"] == 0
    assert get(yutu, "lookup", osm_ids="N1,W2", format="json").json() == []
    old = yutu.server.ask("/nominatim/search.php?q=%E9%95%BF%E6%98%A5%E5%B8%82&unheard=of")
    assert old.status == 200 and json.loads(old.body)[0]["name"] == "长春市"


def test_nominatim_tells_the_ids_of_openstreetmap(yutu):
    """Only where the record says that the place is OpenStreetMap's."""
    record = yutu.empty("osm-places.sqlite")
    for number, attribution in enumerate(("示例", "© OpenStreetMap contributors")):
        source = yutu.scratch / f"osm-places-{number}.csv"
        source.write_text(f"id,name,kind,lon,lat\nn12{number},东湖村{number},village,125.5,43.9\n",
                          encoding="utf-8")
        result = yutu.run("import", record, source, "--as", "place", "--crs", "CRS84",
                          "--attribution", attribution)
        assert result.returncode == 0, result.stdout + result.stderr
    server = yutu.serve(record)
    try:
        ids = urllib.parse.quote("N120,N121")
        found = server.ask(f"/nominatim/lookup?osm_ids={ids}&format=jsonv2").json()
        assert [(f["osm_type"], f["osm_id"], f["name"]) for f in found] == [("node", 121, "东湖村1")]
        assert found[0]["licence"] == "© OpenStreetMap contributors"
        text = urllib.parse.quote("东湖村0")
        other = server.ask(f"/nominatim/search?q={text}&limit=1").json()[0]
        assert other["name"] == "东湖村0" and "osm_id" not in other, other
    finally:
        server.stop()
