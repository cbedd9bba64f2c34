"""Tables: how they are put together, and their totals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.audit import Breakdown, Material, Relations, audit
from geo.audit.tables import tables_of

BREAKDOWN = Breakdown(part="added", total="added-period")


def test_a_table_has_its_rows_its_years_and_its_totals(clean):
    (table,) = tables_of(clean.figures, BREAKDOWN)
    assert table.region == "99"
    assert [row.region for row in table.rows] == ["9901", "9902"]
    assert table.years == (2023, 2024)
    assert [cell.value for cell in table.totals.cells] == [80, 80]
    assert table.totals.total.value == 160
    assert table.rows[1].total.value == 110


def test_one_region_alone_is_no_table(make):
    figure, *_ = make
    figures = [figure("x.a", "added", 1, region="9901"), figure("x.t", "added", 2)]
    assert tables_of(figures, BREAKDOWN) == ()


def test_regions_without_a_common_one_are_no_table(make):
    figure, *_ = make
    figures = [figure("x.a", "added", 1, region="9901"), figure("x.b", "added", 2, region="8801")]
    assert tables_of(figures, BREAKDOWN) == ()


def test_codes_are_compared_by_level_not_by_digit(make):
    figure, *_ = make
    figures = [figure("x.a", "added", 1, region="9911"), figure("x.b", "added", 2, region="9912")]
    (table,) = tables_of(figures, BREAKDOWN)
    assert table.region == "99"


def test_a_row_total_that_its_years_do_not_make(only, make):
    figure, *_ = make
    (found,) = only("table-row-total", figure("annex.a", "added-period", 51, region="9901"))
    assert found.arithmetic == "2023: 20 + 2024: 30 = 50 ≠ 51"
    assert found.region == "9901"
    assert found.severity == "error"
    assert [place.target for place in found.places] == ["annex.a", "annex.a1", "annex.a2"]


def test_the_row_of_totals_is_a_row_too(only, make):
    figure, *_ = make
    found = only("table-row-total", figure("annex.t", "added-period", 161))
    assert [one.arithmetic for one in found] == ["2023: 80 + 2024: 80 = 160 ≠ 161"]


def test_a_column_total_that_its_rows_do_not_make(only, make):
    figure, *_ = make
    (found,) = only("table-column-total", figure("annex.t1", "added", 79, 2023))
    assert found.arithmetic == "20 + 60 = 80 ≠ 79"
    assert [place.target for place in found.places] == ["annex.t1", "annex.a1", "annex.b1"]
    assert found.facts["year"] == "2023"


def test_a_column_is_compared_with_the_text_as_well(only, make):
    figure, *_ = make
    (found,) = only("table-column-total", figure("one.added", "added", 83, 2024))
    assert found.arithmetic == "30 + 50 = 80 ≠ 83"
    assert found.places[0].target == "one.added"


def test_the_same_wrong_total_in_table_and_text_is_one_finding(only, make):
    figure, *_ = make
    (found,) = only(
        "table-column-total",
        figure("one.added", "added", 83, 2024),
        figure("annex.t2", "added", 83, 2024),
    )
    assert [place.target for place in found.places][:2] == ["annex.t2", "one.added"]


def test_a_column_with_a_gap_is_not_added_up(only):
    assert only("table-column-total", without=("annex.a1",)) == []


def test_the_column_of_row_totals_is_a_column_too(only, make):
    figure, *_ = make
    found = only("table-column-total", figure("annex.b", "added-period", 120, region="9902"))
    assert [one.arithmetic for one in found] == ["50 + 120 = 170 ≠ 160"]


def test_two_wrong_totals_that_agree_in_the_corner(only, make):
    figure, *_ = make
    wrong = (
        figure("annex.a", "added-period", 51, region="9901"),
        figure("annex.t2", "added", 81, 2024),
        figure("annex.t", "added-period", 161),
    )
    (found,) = only("table-grand-total", *wrong)
    assert found.arithmetic == "2023: 80 + 2024: 80 = 160 ≠ 161"
    # Both sums of totals make 161: neither a row nor the column of totals shows it.
    assert not [one for one in only("table-row-total", *wrong) if one.region == "99"]
    columns = only("table-column-total", *wrong)
    assert [one.arithmetic for one in columns] == ["30 + 50 = 80 ≠ 81"]


@pytest.mark.parametrize("off", [0, 3])
@given(rows=st.lists(st.lists(st.integers(0, 500), min_size=2, max_size=2), min_size=2, max_size=9))
def test_any_table_that_adds_up_is_clean_and_one_that_does_not_is_found(make, off, rows):
    figure, *_ = make
    figures = []
    for index, (one, other) in enumerate(rows):
        region = f"99{index:02d}"
        figures += [
            figure(f"x.{index}a", "added", one, 2023, region=region),
            figure(f"x.{index}b", "added", other, 2024, region=region),
            figure(f"x.{index}t", "added-period", one + other, region=region),
        ]
    sums = [sum(row[column] for row in rows) for column in (0, 1)]
    figures += [figure("x.ta", "added", sums[0] + off, 2023), figure("x.tb", "added", sums[1])]
    figures.append(figure("x.tt", "added-period", sum(sums) + off))
    material = Material(figures=tuple(figures), relations=Relations(breakdowns=(BREAKDOWN,)))
    rules = sorted(one.rule for one in audit(material))
    columns = ["table-column-total", "table-column-total", "table-grand-total"]
    assert rules == ([] if off == 0 else columns)
