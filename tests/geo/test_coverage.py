import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, box

from geo.buffers import buffer_m
from geo.coverage import share_of_area, share_within
from geo.errors import BadParameter, EmptyInput, MissingCrs, WrongGeometry
from geo.measures import area_m2
from tests import gridcity


def frame(geometries, **columns):
    return gpd.GeoDataFrame(columns, geometry=geometries, crs=4326)


def km_box(west_km, east_km, half_deg=0.02):
    (west, _), (east, _) = gridcity.east(west_km), gridcity.east(east_km)
    return box(west, -half_deg, east, half_deg)


def test_a_disc_inside_a_zone_covers_its_area_of_it():
    zones = frame([km_box(-2, 2)])
    found = share_of_area(zones, frame([Point(gridcity.east(0))]), 500)
    assert found["covered_m2"][0] == pytest.approx(785_398, rel=1e-3)
    assert found["area_m2"][0] == pytest.approx(area_m2(zones)[0])
    assert found["share"][0] == pytest.approx(785_398 / area_m2(zones)[0], rel=1e-3)


def test_overlapping_discs_count_once_and_a_zone_out_of_reach_not_at_all():
    zones = frame([km_box(-2, 2), km_box(50, 51), None], index=[7, 8, 9])
    zones = zones.set_index("index")
    sites = frame([Point(gridcity.east(0)), Point(gridcity.east(0)), Point(gridcity.east(0.4))])
    found = share_of_area(zones, sites, 500)
    # Two discs of radius r with centres 0.8 r apart share 2r² acos(0.4) - 0.4 r² √3.36.
    lens_m2 = 2 * 500**2 * np.arccos(0.4) - 0.4 * 500**2 * np.sqrt(4 - 0.64)
    assert found["covered_m2"][7] == pytest.approx(2 * np.pi * 500**2 - lens_m2, rel=1e-3)
    assert found["share"][8] == 0
    assert np.isnan(found.loc[9]).all()


def test_a_zone_within_reach_is_wholly_covered():
    found = share_of_area(frame([km_box(-0.1, 0.1, 0.001)]), frame([Point(gridcity.east(0))]), 500)
    assert found["share"][0] == 1.0


def test_a_park_counts_from_its_edge():
    park = km_box(-1, 1, 0.005)
    zone = km_box(-3, 3)
    found = share_of_area(frame([zone]), frame([park]), 300)
    assert found["covered_m2"][0] == pytest.approx(area_m2(buffer_m(park, 300)), rel=1e-9)


def test_a_zone_that_only_touches_a_disc_keeps_no_line_of_it():
    square = km_box(0, 1)
    neighbour = km_box(1, 2)
    found = share_of_area(
        frame([square, neighbour]), frame([LineString([(112, 10), (113, 10)])]), 5
    )
    assert found["share"].tolist() == [0, 0]


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.floats(111.9, 112.1), st.floats(37.4, 37.6)), min_size=1, max_size=9))
def test_the_local_union_gives_what_the_whole_union_gives(lonlat):
    cells = [box(x, y, x + 0.05, y + 0.05) for x in (111.95, 112, 112.05) for y in (37.45, 37.5)]
    found = share_of_area(frame(cells), frame(shapely.points(lonlat)), 3_000)
    union = shapely.union_all(buffer_m(frame(shapely.points(lonlat)), 3_000))
    expected = [area_m2(cell & union) if cell.intersects(union) else 0.0 for cell in cells]
    assert found["covered_m2"].to_numpy() == pytest.approx(expected, rel=1e-6, abs=1)


def test_another_site_never_lowers_a_share():
    zones, first = frame([km_box(-2, 2)]), Point(gridcity.east(0))
    one = share_of_area(zones, frame([first]), 700)["share"][0]
    two = share_of_area(zones, frame([first, Point(gridcity.east(1))]), 700)["share"][0]
    assert two > one


def test_shares_of_places_and_of_people_at_the_exact_edge():
    distances_m = [0.0, 499.0, 500.0, 501.0, float("nan")]
    assert share_within(distances_m, 500) == 2 / 5
    assert share_within(distances_m, 500, comparator="<=") == 3 / 5
    # Powers of two: 1 + 2 of 31, and 1 + 2 + 4 of 31.
    people = [1, 2, 4, 8, 16]
    assert share_within(distances_m, 500, weights=people) == 3 / 31
    assert share_within(distances_m, 500, weights=people, comparator="<=") == 7 / 31


@pytest.mark.parametrize("weights", [[1, 2], [1, -1, 1], [1, float("nan"), 1]])
def test_weights_that_make_no_sense_are_refused(weights):
    with pytest.raises(BadParameter):
        share_within([1, 2, 3], 10, weights=weights)


def test_shares_of_nothing_are_refused():
    with pytest.raises(EmptyInput):
        share_within([], 10)
    with pytest.raises(EmptyInput):
        share_within([1, 2], 10, weights=[0, 0])
    with pytest.raises(EmptyInput):
        share_of_area(frame([km_box(0, 1)]), frame([None]), 500)


def test_zones_must_be_areas_in_a_known_system():
    with pytest.raises(WrongGeometry):
        share_of_area(frame([Point(112, 37)]), frame([Point(112, 37)]), 500)
    with pytest.raises(MissingCrs):
        share_of_area(gpd.GeoDataFrame(geometry=[km_box(0, 1)]), frame([Point(112, 37)]), 500)
