import numpy as np
import pytest

from geo.errors import BadParameter
from geo.network import cost_between, cost_of_pairs, nearest_by_road, network_from_roads, snap
from tests.geo.network.roadcity import at, town

TOWN = network_from_roads(town())
PLACES = [(0, 0), (0.3, 1), (0.8, 1), (1, 2.1), (2, 0.5), (3, 0), (10.2, 0), (5, 5)]


def places(chosen):
    return snap(TOWN, [at(*each) for each in chosen])


def test_distances_between_all_places_by_hand():
    found = cost_between(TOWN, places([(0, 0), (2, 0)]), places([(0, 1), (1, 1), (3, 0)])) / 1000
    assert found == pytest.approx(np.array([[1, 2, 3], [3, 4, 1]]), abs=1e-5)


@pytest.mark.parametrize("weight", ["metres", "seconds"])
def test_searching_from_either_side_gives_the_same(weight):
    many, few = places(PLACES), places(PLACES[:3])
    assert cost_between(TOWN, many, few, weight) == pytest.approx(
        cost_between(TOWN, many, many, weight)[:, :3]
    )
    assert cost_between(TOWN, few, many, weight) == pytest.approx(
        cost_between(TOWN, many, many, weight)[:3]
    )


@pytest.mark.parametrize("weight", ["metres", "seconds"])
def test_pairs_are_the_diagonal_and_the_nearest_the_least(weight):
    origins, sites = places(PLACES), places(PLACES[::-1])
    matrix = cost_between(TOWN, origins, sites, weight)
    assert cost_of_pairs(TOWN, origins, sites, weight) == pytest.approx(np.diagonal(matrix))
    found = nearest_by_road(TOWN, origins, sites, weight)
    assert found.cost == pytest.approx(matrix.min(axis=1))


def test_beyond_the_limit_and_without_a_way_it_is_infinite():
    origins, sites = places([(0, 0), (0, 0), (0, 0)]), places([(1, 0), (10, 0), (5, 5)])
    assert np.isinf(cost_of_pairs(TOWN, origins, sites)).tolist() == [False, True, True]
    exact = float(cost_of_pairs(TOWN, origins, sites)[0])
    assert np.isfinite(cost_between(TOWN, origins, sites, limit=exact)[0, 0])
    below = np.nextafter(exact, 0)
    assert np.isinf(cost_between(TOWN, origins, sites, limit=below)).all()
    assert np.isinf(cost_of_pairs(TOWN, origins, sites, limit=below)).all()


def test_pairs_need_as_many_sites_as_origins():
    with pytest.raises(BadParameter):
        cost_of_pairs(TOWN, places([(0, 0)]), places([(0, 0), (1, 0)]))


def test_a_search_that_does_not_fit_at_once_is_done_in_pieces(monkeypatch):
    everywhere = places(PLACES)
    at_once = cost_between(TOWN, everywhere, everywhere)
    monkeypatch.setattr("geo.network.search._LABELS_AT_ONCE", 25)
    assert np.array_equal(cost_between(TOWN, everywhere, everywhere), at_once)
