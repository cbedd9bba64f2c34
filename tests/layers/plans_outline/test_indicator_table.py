"""The indicator table of the outline, carried whole: 46 rows in six groups."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.plans.schema import PlanFile, Target

# group, first row, last row, as the table heads them (10, 6, 7, 7, 13 and 3 rows)
GROUPS = [("t1", 1, 10), ("t2", 11, 16), ("t3", 17, 23), ("t4", 24, 30), ("t5", 31, 43)]
GROUPS += [("t6", 44, 46)]

# short id, comparator, value for 2025, baseline, its year
ROWS: list[tuple[str, str, float, float | None, int | None]] = [
    ("gdp-growth", ">=", 8.5, 2.6, 2020),
    ("urbanisation", ">=", 89.5, 85.25, 2019),
    ("large-firms", ">=", 3000, 622, 2020),
    ("industry-share", ">", 30, 25.8, 2020),
    ("strategic-share", ">=", 4.5, 3.8, 2020),
    ("revenue-growth", ">=", 6, -2.1, 2020),
    ("retail-growth", ">=", 9, -6.4, 2020),
    ("research-growth", ">=", 20, None, None),
    ("national-key-laboratories", ">=", 8, 4, 2020),
    ("provincial-key-laboratories", ">=", 160, 76, 2020),
    ("provincial-technology-centres", ">=", 80, 0, 2020),
    ("patents", ">=", 29, 25.02, 2020),
    ("5g-users", ">=", 80, 21, 2020),
    ("digital-share", ">=", 5.4, None, None),
    ("forest-cover", ">=", 30, 24.43, 2019),
    ("waste-sorting", ">=", 80, 61, 2020),
    ("housing", ">=", 41.5, 40, 2020),
    ("certified-workers", ">", 50, 25, 2020),
    ("certified-labour", ">", 25, None, None),
    ("unemployment", "<", 5.5, None, None),
    ("pension", ">=", 95, 93, 2020),
    ("urban-income", ">=", 56_318, 38_329, 2020),
    ("urban-income-growth", ">=", 8, None, None),
    ("rural-income", ">", 28_880, 19_655, 2020),
    ("rural-income-growth", ">", 8, None, None),
    ("preschool-teachers", ">=", 70, 65, 2020),
    ("doctors", ">=", 6, 5.4, 2019),
    ("beds", ">=", 11, 8.8, 2019),
    ("nursery-places", ">=", 4.2, 1.8, 2020),
    ("life-expectancy", ">=", 79.15, 78.84, 2019),
    ("nursing-beds", ">=", 50, 25, 2020),
    ("sports", ">=", 40, 36.8, 2020),
]

# left to the province: the figure of 2020 where the table prints one
ASSIGNED = {
    "air-days": 61.2,
    "surface-water": 55.56,
    "carbon-cut": None,
    "energy-cut": 2.85,
    "water-cut": 0.6,
    "grain": 24.5,
    "energy": None,
    "accident-deaths": 0.015,
}


@pytest.fixture(scope="module")
def rows(targets: Mapping[str, Target]) -> dict[str, Target]:
    prefix = "table."
    return {name.removeprefix(prefix): one for name, one in targets.items() if prefix in name}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_row(
    rows: dict[str, Target], row: tuple[str, str, float, float | None, int | None]
) -> None:
    name, *expected = row
    one = rows[name]
    assert [one.comparator, one.value, one.baseline, one.baseline_year] == expected
    assert one.year == 2025


def test_income_follows_from_its_growth(rows: dict[str, Target]) -> None:
    """38329 and 19655 growing 8 % a year for five years give 56318 and 28880 to the yuan."""
    assert round(38_329 * 1.08**5) == rows["urban-income"].value
    assert round(19_655 * 1.08**5) == rows["rural-income"].value


def _row_number(note: str | None) -> int:
    found = re.search(r"Row (\d+) ", note or "")
    assert found
    return int(found[1])


@pytest.mark.parametrize(("group", "first", "last"), GROUPS)
def test_every_row_of_a_group_is_carried(
    outline: PlanFile, group: str, first: int, last: int
) -> None:
    clause = f"taiyuan-outline.1.4.{group}"
    notes = [one.note_en for one in outline.target if one.clause == clause]
    notes += [one.note_en for one in outline.task if one.clause == clause]
    assert {_row_number(note) for note in notes} == set(range(first, last + 1))


def test_rows_left_to_the_province_are_tasks(outline: PlanFile) -> None:
    tasks = {
        task.id.removeprefix("taiyuan-outline.task.assigned-"): task.year
        for task in outline.task
        if "assigned-" in task.id
    }
    assert tasks == dict.fromkeys(ASSIGNED, 2025)


def test_rows_left_to_the_province_keep_their_figure_as_a_record(rows: dict[str, Target]) -> None:
    records = {name: one.value for name, one in rows.items() if one.role == "record"}
    assert records == {name: value for name, value in ASSIGNED.items() if value is not None}


def test_binding_and_expected_as_the_last_column_says(rows: dict[str, Target]) -> None:
    binding = {name for name, one in rows.items() if one.kind == "binding"}
    assert binding == {name for name, value in ASSIGNED.items() if value is not None} | {
        "preschool-teachers"
    }
    assert {one.kind for one in rows.values()} == {"binding", "expected"}
