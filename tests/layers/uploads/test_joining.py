"""A table takes the positions of the units that it names."""

from __future__ import annotations

import geopandas as gpd
from shapely.geometry import Point

from layers.uploads import joining


def test_a_name_behind_its_city_joins_like_the_bare_one():
    known = {"榆次区": Point(112.7, 37.6), "晋中市": Point(112.0, 37.0)}
    values = ["榆次区", "晋中市榆次区", "山西省晋中市榆次区", "晋中市", "没有这个县"]
    frame = gpd.GeoDataFrame({"name": values}, geometry=[None] * 5, crs="EPSG:4326")
    [placed] = joining.placed([frame], "name", known)
    found = [None if one is None else (one.x, one.y) for one in placed.geometry]
    assert found == [(112.7, 37.6), (112.7, 37.6), (112.7, 37.6), (112.0, 37.0), None]
