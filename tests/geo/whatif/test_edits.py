"""Edits of stations, in order, and what is wrong with some."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.whatif import BadEdit, Reading, apply, changes, class_changes, parse_edits, stations_of
from geo.whatif.edits import MOST_EDITS
from tests import gridcity


def base():
    return stations_of(gridcity.stations())[0]


def edited(*raw, year=2025):
    return apply(base(), parse_edits(list(raw)), year=year)


def told(outcome):
    table = outcome.stations
    return [
        (name, round((lon - 112) * 111.31949079), int(year), int(piles))
        for name, (lon, _), year, piles in zip(
            table.id, table.lonlat.tolist(), table.year, table.piles, strict=True
        )
    ]


def at_km(km):
    lon, lat = gridcity.east(km)
    return {"lon": lon, "lat": lat}


def test_no_edit_changes_nothing():
    outcome = edited()
    assert told(outcome) == [("s1", 0, 2023, 10), ("s2", 30, 2024, 20), ("s3", 79, 2025, 30)]
    assert outcome.base_row.tolist() == [0, 1, 2]
    assert not outcome.moved.any()
    assert outcome.ops == {}


def test_edits_are_carried_out_in_order():
    outcome = edited(
        {"op": "add", "id": "a9", **at_km(12)},
        {"op": "move", "id": "s2", **at_km(31)},
        {"op": "resize", "id": "a9", "piles": 4},
        {"op": "remove", "id": "s1"},
        {"op": "set_year", "id": "s3", "year": 2024},
    )
    assert told(outcome) == [("a9", 12, 2025, 4), ("s2", 31, 2024, 20), ("s3", 79, 2024, 30)]
    assert outcome.base_row.tolist() == [-1, 1, 2]
    assert outcome.moved.tolist() == [True, True, False]
    assert outcome.ops == {"a9": "add", "s2": "move", "s1": "remove", "s3": "set_year"}
    assert outcome.removed == ("s1",)


def test_what_is_taken_back_leaves_no_trace():
    outcome = edited({"op": "add", "id": "n", **at_km(1)}, {"op": "remove", "id": "n"})
    assert told(outcome) == told(edited())
    assert outcome.ops == {}
    assert outcome.removed == ()
    there_and_back = edited(
        {"op": "move", "id": "s1", **at_km(5)}, {"op": "move", "id": "s1", **at_km(0)}
    )
    assert not there_and_back.moved.any()


def test_a_removed_station_may_be_added_again_elsewhere():
    outcome = edited({"op": "remove", "id": "s1"}, {"op": "add", "id": "s1", **at_km(3)})
    assert told(outcome)[0] == ("s1", 3, 2025, 1)
    assert outcome.moved.tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("add", "op"),
        ({"op": "paint", "id": "s1"}, "op"),
        ({"op": "remove"}, "text"),
        ({"op": "remove", "id": "  "}, "text"),
        ({"op": "remove", "id": "s1", "piles": 3}, "unknown_field"),
        ({"op": "add", "id": "n", "lon": 200, "lat": 0}, "position"),
        ({"op": "add", "id": "n", "lon": 112}, "position"),
        ({"op": "move", "id": "s1", "lon": float("nan"), "lat": 0}, "position"),
        ({"op": "move", "id": "s1", "lon": True, "lat": 0}, "position"),
        ({"op": "resize", "id": "s1", "piles": -1}, "number"),
        ({"op": "resize", "id": "s1", "piles": 2.5}, "number"),
        ({"op": "set_year", "id": "s1", "year": 25}, "number"),
        ({"op": "set_year", "id": "s1"}, "number"),
        ({"op": "remove", "id": "nowhere"}, "unknown_station"),
        ({"op": "add", "id": "s1", "lon": 112, "lat": 0}, "station_exists"),
    ],
)
def test_a_bad_edit_says_which_it_is_and_why(raw, reason):
    with pytest.raises(BadEdit) as caught:
        edited({"op": "resize", "id": "s1", "piles": 1}, raw)
    assert (caught.value.where, caught.value.facts["reason"]) == ("edits.1", reason)


def test_edits_must_be_a_list_of_bounded_length():
    for raw, reason in (({}, "op"), ([{}] * (MOST_EDITS + 1), "too_many")):
        with pytest.raises(BadEdit) as caught:
            parse_edits(raw)
        assert caught.value.facts["reason"] == reason


def test_two_stations_of_one_id_cannot_be_told_apart():
    frame = gpd.GeoDataFrame(
        {"id": ["x", "x"]}, geometry=shapely.points([(112, 37), (113, 37)]), crs="EPSG:4326"
    )
    with pytest.raises(BadEdit) as caught:
        apply(stations_of(frame)[0], parse_edits([{"op": "remove", "id": "x"}]))
    assert caught.value.facts["reason"] == "ambiguous_station"


def test_an_edit_reads_back_as_it_was_written():
    raw = {"op": "add", "id": "n", "lon": 112.5, "lat": 37.25, "piles": 3}
    assert parse_edits([raw])[0].plain() == raw


def reading(*rows):
    columns = zip(*rows, strict=True)
    kinds = (float, object, object, object)
    return Reading(*(np.array(c, dtype=k) for c, k in zip(columns, kinds, strict=True)))


def test_changes_come_largest_first_and_equal_ones_not_at_all():
    nan, inf = float("nan"), float("inf")
    before = reading(
        (5.0, "a", "<10", ""), (9.0, "a", "<10", ""), (nan, None, "unknown", "no_position"),
        (inf, None, "unreachable", "disconnected"), (7.0, "a", "<10", ""),
    )  # fmt: skip
    after = reading(
        (6.0, "a", "<10", ""), (29.0, "b", ">=10", ""), (nan, None, "unknown", "no_position"),
        (3.0, "c", "<10", ""), (7.0, "b", "<10", ""),
    )  # fmt: skip
    assert changes(before, after).tolist() == [3, 1, 0, 4]
    assert class_changes(before, after) == [("<10", ">=10", 1), ("unreachable", "<10", 1)]
