"""The figures of the two plans, restated by hand from the documents."""

from __future__ import annotations

import pytest

URBAN = "taiyuan-urban-rural"
ECOLOGY = "taiyuan-ecology"

# id without the plan, clause as printed, (comparator, value, unit), (year, its basis, role)
URBAN_FIGURES = [
    ("2020.water-supply-area", "一、(一)", ("=", 298.56, "km2"), (2020, "clause", "record")),
    ("2020.sewage-capacity", "一、(一)", ("=", 125, "10k t/d"), (2020, "clause", "record")),
    ("2020.sewer-separation", "一、(一)", ("=", 556.3, "km"), (2020, "clause", "record")),
    ("2020.storm-pumping", "一、(一)", ("=", 333, "m3/s"), (2020, "clause", "record")),
    ("2020.gujiao-heat-main", "一、(一)", ("=", 37.8, "km"), (2020, "clause", "record")),
    ("2020.gujiao-heat-share", "一、(一)", ("about", 0.3333, "ratio"), (2020, "clause", "record")),
    ("2020.toilets", "一、(一)", ("=", 470, "count"), (2020, "clause", "record")),
    ("2025.surface-water", "二、(三)", (">=", 50, "%"), (2025, "clause", "aim")),
    ("2025.leakage", "二、(三)", ("<=", 10, "%"), (2025, "clause", "aim")),
    ("2025.leakage-saving", "三、(一)3", ("<", 10, "%"), (2025, "period", "aim")),
    ("2025.reclaimed-water", "二、(三)", (">=", 25, "%"), (2025, "clause", "aim")),
    ("2025.heat-margin", "二、(三)", (">=", 30, "%"), (2025, "period", "aim")),
    ("2025.channels", "二、(三)", (">=", 99, "%"), (2025, "clause", "aim")),
    ("2025.lamps-lit", "二、(三)", (">=", 98.5, "%"), (2025, "clause", "aim")),
    ("2025.water-circle", "三、(一)2", ("<=", 30, "min"), (2025, "period", "aim")),
    ("2021.separation-city", "三、(一)4", (">=", 100, "%"), (2021, "clause", "aim")),
    ("2023.separation-counties", "三、(一)4", (">=", 100, "%"), (2023, "clause", "aim")),
    ("2025.kitchen-waste", "三、(三)9", ("=", 1100, "t/d"), (2025, "period", "aim")),
    ("2025.medical-waste", "三、(三)9", (">=", 50, "t/d"), (2025, "period", "aim")),
    ("2025.cleaning-main", "三、(三)10", (">=", 20, "h"), (2025, "period", "aim")),
    ("2025.cleaning-secondary", "三、(三)10", (">=", 16, "h"), (2025, "period", "aim")),
    ("2025.cleaning-branch", "三、(三)10", (">=", 12, "h"), (2025, "period", "aim")),
]

