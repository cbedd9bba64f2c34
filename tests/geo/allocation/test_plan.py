"""Plans on two counties small enough to try every distribution of piles."""

import itertools
import time

import numpy as np
import pytest
from scipy.sparse import csr_array

from geo.allocation import (
    Candidates,
    Demand,
    Effort,
    Plan,
    PlanRules,
    Rule,
    RulesInConflict,
    SolutionRejected,
    conflicts,
    place_quotas,
    verify_plan,
    violations,
)
from geo.allocation.plan_improve import better_stations
from geo.allocation.plan_program import Served, station_program
from geo.allocation.plan_rows import Layout
from geo.allocation.plan_start import good_stations
from geo.allocation.plan_verify import covered_by
from geo.errors import BadParameter

EXACT = Effort(gap=0)
A, B = "140702", "140703"


def candidates(**changes):
    """Three sites in two townships of county A, two in one of county B."""
    columns = {
        "county": [A, A, A, B, B],
        "township": [f"{A}001", f"{A}001", f"{A}002", f"{B}001", f"{B}001"],
        "village": [f"{A}001001", "", f"{A}002001", "", ""],
        "capacity": [6, 6, 6, 6, 6],
        "existing": [0, 0, 0, 0, 0],
    } | changes
    kinds = {"capacity": np.int64, "existing": np.int64}
    return Candidates(**{k: np.array(v, dtype=kinds.get(k, object)) for k, v in columns.items()})


def rules(**changes):
    usual = {
        "years": (2023, 2024),
        "quotas": {A: (2, 2), B: (1, 2)},
        "county_stations": 1,
        "county_piles": 1,
    }
    return PlanRules(**(usual | changes))


def demand(first, second=None, weights=None):
    """Who serves whom in two years; rows are places."""
    tables = [csr_array(np.array(each)) for each in (first, second or first)]
    heavy = np.ones(len(first)) if weights is None else np.array(weights, dtype=float)
    return Demand(weights=heavy, cover=tuple(tables))


EACH_ITS_OWN = np.eye(5, dtype=int).tolist()


def test_the_quota_goes_where_most_is_served():
    # One pile for each county and year: A takes its heaviest places, B likewise.
    plan = place_quotas(
        candidates(),
        rules(quotas={A: (1, 1), B: (1, 0)}),
        demand(EACH_ITS_OWN, weights=[1, 8, 4, 2, 16]),
        effort=EXACT,
    )
    assert plan.piles.tolist() == [[0, 1, 0, 0, 1], [0, 1, 1, 0, 1]]
    assert plan.covered == (8 + 16, 8 + 4 + 16)
    assert (plan.objective, plan.bound, plan.gap, plan.proven) == (52, 52, 0, True)


def test_a_later_year_with_a_stricter_distance_bends_the_first():
    """What is best for 2023 alone would leave 2024 short: the years are planned together."""
    wide = [[1, 1, 0, 0, 0], [1, 1, 0, 0, 0], [0, 0, 1, 0, 0]]
    narrow = [[1, 0, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 1, 0, 0]]
    plan = place_quotas(
        candidates(), rules(quotas={A: (1, 1)}), demand(wide, narrow, [3, 3, 5]), effort=EXACT
    )
    # 2023: both near places (6) by site 0 or 1, then 2024: one of them and site 2.
    assert plan.covered == (6, 8)


def test_existing_sites_stay_and_count():
    sites = candidates(existing=[0, 3, 0, 0, 0])
    plan = place_quotas(
        sites,
        rules(quotas={A: (1, 0)}),
        demand(EACH_ITS_OWN, weights=[1, 8, 4, 2, 16]),
        effort=EXACT,
    )
    assert (plan.piles[:, 1] >= 3).all()
    assert plan.piles.sum(axis=1).tolist() == [4, 4]
    # Counties without a quota get nothing new.
    assert plan.piles[:, 3:].sum() == 0
    assert plan.covered == (8 + 4, 8 + 4)


def test_minima_come_before_coverage():
    plan = place_quotas(
        candidates(),
        rules(
            quotas={A: (3, 3), B: (2, 2)},
            township_minimum={f"{A}002": 3},
            village_minimum={f"{A}001001": 2},
            county_stations=2,
            county_piles=4,
        ),
        demand(EACH_ITS_OWN, weights=[0, 9, 0, 9, 0]),
        effort=EXACT,
    )
    last = plan.piles[-1]
    assert last[2] >= 3
    assert last[0] >= 2
    assert (last[3:] > 0).sum() == 2
    assert last[:3].sum() == 6


def test_a_station_has_its_fewest_piles():
    plan = place_quotas(
        candidates(),
        rules(quotas={A: (4, 0)}, station_piles=2),
        demand(EACH_ITS_OWN, weights=[1, 2, 4, 0, 0]),
        effort=EXACT,
    )
    assert plan.piles[0].tolist() == [0, 2, 2, 0, 0]


