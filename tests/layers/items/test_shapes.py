"""Boxes and geometries in every system, against pyproj and by hand."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from layers import shapes
from layers.errors import BadQuery
from layers.systems import CRS84, SYSTEMS, system

ERRORS = {"where": "bbox", "reason": "bbox_range"}


def named(name: str):
    return system(name, where="crs")


@pytest.mark.parametrize("one", SYSTEMS, ids=lambda one: one.uri.rsplit("/", 1)[-1])
def test_a_point_comes_back_from_every_system(one):
    """Taiyuan's centre, brought into the system by pyproj in the registry's own axis order."""
    lon, lat = 112.549, 37.870
    source = "OGC:CRS84" if one is CRS84 else f"EPSG:{one.epsg}"
    # CGCS2000 is WGS 84 by declaration: only the projection is to be undone.
    base = "EPSG:4490" if one.epsg not in {4326, 3857} else "EPSG:4326"
    forward = Transformer.from_crs(base, source, always_xy=False)
    coordinates = list(forward.transform(lat, lon))
    point = shapes.geometry({"type": "Point", "coordinates": coordinates}, one, **ERRORS)
    assert (point.x, point.y) == pytest.approx((lon, lat), abs=1e-9)


def test_a_box_in_a_zone_covers_what_lies_between_its_straight_edges():
    """Grid north turns away from true north with the distance from the central meridian: here
    110 km west of it, by 0.76 degrees, so the western edge leans by 1.3 km over 100 km."""
    box = shapes.bbox([4_100_000, 390_000, 4_200_000, 490_000], named("EPSG:4547"), **ERRORS)
    to_zone = Transformer.from_crs("EPSG:4490", "EPSG:4547", always_xy=True)
    west, south, east, north = box.bounds
    for x in (0.001, 0.5, 0.999):
        for y in (0.001, 0.5, 0.999):
            lon, lat = west + (east - west) * x, south + (north - south) * y
            easting, northing = to_zone.transform(lon, lat)
            inside = 390_000 < easting < 490_000 and 4_100_000 < northing < 4_200_000
            assert box.contains(shapely.Point(lon, lat)) == inside
    lower_left = to_zone.transform(*box.exterior.coords[0], direction="FORWARD")
    assert min(abs(lower_left[0] - 390_000), abs(lower_left[0] - 490_000)) < 0.001


def test_the_two_zones_do_not_agree():
    numbers = [4_150_000, 500_000, 4_150_001, 500_001]
    west = shapes.bbox(numbers, named("EPSG:4546"), **ERRORS).centroid.x
    east = shapes.bbox(numbers, named("[EPSG:4547]"), **ERRORS).centroid.x
    assert (west, east) == pytest.approx((111, 114), abs=1e-4)
    prefixed = [4_150_000, 38_500_000, 4_150_001, 38_500_001]
    assert shapes.bbox(prefixed, named("EPSG:4526"), **ERRORS).centroid.x == pytest.approx(east)


def test_latitude_comes_first_where_the_registry_says_so():
    first = shapes.bbox([37, 112, 38, 113], named("EPSG:4490"), **ERRORS)
    assert first.bounds == (112, 37, 113, 38)
    assert shapes.bbox([112, 37, 113, 38], CRS84, **ERRORS).bounds == first.bounds


@pytest.mark.parametrize(
    ("corners", "name"),
    [
        ([112, 38, 113, 37], "CRS84"),
        ([-181, 0, 0, 1], "CRS84"),
        ([112, 37, 113, 38], "EPSG:4490"),
        ([4e6, 5e5, 3e6, 6e5], "EPSG:4547"),
        ([0, -9e7, 1, 9e7], "EPSG:4546"),
        ([float("nan"), 0, 1, 1], "CRS84"),
        ([0, 0, 1], "CRS84"),
    ],
)
def test_what_is_no_box_is_refused(corners, name):
    with pytest.raises(BadQuery) as caught:
        shapes.bbox(corners, named(name), **ERRORS)
    assert caught.value.where == "bbox"


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "coordinates", "geometries", "bbox"]), inner)
    ),
    max_leaves=12,
)
kinds = ["Point", "LineString", "Polygon", "MultiPolygon", "GeometryCollection", "Feature", "x"]


@given(st.fixed_dictionaries({"type": st.sampled_from(kinds), "coordinates": json_values}))
def test_any_json_is_a_good_geometry_or_refused(value):
    try:
        shape = shapes.geometry(value, CRS84, **ERRORS)
    except BadQuery:
        return
    assert shape.is_valid
    assert not shape.is_empty


@given(st.lists(st.floats() | st.integers() | st.text(max_size=2), max_size=7))
def test_any_list_is_a_good_box_or_refused(corners):
    for one in SYSTEMS:
        try:
            shape = shapes.bbox(corners, one, **ERRORS)
        except BadQuery:
            continue
        assert shape.is_valid
        assert not shape.is_empty
