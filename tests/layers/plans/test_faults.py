"""The schema and the cross-checks refuse each kind of fault, and only that."""

from __future__ import annotations

import pytest

from layers.plans import PlanFaults, check, load
from layers.plans.__main__ import main

SCOPE = 'scope = { region = "140702", zone = "core", class = "bus", place = "one.river" }'
TARGET_CLAUSE = 'clause = "one.1"\ntitle_zh = "距离"'
TASK_CLAUSE = 'clause = "one.1"\ntitle_zh = "任务"'
DISTANCE = "value = 10\nunit"
PLACE = """
[[place]]
id = "one.river"
plan = "one"
clause = ["one.1"]
name_zh = "河"
name_en = "River"
type = "river"
"""
SHAPE_FAULTS = {
    "unknown key": ('theme = "charging"', 'theme = "charging"\ncolour = "red"'),
    "missing title": ('title_en = "Distance"\ntheme', "theme"),
    "empty title": ('title_en = "Distance"\ntheme', 'title_en = " "\ntheme'),
    "unknown theme": ('theme = "charging"', 'theme = "sport"'),
    "unknown comparator": ('comparator = "<"', 'comparator = "under"'),
    "value as text": (DISTANCE, 'value = "10"\nunit'),
    "value not finite": (DISTANCE, "value = inf\nunit"),
    "value a truth": (DISTANCE, "value = true\nunit"),
    "range backwards": (DISTANCE, "value = 10\nvalue_high = 10\nunit"),
    "unknown kind": ('kind = "stated"', 'kind = "wished"'),
    "year out of reach": ("year = 2025", "year = 20255"),
    "year basis without year": ("year = 2025", 'year_basis = "period"'),
    "baseline year alone": ("year = 2025", "year = 2025\nbaseline_year = 2020"),
    "sentence as printed": ("10公里", "到二〇二五年底全市充电距离应当小于10公里以内"),
    "note in one language": ("year = 2025", 'year = 2025\nnote_zh = "注"'),
    "average over nothing": (SCOPE, 'scope = { region = "1407", average = true }'),
    "region of three digits": (SCOPE, 'scope = { region = "140" }'),
    "quantity without unit": ('county = "140702"', 'county = "140702"\nquantity = 3'),
    "place without clause": ('clause = ["one.1"]', "clause = []"),
    "county of four digits": ('county = "140702"', 'county = "1407"'),
    "period backwards": ("period = [2023, 2025]", "period = [2025, 2023]"),
    "seed not a file name": ("009_0123456789abcdef.txt", "gazette.pdf"),
    "id with capitals": ('id = "one.task.1"', 'id = "one.Task.1"'),
    "due not a date": ('title_en = "Task"', 'title_en = "Task"\ndue = "June"'),
}
CROSS_FAULTS = {
    "unknown_plan": ('id = "one.1"\nplan = "one"', 'id = "one.1"\nplan = "none"'),
    "unknown_clause": (
        'clause = "one.1"\ntitle_zh = "距离"',
        'clause = "one.2"\ntitle_zh = "距离"',
    ),
    "clause_of_other_plan": (
        'clause = "one.1"\ntitle_zh = "任务"',
        'clause = "two.1"\ntitle_zh = "任务"',
    ),
    "unknown_place": ('places = ["one.river"]', 'places = ["one.lake"]'),
    "unknown_indicator": ('indicator = "distance"', 'indicator = "weight"'),
    "unknown_unit": ('unit = "km"', 'unit = "mile"'),
    "unit_of_other_family": ('unit = "km"', 'unit = "ha"'),
    "unknown_zone": ('zone = "core"', 'zone = "edge"'),
    "unknown_class": ('class = "bus"', 'class = "taxi"'),
    "unknown_layer": ('printed = "10公里"', 'printed = "10公里"\nneeds = ["moon"]'),
    "unknown_place_type": ('type = "river"', 'type = "lake"'),
    "unknown_county": ('county = "140702"', 'county = "140799"'),
    "unknown_region": (SCOPE, 'scope = { region = "140799" }'),
    "region_outside_plan": (SCOPE, 'scope = { region = "1401" }'),
    "duplicate_id": ("[[task]]", PLACE + "\n[[task]]"),
}


