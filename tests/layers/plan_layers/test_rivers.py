"""The plans' rivers and OpenStreetMap's in one layer."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.geometry import length_m
from layers.bundled import rivers as bundled
from layers.plan_layers import reaches
from layers.plan_layers.rivers import MergedRivers

PLAN_COLUMNS = [
    "id", "name_zh", "name_en", "reach_zh", "class", "prefecture_code", "county_code",
    "plan_year", "plan", "clause", "width_m",
]  # fmt: skip

# Xiaodian (Taiyuan), Qixian with its southern neighbour Pingyao (Jinzhong), Shuocheng (Shuozhou).
FEN = [(112.50, 37.70), (112.50, 37.72), (112.50, 37.74)]
CHANGYUAN = [(112.40, 37.35), (112.40, 37.13)]
BROOK = [(112.45, 39.27), (112.46, 39.27)]


@pytest.fixture
def merged(rivers_layer, counties):
    def make(*batches):
        return MergedRivers(rivers_layer(*batches), counties)

    return make


def whole(rivers):
    return pd.concat(list(rivers.batches()), ignore_index=True).set_index("id", drop=False)


def test_the_plans_rows_stay_as_they_are(merged):
    rivers = merged([(1, "汾河", "river", FEN), (2, "牛河", "stream", BROOK)])
    plan = bundled.frame()
    assert len(plan) == 36
    pd.testing.assert_frame_equal(
        whole(rivers)[PLAN_COLUMNS].head(36).reset_index(drop=True),
        pd.DataFrame(plan[PLAN_COLUMNS]),
    )


def test_ways_of_the_name_in_the_prefecture_become_one_line(merged):
    ways = [(12, "汾河", "river", FEN[1:]), (7, "汾河", "river", FEN[:2])]
    fen = merged(ways).planned.set_index("id").loc["fen-he-taiyuan"]
    assert fen["position"] == "mapped"
    assert fen["geometry_from"] == "osm:w7,w12"
    assert [list(part.coords) for part in fen.geometry.geoms] == [FEN]


def test_the_same_ways_in_another_order_give_the_same_line(merged):
    ways = [(9, "汾河", "river", FEN[:2]), (10, "汾河", "river", FEN[1:])]
    aside = (8, "汾河", "river", [(112.47, 37.70), (112.47, 37.73)])
    first = merged([*ways, aside]).planned
    second = merged([aside], ways[::-1]).planned
    assert list(shapely.to_wkb(first.geometry)) == list(shapely.to_wkb(second.geometry))
    assert first["geometry_from"].equals(second["geometry_from"])


def test_of_many_ways_the_number_is_told(merged):
    pieces = [
        (
            number,
            "汾河",
            "river",
            [(112.50, 37.70 + number / 1000), (112.50, 37.7005 + number / 1000)],
        )
        for number in range(1, 10)
    ]
    fen = merged(pieces).planned.set_index("id").loc["fen-he-taiyuan"]
    assert fen["geometry_from"] == "osm:9"
    fewer = merged(pieces[:8]).planned.set_index("id").loc["fen-he-taiyuan"]
    assert fewer["geometry_from"] == "osm:w1,w2,w3,w4,w5,w6,w7,w8"


def test_what_openstreetmap_does_not_have_stays_as_it_was(merged):
    rivers = merged([(1, "汾河", "river", FEN)]).planned.set_index("id")
    before = bundled.frame().set_index("id")
    others = rivers.index.drop("fen-he-taiyuan")
    assert rivers.loc[others, "position"].equals(before.loc[others, "position"])
    assert list(shapely.to_wkb(rivers.geometry[others])) == list(
        shapely.to_wkb(before.geometry[others])
    )
    coarse = rivers.index[rivers["geometry_from"] == "natural-earth"]
    assert set(coarse) == {"fen-he-jinzhong", "zhuozhang-beiyuan", "hui-he", "sanggan-he"}
    assert rivers["geometry_from"].isna().sum() == 36 - 1 - 4


def test_the_name_in_another_prefecture_is_another_river(merged):
    # 清水河 is a river of Taiyuan's plan; this one flows in Shuozhou.
    rows = whole(merged([(5, "清水河", "stream", BROOK)]))
    assert rows.loc["qingshui-he", "position"] == "awaited"
    other = rows.loc["w5"]
    assert (other["name_zh"], other["waterway"], other["position"]) == (
        "清水河",
        "stream",
        "mapped",
    )
    assert other["geometry_from"] == "osm:w5"
    assert list(other.geometry.coords) == BROOK
    plan_columns = ["reach_zh", "prefecture_code", "county_code", "plan_year", "plan", "clause",
                    "width_m"]  # fmt: skip
    assert other[plan_columns].isna().all()


def test_a_reach_ends_at_its_county_and_the_rest_follows_as_a_row(merged, counties):
    rows = whole(merged([(3, "昌源河", "river", CHANGYUAN)]))
    qixian = counties.set_index("adcode").geometry["140727"]
    reach, rest = rows.geometry["changyuan-he"], rows.geometry["w3"]
    assert qixian.buffer(1e-9).covers(reach)
    assert shapely.intersection(qixian.buffer(-1e-9), rest).is_empty
    assert min(length_m([reach, rest])) > 5_000
    assert length_m([reach, rest]).sum() == pytest.approx(
        length_m(shapely.LineString(CHANGYUAN)), abs=0.01
    )


def test_a_second_name_in_brackets_counts(merged):
    # 冶河（松溪河） is the whole river; two reaches of 松溪河 lie in Heshun and Xiyang.
    line = [(113.60, 37.45), (113.70, 37.52)]
    rows = merged([(4, "松溪河", "river", line)]).planned.set_index("id")
    for row in ("ye-he", "songxi-he-xiyang"):
        assert rows.loc[row, "geometry_from"] == "osm:w4"
    assert reaches.names("冶河（松溪河）") == {"冶河", "松溪河"}
    assert reaches.names("汾河") == {"汾河"}


def test_a_way_that_only_touches_the_border_is_not_in_the_county(merged, counties):
    qixian = counties.set_index("adcode").geometry["140727"]
    lowest = min(shapely.get_coordinates(qixian).tolist(), key=lambda vertex: vertex[1])
    line = [tuple(lowest), (lowest[0], lowest[1] - 0.05)]
    rows = whole(merged([(6, "昌源河", "river", line)]))
    assert rows.loc["changyuan-he", "position"] == "awaited"
    assert length_m(rows.geometry["w6"]) == pytest.approx(
        length_m(shapely.LineString(line)), abs=0.01
    )


def test_rivers_without_a_name_are_kept_and_brooks_without_a_name_are_not(merged):
    ways = [(1, None, "river", BROOK), (2, None, "stream", BROOK), (3, None, "canal", BROOK),
            (4, "某渠", "canal", BROOK)]  # fmt: skip
    assert list(whole(merged(ways)).index[36:]) == ["w1", "w4"]


def test_every_batch_has_the_columns_that_are_described(merged):
    rivers = merged(
        [(1, "汾河", "river", FEN), (2, None, "river", BROOK)], [(3, None, "stream", BROOK)]
    )
    content = rivers.content()
    batches = list(content.batches())
    assert [len(batch) for batch in batches] == [36, 1]
    expected = [*PLAN_COLUMNS, "position", "geometry_from", "waterway", "tunnel", "geometry"]
    for batch in batches:
        assert list(batch.columns) == expected
        assert batch.crs == "EPSG:4326"
        assert batch.dtypes.equals(batches[0].dtypes)
        assert set(batch.columns[:-1]) <= content.titles.keys()


def test_both_sources_are_named(merged):
    meta = merged([(1, "汾河", "river", FEN)]).content().meta
    assert (meta.id, meta.key, meta.role, meta.quality) == ("rivers", "id", "river", "derived")
    assert "ODbL 1.0" in meta.licence
    assert "© OpenStreetMap contributors" in meta.licence
    assert "Natural Earth" in meta.licence
    assert "OpenStreetMap" in meta.source
    assert "Natural Earth" in meta.source
    assert meta.source_date == "2026-01-02"


def test_the_fingerprint_follows_the_extract(rivers_layer, counties):
    def sha256(extract):
        layer = rivers_layer([(1, "汾河", "river", FEN)], sha256=extract)
        return MergedRivers(layer, counties).content().sha256

    assert sha256("a") == sha256("a")
    assert sha256("a") != sha256("b")


def test_counts_are_told_and_a_river_that_seems_cut_off(merged):
    # The Fen here is 4.4 km long, the coarse one some 160 km; 清水河 has no coarse course.
    first, partial = merged([(1, "汾河", "river", FEN), (2, "清水河", "river", FEN)]).findings()
    assert (first.level, first.code) == ("info", "plan_rivers_mapped")
    assert first.facts == {"mapped": 2, "total": 36, "coarse": 4, "awaited": 30}
    assert (partial.level, partial.code) == ("warning", "plan_river_partial")
    assert partial.facts["id"] == "fen-he-taiyuan"
    assert partial.facts["mapped_km"] == 4.4
    assert 140 < partial.facts["coarse_km"] < 190


def test_counties_without_the_plans_areas_match_nothing(rivers_layer, counties):
    shuozhou = counties[counties["prefecture_code"] == "140600"]
    rivers = MergedRivers(rivers_layer([(1, "汾河", "river", FEN)]), shuozhou)
    assert rivers.planned.set_index("id").loc["fen-he-taiyuan", "geometry_from"] == "natural-earth"
    assert "w1" in whole(rivers).index


TWO_COUNTIES = gpd.GeoDataFrame(
    {"adcode": ["140727", "140728"]},
    geometry=[shapely.box(112, 37, 112.5, 38), shapely.box(112.5, 37, 113, 38)],
    crs="EPSG:4326",
)
PLACES = st.tuples(
    st.integers(0, 100).map(lambda step: 112 + step / 100),
    st.integers(0, 100).map(lambda step: 37 + step / 100),
)


@settings(max_examples=60, deadline=None)
@given(vertices=st.lists(PLACES, min_size=2, max_size=6, unique=True))
def test_nothing_of_a_way_is_lost_or_doubled(vertices):
    line = shapely.LineString(vertices)
    (reach,) = [
        one for one in reaches.reaches(bundled.frame(), TWO_COUNTIES) if one.id == "changyuan-he"
    ]
    ways = gpd.GeoDataFrame(
        {"osm_id": ["w1"], "name_zh": ["昌源河"]}, geometry=[line], crs="EPSG:4326"
    )
    found = reaches.course(reach, ways)
    rest = reaches.Elsewhere([reach]).outside(ways).geometry
    parts = [found.line] if found else []
    if found:
        assert TWO_COUNTIES.geometry[0].buffer(1e-9).covers(found.line)
    joined = shapely.union_all([*parts, *rest])
    assert shapely.hausdorff_distance(joined, line, densify=0.1) < 1e-9
    along_border = shapely.intersection(line, TWO_COUNTIES.geometry[0].boundary)
    if found and len(rest) and along_border.length == 0:
        assert shapely.intersection(found.line, rest.iloc[0]).length < 1e-9
