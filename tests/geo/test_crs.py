import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Transformer

from geo import crs
from geo.errors import BadCoordinates, BadParameter, EmptyInput, MissingCrs


def points(lonlat, system="EPSG:4326"):
    return gpd.GeoDataFrame(geometry=shapely.points(lonlat), crs=system)


def test_a_frame_without_a_system_is_refused_and_named():
    with pytest.raises(MissingCrs) as raised:
        crs.to_lonlat(points([(112, 37)], None), where="origins")
    assert raised.value.where == "origins"


@pytest.mark.parametrize(
    ("lon", "plain", "prefixed"),
    [
        (110.2, 4546, 4525),
        (112.499999, 4546, 4525),
        (112.5, 4547, 4526),
        (114.4, 4547, 4526),
        (75.0, 4534, 4513),
        (135.0, 4554, 4533),
    ],
)
def test_zone_codes_split_at_half_way_between_central_meridians(lon, plain, prefixed):
    assert crs.gk_epsg(lon) == plain
    assert crs.gk_epsg(lon, zone_prefix=True) == prefixed


@pytest.mark.parametrize("epsg", [4546, 4547, 4525, 4526])
def test_zone_codes_have_the_central_meridian_they_are_taken_for(epsg):
    central = 111.0 if epsg in {4546, 4525} else 114.0
    false_easting = {4525: 37_500_000, 4526: 38_500_000}.get(epsg, 500_000)
    x, _ = Transformer.from_crs("EPSG:4326", epsg, always_xy=True).transform(central, 37.0)
    assert x == pytest.approx(false_easting, abs=1e-6)


@pytest.mark.parametrize("lon", [73.4, 136.5, -112.0, float("nan"), float("inf")])
def test_longitudes_outside_chinas_zones_have_no_zone(lon):
    with pytest.raises(BadParameter):
        crs.gk_zone(lon)


@pytest.mark.parametrize("system", ["EPSG:4490", "EPSG:4546", "EPSG:4547", "EPSG:4526"])
def test_systems_that_list_north_first_come_back_with_longitude_first(system):
    frame = points([(112.55, 37.87), (113.9, 39.1)])
    there = frame.to_crs(system)
    back = crs.to_lonlat(there)
    assert back.geometry.x.tolist() == pytest.approx([112.55, 113.9], abs=1e-9)
    assert back.geometry.y.tolist() == pytest.approx([37.87, 39.1], abs=1e-9)


def test_reading_one_zone_as_the_other_moves_data_by_more_than_250_km():
    right = points([(113.0, 37.5)]).to_crs(4547)
    wrong = crs.to_lonlat(right.set_crs(4546, allow_override=True))
    _, _, moved_m = crs.GEOD.inv(113.0, 37.5, wrong.geometry.x[0], wrong.geometry.y[0])
    assert moved_m > 250_000


@pytest.mark.parametrize("lonlat", [(181.0, 10.0), (112.0, 91.0), (112.0, float("inf"))])
def test_coordinates_outside_the_globe_are_refused(lonlat):
    with pytest.raises(BadCoordinates):
        crs.to_lonlat(points([lonlat]))


def test_latitude_and_longitude_swapped_are_refused_where_it_can_be_told():
    with pytest.raises(BadCoordinates) as raised:
        crs.check_lonlat([(37.8, 112.5), (112.5, 37.8)], where="stations")
    assert raised.value.facts["count"] == 1


@pytest.mark.parametrize("array", [[1.0, 2.0, 3.0], [[1.0, 2.0, 3.0]]])
def test_arrays_of_another_shape_are_refused(array):
    with pytest.raises(BadCoordinates):
        crs.check_lonlat(array)


def test_missing_and_empty_geometries_pass():
    frame = gpd.GeoDataFrame(geometry=[None, shapely.Point(), shapely.Point(112, 37)], crs=4326)
    assert len(crs.to_lonlat(frame)) == 3
    assert crs.check_lonlat([]).shape == (0, 2)


def test_working_system_is_the_zone_of_the_frame():
    assert crs.working_crs(points([(111, 37), (112.4, 38)])).to_epsg() == 4546
    assert crs.working_crs(points([(112.6, 37), (113.4, 38)])).to_epsg() == 4547


def test_working_system_of_a_frame_across_zones_has_its_own_middle_meridian():
    frame = points([(111.9, 37), (113.1, 38)])
    system = crs.working_crs(frame)
    x = gpd.GeoSeries(shapely.points([(112.5, 37.5)]), crs=4326).to_crs(system).x[0]
    assert system.to_epsg() is None
    assert x == pytest.approx(500_000, abs=1e-3)


def test_working_system_of_nothing_is_refused():
    with pytest.raises(EmptyInput):
        crs.working_crs(gpd.GeoDataFrame(geometry=[None], crs=4326))


def test_local_plane_keeps_distances_from_its_centre():
    to_plane, to_lonlat = crs.local_plane(112.25, 37.25)
    away = np.array([[112.9, 37.6]])
    plane = crs.project(away, to_plane)
    _, _, distance_m = crs.GEOD.inv(112.25, 37.25, 112.9, 37.6)
    assert np.hypot(*plane[0]) == pytest.approx(distance_m, abs=1e-6)
    assert crs.project(plane, to_lonlat) == pytest.approx(away, abs=1e-11)


@pytest.mark.parametrize("lat", [0.0, 34.6, 40.7])
def test_a_degree_is_as_long_as_the_ellipsoid_has_it(lat):
    east_m, north_m = crs.metres_per_degree(lat)
    tiny = 1e-4
    assert crs.GEOD.inv(112, lat, 112 + tiny, lat)[2] == pytest.approx(east_m * tiny, rel=1e-8)
    assert crs.GEOD.inv(112, lat - tiny / 2, 112, lat + tiny / 2)[2] == pytest.approx(
        north_m * tiny, rel=1e-8
    )