ECOLOGY_FIGURES = [
    ("2020.good-air-days", "一、", ("=", 224, "d"), (2020, "clause", "record")),
    ("2020.park-area-per-capita", "一、", ("=", 11.45, "m2/person"), (2020, "clause", "record")),
    ("2020.clean-heating", "一、", ("=", 237900, "households"), (2020, "clause", "record")),
    ("2025.new-energy-share", "二、(三)2(1)", ("about", 20, "%"), (2025, "clause", "aim")),
    ("2025.coke-oven-height", "二、(三)2(2)", (">", 4.3, "m"), (2025, "period", "aim")),
    ("2025.bulk-by-rail", "二、(三)2(3)", (">=", 85, "%"), (2025, "clause", "aim")),
    ("2025.dustfall", "二、(三)2(5)", (">", 9, "t/km2/month"), (2025, "period", "aim")),
    ("2025.jinyang-sewage", "二、(三)3(1)", ("=", 16, "10k t/d"), (2025, "period", "aim")),
    ("2025.longcheng-sewage", "二、(三)3(1)", ("=", 20, "10k t/d"), (2025, "period", "aim")),
    ("2025.towns-share", "二、(三)3(1)", (">=", 90, "%"), (2025, "period", "aim")),
    ("2025.villages-sewage", "二、(三)3(3)", ("=", 163, "count"), (2025, "period", "aim")),
    ("2025.fen-flow", "二、(三)3(5)", ("=", 15, "m3/s"), (2025, "period", "aim")),
    ("2025.protection-main", "二、(三)3(5)", (">=", 100, "m"), (2025, "period", "aim")),
    ("2025.protection-tributary", "二、(三)3(5)", (">=", 50, "m"), (2025, "period", "aim")),
    ("2024.farmland-safety", "二、(三)4(2)", (">=", 100, "%"), (2024, "clause", "aim")),
    ("2025.waste-towns", "二、(三)5(2)", (">=", 95, "%"), (2025, "clause", "aim")),
    ("2025.afforestation", "二、(三)6(1)", ("=", 27505.06, "ha"), (2025, "clause", "aim")),
    ("2025.forest-cover", "二、(三)6(1)", (">=", 30, "%"), (2025, "clause", "aim")),
    ("2025.reservoir-forest", "二、(三)6(1)", (">=", 72, "%"), (2025, "clause", "aim")),
    (
        "2025.park-area-per-capita",
        "二、(三)6(1)",
        (">", 12.78, "m2/person"),
        (2025, "period", "aim"),
    ),
    ("2025.green-cover", "二、(三)6(1)", (">=", 45, "%"), (2025, "clause", "aim")),
    ("2025.mine-area", "二、(三)6(4)", ("=", 76.44, "km2"), (2025, "clause", "aim")),
    ("2025.damaged-land", "二、(三)6(4)", ("=", 389, "ha"), (2025, "period", "aim")),
    ("2025.fen-shelter-forest", "二、(三)6(5)", ("=", 3175.46, "ha"), (2025, "clause", "aim")),
    ("2025.kaihua-forest", "二、(三)6(5)", ("=", 68.83, "ha"), (2025, "period", "aim")),
    ("2025.headwater-area", "二、(三)6(5)", ("=", 1019.86, "km2"), (2025, "period", "aim")),
    ("2023.carbon-sites", "二、(三)7(4)", ("=", 4, "count"), (2023, "clause", "aim")),
]

ALL_FIGURES = [
    pytest.param(f"{plan}.{row[0]}", *row[1:], id=f"{plan}.{row[0]}")
    for plan, rows in ((URBAN, URBAN_FIGURES), (ECOLOGY, ECOLOGY_FIGURES))
    for row in rows
]


@pytest.mark.parametrize(("name", "path", "figure", "standing"), ALL_FIGURES)
def test_a_figure_is_as_the_clause_says_it(taiyuan, name, path, figure, standing):
    target = taiyuan.all_targets[name]
    assert (target.comparator, target.value, target.unit) == figure
    assert (target.year, target.year_basis, target.role) == standing
    assert taiyuan.clauses[target.clause].path == path


def test_a_range_keeps_both_ends(taiyuan):
    centres = taiyuan.all_targets[f"{URBAN}.2025.sorting-centres"]
    assert (centres.value, centres.value_high, centres.printed) == (1, 2, "1—2处")
    assert centres.scope.each == "county"


def test_only_aims_the_text_strives_for_are_expected(taiyuan):
    expected = {target.id for target in taiyuan.all_targets.values() if target.kind == "expected"}
    assert expected == {
        f"{URBAN}.2025.heat-margin",
        f"{ECOLOGY}.2025.coal-growth",
        f"{ECOLOGY}.2025.towns-share",
        f"{ECOLOGY}.2025.parks-discharge",
        f"{ECOLOGY}.2025.industrial-waste",
    }


def test_the_tributary_line_holds_for_each_tributary_and_the_main_line_for_the_fen(taiyuan):
    main = taiyuan.all_targets[f"{ECOLOGY}.2025.protection-main"].scope
    tributary = taiyuan.all_targets[f"{ECOLOGY}.2025.protection-tributary"].scope
    assert (main.place, main.class_) == (f"{ECOLOGY}.fen-he", "main-stem")
    assert (tributary.class_, tributary.each) == ("tributary", "place")


def test_a_share_that_rose_keeps_where_it_started(taiyuan):
    zones = taiyuan.all_targets[f"{ECOLOGY}.2020.surface-water-zones"]
    assert (zones.baseline, zones.baseline_year, zones.value) == (75, 2015, 100)


def test_contradicting_leakage_figures_are_both_kept_and_noted(taiyuan):
    pair = [taiyuan.all_targets[f"{URBAN}.2025.{name}"] for name in ("leakage", "leakage-saving")]
    assert [target.comparator for target in pair] == ["<=", "<"]
    assert all(target.note_zh and target.note_en for target in pair)
