import itertools

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import GeometryCollection, LineString, MultiLineString, MultiPoint, Point, Polygon, box

from geo.buffers import buffer_m, circles
from geo.distances import geodesic_m
from geo.errors import BadParameter, MissingCrs
from geo.measures import area_m2
from tests import gridcity

RNG = np.random.default_rng(11)
STEPS = np.column_stack((np.full(120, 0.002), RNG.normal(0, 0.002, 120)))
RIVER = LineString(np.cumsum(np.vstack(([[112.38, 37.2]], STEPS)), axis=0))
LONG = LineString([(111.0, 38.0), (114.0, 38.5), (114.0, 37.4)])
# Crossed in the middle of long edges, where the corners of the zone do not lie beside a vertex.
CROSSED = MultiLineString([LONG, LineString([(112.03, 37.9), (112.04, 38.4)])])
BEND = LineString([(112 + 0.01 * np.cos(t), 37 + 0.01 * np.sin(t)) for t in np.linspace(0, 3, 80)])


def distances_to_m(outline, line, samples=150):
    """Geodesic distance of places on an outline from the nearest place on a line."""
    lonlat = shapely.get_coordinates(shapely.segmentize(outline, 0.004))
    places = lonlat[RNG.permutation(len(lonlat))[:samples]]
    parts = shapely.get_parts(shapely.segmentize(line, 0.001))
    ticks = [shapely.get_coordinates(part) for part in parts]
    return np.array([min(_distance_m(place, each) for each in ticks) for place in places])


def _distance_m(place, ticks):
    best = int(geodesic_m(place[None], ticks).argmin())
    near = ticks[max(best - 1, 0) : best + 2]
    share = np.linspace(0, 1, 1500)[:, None]
    fine = [start + (end - start) * share for start, end in itertools.pairwise(near)]
    return geodesic_m(place[None], np.vstack(fine)).min()


@pytest.mark.parametrize(
    "line", [RIVER, LONG, BEND, CROSSED], ids=["river", "long", "bend", "crossed"]
)
@pytest.mark.parametrize("distance_m", [50, 100, 500, 20_000])
def test_the_outline_lies_within_a_thousandth_of_the_distance(line, distance_m):
    found_m = distances_to_m(buffer_m(line, distance_m).boundary, line)
    assert found_m == pytest.approx(distance_m, rel=1e-3)


@pytest.mark.parametrize("lat", [0.0, 54.0, 59.9])
def test_the_outline_lies_there_at_other_latitudes_too(lat):
    line = LineString([(112.0, lat), (112.9, lat + 0.05)])
    found_m = distances_to_m(buffer_m(line, 100).boundary, line)
    assert found_m == pytest.approx(100, rel=1e-3)


def test_the_greatest_distance_is_as_right_as_the_small_ones():
    found_m = distances_to_m(buffer_m(LONG, 100_000).boundary, LONG)
    assert found_m == pytest.approx(100_000, rel=1e-3)


@pytest.mark.parametrize("lat", np.linspace(34.6, 40.7, 5))
def test_a_disc_of_500_m_has_its_area_within_two_thousandths(lat):
    # On the ellipsoid a disc's area differs from πr² by r²/12R², here 5e-10.
    assert area_m2(buffer_m(Point(112.0, lat), 500)) == pytest.approx(785_398.16, rel=2e-3)


def test_the_corners_of_a_circle_are_exactly_on_it_and_32_to_a_quadrant():
    corners = shapely.get_coordinates(circles(np.array([[112.0, 38.0]]), 500)[0])
    assert len(corners) == 4 * 32 + 1
    assert geodesic_m(np.array([112.0, 38.0]), corners) == pytest.approx(500, abs=1e-6)


@pytest.mark.parametrize(("lat", "on_the_ground_m"), [(35.0, 409), (40.1, 383)])
def test_the_same_buffer_in_web_mercator_is_a_fifth_too_narrow(lat, on_the_ground_m):
    place = gpd.GeoSeries([Point(112.0, lat)], crs=4326)
    mercator = place.to_crs(3857).buffer(500, quad_segs=32).to_crs(4326)
    outline = shapely.get_coordinates(mercator[0].boundary)
    reach_m = geodesic_m(np.array([112.0, lat]), outline)
    assert reach_m.mean() == pytest.approx(on_the_ground_m, abs=1.5)
    ratio = area_m2(mercator)[0] / area_m2(buffer_m(place, 500))[0]
    assert ratio == pytest.approx((on_the_ground_m / 500) ** 2, abs=0.005)


def test_a_straight_reach_has_a_strip_on_each_side_and_two_half_discs():
    reach = LineString([(112.0, 37.0), (112.0, 37.1)])
    expected_m2 = gridcity.meridian_arc_m(37.0, 37.1) * 200 + np.pi * 100**2
    assert area_m2(buffer_m(reach, 100)) == pytest.approx(expected_m2, rel=1e-4)


def test_an_area_keeps_its_inside_and_its_hole_shrinks():
    lake = Polygon(
        box(112.0, 37.0, 113.3, 37.9).exterior, [box(112.5, 37.4, 112.52, 37.42).exterior]
    )
    zone = buffer_m(lake, 300)
    assert zone.covers(lake)
    assert len(zone.interiors) == 1
    assert distances_to_m(zone.interiors[0], lake.interiors[0]) == pytest.approx(300, rel=1e-3)
    assert distances_to_m(zone.exterior, lake.exterior) == pytest.approx(300, rel=1e-3)


def test_collections_are_widened_part_by_part_however_deep():
    nested = GeometryCollection(
        [Point(112, 37), GeometryCollection([RIVER, MultiPoint([(113, 38), (113.1, 38)])])]
    )
    zone = buffer_m(nested, 100)
    apart = [Point(112, 37), RIVER, Point(113, 38), Point(113.1, 38)]
    assert area_m2(zone) == pytest.approx(sum(area_m2(buffer_m(each, 100)) for each in apart))


def test_frames_keep_their_index_and_missing_stays_missing():
    frame = gpd.GeoDataFrame(
        geometry=[Point(112.6, 37), None, RIVER], index=["a", "b", "c"], crs=4326
    )
    zones = buffer_m(frame.to_crs(4547), 100)
    assert zones.index.tolist() == ["a", "b", "c"]
    assert zones.crs.to_epsg() == 4326
    assert zones.isna().tolist() == [False, True, False]
    assert area_m2(zones["a"]) == pytest.approx(area_m2(buffer_m(Point(112.6, 37), 100)), rel=1e-9)


def test_an_empty_geometry_has_an_empty_zone():
    assert buffer_m(LineString(), 100).is_empty
    assert buffer_m(Point(), 100).is_empty


@pytest.mark.parametrize("distance_m", [0, -5, float("nan"), float("inf"), 100_001])
def test_distances_out_of_range_are_refused(distance_m):
    with pytest.raises(BadParameter) as raised:
        buffer_m(RIVER, distance_m)
    assert raised.value.where == "distance_m"


def test_a_series_without_a_system_is_refused():
    with pytest.raises(MissingCrs):
        buffer_m(gpd.GeoSeries([RIVER]), 100)
