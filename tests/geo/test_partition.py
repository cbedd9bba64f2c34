import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, box

from geo.errors import DuplicatePoints, EmptyInput, MissingCrs, PointsOutside, WrongGeometry
from geo.measures import area_m2
from geo.partition import voronoi_cells

SQUARE = box(112.0, 37.0, 112.5, 37.4)
RING = shapely.difference(Point(112.25, 37.2).buffer(0.2), Point(112.25, 37.2).buffer(0.08))
BAY = shapely.difference(SQUARE, box(112.1, 37.1, 112.4, 37.4))
LATTICE = st.tuples(st.integers(0, 64), st.integers(0, 64))


def inside(cells, area):
    west, south, east, north = area.bounds
    spans = np.array([(east - west) / 64, (north - south) / 64])
    points = [np.array([west, south]) + np.array(cell) * spans for cell in sorted(cells)]
    return np.array([p for p in points if area.intersects(Point(p))]).reshape(-1, 2)


@settings(deadline=None)
@given(cells=st.sets(LATTICE, min_size=3, max_size=30), area=st.sampled_from([SQUARE, RING, BAY]))
def test_the_cells_cover_the_area_and_share_nothing(cells, area):
    points = inside(cells, area)
    if not len(points):
        return
    found = voronoi_cells(points, area)
    assert len(found) == len(points)
    assert shapely.area(found).sum() == pytest.approx(area.area, rel=1e-9)
    assert shapely.union_all(found).symmetric_difference(area).area < 1e-9 * area.area
    assert area_m2(found).sum() == pytest.approx(area_m2(area), rel=1e-7)
    assert (shapely.distance(found, shapely.points(points)) < 1e-9).all()


def test_the_cells_are_those_of_the_nearest_point():
    points = np.array([(112.1, 37.1), (112.3, 37.15), (112.2, 37.35)])
    found = voronoi_cells(points, SQUARE)
    shrink = np.array([np.cos(np.radians(37.2)), 1.0])
    for place in np.random.default_rng(3).uniform((112, 37), (112.5, 37.4), (200, 2)):
        nearest = np.argmin(np.linalg.norm((points - place) * shrink, axis=1))
        assert found[nearest].intersects(Point(place))


@pytest.mark.parametrize("count", [2, 5])
def test_points_in_a_row_divide_the_area_too(count):
    points = np.column_stack((np.linspace(112.05, 112.45, count), np.full(count, 37.2)))
    found = voronoi_cells(points, SQUARE)
    assert shapely.area(found).sum() == pytest.approx(SQUARE.area, rel=1e-12)
    assert all(cell.intersects(Point(p)) for cell, p in zip(found, points, strict=True))


def test_a_single_point_takes_all():
    assert voronoi_cells([(112.1, 37.1)], SQUARE)[0].equals(SQUARE)


def test_frames_in_a_projected_system_give_the_same_cells():
    points = gpd.GeoDataFrame(geometry=shapely.points([(112.1, 37.1), (112.4, 37.3)]), crs=4326)
    county = gpd.GeoDataFrame(geometry=[SQUARE], crs=4326)
    plain = voronoi_cells(points, county)
    projected = voronoi_cells(points.to_crs(4546), county)
    assert area_m2(projected) == pytest.approx(area_m2(plain), rel=1e-8)


def test_cells_are_areas_only_even_where_the_area_has_parts():
    islands = MultiPolygon([box(112, 37, 112.1, 37.1), box(112.2, 37, 112.3, 37.1)])
    found = voronoi_cells([(112.05, 37.05), (112.25, 37.05)], islands)
    assert {cell.geom_type for cell in found} <= {"Polygon", "MultiPolygon"}
    assert [cell.bounds for cell in found] == [(112, 37, 112.1, 37.1), (112.2, 37, 112.3, 37.1)]


def test_what_cannot_be_divided_is_refused_and_named():
    with pytest.raises(DuplicatePoints) as raised:
        voronoi_cells([(112.1, 37.1), (112.2, 37.1), (112.1, 37.1)], SQUARE)
    assert raised.value.facts["rows"] == [0]
    with pytest.raises(PointsOutside) as raised:
        voronoi_cells([(112.1, 37.1), (113.2, 37.1)], SQUARE)
    assert raised.value.facts["rows"] == [1]
    with pytest.raises(EmptyInput):
        voronoi_cells(np.empty((0, 2)), SQUARE)
    with pytest.raises(WrongGeometry):
        voronoi_cells([(112.1, 37.1)], Point(112.1, 37.1))
    with pytest.raises(MissingCrs):
        voronoi_cells([(112.1, 37.1)], gpd.GeoSeries([SQUARE]))
