"""Targets restated by hand from the document: threshold, unit, year, kind."""

from __future__ import annotations

from collections import Counter
from math import isclose
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from layers.plans import check

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.plans.schema import PlanFile, Target

FOLDER = Path(__file__).parents[3] / "data" / "plans"
OURS = {"taiyuan-outline-14fyp.toml", "indicators-outline.toml"}

# short id, clause, comparator, value, unit, year, printed
RESTATED = [
    ("2025.road-density", "7.2.2", ">=", 8, "km/km2", 2025, "8公里 / 平方公里"),
    ("2025.road-area-per-capita", "7.2.2", ">=", 15, "m2/person", 2025, "15 平方米"),
    ("2025.rail-transit-length", "7.2.2", ">=", 50, "km", 2025, "50 公里"),
    ("2025.bus-stop-coverage", "7.2.2", ">=", 100, "%", 2025, "500 米全覆盖"),
    ("2025.green-cover", "7.2.3", ">=", 44.38, "%", 2025, "44.38%"),
    ("2025.green-land-rate", "7.2.3", ">=", 39.3, "%", 2025, "39.3%"),
    ("2025.park-area-per-capita", "7.2.3", ">=", 13.2, "m2/person", 2025, "13.2 平方米"),
    ("2025.parking-spaces", "7.3.2", "=", 50_000, "spaces", 2025, "50000 泊"),
    ("2025.rail-circle", "7.5.1", "<=", 3, "h", 2025, "3 小时"),
    ("2025.expressway-length", "7.5.2", ">=", 400, "km", 2025, "400 公里"),
    ("2025.trunk-road-length", "7.5.2", ">=", 915, "km", 2025, "915 公里"),
    ("2025.rural-road-length", "7.5.2", ">=", 6940, "km", 2025, "6940 公里"),
    ("2025.expressway-radials", "7.5.2", "=", 12, "count", 2025, "十二射"),
    ("2025.wind-yangxing-taizhong", "4.1.b2", "=", 99.9, "MW", 2025, "99.9MW"),
    ("2025.wind-kanshan", "4.1.b2", "=", 48, "MW", 2025, "48MW"),
    ("2025.pv-pvt", "4.1.b2", "=", 36, "MW", 2025, "36MW"),
    ("2025.pv-rooftop", "4.1.b2", ">=", 20, "MW", 2025, "20MW"),
    ("2025.hydrogen-output", "4.1.b2", "=", 2.3, "10k t/a", 2025, "2.3 万吨"),
    ("2025.hydrogen-refuelling", "4.1.b2", "=", 0.72, "10k t/a", 2025, "0.72 万吨"),
    ("2025.green-travel", "4.4.3", ">=", 65, "%", 2025, "65%"),
    ("2025.listed-companies", "5.1.2", ">=", 21, "count", 2025, "21 家"),
    ("2025.finance-share", "5.1.2", "about", 20, "%", 2025, "20%"),
    ("2025.logistics-hubs", "5.1.3", "=", 4, "count", 2025, "4 个"),
    ("2025.logistics-parks", "5.1.3", "=", 7, "count", 2025, "7 个"),
    ("2025.shopping-circle", "5.2.1", "<=", 15, "min", 2025, "十五分钟"),
    ("2025.culture-circle", "11.3.3", "<=", 15, "min", 2025, "15 分钟"),
    ("2025.fitness-circle", "12.3.5", "<=", 15, "min", 2025, "15 分钟"),
    ("2025.elderly-circle", "12.5.3", "<=", 15, "min", 2025, "一刻钟"),
    ("2025.fresh-food-circle", "8.1.6", "<=", 1, "h", 2025, "1 小时"),
    ("2022.village-roads", "8.2.1", ">=", 100, "%", 2022, "100%"),
    ("2022.village-buses", "8.2.1", ">=", 100, "%", 2022, "100%"),
    ("2025.rural-toilets", "8.2.2", ">=", 95, "%", 2025, "95%"),
    ("2025.model-villages", "8.2.2", "=", 50, "count", 2025, "50 个"),
    ("2025.grain-storage", "8.1.1", "=", 36, "10k t", 2025, "36 万吨"),
    ("2025.foreign-capital", "9.3.3", ">", 8, "100M USD", 2025, "8亿美元"),
    ("2025.sponge-city", "10.2.2", ">=", 50, "%", 2025, "50%"),
    ("2025.water-reuse", "10.2.2", ">=", 25, "%", 2025, "25%"),
    ("2025.rail-freight", "10.3.1", ">=", 85, "%", 2025, "85%"),
    ("2025.lake-water-class", "10.2.b1", "<=", 4, "grade", 2025, "Ⅳ类"),
    ("2025.training", "12.1.1", "=", 300_000, "people", 2025, "30 万人"),
    ("2025.new-schools", "12.2.b2", "=", 30, "count", 2025, "30 所"),
    ("2025.new-school-places", "12.2.b2", "=", 60_000, "count", 2025, "60000 个"),
    ("2025.public-kindergartens", "12.2.b2", "=", 100, "count", 2025, "100 所"),
    ("2025.sports-ground", "12.3.5", ">=", 2.6, "m2/person", 2025, "2.6 平方米"),
    ("2020.tourism-ring", "1.1.4", "=", 229.5, "km", 2020, "229.5 公里"),
    ("2020.fen-greened", "1.1.4", "=", 35, "km", 2020, "35 公里"),
]


