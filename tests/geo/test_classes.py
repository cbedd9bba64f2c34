import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.classes import UNKNOWN, classify, distance_classes, equal_breaks, quantile_breaks
from geo.errors import BadParameter, EmptyInput

PLAN = (10, 30, 50)


def test_class_texts_are_those_of_the_plan():
    labels = [each.label for each in distance_classes(PLAN)]
    assert labels == ["<10 km", "10-30 km", "30-50 km", ">=50 km"]
    assert [each.label for each in distance_classes([0.5])] == ["<0.5 km", ">=0.5 km"]


@pytest.mark.parametrize(
    ("distance_m", "label"),
    [
        (0.0, "<10 km"),
        (np.nextafter(10_000.0, 0), "<10 km"),
        (10_000.0, "10-30 km"),
        (np.nextafter(30_000.0, 0), "10-30 km"),
        (30_000.0, "30-50 km"),
        (50_000.0, ">=50 km"),
        (float("inf"), ">=50 km"),
        (float("nan"), UNKNOWN),
    ],
)
def test_a_distance_at_the_threshold_is_in_the_class_beyond_it(distance_m, label):
    assert classify([distance_m], PLAN).tolist() == [label]


@pytest.mark.parametrize("tenths", range(1, 100))
def test_the_edge_is_exact_for_thresholds_that_are_no_binary_fractions(tenths):
    edge_m = tenths * 100
    assert classify([edge_m], [tenths / 10])[0].startswith(">=")
    assert classify([edge_m - 1e-6], [tenths / 10])[0].startswith("<")


def test_thresholds_that_differ_late_keep_different_texts():
    first, middle, last = distance_classes([10.0, 10.0000001])
    assert len({first.label, middle.label, last.label}) == 3


@pytest.mark.parametrize(
    "wrong", [[], [0], [-1, 2], [3, 2], [2, 2], [float("nan")], [float("inf")]]
)
def test_thresholds_must_be_positive_finite_and_ascending(wrong):
    with pytest.raises(BadParameter) as raised:
        classify([1.0], wrong)
    assert raised.value.where == "thresholds_km"


@given(st.lists(st.floats(0, 1e6), max_size=30))
def test_every_distance_is_in_the_class_whose_bounds_hold_it(distances_m):
    bounds = {each.label: each for each in distance_classes(PLAN)}
    for distance_m, label in zip(distances_m, classify(distances_m, PLAN), strict=True):
        each = bounds[label]
        assert each.from_km * 1000 <= distance_m
        assert each.to_km is None or distance_m < each.to_km * 1000


def test_equal_breaks_are_equally_far_apart():
    assert equal_breaks([0, 3, 10, float("nan")], 5).tolist() == [2, 4, 6, 8]
    assert equal_breaks([7, 7], 3).tolist() == []


def test_quantile_breaks_hold_equal_numbers_and_merge_under_ties():
    assert quantile_breaks(range(1, 9), 4).tolist() == [2.75, 4.5, 6.25]
    assert quantile_breaks([1, 1, 1, 1, 9], 4).tolist() == []


def test_breaks_of_nothing_or_into_nothing_are_refused():
    with pytest.raises(EmptyInput):
        equal_breaks([float("nan")], 3)
    with pytest.raises(BadParameter):
        quantile_breaks([1, 2], 0)
