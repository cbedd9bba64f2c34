"""What holds for any network: random streets between neighbouring crossings."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.distances import geodesic_m
from geo.network import (
    Network,
    cost_between,
    nearest_by_road,
    network_from_roads,
    nodes_to_nearest,
    snap,
)
from tests.geo.network.roadcity import at, frame, road

crossing = st.tuples(st.integers(0, 4), st.integers(0, 4))
blocks = st.sampled_from([(1, 0), (0, 1), (-1, 0), (0, -1)])
# To a neighbouring crossing, so that no street runs upon another.
street = st.builds(lambda at, by: (at, (at[0] + by[0], at[1] + by[1])), crossing, blocks)
two_way = st.lists(street, min_size=2, max_size=25, unique_by=frozenset)
direction = st.sampled_from(["yes", "no", "-1"])
one_way = st.lists(
    st.tuples(street, direction), min_size=2, max_size=25, unique_by=lambda each: frozenset(each[0])
)
share = st.floats(0.05, 0.95)
unhurried = settings(deadline=None, max_examples=60)


def network(streets, said=None):
    ways = said or ["no"] * len(streets)
    return network_from_roads(
        frame(*(road(*ends, oneway=way) for ends, way in zip(streets, ways, strict=True)))
    )


def on_streets(net, streets, shares):
    """Places along streets."""
    places = [
        at(*(np.array(a) * (1 - part) + np.array(b) * part))
        for (a, b), part in zip(streets, shares, strict=False)
    ]
    return snap(net, places, 5000.0), np.array(places)


@unhurried
@given(st.data())
def test_no_way_by_road_is_shorter_than_the_straight_line(data):
    streets = data.draw(one_way)
    net = network([ends for ends, _ in streets], [said for _, said in streets])
    x, y = (data.draw(st.lists(st.floats(-2, 6), min_size=4, max_size=4)) for _ in "xy")
    places = np.array([at(*each) for each in zip(x, y, strict=True)])
    snapped = snap(net, places, 5000.0)
    straight_m = geodesic_m(places[:, None], places[None])
    assert (cost_between(net, snapped, snapped) >= straight_m - 1e-3).all()


@unhurried
@given(streets=two_way, shares=st.lists(share, min_size=4, max_size=4))
def test_without_one_way_streets_there_and_back_are_equally_far(streets, shares):
    net = network(streets)
    places, _ = on_streets(net, streets, shares)
    there = cost_between(net, places, places)
    assert there == pytest.approx(there.T)
    assert np.diagonal(there) == pytest.approx(2 * places.snap_m, abs=1e-6)


@unhurried
@given(streets=one_way, more=street)
def test_another_street_makes_no_way_between_crossings_longer(streets, more):
    plain, said = [ends for ends, _ in streets], [way for _, way in streets]
    before, after = network(plain, said), network([*plain, more], [*said, "no"])
    places = [at(*each) for ends in plain for each in ends]
    old, new = (cost_between(net, snap(net, places), snap(net, places)) for net in (before, after))
    assert (new <= old + 1e-6).all()


@unhurried
@given(streets=one_way, shares=st.lists(share, min_size=2, max_size=5))
def test_another_station_makes_nothing_longer_and_serves_what_it_shortens(streets, shares):
    plain = [ends for ends, _ in streets]
    net = network(plain, [said for _, said in streets])
    stations, places = on_streets(net, plain, shares)
    fewer = snap(net, places[:-1], 5000.0)
    origins = snap(net, net.node_lonlat)
    old, new = (nearest_by_road(net, origins, each) for each in (fewer, stations))
    assert (new.cost <= old.cost).all()
    shorter = new.cost < old.cost
    assert (new.index[shorter] == len(stations) - 1).all()


@unhurried
@given(streets=one_way, shares=st.lists(share, min_size=1, max_size=5))
def test_one_search_for_all_nodes_agrees_with_one_for_each_station(streets, shares):
    plain = [ends for ends, _ in streets]
    net = network(plain, [said for _, said in streets])
    stations, _ = on_streets(net, plain, shares)
    cost, index = nodes_to_nearest(net, stations)
    matrix = cost_between(net, snap(net, net.node_lonlat), stations)
    # Nodes are numbered to a centimetre: that much they may lie beside their road.
    assert np.array_equal(np.isinf(cost), np.isinf(matrix.min(axis=1)))
    assert cost == pytest.approx(matrix.min(axis=1), abs=0.02)
    reached = np.isfinite(cost)
    assert matrix[reached, index[reached]] == pytest.approx(cost[reached], abs=0.02)
    assert (index[~reached] == -1).all()


@unhurried
@given(streets=one_way)
def test_a_network_is_the_same_after_a_round_trip_through_bytes(streets):
    net = network([ends for ends, _ in streets], [said for _, said in streets])
    assert Network.from_bytes(net.to_bytes()).to_bytes() == net.to_bytes()
