"""Comparators hold exactly as the clause words them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import BadParameter
from geo.indicators import Aim

BELOW, ABOVE = math.nextafter(10, 0), math.nextafter(10, 11)
NUMBERS = st.floats(-1e6, 1e6)
COMPARATORS = st.sampled_from(["<", "<=", ">=", ">", "=", "about"])


@pytest.mark.parametrize(
    ("comparator", "below", "at", "above", "rule"),
    [
        ("<", True, False, False, "strictly_below"),
        ("<=", True, True, False, "at_most"),
        (">=", False, True, True, "at_least"),
        (">", False, False, True, "strictly_above"),
        ("=", False, True, False, "same"),
    ],
)
def test_the_edge_is_where_the_clause_puts_it(comparator, below, at, above, rule):
    aim = Aim(comparator=comparator, value=10)
    holds = aim.accepted.holds
    assert (holds(BELOW), holds(10), holds(ABOVE)) == (below, at, above)
    assert aim.edge_rule == rule


def test_about_allows_a_twentieth_on_each_side_edges_included():
    holds = Aim(comparator="about", value=7000).accepted.holds
    assert [holds(each) for each in (6649.9, 6650, 7000, 7350, 7350.1)] == [
        False, True, True, True, False,
    ]  # fmt: skip


def test_equal_is_reached_by_what_is_built_beyond_it_but_a_stated_figure_is_not():
    built = Aim(comparator="=", value=100, equal="at_least")
    stated = Aim(comparator="=", value=100, tolerance=0.005)
    assert [built.accepted.holds(each) for each in (99, 100, 101)] == [False, True, True]
    assert [stated.accepted.holds(each) for each in (99.4, 99.5, 100.5, 100.6)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert (built.edge_rule, stated.edge_rule) == ("at_least", "same")


def test_a_range_is_closed_whatever_the_comparator():
    aim = Aim(comparator=">=", value=1, value_high=2)
    assert [aim.accepted.holds(each) for each in (0, 1, 2, 3)] == [False, True, True, False]
    assert aim.edge_rule == "range"


@pytest.mark.parametrize(
    ("low", "high", "status"),
    [
        (8, 9, "met"),
        (9, 10, "uncertain"),
        (9, 11, "uncertain"),
        (10, 12, "missed"),
        (11, 12, "missed"),
        (math.nan, 12, "unknown"),
    ],
)
def test_a_value_known_within_an_error_is_judged_by_both_ends(low, high, status):
    assert Aim(comparator="<", value=10).accepted.status(low, high) == status


def test_the_gap_is_what_is_missing_and_nothing_on_the_edge():
    assert Aim(comparator=">=", value=5).accepted.gap(3) == 2
    assert Aim(comparator="<", value=5).accepted.gap(5) == 0
    assert Aim(comparator="<", value=5).accepted.gap(7.5) == 2.5


@given(COMPARATORS, NUMBERS, NUMBERS, st.floats(0, 1e3))
def test_an_error_only_ever_opens_a_judgement(comparator, threshold, value, error):
    accepted = Aim(comparator=comparator, value=threshold).accepted
    exact, loose = accepted.status(value, value), accepted.status(value - error, value + error)
    assert exact == ("met" if accepted.holds(value) else "missed")
    assert loose in {exact, "uncertain"}


@given(COMPARATORS, NUMBERS, NUMBERS)
def test_the_gap_is_zero_whenever_the_aim_is_kept(comparator, threshold, value):
    accepted = Aim(comparator=comparator, value=threshold).accepted
    assert accepted.gap(value) >= 0
    assert accepted.gap(value) == 0 or not accepted.holds(value)


@pytest.mark.parametrize(
    "wrong", [{"value": math.nan}, {"value": math.inf}, {"value": 2, "value_high": 1}]
)
def test_an_aim_without_sense_is_refused(wrong):
    with pytest.raises(BadParameter):
        Aim(comparator="<", **wrong)
