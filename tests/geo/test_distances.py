import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from pyproj import Geod

from geo import distances
from geo.errors import BadCoordinates, EmptyInput, MissingCrs
from tests import gridcity

WGS84 = Geod(ellps="WGS84")


def positions(count, lon=(110.0, 115.0), lat=(34.0, 41.0)):
    """Positions on a lattice of 2^-10 degrees, so that equal ones and ties do occur."""
    cells = hnp.arrays(np.int64, (count, 2), elements=st.integers(0, 1024))
    low, span = np.array([lon[0], lat[0]]), np.array([lon[1] - lon[0], lat[1] - lat[0]])
    return cells.map(lambda cell: low + cell / 1024 * span)


def all_pairs_m(origins, sites):
    matrix = np.empty((len(origins), len(sites)))
    for row, (lon, lat) in enumerate(origins):
        for column, (to_lon, to_lat) in enumerate(sites):
            matrix[row, column] = WGS84.inv(lon, lat, to_lon, to_lat)[2]
    return matrix


@settings(deadline=None)
@given(origins=positions(12), sites=st.integers(1, 15).flatmap(positions))
def test_agrees_with_comparing_all_pairs(origins, sites):
    found = distances.nearest(origins, sites)
    matrix = all_pairs_m(origins, sites)
    assert found.distance_m == pytest.approx(matrix.min(axis=1), abs=1e-6)
    # The first row within a micron of the best: ties go to the lowest index.
    tied = matrix <= matrix.min(axis=1, keepdims=True) + distances.TIE_M
    assert found.index.tolist() == tied.argmax(axis=1).tolist()


def test_agrees_with_all_pairs_where_great_circles_go_wrong():
    # At 38°N a degree of latitude is 0.3 % shorter than a sphere of the earth's mean radius has
    # it and a degree of longitude 0.2 % longer: of a site north and one east, the
    # nearer one on the sphere is the farther one on the ellipsoid.
    origin = np.array([[112.0, 38.0]])
    north, east = [112.0, 38.9], [113.1412, 38.0]
    on_sphere = [_haversine_m(origin[0], site) for site in (north, east)]
    on_ellipsoid = all_pairs_m(origin, [north, east])[0]
    assert np.argmin(on_sphere) != np.argmin(on_ellipsoid)
    assert distances.nearest(origin, [north, east]).index[0] == np.argmin(on_ellipsoid)


def _haversine_m(start, end):
    (lon1, lat1), (lon2, lat2) = np.radians(start), np.radians(end)
    inner = np.sin((lat2 - lat1) / 2) ** 2
    inner += np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6_371_008.8 * np.arcsin(np.sqrt(inner))


@pytest.mark.parametrize("year", [2023, 2024, 2025])
def test_grid_city_has_the_distances_worked_out_by_hand(year):
    origins = [gridcity.east(km) for km in gridcity.TOWNSHIP_KM]
    sites = [gridcity.east(km) for each, km in gridcity.STATION_KM.items() if each <= year]
    found = distances.nearest(origins, sites)
    assert found.distance_m / 1000 == pytest.approx(gridcity.NEAREST_KM[year], abs=1e-9)


def test_distance_along_a_meridian_is_the_meridian_arc():
    found = distances.nearest([(112.5, 37.0)], [(112.5, 38.0)])
    assert found.distance_m[0] == pytest.approx(gridcity.meridian_arc_m(37.0, 38.0), abs=1e-5)


@given(origins=positions(8), sites=positions(9), more=positions(3))
@settings(deadline=None)
def test_adding_a_site_never_lengthens_a_distance(origins, sites, more):
    before = distances.nearest(origins, sites).distance_m
    after = distances.nearest(origins, np.vstack((sites, more))).distance_m
    assert (after <= before).all()


@given(origins=positions(10), sites=positions(7), seed=st.integers(0, 2**32 - 1))
@settings(deadline=None)
def test_the_order_of_rows_changes_nothing(origins, sites, seed):
    rng = np.random.default_rng(seed)
    order, shuffled = rng.permutation(len(origins)), rng.permutation(len(sites))
    straight = distances.nearest(origins, sites).distance_m
    turned = distances.nearest(origins[order], sites[shuffled]).distance_m
    assert (turned == straight[order]).all()


