"""Small problems are solved again by trying every choice."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from geo.allocation import (
    DemandOutOfReach,
    Effort,
    Siting,
    SolutionRejected,
    TooManySites,
    cover_from_distances,
    cover_within,
    fewest_sites,
    least_distance,
    least_farthest,
    most_covered,
    quickly_covered,
)
from geo.allocation.cover import merged
from geo.allocation.median_bound import lagrangian_bound
from geo.allocation.verify import verify_centre, verify_covering, verify_max_covering, verify_median
from geo.distances import geodesic_m
from geo.errors import BadParameter
from tests import gridcity

unhurried = settings(deadline=None, max_examples=40)
problem = st.tuples(
    st.integers(0, 10_000), st.integers(1, 9), st.integers(2, 7), st.floats(0.1, 0.7)
)


def drawn(seed, places, sites, density):
    """A random cover table, weights, distances, and a fixed site now and then."""
    rng = np.random.default_rng(seed)
    cover = csr_array((rng.random((places, sites)) < density).astype(np.int8))
    fixed = rng.choice(sites, int(rng.integers(0, 2)), replace=False)
    weights = rng.integers(1, 20, places).astype(float)
    return cover, weights, rng.integers(0, 50, (places, sites)).astype(float), fixed


def choices(sites, count, fixed):
    return [each for each in itertools.combinations(range(sites), count) if set(fixed) <= set(each)]


def served(cover, weights, chosen):
    return weights[cover.toarray()[:, list(chosen)].any(axis=1)].sum()


@unhurried
@given(problem)
def test_the_fewest_sites_agree_with_trying_all(case):
    cover, weights, _, fixed = drawn(*case)
    best = next(
        (
            count
            for count in range(len(fixed), cover.shape[1] + 1)
            for chosen in choices(cover.shape[1], count, fixed)
            if served(cover, weights, chosen) == weights.sum()
        ),
        None,
    )
    if best is None:
        with pytest.raises(DemandOutOfReach) as raised:
            fewest_sites(cover, fixed=fixed)
        lonely = np.flatnonzero(~cover.toarray().any(axis=1)).tolist()
        assert raised.value.facts == {"count": len(lonely), "rows": lonely}
    else:
        found = fewest_sites(cover, fixed=fixed)
        assert (found.objective, found.bound, found.gap, found.status) == (best, best, 0, "optimal")
        assert served(cover, weights, found.chosen) == weights.sum()
        assert set(fixed.tolist()) <= set(found.chosen.tolist())


@unhurried
@given(problem, st.integers(1, 7))
def test_the_most_covered_agrees_with_trying_all(case, count):
    cover, weights, _, fixed = drawn(*case)
    count = min(count, cover.shape[1])
    best = max(served(cover, weights, each) for each in choices(cover.shape[1], count, fixed))
    found = most_covered(cover, count, weights=weights, fixed=fixed, effort=Effort(gap=0))
    assert found.objective == pytest.approx(best)
    assert found.bound == pytest.approx(best)
    quick = quickly_covered(cover, count, weights=weights, fixed=fixed)
    assert quick.status == "heuristic"
    assert quick.objective <= best <= quick.bound
    # Greedy is never below 1 - 1/e of the best, even before exchanges.
    base = served(cover, weights, fixed) if len(fixed) else 0
    assert quick.objective - base >= 0.632 * (best - base) - 1e-9


@unhurried
@given(problem, st.integers(1, 7))
def test_the_least_distance_agrees_with_trying_all(case, count):
    _, weights, distance, fixed = drawn(*case)
    count = min(count, distance.shape[1])
    best = min(
        weights @ distance[:, list(each)].min(axis=1)
        for each in choices(distance.shape[1], count, fixed)
    )
    found = least_distance(distance, count, weights=weights, fixed=fixed, effort=Effort(gap=0))
    assert found.objective == pytest.approx(best)
    assert (found.bound, found.status) == (pytest.approx(best), "optimal")
    bound = lagrangian_bound(weights[:, None] * 0 + distance, weights, count, fixed, best)
    assert bound <= best + 1e-6 * max(1, best)


@unhurried
@given(problem, st.integers(1, 7))
def test_the_least_farthest_agrees_with_trying_all(case, count):
    _, _, distance, fixed = drawn(*case)
    count = min(count, distance.shape[1])
    best = min(
        distance[:, list(each)].min(axis=1).max()
        for each in choices(distance.shape[1], count, fixed)
    )
    found = least_farthest(distance, count, fixed=fixed)
    assert (found.objective, found.bound, found.status) == (best, best, "optimal")


def test_beyond_exact_size_the_choice_comes_with_a_bound(monkeypatch):
    rng = np.random.default_rng(3)
    places, sites = rng.uniform(0, 100, (60, 2)), rng.uniform(0, 100, (30, 2))
    distance = np.hypot(*(places[:, None] - sites[None]).T).T
    exact = least_distance(distance, 6, effort=Effort(gap=0))
    monkeypatch.setattr("geo.allocation.median.EXACT_PAIRS", 100)
    quick = least_distance(distance, 6, effort=Effort(gap=0))
    assert quick.bound <= exact.objective + 1e-6 <= quick.objective + 2e-6
    assert quick.gap < 0.05
    assert quick.status in {"heuristic", "optimal"}


def test_places_without_a_way_are_no_number():
    distance = np.array([[1.0, np.inf], [np.inf, 2.0]])
    assert least_distance(distance, 2).objective == 3
    assert least_farthest(distance, 2).objective == 2
    for search in (least_distance, least_farthest):
        with pytest.raises(DemandOutOfReach):
            search(distance, 1)
    # A place that counts for nothing need not be served.
    assert least_distance(distance, 1, weights=[1, 0]).objective == 1
    with pytest.raises(DemandOutOfReach):
        least_farthest(np.full((2, 2), np.inf), 1)


def test_cover_is_by_the_ellipsoid_and_the_edge_rule():
    places = [gridcity.east(km) for km in gridcity.TOWNSHIP_KM]
    sites = [gridcity.east(km) for km in (0, 30)]
    exact_m = float(geodesic_m(np.array(places[3]), np.array(sites[1])))
    assert cover_within(places, sites, exact_m, "<").toarray()[3].tolist() == [0, 0]
    assert cover_within(places, sites, exact_m, "<=").toarray()[3].tolist() == [0, 1]
    near = cover_within(places, sites, 11_000.5).toarray()
    assert near.T.tolist() == [[1, 1, 1, 0, 0, 0], [0, 0, 0, 1, 1, 0]]
    table = np.array([[5.0, np.inf], [4.0, 6.0]])
    assert cover_from_distances(table, 5, "<").toarray().tolist() == [[0, 0], [1, 0]]
    assert cover_from_distances(table, np.inf, "<=").toarray().tolist() == [[1, 0], [1, 1]]
    assert cover_within([], sites, 5.0).shape == (0, 2)


def test_places_served_by_the_same_sites_are_merged():
    cover = csr_array(np.array([[1, 0, 1], [0, 0, 0], [1, 0, 1], [0, 1, 0], [0, 0, 0]]))
    rows, weights, group = merged(cover, np.array([1.0, 2, 4, 8, 16]))
    assert rows.toarray().tolist() == [[1, 0, 1], [0, 0, 0], [0, 1, 0]]
    assert weights.tolist() == [5, 18, 8]
    assert group.tolist() == [0, 1, 0, 2, 1]


COVER = csr_array(np.array([[1, 1, 0], [0, 1, 1]]))
DISTANCE = np.array([[1.0, 2, 3], [3, 1, 2]])


@pytest.mark.parametrize(("sites", "fixed"), [(0, []), (4, []), (1, [0, 2])])
def test_more_sites_than_candidates_or_fewer_than_fixed_are_refused(sites, fixed):
    for search in (most_covered, quickly_covered):
        with pytest.raises(TooManySites) as raised:
            search(COVER, sites, fixed=fixed)
        assert raised.value.facts == {"asked": sites, "candidates": 3, "fixed": len(fixed)}
    for search in (least_distance, least_farthest):
        with pytest.raises(TooManySites):
            search(DISTANCE, sites, fixed=fixed)


def test_parameters_out_of_range_are_refused():
    for weights in ([1], [1, -1], [1, float("nan")]):
        with pytest.raises(BadParameter):
            most_covered(COVER, 1, weights=weights)
    for wrong in (np.array([1.0]), np.zeros((0, 2)), np.array([[-1.0]]), np.array([[np.nan]])):
        with pytest.raises(BadParameter):
            least_distance(wrong, 1)
    with pytest.raises(BadParameter):
        fewest_sites(COVER, fixed=[3])
    for wrong in ({"time_limit_s": 0}, {"gap": 1}, {"gap": -0.1}):
        with pytest.raises(BadParameter):
            Effort(**wrong)
    with pytest.raises(BadParameter):
        cover_within([(112, 37)], [(112, 37)], 0)


def siting(chosen, objective, bound):
    return Siting("x", np.array(chosen, dtype=np.int64), objective, bound, "optimal")


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        (siting([0], 1, 1), "places"),
        (siting([0, 2], 3, 2), "objective"),
        (siting([0, 2], 2, 3), "bound"),
        (siting([0, 7], 2, 2), "chosen"),
        (siting([2, 0], 2, 2), "chosen"),
        (siting([0, 2], 2, 2), "fixed"),
    ],
)
def test_a_wrong_answer_is_not_given_out(wrong, where):
    fixed = np.array([1] if where == "fixed" else [], dtype=np.int64)
    with pytest.raises(SolutionRejected) as raised:
        verify_covering(wrong, COVER, fixed)
    assert raised.value.where == where


def test_every_problem_checks_number_worth_and_bound():
    ones, none = np.ones(2), np.zeros(0, dtype=np.int64)
    verify_max_covering(siting([1], 2, 2), COVER, ones, 1, none)
    verify_median(siting([1], 3, 3), DISTANCE, ones, 1, none)
    verify_centre(siting([1], 2, 2), DISTANCE, 1, none)
    for check in (
        lambda: verify_max_covering(siting([0], 2, 2), COVER, ones, 1, none),
        lambda: verify_max_covering(siting([0, 1], 2, 2), COVER, ones, 1, none),
        lambda: verify_max_covering(siting([1], 2, 1), COVER, ones, 1, none),
        lambda: verify_median(siting([1], 2, 2), DISTANCE, ones, 1, none),
        lambda: verify_centre(siting([1], 1, 1), DISTANCE, 1, none),
    ):
        with pytest.raises(SolutionRejected):
            check()


def test_the_best_so_far_is_given_when_the_time_is_up():
    rng = np.random.default_rng(1)
    places, sites = rng.uniform(0, 100, (3_000, 2)), rng.uniform(0, 100, (600, 2))
    cover = cover_from_distances(np.hypot(*(places[:, None] - sites[None]).T).T, 6)
    quick = quickly_covered(cover, 40)
    found = most_covered(cover, 40, effort=Effort(time_limit_s=0.05, gap=0))
    assert found.objective >= quick.objective
    assert found.status == "time_limit"
    assert found.gap > 0
