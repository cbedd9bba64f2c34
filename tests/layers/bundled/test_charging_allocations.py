"""The allocation table, restated here cell by cell from the annex of 市政办发〔2023〕48号."""

from __future__ import annotations

import pytest

from layers.bundled import charging_allocations, counties

PRINTED = {
    "榆次区": (1000, 802, 1069, 2871),
    "太谷区": (150, 121, 160, 431),
    "榆社县": (80, 64, 85, 229),
    "左权县": (80, 64, 85, 229),
    "和顺县": (80, 64, 85, 229),
    "昔阳县": (90, 72, 96, 258),
    "寿阳县": (80, 64, 85, 229),
    "祁县": (120, 96, 128, 344),
    "平遥县": (100, 80, 107, 288),
    "灵石县": (80, 64, 85, 229),
    "介休市": (240, 192, 256, 688),
}
FIGURES = ["new_2023", "new_2024", "new_2025", "printed_total"]


def test_every_printed_cell_in_printed_order():
    frame = charging_allocations.frame()
    assert list(frame["name_zh"]) == list(PRINTED)
    assert [tuple(row) for row in frame[FIGURES].to_numpy().tolist()] == list(PRINTED.values())


def test_only_pingyao_adds_to_another_total_than_printed():
    frame = charging_allocations.frame().set_index("name_zh")
    differing = frame[frame["printed_total"] != frame["computed_total"]]
    assert differing[["printed_total", "computed_total"]].to_numpy().tolist() == [[288, 287]]
    assert list(differing.index) == ["平遥县"]


def test_printed_totals_beside_the_sums():
    totals = charging_allocations.printed_totals()
    assert totals == {"new_2023": 2100, "new_2024": 1683, "new_2025": 2242, "printed_total": 6025}
    sums = charging_allocations.frame()[FIGURES].sum()
    assert {name: totals[name] - int(sums[name]) for name in FIGURES} == {
        "new_2023": 0,
        "new_2024": 0,
        "new_2025": 1,
        "printed_total": 0,
    }


def test_polygons_are_those_of_the_counties():
    frame = charging_allocations.frame().set_index("adcode")
    known = counties.frame().set_index("adcode")
    assert set(frame.index) == set(known.index[known["prefecture_code"] == "140700"])
    assert frame.geometry.geom_equals(known.geometry[frame.index]).all()
    assert (frame["name_zh"] == known["name_zh"][frame.index]).all()


@pytest.mark.parametrize("column", [*FIGURES, "computed_total"])
def test_figures_are_whole_numbers(column: str):
    assert charging_allocations.frame()[column].dtype == "int64"
