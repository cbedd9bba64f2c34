"""More sites on a road whose distances are known by hand, and against trying every choice."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.allocation import DemandOutOfReach, Effort, TooManySites
from geo.network import network_from_roads
from geo.siting import (
    ByRoad,
    Straight,
    best_more,
    checked,
    fewest_more,
    ground,
    nearest_more,
    shortest_more,
)
from tests import gridcity
from tests.geo.network.roadcity import at, town

EXACT = Effort(gap=0)


def east(*km):
    return np.array([gridcity.east(each) for each in km]).reshape(-1, 2)


def city(existing=(0,), weights=gridcity.WEIGHTS, candidates=gridcity.TOWNSHIP_KM):
    # Townships at 0, 5, 11, 20, 40, 80 with weights 1, 2, 4, 8, 16, 32.
    return ground(
        east(*gridcity.TOWNSHIP_KM), east(*existing), east(*candidates), Straight(), weights
    )


def test_the_best_two_more_by_hand():
    # Within 10 km of the one at 0: weights 1 and 2. At 80: 32. At 11 or 20 both: 4 + 8; 40: 16.
    on = city()
    found = best_more(on, 2, 10_000, EXACT)
    assert (found.chosen.tolist(), found.objective, found.status) == ([4, 5], 51.0, "optimal")
    third = best_more(on, 3, 10_000, EXACT)
    assert third.objective == 63.0
    assert all(each.passed for each in checked(on, third, sites=3, within_m=10_000))


def test_the_fewest_more_by_hand():
    # Left unserved by the one at 0: 11, 20, 40, 80. 11 and 20 share a site, the others do not.
    on = city()
    found = fewest_more(on, 10_000, EXACT)
    assert found.objective == 3.0
    assert {4, 5} < set(found.chosen.tolist())
    assert fewest_more(city(existing=gridcity.TOWNSHIP_KM), 1_000).objective == 0
    # What counts nothing need not be served.
    assert fewest_more(city(weights=(1, 1, 1, 1, 1, 0)), 10_000, EXACT).objective == 2.0


def test_places_that_no_candidate_reaches_are_named():
    with pytest.raises(DemandOutOfReach) as caught:
        fewest_more(city(candidates=(11,)), 10_000)
    assert caught.value.facts["rows"] == [4, 5]


def test_the_median_and_the_centre_by_hand():
    # Unweighted, beside the one at 0: distances 0, 5, 11, 20, 40, 80. One more at 40 leaves
    # 0 + 5 + 11 + 20 + 0 + 40; at 80 it leaves 0 + 5 + 11 + 20 + 40 + 0: as much as 76.
    on = city(weights=None)
    found = shortest_more(on, 1, EXACT)
    assert found.objective / 1000 == pytest.approx(76.0)
    assert all(each.passed for each in checked(on, found, sites=1))
    # For the farthest place, both 40 and 80 leave 40.
    centre = nearest_more(on, 1, EXACT)
    assert centre.objective / 1000 == pytest.approx(40.0)
    two = nearest_more(on, 2, EXACT)
    assert two.objective / 1000 == pytest.approx(20.0)
    assert all(each.passed for each in checked(on, two, sites=2))


def test_more_than_there_are_is_refused():
    for sites in (0, 7):
        with pytest.raises(TooManySites) as caught:
            best_more(city(), sites, 10_000)
        assert caught.value.facts == {"asked": sites, "candidates": 6, "fixed": 0}


def test_by_road_one_must_go_round():
    # In the town, B1 is a kilometre from B0 by a street that leads only down: from A1 one comes to
    # B1 in one, from B0 to B1 in five (B0, A0, A1, B1 is three).
    network = network_from_roads(town())
    places = np.array([at(*each) for each in ((1, 0), (0, 1), (3, 0), (10.5, 0))])
    candidates = np.array([at(*each) for each in ((1, 1), (2, 0), (10, 0))])
    on = ground(places, np.zeros((0, 2)), candidates, ByRoad(network, 100))
    assert best_more(on, 1, 1_500, EXACT).objective == 2.0
    table = on.reach.distances(places, candidates) / 1000
    assert table[:, 0] == pytest.approx([3, 1, 5, np.inf], abs=1e-4)
    found = fewest_more(on, 2_500, EXACT)
    assert found.chosen.tolist() == [0, 1, 2]
    assert all(each.passed for each in checked(on, found, within_m=2_500))


def test_a_false_answer_is_found_out():
    on = city()
    found = best_more(on, 2, 10_000, EXACT)
    better = type(found)(**(vars(found) | {"objective": 52.0}))
    assert [each.check for each in checked(on, better, sites=3, within_m=10_000)
            if not each.passed] == ["number_of_sites", "objective"]  # fmt: skip


spots = st.lists(st.integers(0, 30), min_size=1, max_size=6)


@settings(deadline=None, max_examples=40)
@given(spots, st.lists(st.integers(0, 30), max_size=2), spots, st.integers(1, 2), st.integers(1, 9))
def test_no_choice_is_better(places, existing, candidates, sites, within):
    sites = min(sites, len(candidates))
    on = ground(east(*places), east(*existing), east(*candidates), Straight())
    limit = within * 1000 + 500

    def worth(chosen):
        stations = np.vstack((on.existing, on.candidates[list(chosen)]))
        return on.reach.nearest_m(on.places, stations)

    choices = list(itertools.combinations(range(len(candidates)), sites))
    near = [worth(each) for each in choices]
    assert best_more(on, sites, limit, EXACT).objective == max((d < limit).sum() for d in near)
    assert shortest_more(on, sites, EXACT).objective == pytest.approx(
        min(d.sum() for d in near), abs=1e-3
    )
    assert nearest_more(on, sites, EXACT).objective == pytest.approx(
        min(d.max() for d in near), abs=1e-3
    )
