import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import datum
from geo.distances import geodesic_m
from geo.errors import BadCoordinates

SHANXI = st.tuples(st.floats(110.2, 114.6), st.floats(34.5, 40.8))
CHINA = st.tuples(st.floats(74, 135), st.floats(3, 53.6))

# Printed in the documentation of coordtransform, a converter in wide use.
BEIJING = (116.404, 39.915)
PUBLISHED = [
    (datum.wgs84_to_gcj02, (116.41024449916938, 39.91640428150164)),
    (datum.gcj02_to_bd09, (116.41036949371029, 39.92133699351021)),
]

THERE_AND_BACK = [
    (datum.wgs84_to_gcj02, datum.gcj02_to_wgs84),
    (datum.gcj02_to_bd09, datum.bd09_to_gcj02),
    (datum.wgs84_to_bd09, datum.bd09_to_wgs84),
]


@pytest.mark.parametrize(("convert", "expected"), PUBLISHED)
def test_forward_conversions_give_the_published_example(convert, expected):
    assert convert([BEIJING])[0] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("there", "back"), THERE_AND_BACK)
@given(lonlat=st.lists(CHINA, min_size=1, max_size=20))
def test_there_and_back_returns_within_a_millimetre(there, back, lonlat):
    start = np.array(lonlat)
    assert geodesic_m(back(there(start)), start).max() < 1e-3


@given(lonlat=SHANXI)
def test_the_inverse_is_undone_by_the_forward_way(lonlat):
    shifted = np.array([lonlat])
    again = datum.wgs84_to_gcj02(datum.gcj02_to_wgs84(shifted))
    assert geodesic_m(again, shifted)[0] < 1e-3


@given(lonlat=SHANXI)
def test_the_shift_in_shanxi_is_larger_than_the_standards_that_are_measured(lonlat):
    start = np.array([lonlat])
    assert 480 < geodesic_m(datum.wgs84_to_gcj02(start), start)[0] < 680
    assert 1_150 < geodesic_m(datum.wgs84_to_bd09(start), start)[0] < 1_500


def test_the_shift_at_two_cities_is_the_known_one():
    cities = np.array([(111.0036, 35.0228), (113.2951, 40.0903)])  # Yuncheng, Datong
    shift_m = geodesic_m(datum.wgs84_to_gcj02(cities), cities)
    assert shift_m == pytest.approx([534, 613], abs=3)


def test_the_way_through_gcj02_is_the_same_as_the_direct_one():
    start = np.array([(112.55, 37.87)])
    assert datum.wgs84_to_bd09(start) == pytest.approx(
        datum.gcj02_to_bd09(datum.wgs84_to_gcj02(start)), abs=0
    )


@pytest.mark.parametrize("convert", [pair for pairs in THERE_AND_BACK for pair in pairs])
def test_nothing_moves_outside_china(convert):
    outside = np.array([(2.35, 48.86), (-74.0, 40.7), (139.7, 35.7), (112.0, -1.0)])
    assert (convert(outside) == outside).all()


def test_inside_and_outside_may_be_mixed_and_the_input_is_not_changed():
    mixed = np.array([(2.35, 48.86), (112.55, 37.87)])
    before = mixed.copy()
    moved = datum.wgs84_to_gcj02(mixed) != mixed
    assert moved.tolist() == [[False, False], [True, True]]
    assert (mixed == before).all()


def test_no_positions_give_no_positions():
    assert datum.gcj02_to_wgs84(np.empty((0, 2))).shape == (0, 2)


def test_positions_that_are_not_numbers_are_refused():
    with pytest.raises(BadCoordinates):
        datum.wgs84_to_gcj02([(float("nan"), 37.0)])
