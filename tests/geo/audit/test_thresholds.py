"""Thresholds that loosen, differ, exclude each other or cannot be."""

from __future__ import annotations

import pytest


def test_a_later_floor_below_an_earlier_one(only, make):
    figure, *_ = make
    found = only(
        "loosening",
        figure("four.share-24", "share", 70, 2024, comparator=">=", unit="%"),
        figure("five.share-24", "share", 70, 2024, comparator=">=", unit="%"),
    )
    assert [one.arithmetic for one in found] == ["2023: ≥ 80 → 2024: ≥ 70"]
    assert found[0].severity == "error"
    assert [place.target for place in found[0].places] == [
        "four.share-23",
        "five.share-24",
        "four.share-24",
    ]


def test_a_ceiling_loosens_when_it_rises(only, make):
    figure, *_ = make
    far = figure("four.distance-24", "distance", 60, 2024, comparator="<", unit="km")
    (found,) = only("loosening", far)
    assert found.arithmetic == "2023: < 50 → 2024: < 60"


def test_an_expected_figure_that_holds_the_line_makes_it_a_warning(only, make):
    figure, *_ = make
    (found,) = only(
        "loosening",
        figure("one.ratio-23", "ratio", 0.5, 2023, comparator=">=", unit="ratio"),
        figure("one.hope", "ratio", 0.5, 2024, comparator=">=", unit="ratio", kind="expected"),
    )
    assert found.arithmetic == "2023: ≥ 1:2 → 2024: ≥ 1:4"
    assert found.severity == "warning"
    assert found.places[-1].target == "one.hope"


def test_an_expected_figure_does_not_bind_a_later_firm_one(only, make):
    figure, *_ = make
    hope = figure("four.hope", "share", 100, 2023, comparator=">=", unit="%", kind="expected")
    lower = [
        figure(f"{clause}.share-24", "share", 90, 2024, comparator=">=", unit="%")
        for clause in ("four", "five")
    ]
    assert only("loosening", hope, *lower) == []


def test_plain_figures_and_other_plans_are_no_thresholds(only, make):
    figure, *_ = make
    assert only("loosening", figure("nine.a", "built", 9, 2023), figure("nine.b", "built", 5)) == []
    other = figure("nine.share", "share", 95, 2023, comparator=">=", unit="%", plan="other")
    assert only("loosening", other) == []


def test_two_clauses_that_ask_for_different_figures(only, make):
    figure, *_ = make
    (found,) = only(
        "clauses-differ", figure("five.share-24", "share", 90, comparator=">=", unit="%")
    )
    assert found.arithmetic == "2024: ≥ 90 ≠ ≥ 100"
    assert found.severity == "warning"


def test_figures_that_exclude_each_other_are_an_error(only, make):
    figure, *_ = make
    most = figure("five.share-24", "share", 90, comparator="<=", unit="%")
    (found,) = only("clauses-differ", most)
    assert (found.arithmetic, found.severity) == ("2024: ≤ 90 ≠ ≥ 100", "error")


def test_two_plans_that_ask_for_different_figures(only, make):
    figure, *_ = make
    found = only(
        "plans-differ", figure("o.share", "share", 95, comparator=">=", unit="%", plan="other")
    )
    assert [one.arithmetic for one in found] == ["2024: ≥ 95 ≠ ≥ 100"]
    assert found[0].plans == ("other", "plan")


@pytest.mark.parametrize(
    ("one", "other", "findings"),
    [(">=", ">", 1), ("<=", "<", 1), (">=", "=", 0), (">", ">", 0), ("<", "<", 0)],
)
def test_less_than_and_at_most_differ_at_the_edge_only(only, make, one, other, findings):
    figure, *_ = make
    found = only(
        "clauses-differ",
        figure("nine.a", "leak", 10, comparator=one, unit="%"),
        figure("ten.a", "leak", 10, comparator=other, unit="%"),
    )
    assert [(item.severity, item.variant) for item in found] == [("info", "edge")] * findings


def test_figures_of_one_clause_speak_of_different_things(only, make):
    figure, *_ = make
    more = figure("four.more", "share", 60, comparator=">=", unit="%")
    assert only("clauses-differ", more, without=("five.share-24",)) == []
    assert len(only("clauses-differ", more)) == 1


def test_other_scopes_years_and_units_are_not_compared(only, make):
    figure, *_ = make
    others = (
        figure("nine.a", "share", 60, comparator=">=", unit="%", zone="urban"),
        figure("nine.b", "share", 60, comparator=">=", unit="ratio"),
        figure("nine.c", "share", 100, 2025, comparator=">=", unit="%"),
        figure("nine.d", "share", 60, comparator="=", unit="%", role="record"),
    )
    assert only("clauses-differ", *others) == []


