from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from layers.osm.finish import repeated, whole_line

# A degree of latitude at 37.5° is 110 984 m on the ellipsoid.
DEGREES_PER_M = 1 / 110_984


def stops(*rows):
    return gpd.GeoDataFrame(
        {"name_zh": [name for name, _ in rows]},
        geometry=[shapely.Point(113, 37.5 + north_m * DEGREES_PER_M) for _, north_m in rows],
        crs="EPSG:4326",
    )


def test_the_edge_is_fifteen_metres():
    assert repeated(stops(("甲", 0), ("甲", 14.9))).tolist() == [False, True]
    assert repeated(stops(("甲", 0), ("甲", 15.1))).tolist() == [False, False]


def test_different_names_are_different_stops():
    assert repeated(stops(("甲", 0), ("乙", 5))).tolist() == [False, False]


def test_the_one_with_a_name_stays():
    assert repeated(stops((None, 0), ("甲", 5))).tolist() == [True, False]
    assert repeated(stops((None, 0), (None, 5))).tolist() == [False, True]


def test_an_unnamed_stop_between_two_does_not_join_them():
    assert repeated(stops(("甲", 0), (None, 10), ("乙", 20))).tolist() == [False, True, False]


def test_a_stop_that_is_gone_removes_no_other():
    # 0 removes 10; 20 is 20 m from 0 and stays.
    assert repeated(stops(("甲", 0), ("甲", 10), ("甲", 20))).tolist() == [False, True, False]


def test_lines_end_to_end_become_one():
    pieces = np.array(
        [shapely.LineString([(0, 0), (1, 0)]), shapely.LineString([(2, 0), (1, 0)])], dtype=object
    )
    (line,) = whole_line(pieces).geoms
    assert line.length == 2
    apart = np.array([pieces[0], shapely.LineString([(5, 0), (6, 0)])], dtype=object)
    assert len(whole_line(apart).geoms) == 2
