import geopandas as gpd
import numpy as np
import pytest
from shapely import Point, box

from geo.errors import BadCoordinates, MissingCrs, WrongColumnKind
from geo.positions import positions

AREA = box(112.0, 37.0, 112.2, 37.2)


def frame(geometries, lon, lat, crs=4326):
    return gpd.GeoDataFrame({"lon": lon, "lat": lat}, geometry=geometries, crs=crs)


def test_a_point_is_itself_an_area_where_it_says_and_else_inside():
    given = frame(
        [Point(112.5, 37.5), AREA, AREA, None], [1, 112.01, None, 112.3], [1, 37.01, None, 37.3]
    )
    found = positions(given)
    assert found[0].tolist() == [112.5, 37.5]
    assert found[1].tolist() == [112.01, 37.01]
    assert AREA.contains(Point(found[2]))
    assert found[3].tolist() == [112.3, 37.3]


def test_stated_positions_are_degrees_whatever_the_system_of_the_geometry():
    given = frame([AREA], [112.01], [37.01]).to_crs(4546)
    assert positions(given).tolist() == [[112.01, 37.01]]


def test_without_columns_or_geometry_nothing_is_known():
    assert np.isnan(positions(gpd.GeoDataFrame(geometry=[None], crs=4326))).all()


def test_stated_positions_that_cannot_be_are_refused():
    with pytest.raises(BadCoordinates):
        positions(frame([AREA], [37.01], [112.01]))
    with pytest.raises(WrongColumnKind) as raised:
        positions(frame([AREA], ["east"], [37.0]), where="origins")
    assert raised.value.facts["column"] == "lon"
    with pytest.raises(MissingCrs):
        positions(frame([AREA], [112.01], [37.01], crs=None))