def every_plan(sites, plan_rules):
    """All distributions of both years' piles of county A."""
    first, second = plan_rules.quotas[A]
    spread = [each for each in itertools.product(range(7), repeat=3) if sum(each) == first]
    more = [each for each in itertools.product(range(7), repeat=3) if sum(each) == second]
    for one, two in itertools.product(spread, more):
        piles = np.zeros((2, 5), dtype=np.int64)
        piles[0, :3], piles[1, :3] = one, np.add(one, two)
        if not violations(piles, sites, plan_rules):
            yield piles


@pytest.mark.parametrize("seed", range(12))
def test_the_plan_agrees_with_trying_all(seed):
    rng = np.random.default_rng(seed)
    sites = candidates(capacity=[*rng.integers(1, 5, 3), 6, 6])
    plan_rules = rules(
        quotas={A: (int(rng.integers(0, 4)), int(rng.integers(0, 4)))},
        township_minimum={f"{A}002": int(rng.integers(0, 3))},
        village_minimum={f"{A}001001": int(rng.integers(0, 2))},
        county_stations=int(rng.integers(0, 3)),
        county_piles=int(rng.integers(0, 4)),
    )
    tables = [(rng.random((6, 5)) < 0.4).astype(int).tolist() for _ in range(2)]
    wanted = demand(*tables, weights=rng.integers(1, 9, 6))
    worth = [
        sum(
            wanted.weights[(table.toarray() @ (row > 0)) > 0].sum()
            for table, row in zip(wanted.cover, piles, strict=True)
        )
        for piles in every_plan(sites, plan_rules)
    ]
    if worth:
        assert place_quotas(sites, plan_rules, wanted, effort=EXACT).objective == max(worth)
        assert conflicts(sites, plan_rules) == ()
    else:
        with pytest.raises(RulesInConflict):
            place_quotas(sites, plan_rules, wanted, effort=EXACT)


def test_a_quota_that_cannot_hold_the_minima_is_explained_in_numbers():
    # 4 piles for villages and townships that need 3 + 3.
    wrong = rules(
        village_minimum={f"{A}001001": 3},
        township_minimum={f"{A}002": 3},
        quotas={A: (2, 2), B: (1, 0)},
    )
    with pytest.raises(RulesInConflict) as raised:
        place_quotas(candidates(), wrong, demand(EACH_ITS_OWN))
    (found,) = raised.value.facts["conflicts"]
    assert raised.value.facts["counties"] == [A]
    assert (found.county, found.proven) == (A, True)
    assert set(found.rules) == {Rule.QUOTA, Rule.TOWNSHIP_MINIMUM, Rule.VILLAGE_MINIMUM}
    assert sum(abs(each.amount) for each in found.cheapest) == 2
    assert {each.rule for each in found.by_quota} == {Rule.QUOTA}
    assert sum(each.amount for each in found.by_quota) == 2
    for each in found.by_quota:
        assert (each.unit, each.planned) == (A, 2)


def test_a_quota_beyond_all_capacity_is_explained():
    (found,) = conflicts(candidates(), rules(quotas={A: (1, 0), B: (10, 5)}))
    assert (found.county, set(found.rules)) == (B, {Rule.QUOTA, Rule.CAPACITY})
    assert sum(each.amount for each in found.cheapest) == -3
    assert sum(each.amount for each in found.by_quota) == -3


def test_units_without_any_candidate_are_explained():
    nowhere = f"{A}009"
    (found,) = conflicts(candidates(), rules(township_minimum={nowhere: 5}))
    assert (found.county, found.rules) == (A, (Rule.TOWNSHIP_MINIMUM,))
    (change,) = found.cheapest
    assert (change.rule, change.unit, change.year) == (Rule.TOWNSHIP_MINIMUM, nowhere, 2024)
    assert (change.planned, change.needed, change.amount) == (5, 0, -5)
    assert found.by_quota == ()
    (county,) = conflicts(candidates(), rules(quotas={"140799": (3, 0)}))
    assert county.county == "140799"
    changes = [(each.rule, each.year, each.planned, each.needed) for each in county.cheapest]
    assert changes == [
        (Rule.QUOTA, 2023, 3, 0),
        (Rule.COUNTY_STATIONS, 2024, 1, 0),
        (Rule.COUNTY_PILES, 2024, 1, 0),
    ]


def test_too_few_piles_for_the_stations_of_a_county():
    (found,) = conflicts(candidates(), rules(quotas={B: (1, 0)}, county_stations=2))
    assert set(found.rules) == {Rule.QUOTA, Rule.COUNTY_STATIONS}
    assert sum(abs(each.amount) for each in found.cheapest) == 1


@pytest.mark.parametrize(
    ("piles", "rule"),
    [
        ([[2, 0, 0, 1, 0], [3, 0, 0, 3, 0]], Rule.QUOTA),
        ([[2, 0, 0, 1, 0], [4, 0, 0, 3, 1]], Rule.QUOTA),
        ([[1, 1, 0, 1, 0], [1, 2, 1, 3, 0]], Rule.VILLAGE_MINIMUM),
        ([[2, 0, 0, 1, 0], [4, 0, 0, 3, 0]], Rule.TOWNSHIP_MINIMUM),
    ],
)
def test_a_plan_that_breaks_a_rule_is_not_given_out(piles, rule):
    demanded = rules(village_minimum={f"{A}001001": 2}, township_minimum={f"{A}002": 1})
    wanted = demand(EACH_ITS_OWN)
    found = violations(np.array(piles), candidates(), demanded)
    assert rule in {each.rule for each in found}
    plan = Plan((2023, 2024), np.array(piles), (0.0, 0.0), 10.0, proven=True)
    with pytest.raises(SolutionRejected):
        verify_plan(plan, candidates(), demanded, wanted)


