"""The rivers the plans name, restated here from the documents, and their protection lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from geo.crs import GEOD
from geo.geometry import length_m
from layers.bundled import counties, river_corridors, rivers

if TYPE_CHECKING:
    import geopandas as gpd

NINE = {
    "北涧河", "北沙河", "南沙河", "风峪河", "冶峪河", "虎峪河", "玉门河", "九院沙河", "小东流河",
}  # fmt: skip
OTHERS_OF_TAIYUAN = {
    "南白石河", "清水河", "柳柘沙河", "南峪沙河", "杨兴河", "北排洪沟", "潇河",
}  # fmt: skip
HAPPY_RIVERS = {
    ("涂河", "140702", None): 2024,
    ("昌源河", "140727", "祁县段"): 2024,
    ("云竹湖", "140721", None): 2024,
    ("柳林河", "140722", None): 2024,
    ("白马河", "140725", None): 2024,
    ("乌马河", "140703", None): 2025,
    ("惠济河", "140728", None): 2025,
    ("龙凤河", "140781", "介休市段"): 2025,
    ("仁义河", "140729", None): 2025,
    ("松溪河", "140723", "和顺县段"): 2025,
    ("松溪河", "140724", "昔阳县段"): 2025,
}
WITHOUT_YEAR_IN_JINZHONG = {"汾河", "潇河", "清漳河", "浊漳北源", "冶河（松溪河）"}


@pytest.fixture(scope="module")
def frame() -> gpd.GeoDataFrame:
    return rivers.frame()


def test_taiyuan_has_the_fen_its_nine_tributaries_and_what_else_is_named(frame):
    taiyuan = frame[frame["prefecture_code"] == "140100"]
    main = taiyuan[taiyuan["class"] == "main_stem"]
    assert list(main["name_zh"]) == ["汾河"]
    tributaries = taiyuan[taiyuan["class"] == "tributary"]
    assert set(tributaries["name_zh"]) == NINE | OTHERS_OF_TAIYUAN
    assert len(taiyuan) == 1 + 9 + 7


def test_jinzhong_has_its_happy_rivers_with_their_year(frame):
    jinzhong = frame[frame["prefecture_code"] == "140700"]
    dated = jinzhong.dropna(subset=["plan_year"]).astype(object)
    dated = dated.where(dated.notna(), None)
    keys = zip(dated["name_zh"], dated["county_code"], dated["reach_zh"], strict=True)
    assert dict(zip(keys, dated["plan_year"], strict=True)) == HAPPY_RIVERS
    undated = jinzhong[jinzhong["plan_year"].isna()]
    assert set(undated["name_zh"]) == WITHOUT_YEAR_IN_JINZHONG


def test_shuozhou(frame):
    shuozhou = frame[frame["prefecture_code"] == "140600"]
    assert set(shuozhou["name_zh"]) == {"恢河", "七里河", "桑干河"}


def test_each_cites_a_clause(frame):
    assert frame["id"].is_unique
    assert frame[["plan", "clause"]].notna().all(axis=None)
    assert frame["plan"].str.fullmatch(r"00[1-4]_[0-9a-f]{16}\.txt").all()
    assert set(frame["class"]) == {"main_stem", "tributary", "lake"}
    assert list(frame.loc[frame["class"] == "lake", "name_zh"]) == ["云竹湖"]


def test_a_river_is_mapped_or_awaited(frame):
    mapped = frame[frame["position"] == "mapped"].set_index("id")
    assert set(mapped.index) == {
        "fen-he-taiyuan", "fen-he-jinzhong", "zhuozhang-beiyuan", "hui-he", "sanggan-he",
    }  # fmt: skip
    assert mapped.geometry.notna().all()
    assert frame.loc[frame["position"] == "awaited", "geometry"].isna().all()
    assert set(frame["position"]) == {"mapped", "awaited"}


def test_courses_lie_in_their_prefecture(frame):
    prefectures = counties.frame().dissolve("prefecture_code").geometry
    for row in frame[frame["position"] == "mapped"].itertuples():
        outside = row.geometry.difference(prefectures[row.prefecture_code].buffer(1e-7))
        assert outside.is_empty, row.id


def test_length_of_the_fen_in_taiyuan(frame):
    # The city gives 188 km; the packaged line cuts the bends.
    fen = frame.set_index("id").geometry["fen-he-taiyuan"]
    assert 140_000 < length_m(fen) < 190_000


def test_hui_runs_into_sanggan(frame):
    course = frame.set_index("id").geometry
    end = shapely.get_point(course["hui-he"], -1)
    assert course["sanggan-he"].distance(end) < 1e-6


def test_protection_width_where_a_plan_states_one(frame):
    widths = frame.set_index("id")["width_m"]
    taiyuan = frame["prefecture_code"].eq("140100").to_numpy()
    assert widths["fen-he-taiyuan"] == 100
    assert (widths[taiyuan].drop("fen-he-taiyuan") == 50).all()
    assert widths[~taiyuan].isna().all()


def test_corridors_cover_the_rivers_with_a_width():
    zones = river_corridors.frame()
    assert len(zones) == 17
    assert set(zones["clause"]) == {"二、(三)3(5)"}
    assert list(zones.loc[zones.geometry.notna(), "river_id"]) == ["fen-he-taiyuan"]
    assert zones["width_m"].to_list() == [100] + [50] * 16


def test_corridor_reaches_a_hundred_metres_from_the_line(frame):
    zone = river_corridors.frame().set_index("river_id").geometry["fen-he-taiyuan"]
    course = frame.set_index("id").geometry["fen-he-taiyuan"]
    edge = shapely.get_coordinates(shapely.boundary(zone))[::25]
    near = np.array([shapely.line_interpolate_point(course, 0).coords[0]])
    assert zone.contains(shapely.Point(near[0]))
    # The nearest vertex of a dense line is at most 0.5 m farther than the line itself.
    line = shapely.get_coordinates(shapely.segmentize(course, 1e-4))
    for lon, lat in edge[::20]:
        close = line[np.argsort(np.hypot((line[:, 0] - lon) * 0.79, line[:, 1] - lat))[:5]]
        _, _, apart_m = GEOD.inv(
            np.full(5, lon), np.full(5, lat), np.ascontiguousarray(close[:, 0]), close[:, 1]
        )
        assert apart_m.min() == pytest.approx(100, abs=0.6)
