import numpy as np
import pytest

from geo.network import RoadRules, nearest_by_road, network_from_roads, snap
from tests.geo.network.roadcity import at, frame, road


def noded(*roads, tolerance_m=0.0):
    return network_from_roads(frame(*roads), RoadRules(noding="crossings", tolerance_m=tolerance_m))


def distance_m(network, origin, station):
    places = (snap(network, [at(*each)]) for each in (origin, station))
    return nearest_by_road(network, *places).cost[0]


def test_lines_that_cross_are_joined_at_the_crossing():
    network = noded(road((0, 1), (2, 1)), road((1, 0), (1, 2)))
    assert (network.node_count, network.edge_count) == (5, 4)
    assert distance_m(network, (0, 1), (1, 2)) == pytest.approx(2000, abs=0.02)


def test_an_end_on_another_line_is_joined_to_it():
    network = noded(road((0, 0), (2, 0)), road((1, 0), (1, 1)))
    assert (network.node_count, network.edge_count) == (4, 3)
    assert distance_m(network, (0, 0), (1, 1)) == pytest.approx(2000, abs=0.02)


@pytest.mark.parametrize(
    ("tolerance_m", "joined"), [(0, False), (4.9, False), (5.1, True), (50, True)]
)
def test_an_end_that_misses_by_little_is_led_on(tolerance_m, joined):
    network = noded(road((0, 0), (2, 0)), road((1, 0.005), (1, 1)), tolerance_m=tolerance_m)
    assert np.isfinite(distance_m(network, (0, 0), (1, 1))) == joined
    if joined:
        assert distance_m(network, (0, 0), (1, 1)) == pytest.approx(2000, abs=0.02)


def test_of_several_lines_in_reach_the_nearest_is_joined():
    network = noded(
        road((0, 0), (2, 0)),
        road((0, -0.006), (2, -0.006)),
        road((1, 0.003), (1, 1)),
        tolerance_m=10,
    )
    assert distance_m(network, (0, 0), (1, 1)) == pytest.approx(2000, abs=0.02)


def test_attributes_stay_with_their_line():
    network = noded(
        road((0, 1), (2, 1), oneway="yes", maxspeed_kmh=60),
        road((1, 0), (1, 2), oneway="no", maxspeed_kmh=30),
    )
    of_row = {row: network.edge_row == row for row in (0, 1)}
    assert network.edge_backward[of_row[0]].tolist() == [False, False]
    assert network.edge_backward[of_row[1]].tolist() == [True, True]
    speeds = network.edge_m / network.edge_s * 3.6
    assert speeds[of_row[0]] == pytest.approx([60, 60])
    assert speeds[of_row[1]] == pytest.approx([30, 30])


def test_a_line_crossed_twice_is_cut_twice():
    network = noded(road((0, 0), (4, 0)), road((1, 1), (1, -1), (3, -1), (3, 1)))
    assert (network.node_count, network.edge_count) == (6, 6)


def test_lines_that_share_a_stretch_are_joined_at_its_ends():
    network = noded(road((0, 0), (3, 0)), road((1, 0), (2, 0), (2, 1)))
    assert distance_m(network, (0, 0), (2, 1)) == pytest.approx(3000, abs=0.02)


def test_lines_that_share_vertices_already_are_as_in_openstreetmap():
    roads = (road((0, 0), (1, 0), (2, 0)), road((1, 0), (1, 1)))
    plain, again = network_from_roads(frame(*roads)), noded(*roads)
    assert np.array_equal(again.arc_from, plain.arc_from)
    assert again.arc_m == pytest.approx(plain.arc_m, abs=1e-3)
