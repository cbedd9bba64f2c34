"""Counts, minima, ratios, densities and progress, with figures anybody can add up."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import LineString, Point, box

from geo import indicators
from geo.errors import BadParameter
from geo.indicators import Aim
from tests import gridcity


def measure(rule, inputs, aim, **params):
    indicator = indicators.get(rule)
    return indicator.run(inputs, indicator.parse(params), aim)


def at_least(value, **rest):
    return Aim(comparator=">=", value=value, **rest)


def units(*ids):
    boxes = [box(112 + n, 37, 113 + n, 38) for n in range(len(ids))]
    return gpd.GeoDataFrame({"id": list(ids)}, geometry=boxes, crs=4326)


def sites(amounts, lons=None, **columns):
    lons = lons or [112.5 + n for n in range(len(amounts))]
    points = [Point(lon, 37.5) for lon in lons]
    return gpd.GeoDataFrame({"amount": amounts, **columns}, geometry=points, crs=4326)


def needs(found):
    return {need.what: need.amount for need in found.shortfall}


def test_piles_are_added_up_and_the_missing_ones_told():
    found = measure("count", {"features": sites([10.0, 20.0, 30.0])}, at_least(75))
    assert (found.value, found.status, found.gap) == (60, "missed", 15)
    assert needs(found) == {"things": 15}
    assert measure("count", {"features": sites([10.0, 20.0, 30.0])}, at_least(60)).status == "met"


def test_nothing_is_a_count_of_nought():
    found = measure("count", {"features": sites([])}, at_least(1))
    assert (found.value, found.status) == (0, "missed")


def test_a_stock_whose_records_begin_late_can_only_show_that_it_is_reached():
    stock = {"features": sites([10.0, 20.0])}
    short = measure("count", stock, at_least(31), records="lower_bound")
    assert (short.status, short.uncertainty.kind) == ("uncertain", "lower_bound")
    assert measure("count", stock, at_least(30), records="lower_bound").status == "met"
    about = Aim(comparator="about", value=20)
    assert measure("count", stock, about, records="lower_bound").status == "missed"


def test_an_amount_that_is_not_known_makes_a_lower_bound():
    found = measure("count", {"features": sites([10.0, np.nan])}, at_least(11))
    assert (found.value, found.status, found.figures["unknown"]) == (10, "uncertain", 1)


def test_units_are_covered_by_what_names_them_or_stands_in_them():
    stations = sites([1.0, 1.0, 1.0], [112.5, 114.5, 120.0], unit_id=["b", None, "nowhere"])
    found = measure(
        "coverage-units", {"units": units("a", "b", "c"), "sites": stations}, at_least(3)
    )
    # The first names b though it stands in a; the second names none and stands in c.
    assert found.covered == ("b", "c")
    assert found.missed == ("a",)
    assert (found.value, found.status, needs(found)) == (2, "missed", {"units": 1})


def test_a_station_on_a_border_counts_once_for_the_first():
    found = measure("coverage-units", {"units": units("a", "b"), "sites": sites([1.0], [113.0])},
                    at_least(1))  # fmt: skip
    assert found.covered == ("a",)


def test_the_share_of_units_and_what_is_missing_of_it():
    found = measure("coverage-units", {"units": units(*"abcde"), "sites": sites([1.0, 1.0])},
                    at_least(0.9), figure="share")  # fmt: skip
    assert found.value == pytest.approx(0.4)
    assert needs(found) == {"units": 3}  # 4.5 of 5 are wanted, 2 are there: 2.5, so three
    least = measure("coverage-units", {"units": units(*"abcde"), "sites": sites([5.0, 4.0])},
                    at_least(1), least=5.0)  # fmt: skip
    assert least.covered == ("a",)


def test_further_units_are_those_not_covered_before():
    inputs = {"units": units(*"abcd"), "sites": sites([1.0, 1.0, 1.0]), "earlier": sites([1.0])}
    found = measure("coverage-units", inputs, at_least(3))
    assert (found.value, found.denominator, found.status) == (2, 3, "missed")
    # Three were asked for and only d is left.
    assert needs(found) == {"units": 1}


def test_with_no_unit_left_further_ones_cannot_be_asked():
    both = sites([1.0, 1.0])
    inputs = {"units": units("a", "b"), "sites": both, "earlier": both}
    found = measure("coverage-units", inputs, Aim(comparator="=", value=5, equal="at_least"))
    assert (found.value, found.status, found.gap) == (0, "met", 0)


def test_every_unit_has_its_minimum_or_lacks_so_many():
    inputs = {"units": units(*"abc"), "sites": sites([5.0, 3.0])}
    found = measure("count-per-unit", inputs, at_least(5))
    assert found.parts["gap"].tolist() == [0, 2, 5]
    assert (found.value, found.status, found.missed) == (0, "missed", ("b", "c"))
    assert needs(found) == {"things": 7, "units": 2}


def test_an_average_is_held_against_the_minimum_as_a_whole():
    inputs = {"units": units(*"abc"), "sites": sites([12.0, 3.0])}
    kept = measure("count-per-unit", inputs, at_least(5), over="average")
    assert (kept.value, kept.status, needs(kept)) == (5, "met", {})
    assert kept.parts["status"].tolist() == ["met", "missed", "missed"]
    short = measure("count-per-unit", inputs, at_least(6), over="average")
    assert needs(short) == {"things": 3, "units": 2}


def test_a_unit_with_an_unknown_amount_is_not_condemned():
    inputs = {"units": units("a", "b"), "sites": sites([5.0, np.nan])}
    found = measure("count-per-unit", inputs, at_least(5))
    assert (found.parts["status"].tolist(), found.status) == (["met", "uncertain"], "uncertain")


def test_a_ratio_and_the_piles_it_lacks():
    inputs = {"above": sites([4000.0, 758.0]), "below": sites([36_400.0])}
    found = measure("ratio", inputs, at_least(1 / 7))
    assert found.value == pytest.approx(4758 / 36_400)
    assert (found.status, needs(found)) == ("missed", {"things": pytest.approx(442)})
    exact = {"above": sites([5200.0]), "below": sites([36_400.0])}
    assert measure("ratio", exact, at_least(1 / 7)).status == "met"
    nothing = {"above": sites([1.0]), "below": sites([np.nan])}
    assert measure("ratio", nothing, at_least(1)).reason == "no_denominator"


def test_roads_count_inside_the_zone_only():
    (west, _), (east, _) = gridcity.east(0), gridcity.east(2)
    zone = gpd.GeoDataFrame({"id": ["z"]}, geometry=[box(west, 0, east, 0.01)], crs=4326)
    line = LineString([gridcity.east(-1, 0.005), gridcity.east(3, 0.005)])
    corner = LineString([(west - 0.01, 0), (west, 0)])  # touches the zone in one point
    lines = gpd.GeoDataFrame(geometry=[line, corner], crs=4326)
    found = measure("density", {"zones": zone, "lines": lines}, at_least(8))
    area_km2 = gridcity.parallel_band_m2(west, east, 0, 0.01) / 1e6
    assert found.numerator == pytest.approx(2.0, rel=1e-6)
    assert found.value == pytest.approx(2.0 / area_km2, rel=1e-6)
    assert needs(found)["line"] == pytest.approx((8 * area_km2 - 2) * 1000, rel=1e-6)


def test_a_road_drawn_as_two_carriageways_counts_once_and_may_be_two_streets():
    (west, _), (east, _) = gridcity.east(0), gridcity.east(2)
    zone = gpd.GeoDataFrame({"id": ["z"]}, geometry=[box(west, 0, east, 0.01)], crs=4326)
    lines = [LineString([gridcity.east(0, lat), gridcity.east(2, lat)]) for lat in (0.004, 0.0041)]
    both = gpd.GeoDataFrame({"paired": [True, True]}, geometry=lines, crs=4326)
    area_km2 = gridcity.parallel_band_m2(west, east, 0, 0.01) / 1e6
    once, twice = 2 / area_km2, 4 / area_km2
    for limit, status in ((once * 0.99, "met"), ((once + twice) / 2, "uncertain"), (5, "missed")):
        found = measure("density", {"zones": zone, "lines": both}, at_least(limit))
        assert (found.value, found.status) == (pytest.approx(once, rel=1e-6), status)


def test_park_area_and_greenway_length_for_each_person():
    square = box(112, 0, 112.01, 0.01)
    parks = gpd.GeoDataFrame(geometry=[square, square], crs=4326)  # drawn twice, counted once
    area = gridcity.parallel_band_m2(112, 112.01, 0, 0.01)
    people = sites([60_000.0, 40_000.0])
    found = measure("per-capita", {"things": parks, "people": people}, at_least(13), of="area")
    assert found.value == pytest.approx(area / 100_000)
    assert needs(found)["area"] == pytest.approx((13 * 100_000 - area) / 10_000, rel=1e-6)
    way = gpd.GeoDataFrame(geometry=[LineString([gridcity.east(0), gridcity.east(5)])], crs=4326)
    found = measure("per-capita", {"things": way, "people": people}, at_least(0.05), of="length")
    assert (found.value, found.status) == (pytest.approx(0.05, rel=1e-9), found.status)
    assert found.unit == "m/person"
    with pytest.raises(BadParameter):
        measure("per-capita", {"things": sites([np.nan]), "people": people}, at_least(1))
    assert measure("per-capita", {"things": way, "people": sites([np.nan])}, at_least(1),
                   of="length").reason == "no_denominator"  # fmt: skip


def test_a_stated_area_is_compared_within_its_tolerance():
    shape = gpd.GeoDataFrame({"id": ["a"]}, geometry=[box(112, 0, 112.05, 0.05)], crs=4326)
    area = gridcity.parallel_band_m2(112, 112.05, 0, 0.05)

    def judged(stated, **rest):
        aim = Aim(comparator="=", value=stated, tolerance=0.005)
        return measure("stated-area", {"areas": shape.assign(**rest)}, aim)

    assert judged(area).value == pytest.approx(area, rel=1e-8)
    assert judged(area * 1.004).status == "met"
    short = judged(area * 1.01)
    assert (short.status, needs(short)["area"]) == (
        "missed", pytest.approx(area * (1.01 * 0.995 - 1) / 10_000, rel=1e-5),
    )  # fmt: skip
    assert judged(area * 0.98).shortfall == ()  # too large: nothing is missing
    # 22 km of boundary, 10 m off: 0.22 km² of 30.8 open the half per cent.
    assert judged(area * 1.004, error_m=10.0).status == "uncertain"


def test_progress_counts_what_is_done_and_lists_what_is_overdue():
    items = gpd.GeoDataFrame(
        {
            "id": ["a", "b", "c", "d"],
            "due": [2023, 2023, 2024, 2025],
            "done": pd.array([2023, None, 2025, 2024], dtype="Int64"),
            "amount": [1.0, 2.0, 4.0, 8.0],
        },
        geometry=[Point(112, 37)] * 4,
        crs=4326,
    )
    found = measure("schedule", {"items": items}, at_least(10), year=2024)
    assert (found.value, found.denominator) == (9, 7)  # a and the early d; a, b, c were due
    assert found.covered == ("a",)
    assert found.missed == ("b", "c")
    assert needs(found) == {"things": 1, "overdue": 2}
