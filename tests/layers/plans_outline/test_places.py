"""The named places of the outline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.plans.schema import Place, PlanFile, Target

# lists the document gives whole: clause, type, how many it names
LISTS = [
    ("5.1.b1", "logistics-hub", 4 + 7),
    ("4.1.b2", "wind-site", 5 + 4),
    ("4.1.b2", "solar-site", 4),
    ("4.1.b1", "mine", 8),
    ("8.1.4", "scenic-area", 5 + 1 + 1),  # five scenic areas, and Jinci and Mengshan
    ("7.2.2", "metro-line", 4),
    ("7.2.b3", "substation", 12),
    ("7.2.b3", "power-line", 6),
    ("7.5.1", "station", 3),
    ("n.5", "river", 9),
    ("n.31", "scenic-area", 8),
    ("10.2.b1", "wetland", 5),
    ("11.4.b1", "district", 6),
    ("7.4.3", "town", 4),
    ("10.2.3", "plant", 4),
    ("7.1.b2", "development-zone", 5),
]

QUANTITIES = [
    ("tourism-ring", 229.5, "km", None),
    ("fen-he", 35, "km", None),
    ("wind-yangxing-taizhong", 99.9, "MW", "140122"),
    ("wind-dujiaoqu", 50, "MW", "140123"),
    ("pv-loufan", 100, "MW", "140123"),
    ("meijin-hydrogen", 2.3, "10k t/a", None),
    ("taiyuan-north", 500, "kV", None),
    ("chaijiazhai", 220, "kV", None),
    ("wusu-substation", 110, "kV", None),
    ("miyu", 35, "kV", None),
    ("wusu-airport", 1000, "10k trips/a", None),
]


def _named_in(outline: PlanFile, clause: str, kind: str) -> list[str]:
    clause = f"taiyuan-outline.{clause}"
    return [one.name_zh for one in outline.place if clause in one.clause and one.type == kind]


def test_count(outline: PlanFile) -> None:
    assert len(outline.place) == 526


@pytest.mark.parametrize(("clause", "kind", "count"), LISTS)
def test_lists_are_whole(outline: PlanFile, clause: str, kind: str, count: int) -> None:
    assert len(_named_in(outline, clause, kind)) == count


@pytest.mark.parametrize(("name", "quantity", "unit", "county"), QUANTITIES)
def test_quantities(
    places: Mapping[str, Place], name: str, quantity: float, unit: str, county: str | None
) -> None:
    place = places[name]
    assert (place.quantity, place.unit, place.county) == (quantity, unit, county)


def test_radial_expressways_are_as_many_as_the_plan_counts(
    outline: PlanFile, targets: Mapping[str, Target]
) -> None:
    rings = {"太原都市区环线高速公路", "绕城高速"}
    radials = set(_named_in(outline, "7.5.b4", "road")) - rings
    assert len(radials) == targets["2025.expressway-radials"].value


def test_names_are_given_once(outline: PlanFile) -> None:
    named = [(place.name_zh, place.type) for place in outline.place]
    assert len(set(named)) == len(named)


def test_site_and_target_give_the_same_capacity(
    places: Mapping[str, Place], targets: Mapping[str, Target]
) -> None:
    sited = {name: one for name, one in targets.items() if one.unit == "MW"}
    assert len(sited) == 9 + 4
    for name, target in sited.items():
        site = places[name.removeprefix("2025.")]
        assert (site.quantity, site.unit) == (target.value, "MW")
        assert target.scope.place == site.id


def test_rivers_open_their_clauses(places: Mapping[str, Place]) -> None:
    clauses = {one.removeprefix("taiyuan-outline.") for one in places["huyu-he"].clause}
    assert clauses == {"1.1.5", "10.2.1", "10.2.b1", "n.5"}
    # the project list treats a drain in place of the ninth river
    assert "taiyuan-outline.10.2.b1" not in places["xiaodongliu-he"].clause
    assert places["beipaihong"].clause == ("taiyuan-outline.10.2.b1",)
