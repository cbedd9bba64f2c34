import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.cells import nearest_by_cells, nearest_in_cell
from geo.distances import nearest_known
from geo.errors import EmptyInput


def here(asked):
    return [nearest_in_cell(*each) for each in asked]


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(1, 80), st.sampled_from([0.05, 0.5, 3.0]))
def test_cells_give_what_one_piece_gives(seed, count, cell_deg):
    rng = np.random.default_rng(seed)
    # On a coarse lattice, so that ties and doubled sites are common.
    origins = np.round(rng.uniform((111, 36), (114, 40), (60, 2)), 1)
    sites = np.round(rng.uniform((111, 36), (114, 40), (count, 2)), 1)
    origins[rng.random(60) < 0.1] = np.nan
    sites[1:][rng.random(count - 1) < 0.1] = np.nan
    whole, parted = nearest_known(origins, sites), nearest_by_cells(origins, sites, here, cell_deg)
    assert np.array_equal(parted.index, whole.index)
    assert np.array_equal(parted.distance_m, whole.distance_m, equal_nan=True)


def test_a_station_across_the_edge_of_a_cell_and_one_beyond_the_margin_are_found():
    origins = np.array([(111.999, 37.2), (100.0, 37.0)])
    sites = np.array([(112.001, 37.2), (111.6, 37.2)])
    assert nearest_by_cells(origins, sites, here).index.tolist() == [0, 1]


def test_no_known_site_is_refused():
    with pytest.raises(EmptyInput):
        nearest_by_cells(np.array([(112.0, 37.0)]), np.full((1, 2), np.nan), here)
