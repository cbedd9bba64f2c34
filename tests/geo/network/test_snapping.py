import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.distances import geodesic_m
from geo.errors import BadCoordinates, BadParameter
from geo.network import network_from_roads, position_at, snap
from tests.geo.network.roadcity import at, frame, road, town

TOWN = network_from_roads(town())


def test_a_place_meets_the_road_at_the_nearest_point_of_an_edge():
    snapped = snap(TOWN, [at(0.3, 0.1)])
    assert snapped.snap_m == pytest.approx([100], abs=1e-3)
    assert snapped.lonlat[0] == pytest.approx(at(0.3, 0), abs=1e-8)
    along_m = float(snapped.offset_m[0])
    assert min(along_m, 1000 - along_m) == pytest.approx(300, abs=1e-3)
    assert TOWN.edge_row[snapped.edge].tolist() == [0]


def test_the_limit_itself_is_near_enough():
    place = [at(2.5, -0.4)]
    exact_m = float(snap(TOWN, place).snap_m[0])
    assert snap(TOWN, place, exact_m).on_road.tolist() == [True]
    beyond = snap(TOWN, place, np.nextafter(exact_m, 0))
    assert beyond.on_road.tolist() == [False]
    # What is too far still says how far it is.
    assert beyond.snap_m.tolist() == [exact_m]


def test_near_a_node_a_place_is_at_the_node():
    snapped = snap(TOWN, [at(0.000_009, 0), at(1.000_02, 0)])
    assert snapped.offset_m[0] in {0.0, float(TOWN.edge_m[snapped.edge[0]])}
    assert min(snapped.offset_m[1], TOWN.edge_m[snapped.edge[1]] - snapped.offset_m[1]) == (
        pytest.approx(0.02, abs=1e-3)
    )


def test_an_unknown_position_is_not_on_a_road():
    snapped = snap(TOWN, [(np.nan, np.nan), at(0, 0)])
    assert snapped.on_road.tolist() == [False, True]
    assert snapped.edge[0] == -1
    assert np.isinf(snapped.snap_m[0])
    assert len(snap(TOWN, np.zeros((0, 2)))) == 0


def test_what_cannot_be_a_place_or_a_limit_is_refused():
    with pytest.raises(BadCoordinates):
        snap(TOWN, [(112.0, 100.0)])
    for wrong in (-1, float("nan")):
        with pytest.raises(BadParameter):
            snap(TOWN, [at(0, 0)], wrong)


def test_the_foot_lies_on_the_right_part_of_a_bent_road():
    bent = network_from_roads(frame(road((0, 0), (1, 0), (1, 1), (0, 1))))
    snapped = snap(bent, [at(1.1, 0.5), at(0.4, 0.9)])
    # An edge runs in the direction its road was drawn.
    assert snapped.offset_m == pytest.approx([1500, 2600], abs=1e-2)


def test_positions_along_an_edge_run_from_its_start_to_its_end():
    edge = np.zeros(3, dtype=np.int64)
    length_m = TOWN.edge_m[0]
    lonlat, beyond = position_at(TOWN, edge, np.array([0.0, length_m / 2, length_m]))
    start, end = TOWN.node_lonlat[TOWN.edge_start[0]], TOWN.node_lonlat[TOWN.edge_end[0]]
    assert lonlat == pytest.approx(np.array([start, (start + end) / 2, end]), abs=1e-7)
    assert beyond.tolist() == [TOWN.edge_first[0] + 1] * 3


@settings(deadline=None)
@given(x=st.floats(-0.5, 3.5), y=st.floats(-0.5, 2.5))
def test_no_point_of_a_road_is_nearer_than_the_one_found(x, y):
    found = snap(TOWN, [at(x, y)], 5000)
    share = np.linspace(0, 1, 201)
    edge = np.repeat(np.arange(TOWN.edge_count), len(share))
    points, _ = position_at(TOWN, edge, np.tile(share, TOWN.edge_count) * TOWN.edge_m[edge])
    nearest_m = geodesic_m(np.array(at(x, y)), points).min()
    assert found.snap_m[0] <= nearest_m * 1.001 + 1e-4
    assert geodesic_m(np.array(at(x, y)), found.lonlat[0]) == pytest.approx(found.snap_m[0])


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10_000), count=st.integers(1, 5), spread_km=st.sampled_from([1, 30]))
def test_few_places_among_many_edges_find_the_same_without_the_tree(seed, count, spread_km):
    """Long and short streets, places near roads and far outside."""
    rng = np.random.default_rng(seed)
    start = rng.uniform(0, 20, (600, 2))
    end = start + rng.normal(0, 1, (600, 2)) * rng.choice([0.1, 5.0], (600, 1))
    streets = frame(*(road(a, b) for a, b in zip(start.tolist(), end.tolist(), strict=True)))
    net = network_from_roads(streets)
    places = [at(*each) for each in rng.uniform(-spread_km, 20 + spread_km, (count, 2))]
    assert "edge_tree" not in vars(net)
    alone = snap(net, places)
    assert net.edge_tree is not None
    assert np.array_equal(alone.edge, snap(net, places).edge)
