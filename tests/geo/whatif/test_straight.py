"""An edit gives the answer that starting anew gives, to the last bit."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from geo.distances import nearest_known
from geo.errors import EmptyInput
from geo.whatif import StraightBase
from tests import gridcity


def positions(count):
    """Places on a lattice, so that equal ones and ties do occur, some of them unknown."""
    cells = hnp.arrays(np.int64, (count, 2), elements=st.integers(0, 40))
    return st.tuples(cells, st.sets(st.integers(0, max(count - 1, 0)), max_size=2)).map(_placed)


def _placed(drawn):
    cells, unknown = drawn
    lonlat = np.array([112.0, 37.0]) + cells / 64
    for row in unknown & set(range(len(lonlat))):
        lonlat[row] = np.nan
    return lonlat


@st.composite
def edits(draw):
    origins = draw(positions(draw(st.integers(1, 12))))
    base = draw(positions(draw(st.integers(1, 10))))
    fresh = draw(positions(draw(st.integers(0, 4))))
    stays = [row for row in range(len(base)) if draw(st.booleans())]
    order = draw(st.lists(st.booleans(), min_size=len(fresh) + len(stays)))
    old, new, sites, kept = list(stays), list(range(len(fresh))), [], []
    for first in [*order, *[True] * 20]:
        source = old if (first and old) or not new else new
        if source:
            row = source.pop(0)
            sites.append(base[row] if source is old else fresh[row])
            kept.append(row if source is old else -1)
    return origins, base, np.array(sites).reshape(-1, 2), np.array(kept, dtype=np.int64)


def has_any(lonlat):
    return len(lonlat) and not np.isnan(lonlat).any(axis=1).all()


@settings(deadline=None, max_examples=300)
@given(edits())
def test_an_edit_agrees_with_starting_anew(drawn):
    origins, base, sites, kept = drawn
    if not has_any(base):
        with pytest.raises(EmptyInput):
            StraightBase(origins, base)
        return
    state = StraightBase(origins, base)
    if not has_any(sites):
        with pytest.raises(EmptyInput):
            state.edited(sites, kept)
        return
    found, anew = state.edited(sites, kept), nearest_known(origins, sites)
    assert found.distance_m.tobytes() == anew.distance_m.tobytes()
    assert found.index.tolist() == anew.index.tolist()


def test_grid_city_by_hand():
    origins = np.array([gridcity.east(km) for km in gridcity.TOWNSHIP_KM])
    base = np.array([gridcity.east(km) for km in (0, 30, 79)])
    state = StraightBase(origins, base)
    without_30 = state.edited(base[[0, 2]], np.array([0, 2]))
    assert without_30.distance_m / 1000 == pytest.approx([0, 5, 11, 20, 39, 1], abs=1e-9)
    with_12 = np.insert(base, 1, gridcity.east(12), axis=0)
    found = state.edited(with_12, np.array([0, -1, 1, 2]))
    assert found.distance_m / 1000 == pytest.approx([0, 5, 1, 8, 10, 1], abs=1e-9)
    assert found.index.tolist() == [0, 0, 1, 1, 2, 3]
    # What was kept is not touched by asking.
    assert state.found.distance_m / 1000 == pytest.approx(gridcity.NEAREST_KM[2025], abs=1e-9)


def test_one_edit_of_2200_villages_and_7000_piles_takes_less_than_50_ms():
    rng = np.random.default_rng(5)
    villages = rng.uniform((112.0, 36.8), (113.8, 37.9), (2200, 2))
    piles = rng.uniform((112.0, 36.8), (113.8, 37.9), (7000, 2))
    state = StraightBase(villages, piles)
    took = []
    for row in range(0, 7000, 700):
        moved = piles.copy()
        moved[row] += 0.01
        kept = np.arange(7000)
        kept[row] = -1
        start = time.perf_counter()
        state.edited(moved, kept)
        took.append(time.perf_counter() - start)
    assert np.median(took) < 0.05
