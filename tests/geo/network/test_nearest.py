import math

import numpy as np
import pytest

from geo.errors import BadParameter, EmptyInput
from geo.network import NO_STATION, nearest_by_road, network_from_roads, nodes_to_nearest, snap
from tests.geo.network.roadcity import at, frame, road, roundabout, town

TOWN = network_from_roads(town())


def nearest(origins, stations, *, network=TOWN, max_snap_m=1000.0, **options):
    places = (
        snap(network, [at(*each) for each in side], max_snap_m) for side in (origins, stations)
    )
    return nearest_by_road(network, *places, **options)


def metres(*km):
    return pytest.approx([each * 1000 for each in km], abs=2e-3)


def test_distances_along_the_streets_by_hand():
    origins = [(3, 0), (2, 2), (0, 1), (1, 1), (0, 0)]
    # D0 to B0: 2; C2 to B0: down to C0 and west, 3; A1 to B0: over B1, 2; B1: 1; A0: 1.
    assert nearest(origins, [(1, 0)]).cost == metres(2, 3, 2, 1, 1)


def test_one_way_streets_hold():
    # From B0 to B1 the B street is closed: A0, A1, B1 is 3 km, C0, C1 ends against one-way.
    assert nearest([(1, 0)], [(1, 1)]).cost == metres(3)
    # From C1 to A1 the street is closed: C0, B0, A0, A1.
    assert nearest([(2, 1)], [(0, 1)]).cost == metres(4)


def test_the_nearest_of_several_stations_is_told():
    found = nearest([(0, 0.2), (3, 0), (0, 1.9)], [(2, 0), (0, 0), (0, 2)])
    assert found.index.tolist() == [1, 0, 2]
    assert found.cost == metres(0.2, 1, 0.1)
    assert found.reason.tolist() == ["", "", ""]


def test_a_station_on_the_same_edge_is_reached_along_it():
    # A street between A2 and C2, 2 km without a node.
    assert nearest([(0.4, 2)], [(0.9, 2)]).cost == metres(0.5)
    assert nearest([(0.9, 2)], [(0.4, 2)]).cost == metres(0.5)
    assert nearest([(0.9, 2)], [(0.9, 2)]).cost == metres(0)


def test_on_a_one_way_edge_only_what_lies_ahead_is_reached_along_it():
    # On A1 to B1: 0.2 to 0.7 is ahead; back again leads over B1, B0, A0, A1.
    assert nearest([(0.2, 1)], [(0.7, 1)]).cost == metres(0.5)
    assert nearest([(0.7, 1)], [(0.2, 1)]).cost == metres(0.3 + 1 + 1 + 1 + 0.2)


def test_of_several_stations_on_the_edge_the_nearest_that_direction_allows_counts():
    found = nearest([(0.5, 1)], [(0.4, 1), (0.9, 1), (0.8, 1)])
    assert (found.index.tolist(), found.cost) == ([2], metres(0.3))


def test_a_way_around_may_be_shorter_than_the_edge_itself():
    network = network_from_roads(
        frame(
            road((0, 0), (0, 3), (1, 3), (1, 0)),
            road((0, 0), (1, 0)),
        )
    )
    # Along the long edge 6 km, round by its ends 0.5 + 1 + 0.5.
    assert nearest([(0, 0.5)], [(1, 0.5)], network=network).cost == metres(2)


def test_a_dead_end_is_left_the_way_it_was_entered():
    assert nearest([(3, 0)], [(2.5, 0)]).cost == metres(0.5)
    assert nearest([(2.5, 0)], [(3, 0)]).cost == metres(0.5)


def test_a_roundabout_is_driven_one_way_round():
    ring = network_from_roads(roundabout())
    side = math.sqrt(2)
    found = nearest([(3, 0), (7, 0), (5, -1)], [(7, 0)], network=ring, max_snap_m=10)
    assert found.cost / 1000 == pytest.approx([1 + 2 * side + 1, 0, side + 1], abs=1e-4)
    # From the south to the west it is three quarters of the ring.
    assert nearest([(5, -1)], [(3, 0)], network=ring).cost / 1000 == pytest.approx(
        [3 * side + 1], abs=1e-4
    )


def test_the_straight_lines_to_the_road_belong_to_the_distance():
    # 100 m to the road, 1 700 m along it, 200 m from it.
    assert nearest([(0.3, 0.1)], [(2, -0.2)]).cost == metres(0.1 + 1.7 + 0.2)


