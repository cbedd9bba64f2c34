"""Real waterways of Taiyuan joined with the plans' rivers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.geometry import area_m2, length_m
from layers.bundled import rivers as bundled
from layers.plan_layers import corridors
from layers.plan_layers.rivers import MergedRivers

FILE = Path(__file__).resolve().parents[4] / "shared/geodata/taiyuan_osm_waterways.geojson"

pytestmark = pytest.mark.shared_geodata


@pytest.fixture(scope="module")
def ways():
    listed = json.loads(FILE.read_text(encoding="utf-8"))["features"]
    about = [(each["properties"], each["geometry"]["coordinates"]) for each in listed]
    return [
        (int(tags["osm_id"]), tags["name"], tags["waterway"], vertices) for tags, vertices in about
    ]


def test_the_tributaries_that_the_plan_names_are_drawn(rivers_layer, counties, ways):
    rivers = MergedRivers(rivers_layer(ways), counties)
    planned = rivers.planned.set_index("id")
    drawn = planned[planned["geometry_from"].str.startswith("osm:", na=False)]
    assert {"fen-he-taiyuan", "beisha-he", "nansha-he", "huyu-he", "yumen-he"} <= set(drawn.index)
    assert set(drawn["prefecture_code"]) == {"140100"}
    assert drawn["geometry_from"]["fen-he-taiyuan"].startswith("osm:")
    # A name the plan does not have, 涧河, is kept beside them.
    rest = list(rivers.batches())[1:]
    names = {name for batch in rest for name in batch["name_zh"]}
    assert names & {"涧河"}
    assert not names & set(bundled.frame()["name_zh"])


def test_a_zone_along_a_river_with_bends_is_as_wide_as_its_rule(rivers_layer, counties, ways):
    rivers = MergedRivers(rivers_layer(ways), counties)
    planned = rivers.planned.set_index("id", drop=False)
    zones = corridors.frame(rivers.planned).set_index("river_id")
    course, zone = planned.geometry["fen-he-taiyuan"], zones.geometry["fen-he-taiyuan"]
    assert zone.covers(course)
    # Two hundred metres across, less where ways lie side by side, more at the round ends.
    assert 0.4 < area_m2(zone) / (200 * length_m(course)) < 1.05