@pytest.mark.parametrize("row", RESTATED, ids=lambda row: row[0])
def test_restated(
    targets: Mapping[str, Target], row: tuple[str, str, str, float, str, int, str]
) -> None:
    name, *expected = row
    target = targets[name]
    found = [target.clause.removeprefix("taiyuan-outline."), target.comparator, target.value]
    assert [*found, target.unit, target.year, target.printed] == expected


def test_the_check_finds_nothing_in_these_files() -> None:
    assert [fault.line() for fault in check(FOLDER) if fault.file in OURS] == []


def test_document(outline: PlanFile) -> None:
    document, (plan,) = outline.document, outline.plan
    assert document.seed == "003_4fcffdc077ed2adc.txt"
    assert document.issued.isoformat() == "2021-05-08"
    assert (plan.region, plan.period) == ("1401", (2021, 2025))


def test_counts(outline: PlanFile) -> None:
    roles = Counter(target.role for target in outline.target)
    assert roles == {"aim": 206, "record": 60}
    assert len(outline.clause) == 134


def test_ranges(targets: Mapping[str, Target]) -> None:
    ranges = {
        name: (target.value, target.value_high)
        for name, target in targets.items()
        if target.value_high is not None
    }
    assert ranges == {
        "2025.big-science-new": (1, 2),
        "2025.innovation-centres": (2, 3),
        "2025.ip-centres": (3, 5),
        "2025.vocational-groups": (1, 2),
        "2025.training-firms": (3, 5),
    }


def test_zones(targets: Mapping[str, Target]) -> None:
    zones = {
        "2025.road-density": "built-up",
        "2025.green-cover": "built-up",
        "2025.sponge-city": "built-up",
        "2025.bus-stop-coverage": "central-city",
        "2022.village-roads": "rural",
        "2025.suburban-waste": "city-villages",
    }
    assert {name: targets[name].scope.zone for name in zones} == zones


def test_wind_and_solar_add_up(targets: Mapping[str, Target]) -> None:
    """Wind 99.9 + 4 x 50 + 48 + 3 x 20, solar 100 + 36 + 100 + 20."""
    for indicator, expected in (("wind-capacity", 407.9), ("solar-capacity", 256)):
        values = [one.value for one in targets.values() if one.indicator == indicator]
        assert isclose(sum(values), expected)


def test_records_carry_the_earlier_figure(targets: Mapping[str, Target]) -> None:
    record = targets["2020.gdp"]
    assert (record.value, record.baseline, record.baseline_year) == (4153.25, 2663.76, 2015)
    record = targets["2020.strategic-share-industry"]
    assert (record.value, record.printed) == (22.1, "22 1%")
    assert record.note_en is not None


def test_only_the_land_contract_has_no_year_among_aims(targets: Mapping[str, Target]) -> None:
    without = [name for name, one in targets.items() if one.year is None and one.role == "aim"]
    assert without == ["8.3.1.land-contract"]