def test_the_verifier_checks_capacity_nesting_stations_and_worth():
    wanted, sites = demand(EACH_ITS_OWN), candidates()
    good = np.array([[2, 0, 0, 1, 0], [3, 1, 0, 3, 0]])
    verify_plan(Plan((2023, 2024), good, (2.0, 3.0), 5.0, proven=True), sites, rules(), wanted)
    assert {each.rule for each in violations(np.array([[7, 0, 0, 0, 0]] * 2), sites, rules())} >= {
        Rule.CAPACITY
    }
    for piles, covered, bound, where in (
        ([[2, 0, 0, 1, 0], [1, 3, 0, 3, 0]], (2.0, 3.0), 5.0, "piles"),
        (good, (2.0, 4.0), 6.0, "covered"),
        (good, (2.0, 3.0), 4.0, "bound"),
    ):
        with pytest.raises(SolutionRejected) as raised:
            verify_plan(
                Plan((2023, 2024), np.array(piles), covered, bound, proven=True),
                sites,
                rules(),
                wanted,
            )
        assert raised.value.where == where
    with pytest.raises(SolutionRejected) as raised:
        verify_plan(
            Plan((2023, 2024), good, (2.0, 3.0), 5.0, proven=True),
            sites,
            rules(station_piles=2),
            wanted,
        )
    assert raised.value.where == "station_piles"


def test_what_does_not_fit_together_is_refused():
    with pytest.raises(BadParameter):
        candidates(capacity=[1, 2])
    with pytest.raises(BadParameter):
        candidates(existing=[7, 0, 0, 0, 0])
    for wrong in (
        {"years": ()},
        {"years": (2024, 2023)},
        {"quotas": {A: (1,)}},
        {"quotas": {A: (1, -1)}},
        {"station_piles": 0},
    ):
        with pytest.raises(BadParameter):
            rules(**wrong)
    with pytest.raises(BadParameter):
        place_quotas(candidates(), rules(years=(2023,), quotas={}), demand(EACH_ITS_OWN))
    with pytest.raises(BadParameter):
        place_quotas(candidates(), rules(), demand([[1, 0]]))


def random_city(rng, counties=3, each=14):
    """Villages of several counties side by side, every one a candidate; they serve neighbours."""
    names = np.repeat([f"14070{1 + i}" for i in range(counties)], each).astype(object)
    place = rng.uniform(0, 10, len(names)) + np.repeat(np.arange(counties) * 6.0, each)
    near = np.abs(place[:, None] - place[None])
    sites = Candidates(
        county=names,
        township=np.array([f"{name}001" for name in names], dtype=object),
        village=np.full(len(names), "", dtype=object),
        capacity=np.full(len(names), 6),
        existing=np.zeros(len(names), dtype=np.int64),
    )
    wanted = Demand(
        weights=rng.integers(1, 50, len(names)).astype(float),
        cover=tuple(csr_array((near < limit).astype(np.int8)) for limit in (1.2, 0.6)),
    )
    quotas = {str(name): (4, 4) for name in np.unique(names)}
    plan = PlanRules(
        years=(2023, 2024), quotas=quotas, county_stations=1, county_piles=1, station_piles=2
    )
    return sites, plan, wanted


@pytest.mark.parametrize("seed", range(4))
def test_choosing_counties_anew_never_serves_less_and_keeps_the_rules(seed):
    sites, plan, wanted = random_city(np.random.default_rng(seed))
    layout, served = Layout(sites, plan), Served(wanted)
    first = good_stations(sites, plan, wanted)
    found = better_stations(
        layout, station_program(layout, served), served, wanted, first, time.monotonic() + 20
    )
    before, after = (sum(covered_by(each.astype(int), wanted)) for each in (first, found))
    best = place_quotas(sites, plan, wanted, effort=EXACT)
    assert before <= after <= best.objective
    # With all three counties chosen at once at the end, nothing better is left.
    assert after == best.objective
    assert (np.diff(found.astype(int), axis=0) >= 0).all()
    for name in plan.quotas:
        opened = found[:, sites.county == name].sum(axis=1)
        assert opened[0] <= 2
        assert opened[1] - opened[0] <= 2


def test_when_the_time_is_up_the_first_stations_stay():
    sites, plan, wanted = random_city(np.random.default_rng(9))
    layout, served = Layout(sites, plan), Served(wanted)
    first = good_stations(sites, plan, wanted)
    program = station_program(layout, served)
    assert better_stations(layout, program, served, wanted, first, time.monotonic()) is first
