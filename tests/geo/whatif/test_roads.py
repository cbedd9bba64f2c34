"""By road, too, an edit gives what a search from the beginning gives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import EmptyInput
from geo.network import cost_between, nearest_by_road, network_from_roads, snap
from geo.whatif import RoadBase
from tests.geo.network.roadcity import at, frame, road, town

TOWN = network_from_roads(town())
WEIGHTS = ("metres", "seconds")


def lattice(blocks, broken):
    """Streets of whole and odd kilometres with some blocks missing and some one-way."""
    streets = []
    for x in range(blocks):
        for y in range(blocks):
            for dx, dy in ((1, 0), (0, 1)):
                kind = broken[(x * blocks + y) * 2 + dx]
                if kind == "no":
                    continue
                end = (x + dx + 0.03 * y * dy, y + dy)
                streets.append(road((x, y), end, oneway=kind, **{"class": "residential"}))
    return network_from_roads(frame(*streets)) if streets else None


kinds = st.sampled_from(["no", "false", "false", "true", "reverse"])
spots = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda c: (c[0] / 10, c[1] / 10))


@st.composite
def cases(draw):
    network = lattice(4, draw(st.lists(kinds, min_size=32, max_size=32)))
    origins = draw(st.lists(spots, min_size=1, max_size=10))
    base = draw(st.lists(spots, min_size=1, max_size=6))
    stays = [row for row in range(len(base)) if draw(st.booleans())]
    fresh = draw(st.lists(spots, max_size=3))
    return network, origins, base, stays, fresh, draw(st.sampled_from(WEIGHTS))


def placed(spots):
    return np.array([at(*each) for each in spots]).reshape(-1, 2)


@settings(deadline=None, max_examples=250)
@given(cases())
def test_an_edit_agrees_with_a_search_from_the_beginning(case):
    network, origins, base, stays, fresh, weight = case
    if network is None or not stays + fresh:
        return
    state = RoadBase(network, placed(origins), placed(base), 400.0, weight)
    sites = placed([base[row] for row in stays] + fresh)
    kept = np.array(stays + [-1] * len(fresh), dtype=np.int64)
    found, snapped = state.edited(sites, kept)
    from_lonlat = snap(network, placed(origins), 400.0)
    anew = nearest_by_road(network, from_lonlat, snap(network, sites, 400.0), weight)
    assert found.cost.tobytes() == anew.cost.tobytes()
    assert found.reason.tolist() == anew.reason.tolist()
    reached = np.flatnonzero(np.isfinite(found.cost))
    each = cost_between(network, from_lonlat, snapped, weight)
    assert each[reached, found.index[reached]] == pytest.approx(found.cost[reached])


def test_the_town_by_hand():
    # From B1 one must go on to C1 or down to B0; A2 is two kilometres from A0.
    origins = placed([(1, 1), (0, 2), (3, 0), (10.5, 0)])
    state = RoadBase(TOWN, origins, placed([(0, 0), (2, 0)]))
    assert state.found.cost / 1000 == pytest.approx([2, 2, 1, np.inf], abs=1e-5)
    left, _ = state.edited(placed([(0, 0)]), np.array([0]))
    assert left.cost / 1000 == pytest.approx([2, 2, 3, np.inf], abs=1e-5)
    more, snapped = state.edited(placed([(0, 0), (0, 2), (10, 0)]), np.array([0, -1, -1]))
    assert more.cost / 1000 == pytest.approx([2, 0, 3, 0.5], abs=1e-5)
    assert more.index.tolist() == [0, 1, 0, 2]
    assert snapped.on_road.all()


def test_a_station_far_from_every_road_serves_nobody():
    state = RoadBase(TOWN, placed([(0, 0)]), placed([(2, 0)]))
    found, snapped = state.edited(placed([(2, 0), (0, -5)]), np.array([0, -1]))
    assert found.cost[0] / 1000 == pytest.approx(2, abs=1e-5)
    assert snapped.on_road.tolist() == [True, False]
    alone, _ = state.edited(placed([(0, -5)]), np.array([-1]))
    assert alone.cost.tolist() == [np.inf]
    assert alone.reason.tolist() == ["no_station_on_road"]


def test_without_any_station_there_is_nothing_to_tell():
    with pytest.raises(EmptyInput):
        RoadBase(TOWN, placed([(0, 0)]), placed([]))
    state = RoadBase(TOWN, placed([(0, 0)]), placed([(2, 0)]))
    with pytest.raises(EmptyInput):
        state.edited(placed([]), np.array([], dtype=np.int64))


def test_a_long_way_is_searched_to_its_end():
    # A single road of 200 km: the search from the new station must not stop at its first limit.
    long_road = network_from_roads(frame(road(*[(x, 0) for x in range(0, 201, 2)])))
    state = RoadBase(long_road, placed([(x, 0) for x in range(0, 201, 50)]), placed([(200, 0)]))
    found, _ = state.edited(placed([(0, 0), (200, 0)]), np.array([-1, 0]))
    assert found.cost / 1000 == pytest.approx([0, 50, 100, 50, 0], abs=1e-3)


def test_a_station_whose_roads_lead_to_no_place_is_told():
    places, before = placed([(0, 0), (2, 0)]), placed([(1, 0)])
    base = RoadBase(TOWN, places, before)
    after = placed([(1, 0), (10.5, 0), (40, 0)])
    _, snapped = base.edited(after, np.array([0, -1, -1]))
    # The second stands on the island, the third on no road at all.
    assert base.serves_none(snapped).tolist() == [False, True, False]
