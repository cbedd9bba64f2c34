"""Filters, attributes, order and time, asked as clients ask."""

from __future__ import annotations

import json

import pytest

STATIONS = "/ogc/collections/stations/items"


@pytest.fixture(scope="module")
def stations(reader):
    return [f["properties"] for f in reader.get(f"{STATIONS}?limit=10000").json()["features"]]


def asked(reader, **parameters):
    answer = reader.get(STATIONS, params={"limit": 10_000} | parameters)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["numberMatched"] == body["numberReturned"] == len(body["features"])
    return [feature["properties"] for feature in body["features"]]


def test_a_filter_finds_what_it_says(reader, stations):
    found = asked(reader, filter="piles > 5 AND (year = 2024 OR county_code = '140702')")
    expected = [
        one
        for one in stations
        if one["piles"] > 5 and (one["year"] == 2024 or one["county_code"] == "140702")
    ]
    assert found == expected
    assert 0 < len(found) < len(stations)


def test_the_same_in_json(reader, stations):
    tree = {"op": "and", "args": [
        {"op": "like", "args": [{"property": "county_code"}, "1407%"]},
        {"op": "in", "args": [{"property": "year"}, [2023, 2025]]},
    ]}  # fmt: skip
    found = asked(reader, filter=json.dumps(tree), **{"filter-lang": "cql2-json"})
    assert found == [one for one in stations if one["year"] in {2023, 2025}]


def test_a_filter_and_a_box_hold_together(reader):
    both = {"filter": "piles > 5", "bbox": "112.5,37.5,112.9,37.9"}
    inside = asked(reader, bbox=both["bbox"])
    assert asked(reader, **both) == [one for one in inside if one["piles"] > 5] != []


def test_filtered_pages_end_and_count_right(reader, stations):
    expected = [one["id"] for one in stations if one["piles"] > 5]
    address, seen, pages = f"{STATIONS}?limit=50&filter=piles%20%3E%205", [], 0
    while address:
        body = reader.get(address).json()
        assert body["numberMatched"] == len(expected)
        seen += [feature["properties"]["id"] for feature in body["features"]]
        pages += 1
        links = {link["rel"]: link["href"] for link in body["links"]}
        address = links.get("next", "").removeprefix("http://127.0.0.1")
    assert seen == expected
    assert pages == -(-len(expected) // 50)


def test_a_last_page_that_is_full_has_no_next(reader, stations):
    count = sum(one["year"] == 2024 for one in stations)
    body = reader.get(STATIONS, params={"filter": "year = 2024", "limit": count}).json()
    assert body["numberMatched"] == body["numberReturned"] == count
    assert "next" not in {link["rel"] for link in body["links"]}


@pytest.mark.parametrize("stream_from", [0, 100_000])
def test_streamed_or_not_the_answer_is_the_same(reader, monkeypatch, stream_from):
    from api.routes.ogc import items

    parameters = {"filter": "name_zh <> 'x''y'", "sortby": "-piles,name_zh", "limit": 6_000,
                  "properties": "piles,name_zh", "f": "json"}  # fmt: skip
    plain = reader.get(STATIONS, params=parameters).json()
    monkeypatch.setattr(items, "STREAM_FROM", stream_from)
    again = reader.get(STATIONS, params=parameters | {"lang": "zh"}).json()
    assert again["features"] == plain["features"]
    assert again["numberMatched"] == plain["numberMatched"]


def test_an_attribute_is_a_parameter_too(reader, stations):
    assert asked(reader, year="2024") == [one for one in stations if one["year"] == 2024]
    assert asked(reader, county_code="140702", year="2024.0") == [
        one for one in stations if one["county_code"] == "140702" and one["year"] == 2024
    ]
    assert asked(reader, name_zh="' OR 1=1 --") == []


def test_order_by_several_attributes(reader, stations):
    found = asked(reader, sortby="-piles,name_zh")
    ordered = sorted(stations, key=lambda one: (-one["piles"], one["name_zh"]))
    assert [(o["piles"], o["name_zh"]) for o in found] == [
        (o["piles"], o["name_zh"]) for o in ordered
    ]
    assert asked(reader, sortby="+year")[0]["year"] == min(one["year"] for one in stations)


def test_ordered_pages_hold_every_feature_once(reader, stations):
    pages = [
        reader.get(f"{STATIONS}?sortby=-piles&limit=100&offset={offset}").json()["features"]
        for offset in range(0, len(stations), 100)
    ]
    seen = [feature["id"] for page in pages for feature in page]
    assert len(seen) == len(set(seen)) == len(stations)


def test_only_the_attributes_asked_for(reader, stations):
    found = asked(reader, properties="piles,county_code")
    expected = [{k: one[k] for k in ("piles", "county_code")} for one in stations]
    assert [dict(sorted(one.items())) for one in found] == [
        dict(sorted(one.items())) for one in expected
    ]
    assert asked(reader, properties="") == [{}] * len(stations)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2024", {2024}),
        ("2024-06-15", {2024}),
        ("2023-06-01/2024-02-01", {2023, 2024}),
        ("../2023-12-31", {2023}),
        ("2025-01-01T00:00:00Z/..", {2025}),
        ("0000-01-01T00:00:00Z/2023-12-31T00:00:00", {2023}),  # QGIS writes open ends so
        ("2025-01-01T00:00:00/9999-12-31T000:00:00Z", {2025}),
        ("1999", set()),
    ],
)
def test_time_is_the_first_year_of_service(reader, stations, text, years):
    assert asked(reader, datetime=text) == [one for one in stations if one["year"] in years]


def test_a_collection_without_time_takes_no_notice(reader):
    assert reader.get("/ogc/collections/counties/items?datetime=1999").json()["numberMatched"] == 27


@pytest.mark.parametrize(
    ("parameters", "where", "words"),
    [
        ({"filter": "pilez > 5"}, "filter", "pilez"),
        ({"filter": "piles >"}, "filter", "7"),
        ({"filter": "piles = 'many'"}, "filter", "number, text"),
        ({"filter": "piles = 1", "filter-lang": "cql"}, "filter-lang", "cql2-text"),
        ({"filter": "pg_sleep(9) = 1"}, "filter", "pg_sleep"),
        ({"sortby": "pilez"}, "sortby", "pilez"),
        ({"sortby": ",".join(["piles"] * 9)}, "sortby", "8"),
        ({"properties": "piles,pilez"}, "properties", "pilez"),
        ({"datetime": "yesterday"}, "datetime", "yesterday"),
        ({"year": "soon"}, "year", "soon"),
        ({"yaer": "2024"}, "yaer", "year"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_cannot_be_understood_is_named_in_both_languages(
    reader, parameters, where, words, language
):
    answer = reader.get(STATIONS, params=parameters | {"lang": language})
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert (error["code"], error["where"]) == ("bad_query", where)
    assert words in error["message"]
    assert "{" not in error["message"]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in error["message"]) == (language == "zh")
