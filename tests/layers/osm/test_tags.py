from __future__ import annotations

import pytest

from layers.osm import tags, themes


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"oneway": "yes"}, "true"),
        ({"oneway": "1"}, "true"),
        ({"oneway": "-1"}, "reverse"),
        ({"oneway": "no", "highway": "motorway"}, "false"),
        ({"oneway": "reversible"}, "false"),
        ({"highway": "motorway"}, "true"),
        ({"highway": "motorway_link"}, "false"),
        ({"junction": "roundabout"}, "true"),
        ({"highway": "primary"}, "false"),
    ],
)
def test_oneway(given, expected):
    assert tags.oneway(given) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("60", 60),
        ("60 km/h", 60),
        ("40 mph", 64),
        (" 30 ", 30),
        ("none", None),
        ("CN:urban", None),
        ("60;80", None),
        ("", None),
    ],
)
def test_maxspeed(text, expected):
    assert tags.maxspeed_kmh({"maxspeed": text}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023", 2023),
        ("2023-06", 2023),
        ("2023-06-30", 2023),
        ("20230", None),
        ("~2020", None),
        ("C21", None),
        ("", None),
    ],
)
def test_start_year(text, expected):
    assert tags.start_year({"start_date": text}) == expected


def test_sockets_count_connectors_and_not_their_details():
    given = {"socket:type2": "4", "socket:gb_dc": "2", "socket:type2:output": "22"}
    assert tags.sockets(given) == 6
    assert tags.sockets({"socket:type2": "yes"}) is None
    assert tags.sockets({}) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("7", 7), ("-1", -1), ("1.5", None), ("٣", None), ("1" * 10, None), ("-", None)],
)
def test_integer(text, expected):
    assert tags.integer({"layer": text}, "layer") == expected


def test_names():
    assert tags.name_zh({"name": "Fen He", "name:zh": "汾河"}) == "汾河"
    assert tags.name_zh({"name": " 汾河 "}) == "汾河"
    assert tags.name_zh({"name": "  "}) is None
    assert tags.name_en({"name": "汾河"}) is None


def test_the_most_specific_access_counts():
    assert tags.access({"access": "no", "motor_vehicle": "yes"}) == "yes"
    assert tags.access({}) is None


def test_a_station_whose_capacity_is_zero_has_no_piles_not_unknown_ones():
    element = themes.Element("n1", {"amenity": "charging_station", "capacity": "0"}, None)
    row = themes.station(element)
    assert row is not None
    assert (row["piles"], row["piles_from"], row["year"]) == (0, "capacity", None)