def test_a_hope_above_the_duty_is_no_contradiction_but_below_it_is(only, make):
    figure, *_ = make

    def hope(value):
        return figure("ten.a", "x", value, comparator=">=", kind="expected")

    duty = figure("nine.a", "x", 20, comparator=">=")
    assert only("clauses-differ", duty, hope(30)) == []
    (found,) = only("clauses-differ", duty, hope(10))
    assert found.arithmetic == "2024: ≥ 10 ≠ ≥ 20"


def test_an_undated_step_on_the_way_is_no_contradiction(only, make):
    figure, *_ = make
    dated = figure("nine.a", "x", 8, comparator=">=")
    first = figure("ten.a", "x", 1, comparator=">=", year_inferred=True)
    assert only("clauses-differ", dated, first) == []


def test_a_range_that_holds_the_other_figure_is_no_contradiction(only, make):
    figure, *_ = make
    floor = figure("nine.a", "x", 1, comparator=">=")
    assert only("clauses-differ", floor, figure("ten.a", "x", 1, value_high=2)) == []
    beyond = figure("ten.a", "x", 3, comparator=">=")
    (found,) = only("clauses-differ", figure("nine.a", "x", 1, value_high=2), beyond)
    assert (found.severity, found.arithmetic) == ("error", "2024: 1–2 ≠ ≥ 3")


def test_records_of_one_fact_differ(only, make):
    figure, *_ = make
    (found,) = only(
        "plans-differ",
        figure("nine.a", "x", 7, role="record"),
        figure("ten.a", "x", 8, role="record", plan="other"),
    )
    assert (found.severity, found.arithmetic) == ("warning", "2024: 7 ≠ 8")


def test_collective_indicators_are_not_compared(only, make):
    figure, *_ = make
    for rule in ("clauses-differ", "plans-differ", "loosening"):
        assert only(rule, figure("ten.any", "anything", 5, comparator=">=")) == []


def test_zones_named_alike(only, make):
    figure, *_ = make
    (found,) = only("alike-zones", figure("eight.urban", "per-head", 11, zone="urban"))
    assert (found.arithmetic, found.severity) == ("2024: 11 ≠ 12", "info")
    assert found.facts["zones"] == "built-up, urban"


def test_zones_named_alike_may_have_other_areas(only, make):
    figure, *_ = make
    assert only("alike-zones", figure("nine.area", "area", 50, zone="built-up")) == []


def test_all_of_the_whole_and_less_of_a_part(only, make):
    figure, *_ = make
    part = figure("nine.share", "share", 95, comparator=">=", unit="%", zone="urban")
    found = only("nested-share", part)
    assert {one.arithmetic for one in found} == {"≥ 100 % ⊃ ≥ 95 %"}
    assert {one.places[1].target for one in found} == {"nine.share"}
    for scope in ({"class_": "bus"}, {"region": "98"}):
        other = figure("nine.share", "share", 95, comparator=">=", unit="%", **scope)
        assert only("nested-share", other) == []


def test_a_part_larger_than_the_whole(only, make):
    figure, *_ = make
    (found,) = only("part-exceeds-whole", figure("six.part", "area", 91, unit="ha", zone="urban"))
    assert found.arithmetic == "91 > 90"
    record = figure("six.part", "area", 91, unit="ha", zone="urban", role="record")
    assert only("part-exceeds-whole", record) == []


@pytest.mark.parametrize(
    ("value", "unit", "arithmetic"),
    [(100.5, "%", ["100.5 % > 100 %"]), (-1, "km", ["-1 < 0"]), (100, "%", []), (0, "%", [])],
)
def test_figures_that_cannot_be(only, make, value, unit, arithmetic):
    figure, *_ = make
    found = only("impossible-value", figure("nine.x", "x", value, unit=unit))
    assert [one.arithmetic for one in found] == arithmetic


def test_rates_of_change_are_not_bounded(only, make):
    figure, *_ = make
    for value in (-2.1, 120):
        rate = figure("nine.x", "income-growth", value, 1999, unit="%")
        assert only("impossible-value", rate) == []


def test_document_numbers_that_differ(only, make):
    _figure, _count, number = make
    (found,) = only("document-number", numbers=(number("no. 2 of 2024", "no. 2 of 2023"),))
    assert found.arithmetic == "no. 2 of 2023 ≠ no. 2 of 2024"
    assert found.facts["issued"] == "2024-02-18"
