import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point, Polygon, box

from geo.errors import BadCoordinates, MissingCrs, WrongGeometry
from geo.measures import area_m2, length_m, representative_lonlat
from tests import gridcity


@pytest.mark.parametrize("south", [0.0, 34.6, 38.0, 40.7])
def test_area_between_parallels_and_meridians_is_the_closed_formula(south):
    expected = gridcity.parallel_band_m2(112.0, 112.3, south, south + 0.2)
    assert area_m2(box(112.0, south, 112.3, south + 0.2)) == pytest.approx(expected, rel=1e-7)


def test_area_in_web_mercator_would_be_two_thirds_too_large_in_shuozhou():
    square = gpd.GeoSeries([box(112.3, 39.3, 112.4, 39.35)], crs=4326)
    ratio = square.to_crs(3857).area[0] / area_m2(square)[0]
    assert ratio == pytest.approx(1.67, abs=0.01)


def test_holes_count_out_whichever_way_they_run():
    hole = [(112.1, 37.1), (112.2, 37.1), (112.2, 37.2), (112.1, 37.2)]
    shell = box(112.0, 37.0, 112.3, 37.3)
    expected = area_m2(shell) - area_m2(Polygon(hole))
    for ring in (hole, hole[::-1]):
        pierced = Polygon(shell.exterior, [ring])
        assert area_m2(pierced) == pytest.approx(expected, rel=1e-12)
        assert area_m2(shapely.reverse(pierced)) == pytest.approx(expected, rel=1e-12)


@settings(deadline=None)
@given(cut=st.floats(0.01, 0.99), slope=st.floats(-0.5, 0.5))
def test_the_parts_of_a_polygon_add_up_to_it(cut, slope):
    whole = box(111.0, 37.0, 112.0, 38.0)
    knife = LineString([(111 + cut - slope, 36.9), (111 + cut + slope, 38.1)])
    parts = shapely.get_parts(shapely.polygonize([shapely.union_all([whole.exterior, knife])]))
    assert area_m2(parts).sum() == pytest.approx(area_m2(whole), rel=1e-8)


def test_area_does_not_depend_on_the_system_it_comes_in():
    county = gpd.GeoSeries([Point(112.6, 37.6).buffer(0.05)], crs=4326)
    plain = area_m2(county)[0]
    for system in (4490, 4546, 4547, 4525):
        assert area_m2(county.to_crs(system))[0] == pytest.approx(plain, rel=1e-9)


def test_length_on_the_equator_and_along_a_meridian():
    street = LineString([gridcity.east(0), gridcity.east(3), gridcity.east(10)])
    assert length_m(street) == pytest.approx(10_000, abs=1e-6)
    meridian = LineString([(112, 37), (112, 37.5), (112, 38)])
    assert length_m(meridian) == pytest.approx(gridcity.meridian_arc_m(37, 38), abs=1e-5)


def test_length_of_parts_does_not_bridge_the_gap_between_them():
    east = gridcity.east
    parts = MultiLineString([[east(0), east(1)], [east(5), east(7)]])
    assert length_m([parts, LineString([east(0), east(4)])]) == pytest.approx([3_000, 4_000])


def test_missing_geometries_have_no_measure():
    assert np.isnan(area_m2([box(0, 0, 1, 1), None])).tolist() == [False, True]
    assert np.isnan(length_m([None, LineString([(0, 0), (1, 0)])])).tolist() == [True, False]
    assert length_m([]).shape == area_m2([]).shape == (0,)


def test_what_is_no_area_has_none_and_what_is_no_line_has_no_length():
    with pytest.raises(WrongGeometry) as raised:
        area_m2([Point(1, 1)])
    assert raised.value.facts["found"] == ["Point"]
    with pytest.raises(WrongGeometry):
        length_m(box(0, 0, 1, 1))


def test_a_series_without_a_system_and_wild_coordinates_are_refused():
    with pytest.raises(MissingCrs):
        area_m2(gpd.GeoSeries([box(0, 0, 1, 1)]))
    with pytest.raises(BadCoordinates):
        area_m2(box(0, 0, 500_000, 4_000_000))


def test_representative_points_lie_in_their_geometry():
    horseshoe = shapely.difference(box(112, 37, 112.3, 37.3), box(112.1, 37.1, 112.2, 37.3))
    frame = gpd.GeoDataFrame(geometry=[Point(112, 37), horseshoe, None, Point()], crs=4326)
    found = representative_lonlat(frame)
    assert found[0].tolist() == [112, 37]
    assert not horseshoe.contains(horseshoe.centroid)
    assert horseshoe.contains(Point(found[1]))
    assert np.isnan(found[2:]).all()
