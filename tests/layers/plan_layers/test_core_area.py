"""The core area of Shuozhou from real lines, or the reason why not."""

from __future__ import annotations

import pytest
import shapely

from layers.plan_layers import core_area

# A box of 0.06° by 0.045° whose sides run on beyond the corners; the plan states 30.02 km².
STREETS = {
    "长宁街": [(112.39, 39.345), (112.47, 39.345)],
    "怡西路": [(112.40, 39.29), (112.40, 39.35)],
    "武周路": [(112.46, 39.29), (112.46, 39.35)],
}
HUI = (1, "恢河", "river", [(112.38, 39.30), (112.48, 39.30)])


@pytest.fixture
def made(streets_layer, rivers_layer, counties):
    def make(streets=STREETS, rivers=(HUI,)):
        layers = [streets_layer(**streets)] if streets else []
        layers += [rivers_layer(rivers)] if rivers else []
        return core_area.content(layers, counties)

    return make


def test_four_lines_enclose_it(made):
    content, findings = made()
    (frame,) = content.batches()
    (row,) = frame.itertuples()
    assert row.position == "mapped"
    assert row.stated_area_km2 == 30.02
    assert (row.north_zh, row.south_zh, row.west_zh, row.east_zh) == (
        "长宁街", "恢河", "怡西路", "武周路",
    )  # fmt: skip
    assert row.geometry.bounds == pytest.approx((112.40, 39.30, 112.46, 39.345), abs=1e-9)
    # At 39.3225° the radii of curvature are M = 6 361.07 km and N = 6 386.73 km:
    # M · rad(0.045°) · N · cos(39.3225°) · rad(0.06°) = 4.99597 km · 5.17391 km.
    assert row.area_km2 == pytest.approx(25.849, abs=0.002)
    (differs,) = findings
    assert (differs.level, differs.code) == ("warning", "core_area_differs")
    assert differs.facts == {"drawn_km2": row.area_km2, "stated_km2": 30.02}


def test_an_area_near_the_stated_one_needs_no_word(made):
    # 0.052° instead of 0.045°: 29.87 km².
    higher = STREETS | {"长宁街": [(112.39, 39.352), (112.47, 39.352)],
                        "怡西路": [(112.40, 39.29), (112.40, 39.36)],
                        "武周路": [(112.46, 39.29), (112.46, 39.36)]}  # fmt: skip
    content, findings = made(higher)
    assert findings == []
    assert content.meta.quality == "derived"
    assert "© OpenStreetMap contributors" in content.meta.licence


@pytest.mark.parametrize(
    ("streets", "rivers", "missing"),
    [
        (STREETS, (), "恢河"),
        ({"怡西路": STREETS["怡西路"]}, (HUI,), "长宁街, 武周路"),
        ({}, (), "长宁街, 恢河, 怡西路, 武周路"),
        (STREETS, ((1, "恢河", "river", [(112.5, 37.7), (112.5, 37.8)]),), "恢河"),
    ],
    ids=["river", "streets", "all", "elsewhere"],
)
def test_missing_bounds_are_named_and_nothing_is_made(made, streets, rivers, missing):
    content, (finding,) = made(streets, rivers)
    assert content is None
    assert (finding.level, finding.code) == ("info", "core_area_lines_missing")
    assert finding.where == "shuozhou-core-area"
    assert finding.facts == {"missing": missing}


def test_lines_that_stay_apart_are_named_with_their_distance(made):
    short = STREETS | {"武周路": [(112.46, 39.31), (112.46, 39.35)]}
    content, (finding,) = made(short)
    assert content is None
    assert (finding.level, finding.code) == ("warning", "core_area_gap")
    # 0.01° of latitude are 1 110.2 m on the meridian there.
    assert finding.facts.pop("gap_m") == pytest.approx(1110, abs=3)
    assert finding.facts == {"first": "武周路", "second": "恢河", "tolerance_m": 100.0}


def test_lines_through_one_point_enclose_nothing(made):
    centre = (112.43, 39.32)
    star = {
        "长宁街": [centre, (112.43, 39.35)],
        "怡西路": [centre, (112.40, 39.32)],
        "武周路": [centre, (112.46, 39.32)],
    }
    content, (finding,) = made(star, ((1, "恢河", "river", [centre, (112.43, 39.29)]),))
    assert content is None
    assert (finding.level, finding.code) == ("warning", "core_area_not_enclosed")


def test_the_county_must_be_there(streets_layer, rivers_layer, counties):
    layers = [streets_layer(**STREETS), rivers_layer([HUI])]
    jinzhong = counties[counties["prefecture_code"] == "140700"]
    content, (finding,) = core_area.content(layers, jinzhong)
    assert content is None
    assert finding.code == "core_area_lines_missing"


def test_the_shape_is_the_same_every_time(made):
    first, second = made()[0], made()[0]
    assert first.sha256 == second.sha256
    shapes = [shapely.to_wkb(next(iter(one.batches())).geometry[0]) for one in (first, second)]
    assert shapes[0] == shapes[1]
