"""All three plan layers after an extract, and the words about them."""

from __future__ import annotations

import pytest

from layers.plan_layers import rederive
from layers.texts import LANGUAGES, catalogue, text

FEN = (1, "汾河", "river", [(112.50, 37.70), (112.50, 37.74)])
HUI = (2, "恢河", "river", [(112.38, 39.30), (112.48, 39.30)])
STREETS = {
    "长宁街": [(112.39, 39.345), (112.47, 39.345)],
    "怡西路": [(112.40, 39.29), (112.40, 39.35)],
    "武周路": [(112.46, 39.29), (112.46, 39.35)],
}


def test_the_extracts_rivers_give_way_and_the_others_follow(rivers_layer, streets_layer, counties):
    extract = [rivers_layer([FEN, HUI]), streets_layer(**STREETS)]
    layers, findings = rederive(extract, counties)
    assert [layer.meta.id for layer in layers] == [
        "rivers", "streets", "river-corridors", "shuozhou-core-area",
    ]  # fmt: skip
    assert layers[0].meta.key == "id"
    assert layers[1] is extract[1]
    assert len({layer.sha256 for layer in layers}) == 4
    assert [finding.code for finding in findings] == [
        "plan_rivers_mapped", "plan_river_partial", "plan_river_partial", "core_area_differs",
    ]  # fmt: skip


def test_without_rivers_the_plans_layers_are_left_alone(streets_layer, counties):
    layers, (finding,) = rederive([streets_layer(**STREETS)], counties)
    assert [layer.meta.id for layer in layers] == ["streets"]
    assert finding.facts == {"missing": "恢河"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_its_words(rivers_layer, streets_layer, counties, language):
    codes = set()
    for streets in (
        STREETS,
        STREETS | {"武周路": [(112.46, 39.31), (112.46, 39.35)]},
        {"甲": [(0, 0), (1, 1)]},
    ):
        _, findings = rederive([rivers_layer([FEN, HUI]), streets_layer(**streets)], counties)
        for finding in findings:
            codes.add(finding.code)
            sentence = text(
                f"finding.{finding.code}", language, where=finding.where, **finding.facts
            )
            assert "{" not in sentence
    known = {key.removeprefix("finding.") for key in catalogue(language)}
    own = {code for code in known if code.startswith(("plan_river", "core_area"))}
    assert codes | {"core_area_not_enclosed"} == own