def test_equal_distances_go_to_the_lowest_row():
    west_and_east = [(112.1, 38.0), (111.9, 38.0)]
    assert distances.nearest([(112.0, 38.0)], west_and_east).index[0] == 0
    assert distances.nearest([(112.0, 38.0)], west_and_east[::-1]).index[0] == 0


def test_many_sites_at_one_place_are_settled_to_the_lowest_row():
    sites = np.vstack((np.full((1, 2), (113.0, 38.0)), np.full((3_000, 2), (112.0, 38.0))))
    found = distances.nearest(np.full((50, 2), (112.2, 38.0)), sites)
    assert set(found.index) == {1}


def test_a_ring_of_almost_equal_sites_needs_and_gets_more_candidates():
    azimuth = np.linspace(0, 360, 64, endpoint=False)
    ones = np.ones_like(azimuth)
    far_m = 150_000 + np.where(azimuth == azimuth[40], -0.001, 0.0)
    lon, lat, _ = WGS84.fwd(112 * ones, 38 * ones, azimuth, far_m)
    found = distances.nearest([(112.0, 38.0)], np.column_stack((lon, lat)))
    assert found.index[0] == 40
    assert found.distance_m[0] == pytest.approx(149_999.999, abs=1e-6)


def test_many_origins_are_answered_in_their_own_order():
    rng = np.random.default_rng(5)
    origins = rng.uniform((110, 34), (115, 41), (distances._MANY, 2))
    sites = rng.uniform((110, 34), (115, 41), (400, 2))
    found = distances.nearest(origins, sites)
    few = rng.integers(0, len(origins), 60)
    matrix = all_pairs_m(origins[few], sites)
    assert found.distance_m[few] == pytest.approx(matrix.min(axis=1), abs=1e-6)
    assert found.index[few].tolist() == matrix.argmin(axis=1).tolist()


def test_a_site_at_the_place_itself_is_nought_metres_away():
    found = distances.nearest([(112.0, 38.0)], [(112.0, 38.0), (112.0, 38.1)])
    assert (found.index[0], found.distance_m[0]) == (0, 0.0)


def test_without_sites_there_is_no_answer_and_without_origins_an_empty_one():
    with pytest.raises(EmptyInput) as raised:
        distances.nearest([(112.0, 38.0)], np.empty((0, 2)))
    assert raised.value.where == "sites"
    assert distances.nearest(np.empty((0, 2)), [(112.0, 38.0)]).distance_m.shape == (0,)


@pytest.mark.parametrize("bad", [(float("nan"), 38.0), (112.0, 95.0)])
def test_positions_out_of_range_are_refused(bad):
    with pytest.raises(BadCoordinates):
        distances.nearest([bad], [(112.0, 38.0)])


def test_frames_in_different_systems_give_the_same_distance():
    origins, sites = gridcity.townships(), gridcity.stations()
    shanxi = origins.set_geometry(origins.translate(yoff=37.5))
    chargers = sites.set_geometry(sites.translate(yoff=37.6))
    plain = distances.nearest_sites(shanxi, chargers)
    projected = distances.nearest_sites(shanxi.to_crs(4547), chargers.to_crs(4490))
    assert projected.index.tolist() == plain.index.tolist()
    assert projected.distance_m == pytest.approx(plain.distance_m, abs=1e-4)


def test_frames_keep_row_numbers_when_a_geometry_is_missing():
    origins = gpd.GeoDataFrame(geometry=[None, shapely.Point(112, 38)], crs=4326)
    sites = gpd.GeoDataFrame(geometry=[None, shapely.Point(112, 38.1)], crs=4326)
    found = distances.nearest_sites(origins, sites)
    assert found.index.tolist() == [distances.NO_SITE, 1]
    assert np.isnan(found.distance_m).tolist() == [True, False]
    with pytest.raises(EmptyInput):
        distances.nearest_sites(origins, sites.iloc[:1])
    with pytest.raises(MissingCrs):
        distances.nearest_sites(origins.set_crs(None, allow_override=True), sites)
