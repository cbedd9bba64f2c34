import io

import numpy as np
import pytest

from geo.network import Network, NoRoads, RoadRules, UnreadableNetwork, network_from_roads
from tests.geo.network.roadcity import at, frame, road, roundabout, town


@pytest.fixture(scope="module")
def network():
    return network_from_roads(town())


def node(network, x_km, y_km):
    away = np.hypot(*(network.node_lonlat - at(x_km, y_km)).T)
    assert away.min() < 1e-7
    return int(away.argmin())


def test_roads_are_cut_where_they_meet_and_nowhere_else(network):
    # Nodes: A0 B0 C0 D0, A1 B1 C1, A2 C2 and the island's two.
    assert network.node_count == 11
    # Edges: 3 on y=0, 2 on y=1, 1 on y=2, 2 + 1 + 2 northwards, 1 island.
    assert network.edge_count == 12
    assert sorted(network.edge_m.round(3).tolist()) == [1000.0] * 11 + [2000.0]
    # Three edges are one-way.
    assert network.arc_count == 2 * 12 - 3


def test_a_bend_is_no_node():
    bent = network_from_roads(frame(road((0, 0), (1, 0), (1, 1), (2, 1))))
    assert (bent.node_count, bent.edge_count) == (2, 1)
    assert bent.edge_m == pytest.approx([3000], abs=1e-3)


def test_a_bridge_does_not_meet_the_road_below():
    crossing = network_from_roads(frame(road((0, 1), (2, 1)), road((1, 0), (1, 2))))
    assert (crossing.node_count, crossing.edge_count) == (4, 2)
    assert len(np.unique(crossing.part)) == 2


def test_the_arcs_lead_where_the_roads_do(network):
    matrix = network.outbound("metres").toarray()
    a1, b1, b0 = node(network, 0, 1), node(network, 1, 1), node(network, 1, 0)
    assert matrix[a1, b1] == pytest.approx(1000, abs=1e-3)
    assert matrix[b1, a1] == 0
    assert matrix[b1, b0] == pytest.approx(1000, abs=1e-3)
    assert matrix[b0, b1] == 0
    assert np.array_equal(matrix.T, network.inbound("metres").toarray())


def test_seconds_follow_the_speeds(network):
    seconds = network.outbound("seconds").toarray()
    # A primary road at 50 km/h: 72 s for a kilometre; the motorway's 2 km at 100 km/h likewise.
    assert seconds[node(network, 0, 0), node(network, 1, 0)] == pytest.approx(72, abs=1e-4)
    assert seconds[node(network, 0, 2), node(network, 2, 2)] == pytest.approx(72, abs=1e-4)


def test_of_parallel_roads_the_shorter_and_the_quicker_count():
    network = network_from_roads(
        frame(
            road((0, 0), (2, 0), maxspeed_kmh=20.0),
            road((0, 0), (0, 1), (2, 1), (2, 0), maxspeed_kmh=80.0),
        )
    )
    assert network.edge_count == 2
    assert network.arc_count == 2
    assert network.arc_m == pytest.approx([2000, 2000], abs=1e-3)
    # 2 km at 20 km/h take 360 s, 4 km at 80 km/h 180 s.
    assert network.arc_s == pytest.approx([180, 180], abs=1e-3)


def test_a_closed_ring_is_cut_only_where_roads_join_it():
    network = network_from_roads(roundabout())
    assert network.node_count == 4
    ring = np.flatnonzero(~network.edge_backward)
    assert network.edge_m[ring] == pytest.approx([2000 * np.sqrt(2)] * 2, abs=0.01)


def test_a_ring_without_a_junction_stays_as_a_loop_without_arcs():
    loop = network_from_roads(frame(road((0, 0), (1, 0), (1, 1), (0, 0))))
    assert (loop.node_count, loop.edge_count, loop.arc_count) == (1, 1, 0)


def test_repeated_vertices_change_nothing():
    once = network_from_roads(frame(road((0, 0), (1, 0), (2, 0))))
    twice = network_from_roads(frame(road((0, 0), (0, 0), (1, 0), (1, 0), (2, 0))))
    assert (twice.node_count, twice.edge_count) == (once.node_count, once.edge_count)
    assert twice.edge_m == pytest.approx(once.edge_m)


def test_roads_of_no_length_are_no_roads():
    with pytest.raises(NoRoads):
        network_from_roads(frame(road((0, 0), (0, 0))))


@pytest.mark.parametrize(("least_m", "nodes"), [(0, 11), (1000, 11), (1001, 9), (13_001, None)])
def test_small_parts_are_left_out(least_m, nodes):
    """The island has 1 000 m of road; the edge rule keeps it at a hair below that."""
    rules = RoadRules(min_component_m=least_m - 0.001 if least_m else 0)
    if nodes is None:
        with pytest.raises(NoRoads):
            network_from_roads(town(), rules)
    else:
        assert network_from_roads(town(), rules).node_count == nodes


def test_the_order_of_rows_does_not_change_nodes_and_arcs(network):
    other = network_from_roads(town().iloc[::-1])
    for name in ("node_lonlat", "arc_first", "arc_from"):
        assert np.array_equal(getattr(other, name), getattr(network, name))
    assert other.arc_m == pytest.approx(network.arc_m, abs=1e-6)


def test_a_projected_layer_gives_the_same_network():
    shifted = town()
    shifted.geometry = shifted.translate(0, 37.5)
    plain = network_from_roads(shifted)
    moved = network_from_roads(shifted.to_crs(4546))
    assert np.array_equal(moved.arc_from, plain.arc_from)
    assert moved.arc_m == pytest.approx(plain.arc_m, abs=1e-3)


def test_edges_know_the_rows_they_come_from(network):
    assert np.bincount(network.edge_row).tolist() == [3, 2, 1, 2, 1, 2, 1]


def test_a_network_comes_back_from_its_bytes(network):
    again = Network.from_bytes(network.to_bytes())
    for name in vars(Network)["__dataclass_fields__"]:
        stored, original = getattr(again, name), getattr(network, name)
        assert np.array_equal(stored, original)
        assert stored.dtype == original.dtype


def test_bytes_of_something_else_are_refused(network):
    other = io.BytesIO()
    np.savez(other, format=np.array("jintu network 0"))
    for wrong in (b"", b"nonsense", network.to_bytes()[:-200], other.getvalue()):
        with pytest.raises(UnreadableNetwork):
            Network.from_bytes(wrong)
