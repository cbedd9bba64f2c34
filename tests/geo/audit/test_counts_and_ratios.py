"""Stock and additions, ratios, growth, yearly figures."""

from __future__ import annotations

import pytest


def test_a_stock_that_is_not_the_sum(only, make):
    figure, *_ = make
    (found,) = only("stock-flow", figure("one.stock-24", "stock", 200, comparator=">="))
    assert found.arithmetic == "180 + 80 = 260 ≠ 200"
    assert [place.target for place in found.places] == [
        "one.stock-24",
        "one.stock-23",
        "annex.t2",
        "one.added",
    ]


@pytest.mark.parametrize(("stated", "findings"), [(248, 0), (273, 0), (247, 1), (274, 1)])
def test_about_leaves_one_twentieth(only, make, stated, findings):
    # 260 lies within 5 % of 248 (235.6-260.4) and of 273 (259.35-286.65), not of 247 (-259.35).
    figure, *_ = make
    about = figure("one.stock-24", "stock", stated, comparator="about")
    assert len(only("stock-flow", about)) == findings


def test_a_stock_without_the_year_before_is_left_alone(only, make):
    figure, *_ = make
    assert only("stock-flow", figure("one.stock-22", "stock", 1, 2021, comparator=">=")) == []


def test_stocks_of_another_scope_are_not_mixed(only, make):
    figure, *_ = make
    urban = figure("one.urban", "stock", 9, 2024, comparator=">=", zone="urban")
    assert only("stock-flow", urban) == []


def test_a_ratio_that_the_counts_do_not_reach(only, make):
    figure, *_ = make
    (found,) = only("ratio-counts", figure("one.cars", "cars", 1300, comparator=">="))
    # 260 for 1300 are 1:5; 1:4 would need 325.
    assert found.arithmetic == "260 ÷ 1300 = 1:5 < 1:4; 1:4 × 1300 = 325"
    assert found.severity == "error"
    assert [place.target for place in found.places] == [
        "one.hope",
        "one.ratio",
        "one.stock-24",
        "one.cars",
    ]


def test_the_edge_of_a_ratio_is_reached(only, make):
    figure, *_ = make
    # 1040 cars and 260 make exactly 1:4; one car more does not.
    assert only("ratio-counts") == []
    assert len(only("ratio-counts", figure("one.cars", "cars", 1041, comparator=">="))) == 1


def test_a_ratio_only_striven_for_is_a_warning(only, make):
    figure, *_ = make
    hope = figure("one.hope", "ratio", 0.5, comparator=">=", unit="ratio", kind="expected")
    (found,) = only("ratio-counts", hope)
    assert (found.severity, found.variant) == ("warning", "expected")
    assert found.arithmetic == "260 ÷ 1040 = 1:4 < 1:2; 1:2 × 1040 = 520"


def test_a_ratio_with_a_ceiling_must_not_be_exceeded(only, make):
    figure, *_ = make
    most = figure("one.ratio", "ratio", 0.2, comparator="<=", unit="ratio")
    (found,) = only("ratio-counts", most, without=("one.hope",))
    assert found.arithmetic == "260 ÷ 1040 = 1:4 > 1:5; 1:5 × 1040 = 208"


def test_a_count_with_about_gets_its_most_favourable_value(only, make):
    figure, *_ = make
    # 250 with one twentieth more is 262.5, enough for 1:4 of 1040; 240 gives 252, not enough.
    near = figure("one.stock-24", "stock", 250, comparator="about")
    far = figure("one.stock-24", "stock", 240, comparator="about")
    assert only("ratio-counts", near) == []
    assert len(only("ratio-counts", far)) == 1


def test_a_growth_that_the_levels_do_not_make(only, make):
    figure, *_ = make
    (found,) = only("growth-rate", figure("six.growth", "income-growth", 12, unit="%"))
    assert found.arithmetic == "(12100 ÷ 10000)^(1/2) − 1 = 10 % ≠ 12 %"
    assert found.severity == "warning"


@pytest.mark.parametrize(("decimals", "findings"), [(0, 0), (1, 1)])
def test_a_growth_is_rounded_as_printed(only, make, decimals, findings):
    figure, *_ = make
    # 12144 from 10000 in two years is 10.2 % a year: 10 % as printed without decimals.
    level = figure("six.income", "income", 12144, unit="CNY", comparator=">=")
    rate = figure("six.growth", "income-growth", 10, unit="%", decimals=decimals)
    assert len(only("growth-rate", level, rate)) == findings


def test_one_of_two_levels_is_enough_for_a_growth(only, make):
    figure, *_ = make
    more = figure("nine.income", "income", 13000, unit="CNY", comparator=">=")
    assert only("growth-rate", more) == []


def test_so_many_a_year_and_another_total(only, make):
    figure, *_ = make
    (found,) = only("yearly-total", figure("six.in-all", "in-all", 50))
    assert found.arithmetic == "20 × 2 = 40 ≠ 50"


def test_another_period_is_not_compared(only, make):
    figure, *_ = make
    assert only("yearly-total", figure("six.in-all", "in-all", 50, period=(2024, 2030))) == []
