"""The plans that come with jintu: what the documents say, restated here by hand."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import pytest

from layers.plans import Registry, check, schema, targets_json, vocabulary
from layers.plans.crosscheck import RULES

PROJECT = Path(__file__).parents[3]
SEEDS = PROJECT.parent / "shared" / "seeds"
GAZETTE = "002_02bb18daf9b75844.txt"
SHUOZHOU = "004_c86ce2bb48e7c9a1.txt"
C, G, S = "jinzhong-charging", "jinzhong-greening", "shuozhou-core"

# id, comparator, value, unit, year, region
LITERALS = [
    (f"{C}.1.1.pile-ratio", ">=", 0.125, "ratio", 2023, "1407"),
    (f"{C}.1.1.piles-added", "=", 2100, "piles", 2023, "1407"),
    (f"{C}.1.1.piles-total", ">=", 3314, "piles", 2023, "1407"),
    (f"{C}.1.1.vehicles", ">=", 24600, "vehicles", 2023, "1407"),
    (f"{C}.1.1.townships", ">=", 118, "count", 2023, "1407"),
    (f"{C}.1.1.scenic", "=", 14, "count", 2023, "1407"),
    (f"{C}.1.1.distance", "<", 50, "km", 2023, "1407"),
    (f"{C}.1.1.road-distance", "<", 100, "km", 2023, "1407"),
    (f"{C}.1.2.pile-ratio", ">=", pytest.approx(1 / 7), "ratio", 2024, "1407"),
    (f"{C}.1.2.piles-added", "=", 1683, "piles", 2024, "1407"),
    (f"{C}.1.2.piles-total", ">=", 4758, "piles", 2024, "1407"),
    (f"{C}.1.2.vehicles", ">=", 36400, "vehicles", 2024, "1407"),
    (f"{C}.1.2.distance", "<", 30, "km", 2024, "1407"),
    (f"{C}.1.2.road-distance", "<", 80, "km", 2024, "1407"),
    (f"{C}.1.3.pile-ratio", ">=", 0.125, "ratio", 2025, "1407"),
    (f"{C}.1.3.pile-ratio-strive", ">=", pytest.approx(1 / 6), "ratio", 2025, "1407"),
    (f"{C}.1.3.piles-total", "about", 7000, "piles", 2025, "1407"),
    (f"{C}.1.3.vehicles", ">=", 50000, "vehicles", 2025, "1407"),
    (f"{C}.1.3.villages", ">=", 1942, "count", 2025, "1407"),
    (f"{C}.1.3.distance", "<", 10, "km", 2025, "1407"),
    (f"{C}.1.3.road-distance", "<", 50, "km", 2025, "1407"),
    (f"{C}.2.1.1.core-distance-2025", "<", 1, "km", 2025, "1407"),
    (f"{C}.2.1.1.edge-distance-2023", "<", 8, "km", 2023, "1407"),
    (f"{C}.2.1.1.parking-2024", ">=", 15, "%", 2024, "1407"),
    (f"{C}.2.1.3.stations-per-county", ">=", 2, "count", 2025, "1407"),
    (f"{C}.2.1.3.piles-per-county", ">=", 30, "piles", 2025, "1407"),
    (f"{C}.2.1.3.piles-per-township", ">=", 5, "piles", 2025, "1407"),
    (f"{C}.2.1.3.piles-per-village", ">=", 2, "piles", 2025, "1407"),
    (f"{C}.2.1.4.public-sector", ">=", 0.5, "ratio", 2025, "1407"),
    (f"{C}.2.1.5.scenic-4a", ">=", 30, "%", 2025, "1407"),
    (f"{C}.annex.140702.2023", "=", 1000, "piles", 2023, "140702"),
    (f"{C}.annex.140728.total", "=", 288, "piles", 2025, "140728"),
    (f"{C}.annex.1407.2025", "=", 2242, "piles", 2025, "1407"),
    (f"{C}.annex.1407.total", "=", 6025, "piles", 2025, "1407"),
    (f"{G}.2.park-per-capita-2025", ">=", 13, "m2/person", 2025, "1407"),
    (f"{G}.2.park-coverage-2030", ">=", 85, "%", 2030, "1407"),
    (f"{G}.2.greenway-2030", ">=", 1.5, "km/10k people", 2030, "1407"),
    (f"{G}.3.4.9.pocket-140781", "=", 10, "count", 2025, "140781"),
    (f"{G}.3.4.9.pocket-140727", ">=", 2, "count", 2025, "140727"),
    (f"{G}.3.5.12.shaded-roads", ">=", 70, "%", 2030, "1407"),
    (f"{G}.3.7.15.blue-green", ">=", 43, "%", 2025, "1407"),
    (f"{G}.3.7.16.corridor-width", ">=", 100, "m", None, "1407"),
    (f"{S}.3.area", "=", 30.02, "km2", None, "1406"),
    (f"{S}.4.2.3.living-circle", "<=", 15, "min", 2023, "1406"),
    (f"{S}.4.3.1.green-300", "<=", 300, "m", 2023, "1406"),
    (f"{S}.4.3.1.park-500", "<=", 500, "m", 2023, "1406"),
    (f"{S}.4.3.5.ring-green", ">=", 150, "10k mu", 2023, "1406"),
    (f"{S}.4.5.1.ring-length", "=", 76, "km", 2023, "1406"),
    (f"{S}.4.5.2.road-density", ">=", 8, "km/km2", 2023, "1406"),
]
# The printed table: additions of 2023, 2024, 2025 and the printed total.
ALLOCATIONS = {
    "140702": (1000, 802, 1069, 2871),
    "140703": (150, 121, 160, 431),
    "140721": (80, 64, 85, 229),
    "140722": (80, 64, 85, 229),
    "140723": (80, 64, 85, 229),
    "140724": (90, 72, 96, 258),
    "140725": (80, 64, 85, 229),
    "140727": (120, 96, 128, 344),
    "140728": (100, 80, 107, 288),
    "140729": (80, 64, 85, 229),
    "140781": (240, 192, 256, 688),
    "1407": (2100, 1683, 2242, 6025),
}
COUNTS = {
    "jinzhong-safety": (6, 10, 2, 4),
    C: (25, 120, 3, 14),
    G: (21, 39, 2, 8),
    "jinzhong-rivers": (9, 6, 31, 27),
    S: (40, 40, 51, 22),
}


BRACKETS = str.maketrans("()", "（）")


def as_text(seed: str) -> str:
    """Return a source document without the marks of its conversion."""
    text = (SEEDS / seed).read_text(encoding="utf-8").translate(BRACKETS)
    return re.sub(r"[$^]", "", re.sub(r"\\text\{(.*?)\}", r"\1", text))


def occurs(printed: str, text: str) -> bool:
    """Tell whether a figure stands in the text as a whole, lines broken anywhere.

    80 does not stand in 1680; it does in a cell of a table between tabs or spaces.
    """
    figure = "".join(printed.translate(BRACKETS).split())
    start = r"(?<![\d.])" if figure[0].isdigit() else ""
    end = r"(?!\d)" if figure[-1].isdigit() else ""
    return re.search(start + r"\s*".join(map(re.escape, figure)) + end, text) is not None


def test_no_fault():
    assert check(PROJECT / "data" / "plans") == ()


@pytest.mark.parametrize("literal", LITERALS, ids=[one[0] for one in LITERALS])
def test_target_says_what_the_document_says(registry: Registry, literal):
    target = registry.all_targets[literal[0]]
    said = (target.comparator, target.value, target.unit, target.year, target.scope.region)
    assert said == literal[1:]


@pytest.mark.parametrize("region", ALLOCATIONS)
def test_allocation_table(registry: Registry, region):
    names = ("2023", "2024", "2025", "total")
    rows = tuple(registry.all_targets[f"{C}.annex.{region}.{name}"].value for name in names)
    assert rows == ALLOCATIONS[region]


@pytest.mark.parametrize("plan", COUNTS)
def test_counts(registry: Registry, plan):
    counts = (
        len(registry.clauses_of(plan)),
        len(registry.targets(plan=plan)),
        len(registry.places_of(plan)),
        len(registry.tasks_of(plan)),
    )
    assert counts == COUNTS[plan]


def test_one_file_for_each_document(registry: Registry):
    assert {GAZETTE, SHUOZHOU} <= {document.seed for document in registry.documents}


def test_both_numbers_of_the_greening_plan(registry: Registry):
    plan = registry.plans[G]
    assert (plan.number, plan.contents_number) == ("市政办发〔2024〕2号", "市政办发〔2023〕2号")


def test_striving_is_expected_not_stated(registry: Registry):
    kinds = {target.id: target.kind for target in registry.targets(plan=C)}
    expected = {target for target, kind in kinds.items() if kind == "expected"}
    strive = {"1.3.pile-ratio-strive", "2.1.4.staff-parking-strive", "2.1.4.public-sector-strive"}
    assert expected == {f"{C}.{name}" for name in strive}


def test_village_minimum_is_for_each_and_township_minimum_is_a_mean(registry: Registry):
    village = registry.all_targets[f"{C}.2.1.3.piles-per-village"].scope
    township = registry.all_targets[f"{C}.2.1.3.piles-per-township"].scope
    assert (village.each, village.average) == ("village", False)
    assert (township.each, township.average) == ("township", True)


def test_happy_rivers_by_year(registry: Registry):
    by_year = {2024: set(), 2025: set()}
    for place in registry.places_of("jinzhong-rivers"):
        if place.year is not None:
            by_year[place.year].add(place.name_zh)
    assert by_year == {
        2024: {"榆次区涂河", "昌源河祁县段", "榆社县云竹湖", "左权县柳林河", "寿阳县白马河"},
        2025: {
            "太谷区乌马河",
            "平遥县惠济河",
            "龙凤河介休市段",
            "灵石县仁义河",
            "松溪河和顺县段",
            "松溪河昔阳县段",
        },
    }


def test_river_task_table(registry: Registry):
    rows = [task for task in registry.tasks_of("jinzhong-rivers") if "row" in task.values]
    assert [task.values["row"] for task in rows] == list(range(1, 25))
    assert rows[1].lead_zh == ("市城市管理局", "市文旅局", "市交通局", "市水利局")
    assert rows[3].support_zh == ("市发展改革委", "市水利局")
    assert rows[22].lead_zh == ("市河长办",)


def test_edges_of_the_core_area(registry: Registry):
    clause = f"{S}.3"
    names = {place.name_zh for place in registry.places_of_clause(clause)}
    assert names == {"朔州中心城区核心区", "长宁街", "恢河", "怡西路", "武周路"}


def test_county_sees_its_own_and_its_prefecture_targets(registry: Registry):
    regions = {target.scope.region for target in registry.targets(region="140728", plan=C)}
    assert regions == {"1407", "140728"}


def test_targets_of_a_year_and_theme(registry: Registry):
    found = targets_json(registry, region="1407", year=2025, theme="charging")
    assert {one["document"] for one in found} == {GAZETTE}
    assert {one["year"] for one in found} == {2025}
    assert f"{C}.1.3.distance" in {one["id"] for one in found}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the source documents are not beside the project")
def test_printed_figures_stand_in_their_document(registry: Registry):
    absent = []
    for document, file in zip(registry.documents, registry.files, strict=True):
        text = as_text(document.seed)
        absent += [one.id for one in file.target if not occurs(one.printed, text)]
    assert absent == []


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the source documents are not beside the project")
def test_plan_numbers_stand_in_their_document(registry: Registry):
    for plan in registry.plans.values():
        text = as_text(registry.document_of(plan.id).seed)
        for number in filter(None, (plan.number, plan.contents_number)):
            assert occurs(number, text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_term_of_the_schema_has_a_text(language):
    path = PROJECT / "static" / "i18n" / language / "plans.json"
    texts = json.loads(path.read_text(encoding="utf-8"))
    terms = {
        "theme": schema.Theme,
        "comparator": schema.Comparator,
        "kind": schema.Kind,
        "role": schema.Role,
        "reading": schema.Reading,
        "each": schema.Each,
        "year_basis": schema.YearBasis,
        "method": vocabulary.Method,
    }
    wanted = {f"plans.{area}.{term}" for area, kind in terms.items() for term in get_args(kind)}
    assert wanted <= texts.keys()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_fault_has_a_text(language):
    source = Path(RULES[0].__code__.co_filename).read_text(encoding="utf-8")
    path = PROJECT / "static" / "i18n" / language / "plans.json"
    texts = json.loads(path.read_text(encoding="utf-8"))
    referenced = set(re.findall(r'_unknown\([^,]+, "(\w+)"', source))
    assert {"plan", "clause", "county", "layer"} <= referenced
    codes = {f"unknown_{what}" for what in referenced} | {
        "duplicate_id",
        "duplicate_document",
        "clause_of_other_plan",
        "unit_of_other_family",
        "region_outside_plan",
        "bad_entry",
        "not_toml",
    }
    assert {f"plans.fault.{code}" for code in codes} <= texts.keys()


def test_what_is_covered_again_is_apart_from_what_is_covered(registry: Registry):
    indicators = {
        year: registry.all_targets[f"{C}.1.{number}.villages"].indicator
        for number, year in enumerate((2023, 2024, 2025), start=1)
    }
    covered = "charging-villages-covered"
    assert indicators == {2023: covered, 2024: "charging-villages-added", 2025: covered}
