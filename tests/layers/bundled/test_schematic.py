"""Positions for places whose own is not known."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.crs import GEOD
from layers.bundled import schematic

NOTHING_TAKEN = np.empty((0, 2))
SQUARE = shapely.box(112.0, 37.0, 112.2, 37.2)


def test_none_are_asked_for():
    assert schematic.spread(SQUARE, NOTHING_TAKEN, 0).shape == (0, 2)


def test_one_goes_to_the_middle():
    ((lon, lat),) = schematic.spread(SQUARE, NOTHING_TAKEN, 1)
    # The grid has some 60 candidates in 22 km by 18 km: neighbours are 2.7 km apart.
    _, _, off_m = GEOD.inv(lon, lat, 112.1, 37.1)
    assert off_m < 2700


def test_a_taken_position_is_kept_clear_of():
    taken = np.array([[112.02, 37.02]])
    ((lon, lat),) = schematic.spread(SQUARE, taken, 1)
    _, _, off_m = GEOD.inv(lon, lat, *taken[0])
    # The taken corner is 11.4 km from the middle, where there is most room to the edge.
    assert off_m > 10_000


def test_an_area_with_a_hollow():
    # A horseshoe: its middle is not part of it.
    horseshoe = SQUARE.difference(shapely.box(112.05, 37.0, 112.15, 37.15))
    lonlat = schematic.spread(horseshoe, NOTHING_TAKEN, 5)
    assert shapely.contains_xy(horseshoe, *lonlat.T).all()


@settings(max_examples=40, deadline=None)
@given(
    width=st.floats(0.05, 0.6),
    height=st.floats(0.05, 0.6),
    count=st.integers(1, 16),
    shear=st.floats(-0.5, 0.5),
)
def test_positions_are_inside_apart_and_the_same_every_time(width, height, count, shear):
    area = shapely.Polygon(
        [(112, 37), (112 + width, 37 + shear * width), (112 + width, 37 + height + shear * width),
         (112, 37 + height)]
    )  # fmt: skip
    lonlat = schematic.spread(area, NOTHING_TAKEN, count)
    assert lonlat.shape == (count, 2)
    assert shapely.contains_xy(area, *lonlat.T).all()
    assert (lonlat == schematic.spread(area, NOTHING_TAKEN, count)).all()
    assert len(np.unique(lonlat, axis=0)) == count


@pytest.mark.parametrize("count", [2, 6, 14])
def test_positions_use_the_room_there_is(count: int):
    lonlat = schematic.spread(SQUARE, NOTHING_TAKEN, count)
    first, second = np.triu_indices(count, 1)
    _, _, apart_m = GEOD.inv(*lonlat[first].T, *lonlat[second].T)
    # Discs of that many in a square of 17.8 km by 22.2 km could be no wider than this.
    densest_m = np.sqrt(17_800 * 22_200 / count * 2 / np.sqrt(3))
    assert apart_m.min() > 0.4 * densest_m
