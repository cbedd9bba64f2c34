from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import EmptyInput, MissingColumn, MissingCrs
from layers.osm.clip import Clip, inside_part


@pytest.fixture
def clip(town_counties):
    return Clip(town_counties)


def points(*places):
    return gpd.GeoDataFrame(geometry=list(map(shapely.Point, places)), crs="EPSG:4326")


def test_a_point_on_the_outer_border_is_inside(clip):
    kept = clip.points(points((112.9, 37.55), (112.8999999, 37.55)))
    assert kept.index.tolist() == [0]


def test_a_point_on_a_common_border_belongs_to_the_first_county(clip):
    kept = clip.points(points((113.0, 37.55), (113.0000001, 37.55)))
    assert kept["county_code"].tolist() == ["140702", "140105"]


def test_lines_by_county_cut_at_the_common_border(clip):
    line = shapely.LineString([(112.98, 37.55), (113.02, 37.55)])
    frame = gpd.GeoDataFrame({"name": ["甲"]}, geometry=[line], crs="EPSG:4326")
    (first, west), (second, east) = clip.lines_by_county(frame)
    assert (first, second) == (0, 1)
    assert list(west.geometry.iloc[0].coords) == [(112.98, 37.55), (113.0, 37.55)]
    assert list(east.geometry.iloc[0].coords) == [(113.0, 37.55), (113.02, 37.55)]


def test_a_line_that_only_touches_the_border_is_left_out(clip):
    line = shapely.LineString([(113.1, 37.55), (113.2, 37.55)])
    assert clip.lines(gpd.GeoDataFrame(geometry=[line], crs="EPSG:4326")).empty


def test_a_line_that_leaves_and_returns_keeps_order_and_direction():
    area = shapely.box(0, 0, 10, 10)
    # Right along y=2, out at x=10, back in along y=4 to the left.
    line = shapely.LineString([(8, 2), (12, 2), (12, 4), (8, 4)])
    part = inside_part(line, area)
    assert [list(piece.coords) for piece in part.geoms] == [
        [(8, 2), (10, 2)],
        [(10, 4), (8, 4)],
    ]


@given(
    st.lists(
        st.tuples(st.integers(-20, 20), st.integers(-20, 20)), min_size=2, max_size=8, unique=True
    )
)
def test_every_piece_runs_along_the_line(vertices):
    line = shapely.LineString(vertices)
    area = shapely.box(-10.5, -10.5, 10.5, 10.5)
    part = inside_part(line, area)
    assert part.length == pytest.approx(line.intersection(area).length)
    if line.is_simple and not part.is_empty:
        ends = [
            line.project(shapely.Point(end))
            for piece in shapely.get_parts(part)
            for end in (piece.coords[0], piece.coords[-1])
        ]
        assert ends == sorted(ends)


def test_counties_need_their_columns(town_counties):
    with pytest.raises(MissingColumn) as caught:
        Clip(town_counties.drop(columns="adcode"))
    assert caught.value.facts["column"] == "adcode"
    with pytest.raises(EmptyInput):
        Clip(town_counties.iloc[:0])
    with pytest.raises(MissingCrs):
        Clip(
            gpd.GeoDataFrame(
                town_counties.drop(columns="geometry"), geometry=np.array(town_counties.geometry)
            )
        )


def test_counties_may_be_in_another_system(town_counties):
    clip = Clip(town_counties.to_crs("EPSG:4547"))
    assert clip.whole.bounds == pytest.approx((112.9, 37.5, 113.1, 37.6), abs=1e-6)
