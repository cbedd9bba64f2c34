"""The core area of Shuozhou."""

from __future__ import annotations

import pytest

from geo.geometry import area_m2
from layers.bundled import counties, shuozhou_core_area, sources


def test_bounds_and_area_as_the_plan_states_them():
    (row,) = shuozhou_core_area.frame().itertuples()
    bounds = (row.north_zh, row.south_zh, row.west_zh, row.east_zh)
    assert bounds == ("长宁街", "恢河", "怡西路", "武周路")
    assert row.stated_area_km2 == 30.02
    assert row.position == "schematic"
    drawn_km2 = area_m2(row.geometry) / 1e6
    assert drawn_km2 == pytest.approx(30.02, rel=0.005)
    assert row.area_km2 == pytest.approx(drawn_km2, abs=0.0005)


def test_it_lies_in_shuocheng():
    area = shuozhou_core_area.frame().geometry[0]
    county = counties.frame().set_index("adcode").geometry["140602"]
    assert county.contains(area)


def test_the_southern_line_runs_where_the_river_is_known_to_be():
    # Latitudes at which two published river maps cross these meridians.
    known = {112.40: (39.287, 39.289), 112.43: (39.289, 39.296), 112.47: (39.306, 39.311)}
    lines = sources.features("layers/shuozhou-core-area.geojson").set_index("side")
    assert set(lines["position"]) == {"schematic"}
    vertices = dict(lines.geometry["south"].coords)
    for lon, (lowest, highest) in known.items():
        assert lowest <= vertices[lon] <= highest