def test_clean_files_have_no_fault(made_up):
    assert check(made_up()) == ()


@pytest.mark.parametrize("change", SHAPE_FAULTS.values(), ids=SHAPE_FAULTS.keys())
def test_shape_is_refused(made_up, change):
    faults = check(made_up(change))
    assert [fault.code for fault in faults] == ["bad_entry"] * len(faults)
    assert faults
    assert {fault.file for fault in faults} == {"plan.toml"}


@pytest.mark.parametrize(("code", "change"), CROSS_FAULTS.items(), ids=CROSS_FAULTS.keys())
def test_reference_is_refused(made_up, code, change):
    faults = check(made_up(change))
    assert code in {fault.code for fault in faults}
    assert len(faults) <= 3


def test_fault_names_file_entry_and_field(made_up):
    (fault,) = check(made_up((DISTANCE, 'value = "10"\nunit')))[:1]
    assert (fault.file, fault.entry) == ("plan.toml", "target one.1.distance")
    assert fault.facts["field"].startswith("value")


def test_entry_without_id_is_named_by_number(made_up):
    (fault,) = check(made_up(('id = "one.task.1"\n', "")))
    assert fault.entry == "task #1"


def test_file_that_is_not_toml(made_up):
    folder = made_up()
    (folder / "plan.toml").write_text("[document", encoding="utf-8")
    assert [fault.code for fault in check(folder)] == ["not_toml"]


def test_file_that_is_not_text(made_up):
    folder = made_up()
    (folder / "plan.toml").write_bytes("note = '晋'".encode("gbk"))
    assert [fault.code for fault in check(folder)] == ["not_toml"]


def test_ids_are_unique_over_files(made_up):
    folder = made_up()
    second = (folder / "plan.toml").read_text(encoding="utf-8").replace("009_", "008_")
    (folder / "second.toml").write_text(second, encoding="utf-8")
    faults = check(folder)
    assert {fault.code for fault in faults} == {"duplicate_id"}
    assert {fault.file for fault in faults} == {"plan.toml", "second.toml"}


def test_one_document_in_two_files(made_up):
    folder = made_up()
    text = (folder / "plan.toml").read_text(encoding="utf-8")
    (folder / "second.toml").write_text(text, encoding="utf-8")
    assert "duplicate_document" in {fault.code for fault in check(folder)}


def test_vocabulary_ids_are_unique_over_files(made_up):
    folder = made_up()
    twice = '[[zone]]\nid = "core"\ntitle_zh = "核心"\ntitle_en = "Core"\n'
    (folder / "vocabulary-more.toml").write_text(twice, encoding="utf-8")
    assert [(fault.entry, fault.code) for fault in check(folder)] == [("zone core", "duplicate_id")]


def test_indicator_needs_a_known_layer(made_up):
    folder = made_up()
    more = """[[indicator]]
id = "area"
title_zh = "面积"
title_en = "Area"
family = "area"
method = "stated_area"
needs = ["moon"]
"""
    (folder / "indicators-more.toml").write_text(more, encoding="utf-8")
    assert [fault.code for fault in check(folder)] == ["unknown_layer"]


def test_load_carries_every_fault(made_up):
    folder = made_up(CROSS_FAULTS["unknown_unit"], CROSS_FAULTS["unknown_class"])
    with pytest.raises(PlanFaults) as caught:
        load(folder)
    assert [fault.code for fault in caught.value.faults] == ["unknown_class", "unknown_unit"]
    assert caught.value.where == "plan.toml"


def test_command_prints_faults_and_fails(made_up, capsys):
    status = main(["check", str(made_up(CROSS_FAULTS["unknown_unit"]))])
    assert status == 1
    assert capsys.readouterr().err == "plan.toml: target one.1.distance: unknown_unit unit=mile\n"


def test_command_prints_counts(made_up, capsys):
    assert main(["check", str(made_up())]) == 0
    assert '"targets": 1' in capsys.readouterr().out