def test_seconds_follow_speeds_and_the_straight_lines_take_15_km_per_hour():
    # 100 m at 15 km/h: 24 s; 700 m and 1 000 m at 50 km/h: 122.4 s.
    found = nearest([(0.3, 0.1)], [(2, 0)], weight="seconds")
    assert found.cost == pytest.approx([24 + 1700 * 3.6 / 50], abs=1e-3)
    assert found.weight == "seconds"


def test_the_quickest_way_may_be_longer_than_the_shortest():
    # A1 to C1 eastwards is 2 km at 30 km/h, over the motorway 1 + 2 + 1 km.
    shortest, quickest = (
        nearest([(0, 1)], [(2, 1)], weight=each) for each in ("metres", "seconds")
    )
    assert shortest.cost == metres(2)
    assert quickest.cost == pytest.approx([2000 * 3.6 / 30], abs=1e-3)
    slow = town()
    slow.loc[1, "maxspeed_kmh"] = 10.0
    found = nearest([(0, 1)], [(2, 1)], network=network_from_roads(slow), weight="seconds")
    # 720 s eastwards, but 120 + 72 + 120 s over the motorway.
    assert found.cost == pytest.approx([312], abs=1e-3)


def test_what_is_not_reached_is_infinite_and_says_why():
    found = nearest([(10.5, 0), (1, 5), (0, 0)], [(2, 0)])
    assert np.isinf(found.cost[:2]).all()
    assert found.index.tolist() == [NO_STATION, NO_STATION, 0]
    assert found.reason.tolist() == ["disconnected", "too_far_from_road", ""]


def test_an_unknown_position_is_a_reason_of_its_own():
    places = snap(TOWN, [(np.nan, np.nan)])
    found = nearest_by_road(TOWN, places, snap(TOWN, [at(0, 0)]))
    assert (found.reason.tolist(), found.cost.tolist()) == (["no_position"], [math.inf])


def test_a_station_that_can_only_be_left_is_not_reached():
    network = network_from_roads(frame(road((0, 0), (1, 0), oneway="yes")))
    found = nearest([(0.8, 0), (0.2, 0)], [(0.5, 0)], network=network)
    assert found.reason.tolist() == ["one_way", ""]


def test_stations_far_from_any_road_are_a_reason_for_everyone():
    found = nearest([(0, 0), (1, 5)], [(5, 5), (-5, 5)])
    assert found.reason.tolist() == ["no_station_on_road", "too_far_from_road"]


def test_the_limit_itself_is_within():
    exact = float(nearest([(3, 0)], [(1, 0)]).cost[0])
    assert nearest([(3, 0)], [(1, 0)], limit=exact).cost.tolist() == [exact]
    beyond = nearest([(3, 0), (10, 0)], [(1, 0)], limit=np.nextafter(exact, 0))
    assert beyond.reason.tolist() == ["beyond_limit", "disconnected"]
    assert beyond.index.tolist() == [NO_STATION] * 2


def test_every_node_knows_its_nearest_station():
    cost, station = nodes_to_nearest(TOWN, snap(TOWN, [at(0, 0), at(3, 0), at(9, 9)]))
    where = {
        tuple(np.round((each - at(0, 0)) / at(1, 1)[1], 0).astype(int)): row
        for row, each in enumerate(TOWN.node_lonlat)
    }
    by_hand = {
        (0, 0): (0, 0),
        (1, 0): (1, 0),
        (2, 0): (1, 1),
        (3, 0): (0, 1),
        (0, 1): (1, 0),
        (1, 1): (2, 0),
        (2, 1): (2, 1),
        (0, 2): (2, 0),
        (2, 2): (3, 1),
    }
    for place, (km, expected) in by_hand.items():
        row = where[place]
        assert (cost[row], station[row]) == (pytest.approx(km * 1000, abs=1e-2), expected), place
    island = [row for (x, _), row in where.items() if x > 9]
    assert np.isinf(cost[island]).all()
    assert station[island].tolist() == [NO_STATION] * 2


def test_without_any_station_there_is_no_answer():
    with pytest.raises(EmptyInput):
        nearest([(0, 0)], [])


@pytest.mark.parametrize("wrong", [{"weight": "miles"}, {"limit": -1}, {"limit": float("nan")}])
def test_an_unknown_weight_or_limit_is_refused(wrong):
    with pytest.raises(BadParameter):
        nearest([(0, 0)], [(0, 0)], **wrong)


def test_no_origin_gives_an_empty_answer():
    assert nearest([], [(0, 0)]).cost.shape == (0,)
