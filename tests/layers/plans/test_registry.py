"""Questions to the registry, on a made-up folder whose answers are plain to see."""

from __future__ import annotations

import json

import pytest

from layers.plans import (
    UnknownPlan,
    load,
    plan_detail_json,
    plans_json,
    targets_json,
    vocabulary_json,
)

TARGET_KEYS = {
    "plan",
    "document",
    "clause",
    "clause_path",
    "indicator",
    "comparator",
    "value",
    "unit",
    "year",
    "scope",
    "title_zh",
    "title_en",
    "kind",
    "theme",
}


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ({}, 1),
        ({"region": "1407"}, 1),
        ({"region": "14"}, 1),
        ({"region": "140702"}, 1),
        ({"region": "140703"}, 0),
        ({"region": "1401"}, 0),
        ({"year": 2025}, 1),
        ({"year": 2024}, 0),
        ({"theme": "charging"}, 1),
        ({"theme": "rivers"}, 0),
        ({"plan": "one"}, 1),
        ({"plan": "two"}, 0),
        ({"region": "1407", "year": 2025, "theme": "charging", "plan": "one"}, 1),
    ],
)
def test_targets_that_apply(made_up, question, count):
    assert len(load(made_up()).targets(**question)) == count


def test_prefecture_target_applies_to_its_counties(made_up):
    folder = made_up(('region = "140702", zone', 'region = "1407", zone'))
    assert len(load(folder).targets(region="140702")) == 1


def test_target_without_year_is_left_out_of_a_year(made_up):
    registry = load(made_up(("year = 2025\n", "")))
    assert registry.targets(year=2025) == ()
    assert len(registry.targets()) == 1


def test_unknown_plan(made_up):
    registry = load(made_up())
    with pytest.raises(UnknownPlan):
        registry.plan("three")


def test_target_as_json(made_up):
    (target,) = targets_json(load(made_up()))
    assert target.keys() >= TARGET_KEYS
    assert target["plan"] == "one"
    assert target["document"] == "009_0123456789abcdef.txt"
    assert target["clause_path"] == "一"
    assert target["value"] == 10
    assert isinstance(target["value"], int)
    assert target["needs"] == ["stations"]
    assert target["method"] == "nearest"
    assert target["scope"] == {
        "region": "140702",
        "zone": "core",
        "class": "bus",
        "place": "one.river",
    }


def test_value_keeps_its_decimals(made_up):
    (target,) = targets_json(load(made_up(("value = 10\nunit", "value = 1.5\nunit"))))
    assert target["value"] == 1.5


def test_plan_in_full(made_up):
    plan = plan_detail_json(load(made_up()), "one")
    assert plan["counts"] == {"clauses": 1, "targets": 1, "places": 1, "tasks": 1}
    assert plan["issued"] == "2024-01-02"
    assert plan["period"] == [2023, 2025]
    assert plan["source"]["seed"] == plan["document"] == "009_0123456789abcdef.txt"
    assert plan["clauses"][0]["places"] == ["one.river"]
    assert plan["places"][0]["clauses"] == ["one.1"]
    assert plan["tasks"][0]["places"] == ["one.river"]


def test_everything_can_be_written_as_json(made_up):
    registry = load(made_up())
    answers = [plans_json(registry), plan_detail_json(registry, "one"), vocabulary_json(registry)]
    assert json.loads(json.dumps(answers)) == answers
