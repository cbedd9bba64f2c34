"""What can be ordered, and what is refused before anything is drawn."""

from __future__ import annotations

import pytest

from geo.errors import JintuError, UnknownRegion
from layers.sheets import Order
from layers.sheets.errors import BadSheet
from layers.sheets.layout import layout
from layers.sheets.paper import ORIENTATIONS, SIZES, paper


@pytest.mark.parametrize(
    ("given", "where", "reason"),
    [
        ({}, "run, layer, evaluation, scenario", "one_subject"),
        ({"run": "a", "layer": "b"}, "run, layer, evaluation, scenario", "one_subject"),
        ({"run": "a", "size": "A5"}, "size", "choice"),
        ({"run": "a", "size": ""}, "size", "choice"),
        ({"run": "a", "orientation": "upside-down"}, "orientation", "choice"),
        ({"run": "a", "language": "fr"}, "language", "choice"),
        ({"run": "a", "kind": "svg"}, "format", "choice"),
        ({"run": "a", "title": "  "}, "title", "text"),
        ({"run": "a", "title": "x" * 81}, "title", "text"),
        ({"run": "a", "organisation": "two\nlines"}, "organisation", "text"),
        ({"run": "a", "review_number": ""}, "review_number", "text"),
        ({"evaluation": "a"}, "target", "needed"),
        ({"run": "a", "target": "t"}, "target", "only_evaluation"),
        ({"run": "a", "year": 2025}, "year", "only_layer"),
        ({"run": "a", "region": "1407"}, "region", "only_atlas"),
        ({"run": "a", "by": "village"}, "by", "choice"),
        ({"run": "a", "by": "county", "kind": "png"}, "format", "choice"),
        ({"run": "a", "by": "county", "orientation": "portrait"}, "orientation", "choice"),
        ({"layer": "a", "by": "county"}, "layer", "no_atlas"),
        ({"scenario": "a", "by": "county"}, "scenario", "no_atlas"),
        ({"run": "a", "token": "t"}, "token", "only_scenario"),
        ({"evaluation": "a", "by": "county", "target": "t"}, "target", "only_evaluation"),
    ],
)
def test_a_contradictory_order_is_refused_with_its_place(given, where, reason):
    with pytest.raises(BadSheet) as refused:
        Order(**given).check()
    assert (refused.value.where, refused.value.facts["reason"]) == (where, reason)


def test_a_region_is_a_code():
    with pytest.raises(UnknownRegion):
        Order(run="a", by="county", region="Jinzhong").check()


@pytest.mark.parametrize(
    "given",
    [
        {"run": "a"},
        {"layer": "a", "year": 2024, "size": "a0", "kind": "png", "orientation": "portrait"},
        {"evaluation": "a", "target": "t", "language": "en"},
        {"run": "a", "by": "township", "region": "140700"},
    ],
)
def test_a_sensible_order_is_kept_as_it_is(given):
    order = Order(**given)
    order.check()
    assert Order.of(order.plain()) == order


def test_a_region_stands_for_everything_below_it():
    assert Order(run="a", by="county", region="140700").prefix == "1407"
    assert Order(run="a", by="county").prefix == ""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_nothing_of_a_layout_overlaps_or_leaves_the_sheet(size, orientation):
    sheet = paper(size, orientation)
    assert (sheet.width_mm > sheet.height_mm) == (orientation == "landscape")
    places = layout(sheet, 60 * sheet.unit, 15 * sheet.unit)
    boxes = [places.title, places.map, places.panel, places.foot]
    for place, one in enumerate(boxes):
        assert one.width > 0
        assert one.height > 0
        assert one.x >= 7
        assert one.y >= 7
        assert one.right <= sheet.width_mm - 7
        assert one.bottom <= sheet.height_mm - 7
        for other in boxes[place + 1 :]:
            apart = one.right <= other.x or other.right <= one.x
            assert apart or one.bottom <= other.y + 1e-9 or other.bottom <= one.y + 1e-9
    assert places.map.width * places.map.height > 0.3 * sheet.width_mm * sheet.height_mm


def test_an_iso_sheet_has_its_size():
    assert (paper("A4", "landscape").width_mm, paper("A4", "landscape").height_mm) == (297, 210)
    assert (paper("a0", "portrait").width_mm, paper("A0", "portrait").height_mm) == (841, 1189)


def test_every_refusal_is_an_error_of_ours():
    assert issubclass(BadSheet, JintuError)
