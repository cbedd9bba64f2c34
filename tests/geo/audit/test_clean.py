"""A plan without a contradiction gives no finding, and the order of the material is no matter."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.audit import RULE_IDS, Material, audit
from geo.audit.rules import RULES


def test_a_clean_plan_gives_no_finding(clean):
    assert audit(clean) == ()


def test_nothing_gives_nothing():
    assert audit(Material()) == ()


def test_every_rule_has_an_id_of_its_own():
    assert len(set(RULE_IDS)) == len(RULE_IDS) == len(RULES) + 1


@pytest.fixture
def broken(changed, make):
    figure, _villages, number = make
    return changed(
        figure("annex.a", "added-period", 51, 2024, region="9901"),
        figure("annex.t2", "added", 81, 2024),
        figure("one.stock-24", "stock", 200, 2024, comparator=">="),
        figure("five.share-24", "share", 90, 2024, comparator=">=", unit="%"),
        figure("two.per-village", "per-village", 3, 2024, comparator=">=", each="village"),
        figure("eight.urban", "per-head", 11, 2024, zone="urban"),
        numbers=(number("no. 2 of 2024", "no. 2 of 2023"),),
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_the_order_of_the_material_changes_nothing(broken, seed):
    expected = audit(broken)
    shuffle = random.Random(seed).sample
    mixed = replace(
        broken,
        figures=tuple(shuffle(broken.figures, len(broken.figures))),
        counts=tuple(shuffle(broken.counts, len(broken.counts))),
    )
    assert audit(mixed) == expected


def test_the_gravest_come_first(broken):
    severities = [one.severity for one in audit(broken)]
    assert {"error", "warning", "info"} == set(severities)
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
