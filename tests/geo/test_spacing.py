import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString

from geo.errors import BadParameter, WrongGeometry
from geo.spacing import largest_gap
from tests.gridcity import east

ROUTE = LineString([east(0), east(35), east(100)])
NORTH_1_KM = 1000 / 110_574.3  # degrees of latitude at the equator


def test_the_gap_between_two_chargers_is_found():
    found = largest_gap(ROUTE, [east(70), east(10), east(20)], 100)
    assert (found.gap_m, found.from_m, found.to_m) == pytest.approx((50_000, 20_000, 70_000))
    assert found.site_index.tolist() == [1, 2, 0]
    assert found.site_m == pytest.approx([10_000, 20_000, 70_000], abs=1e-3)
    assert found.length_m == pytest.approx(100_000)


@pytest.mark.parametrize(
    ("chargers_km", "gap"),
    [((90,), (0, 90)), ((10,), (10, 100)), ((50,), (0, 50)), ((), (0, 100)), ((0, 100), (0, 100))],
)
def test_both_ends_of_the_route_bound_a_gap(chargers_km, gap):
    sites = np.array([east(km) for km in chargers_km]).reshape(-1, 2)
    found = largest_gap(ROUTE, sites, 0.001)
    assert (found.from_m / 1000, found.to_m / 1000) == pytest.approx(gap, abs=1e-6)


def test_a_charger_counts_up_to_the_lateral_offset():
    beside = [east(50, NORTH_1_KM)]
    assert largest_gap(ROUTE, beside, 1_001).gap_m == pytest.approx(50_000, abs=1)
    assert largest_gap(ROUTE, beside, 999).gap_m == pytest.approx(100_000)


def test_a_charger_off_a_long_straight_edge_is_measured_from_the_edge_and_not_its_ends():
    inland = LineString([(111.0, 37.0), (111.0, 39.0)])
    found = largest_gap(inland, [(111.01, 38.0)], 1_000)
    assert found.site_m[0] / found.length_m == pytest.approx(0.5, abs=1e-3)


def test_parts_that_follow_one_another_are_one_route():
    parts = MultiLineString([[east(40), east(100)], [east(0), east(40)]])
    assert largest_gap(parts, [east(30)], 10).gap_m == pytest.approx(70_000)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 100), max_size=8), st.integers(0, 100))
def test_a_further_charger_never_widens_the_gap(chargers_km, more_km):
    before = largest_gap(ROUTE, np.array([east(km) for km in chargers_km]).reshape(-1, 2), 10)
    after = largest_gap(ROUTE, [east(km) for km in (*chargers_km, more_km)], 10)
    assert after.gap_m <= before.gap_m + 1e-6


def test_what_is_not_one_line_is_no_route():
    apart = MultiLineString([[east(0), east(1)], [east(5), east(6)]])
    for route in (apart, LineString()):
        with pytest.raises(WrongGeometry):
            largest_gap(route, [east(0)], 10)


@pytest.mark.parametrize("offset_m", [-1, float("nan")])
def test_an_offset_below_nought_is_refused(offset_m):
    with pytest.raises(BadParameter):
        largest_gap(ROUTE, [east(0)], offset_m)
