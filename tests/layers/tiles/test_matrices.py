"""How the earth is cut into tiles, against figures from the standard and PostGIS."""

from __future__ import annotations

import pytest

from layers.tiles import MATRIX_SETS, Place
from layers.tiles.matrices import UnknownTile, matrix_set

MERCATOR = MATRIX_SETS["WebMercatorQuad"]
GEOGRAPHIC = MATRIX_SETS["CGCS2000Quad"]


def test_web_mercator_is_that_of_the_standard():
    """OGC 17-083r4, annex D: levels 0 and 18."""
    levels = {one["id"]: one for one in MERCATOR.definition("x")["tileMatrices"]}
    assert levels["0"]["scaleDenominator"] == pytest.approx(559082264.028717, rel=1e-12)
    assert levels["0"]["cellSize"] == pytest.approx(156543.033928041, rel=1e-12)
    assert levels["0"]["pointOfOrigin"] == pytest.approx([-20037508.3427892, 20037508.3427892])
    assert levels["18"]["scaleDenominator"] == pytest.approx(2132.72958385, rel=1e-9)
    assert (levels["18"]["matrixWidth"], levels["18"]["matrixHeight"]) == (262144, 262144)


def test_the_geographic_set_begins_with_two_tiles_of_half_the_earth():
    """The levels of China's national map service: 0.703125 degrees a pixel at level 1."""
    levels = GEOGRAPHIC.definition("x")["tileMatrices"]
    assert levels[0]["id"] == "1"
    assert levels[0]["cellSize"] == 0.703125
    assert levels[0]["scaleDenominator"] == pytest.approx(279541132.014359, rel=1e-12)
    assert (levels[0]["matrixWidth"], levels[0]["matrixHeight"]) == (2, 1)
    assert levels[0]["pointOfOrigin"] == [90.0, -180.0]
    assert GEOGRAPHIC.definition("x")["orderedAxes"] == ["Lat", "Lon"]


def test_the_tile_of_taiyuan():
    """112.55 E, 37.87 N at level 8: column (112.55 + 180) / 360 * 256 = 208.04; row of the
    geographic set (90 - 37.87) / (360 / 256) = 37.07; of Mercator by asinh(tan(lat)): 98.9."""
    point = [112.55, 37.87, 112.55, 37.87]
    limits = {one["tileMatrix"]: one for one in GEOGRAPHIC.limits(point)}
    assert (limits["8"]["minTileCol"], limits["8"]["minTileRow"]) == (208, 37)
    limits = {one["tileMatrix"]: one for one in MERCATOR.limits(point)}
    assert (limits["8"]["minTileCol"], limits["8"]["minTileRow"]) == (208, 98)


def test_limits_hold_the_box_and_end_at_the_earths_edge():
    limits = MERCATOR.limits([-180, -90, 180, 90])
    assert limits[3] == {
        "tileMatrix": "3", "minTileRow": 0, "maxTileRow": 7, "minTileCol": 0, "maxTileCol": 7,
    }  # fmt: skip
    assert GEOGRAPHIC.limits([-180, -90, 180, 90])[0]["maxTileRow"] == 0


def test_bounds_are_those_of_postgis(database):
    place = Place(zoom=8, row=98, column=207)
    with database.begin() as connection:
        row = connection.exec_driver_sql(
            "SELECT st_xmin(e), st_ymin(e), st_xmax(e), st_ymax(e) FROM st_tileenvelope(8,207,98) e"
        ).one()
    assert list(MERCATOR.bounds(place).values()) == pytest.approx(list(row), abs=1e-6)


def test_edges_in_degrees_are_those_of_postgis_with_the_reach_beyond_them(database):
    """A tile of level 8 with 64 / 4096 of a side around it."""
    place = Place(zoom=8, row=98, column=207)
    with database.begin() as connection:
        row = connection.exec_driver_sql(
            "SELECT st_xmin(e), st_ymin(e), st_xmax(e), st_ymax(e) FROM"
            " st_transform(st_tileenvelope(8, 207, 98, margin => 64.0 / 4096), 4326) e"
        ).one()
    found = MERCATOR.lonlat_bounds(place, reach=64 / 4096)
    assert list(found.values()) == pytest.approx(list(row), abs=1e-9)
    assert list(found) == ["west_lon", "south_lat", "east_lon", "north_lat"]


def test_edges_of_the_geographic_set_are_degrees_already():
    """Level 1 has two tiles; an eighth of 180 degrees is 22.5."""
    found = GEOGRAPHIC.lonlat_bounds(Place(zoom=1, row=0, column=1), reach=1 / 8)
    assert list(found.values()) == pytest.approx([-22.5, -112.5, 202.5, 112.5], abs=1e-9)


@pytest.mark.parametrize(
    ("one", "zoom", "row", "column"),
    [
        (MERCATOR, 19, 0, 0), (MERCATOR, -1, 0, 0), (MERCATOR, 3, 8, 0), (MERCATOR, 3, 0, 8),
        (MERCATOR, 3, -1, 0), (GEOGRAPHIC, 0, 0, 0), (GEOGRAPHIC, 1, 1, 0), (GEOGRAPHIC, 1, 0, 2),
    ],
)  # fmt: skip
def test_places_off_the_set_are_refused(one, zoom, row, column):
    with pytest.raises(UnknownTile):
        one.require(Place(zoom=zoom, row=row, column=column))


def test_an_unknown_set_names_the_known_ones():
    with pytest.raises(UnknownTile) as caught:
        matrix_set("GoogleMapsCompatible")
    assert "CGCS2000Quad" in caught.value.facts["known"]
