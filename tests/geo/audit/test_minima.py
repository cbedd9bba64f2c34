"""Minima against quotas, all of a kind against the official list, steps against the end."""

from __future__ import annotations

import pytest


def per_village(make, value):
    figure, *_ = make
    return figure("two.per-village", "per-village", value, comparator=">=", each="village")


def test_a_quota_that_the_minimum_of_each_village_exceeds(only, make):
    found = only("minimum-quota", per_village(make, 3))
    # 3 × 20 = 60 of 50, though 100 stood in the city before; 3 × 25 = 75 of 110 is enough by
    # itself, 75 + 5 × 10 = 125 with the means is not; the city has 160, 3 × 45 + 5 × 12 = 195.
    assert [(one.region, one.severity, one.variant) for one in found] == [
        ("9901", "warning", "short"),
        ("99", "info", "tight"),
        ("9902", "info", "tight"),
    ]
    assert found[0].arithmetic == "3 × 20 = 60 > 50; 3 × 20 + 5 × 2 = 70"
    assert (found[0].facts["gap"], found[0].facts["before"]) == ("10", "100")
    assert found[1].arithmetic == "3 × 45 + 5 × 12 = 195 > 160"
    assert found[2].arithmetic == "3 × 25 + 5 × 10 = 125 > 110"


def test_a_gap_that_the_earlier_stock_cannot_fill_is_an_error(only, make):
    found = {one.region: one for one in only("minimum-quota", per_village(make, 8))}
    # 8 × 20 = 160 of 50: 110 missing, more than the 100 that stood before; 8 × 25 = 200 of 110:
    # 90 missing; in the whole city 8 × 45 = 360 of 160: 200 missing.
    assert {region: one.severity for region, one in found.items()} == {
        "99": "error",
        "9901": "error",
        "9902": "warning",
    }
    assert found["9901"].variant == "impossible"
    assert found["9901"].arithmetic.startswith("8 × 20 = 160 > 50")


def test_without_a_stock_nothing_is_known_to_fill_the_gap(only, make):
    stocks = ("one.stock-22", "one.stock-23", "one.stock-24")
    found = only("minimum-quota", per_village(make, 3), without=stocks)
    assert [one.severity for one in found if one.region == "9901"] == ["error"]


@pytest.mark.parametrize(("villages", "findings"), [(20, 0), (21, 1)])
def test_the_edge_of_a_quota(only, clean, make, villages, findings):
    # 2 × 20 + 5 × 2 = 50 is all of the quota; one village more is too many.
    _figure, count, _number = make
    counts = (count("9901", villages), *clean.counts[1:])
    found = only("minimum-quota", counts=counts)
    assert len([one for one in found if one.region == "9901"]) == findings


def test_the_greater_of_printed_total_and_years_is_the_quota(only, make):
    figure, *_ = make
    total = figure("annex.a", "added-period", 60, region="9901")
    found = only("minimum-quota", per_village(make, 3), total)
    # 60 of 60: met, only the towns' mean is not.
    assert [one.arithmetic for one in found if one.region == "9901"] == ["3 × 20 + 5 × 2 = 70 > 60"]


def test_years_after_the_minimum_is_due_do_not_count(only, make):
    figure, *_ = make
    # 60 in 2024, as it is due; the 30 of 2025 come too late.
    late = figure("annex.a3", "added", 30, 2025, region="9901")
    found = only("minimum-quota", per_village(make, 3), late)
    assert [one.facts["quota"] for one in found if one.region == "9901"] == ["50"]


def test_regions_without_a_list_are_left_alone(only, make):
    assert only("minimum-quota", per_village(make, 9), counts=()) == []


def test_all_of_a_kind_and_another_list(only, clean, make):
    _figure, count, _number = make
    (found,) = only("official-count", counts=(count("9901", 21), *clean.counts[1:]))
    assert found.arithmetic == "45 ≠ 46"
    assert found.severity == "warning"
    assert [place.document for place in found.places] == ["document", "list", "list"]


def test_entries_of_that_level_that_the_plan_leaves_out(only, clean, make):
    _figure, count, _number = make
    (found,) = only("official-count", counts=(count("9901", 20, 3), *clean.counts[1:]))
    assert found.arithmetic == "45 + 3 = 48 ≠ 45"
    assert (found.severity, found.variant) == ("info", "special")


def test_steps_that_do_not_lead_to_the_end(only, make):
    figure, *_ = make
    (found,) = only("schedule-total", figure("three.covered-more", "covered-more", 24))
    assert found.arithmetic == "2023: 20 + 2024: 24 = 44 ≠ 45"
    assert found.severity == "error"


def test_steps_that_lead_beyond_the_end(only, make):
    figure, *_ = make
    (found,) = only("schedule-total", figure("three.covered-more", "covered-more", 26))
    assert found.arithmetic == "2023: 20 + 2024: 26 = 46 > 45"


def test_a_step_that_is_not_printed_is_what_is_left(only, make):
    figure, *_ = make
    end = figure("three.covered-25", "covered", 60, 2025, comparator=">=")
    (found,) = only("schedule-total", end, without=("three.covered-24",))
    assert found.arithmetic == "2023: 20 + 2024: 25 = 45; 60 − 45 = 15"
    assert (found.severity, found.variant, found.facts["missing"]) == ("info", "remainder", "2025")


def test_without_a_beginning_only_too_much_is_wrong(only, make):
    figure, *_ = make
    end = figure("three.covered-24", "covered", 26, comparator=">=")
    assert only("schedule-total", end, without=("three.covered-23",)) == []
    less = figure("three.covered-24", "covered", 24, comparator=">=")
    (found,) = only("schedule-total", less, without=("three.covered-23",))
    assert found.arithmetic == "2024: 25 = 25 > 24"
