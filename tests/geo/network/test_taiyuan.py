"""Real streets: distances agree with another computation, written another way, on networkx.

That one keeps every vertex of every way as a node, reads the tags itself, measures each segment
by Karney's algorithm, and inserts the places into the segments they stand on.
"""

import itertools
from pathlib import Path

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import Point

from geo.crs import GEOD
from geo.network import (
    assemble_route,
    cost_of_pairs,
    nearest_by_road,
    network_from_roads,
    route_pieces,
    snap,
)

ROADS = Path(__file__).resolve().parents[4] / "shared" / "geodata" / "taiyuan_osm_roads.geojson"
PAIRS = 1_000
NOT_FOR_CARS = {"footway", "cycleway", "pedestrian", "steps", "path", "bridleway", "construction"}

pytestmark = pytest.mark.shared_geodata


@pytest.fixture(scope="module")
def roads():
    return gpd.read_file(ROADS)


@pytest.fixture(scope="module")
def network(roads):
    return network_from_roads(roads)


def segments(roads):
    """Every stretch between two neighbouring vertices, with the directions it may be driven."""
    for each in roads.itertuples():
        if each.highway in NOT_FOR_CARS or each.access in {"no", "private"}:
            continue
        only = each.oneway == "yes" or (pd.isna(each.oneway) and each.junction == "roundabout")
        points = [tuple(each) for each in np.round(each.geometry.coords, 7).tolist()]
        yield from ((a, b, only) for a, b in itertools.pairwise(points) if a != b)


def add(graph, start, end, *, only):
    metres = GEOD.inv(*start, *end)[2]
    for a, b in [(start, end)] if only else [(start, end), (end, start)]:
        if not graph.has_edge(a, b) or graph[a][b]["metres"] > metres:
            graph.add_edge(a, b, metres=metres)


def alone(every):
    """The segments whose middle lies on no other segment (a few ways are drawn twice)."""
    lines = shapely.linestrings([(a, b) for a, b, _ in every])
    middles = shapely.centroid(lines)
    row, _ = shapely.STRtree(lines).query(middles, predicate="dwithin", distance=1e-6)
    return np.flatnonzero(np.bincount(row, minlength=len(every)) == 1)


@pytest.fixture(scope="module")
def vertex_graph(roads):
    """The streets on networkx, and places in the middle of segments: node, position."""
    graph = nx.DiGraph()
    every = list(segments(roads))
    chosen = np.random.default_rng(5).permutation(alone(every))[: 2 * PAIRS]
    for start, end, only in every:
        add(graph, start, end, only=only)
    places = []
    for number in chosen.tolist():
        start, end, only = every[number]
        place = ("place", number)
        middle = tuple(((np.array(start) + np.array(end)) / 2).tolist())
        for a, b in [(start, end)] if only else [(start, end), (end, start)]:
            graph.add_edge(a, place, metres=GEOD.inv(*a, *middle)[2])
            graph.add_edge(place, b, metres=GEOD.inv(*middle, *b)[2])
        places.append((place, middle))
    return graph, places


def test_a_thousand_pairs_agree_with_networkx_to_a_metre(network, vertex_graph):
    graph, places = vertex_graph
    # A hundred origins with ten goals each: networkx searches once for each origin.
    start, end = places[: PAIRS // 10] * 10, places[PAIRS:]
    by_arrays = cost_of_pairs(
        network, *(snap(network, [each for _, each in side]) for side in (start, end))
    )
    from_origin = {
        origin: nx.single_source_dijkstra_path_length(graph, origin, weight="metres")
        for origin, _ in places[: PAIRS // 10]
    }
    by_graph = np.array(
        [
            from_origin[origin].get(goal, np.inf)
            for (origin, _), (goal, _) in zip(start, end, strict=True)
        ]
    )
    assert np.array_equal(np.isinf(by_arrays), np.isinf(by_graph))
    known = np.isfinite(by_arrays)
    assert known.sum() > 0.7 * PAIRS
    assert np.abs(by_arrays[known] - by_graph[known]).max() < 1


def test_the_nearest_of_fifty_stations_agrees_with_networkx(network, vertex_graph):
    graph, places = vertex_graph
    stations, origins = places[:50], places[50:]
    found = nearest_by_road(
        network, *(snap(network, [each for _, each in side]) for side in (origins, stations))
    )
    cost = nx.multi_source_dijkstra_path_length(
        graph.reverse(copy=False), [node for node, _ in stations], weight="metres"
    )
    expected = np.array([cost.get(node, np.inf) for node, _ in origins])
    assert np.array_equal(np.isinf(found.cost), np.isinf(expected))
    known = np.isfinite(expected)
    assert np.abs(found.cost[known] - expected[known]).max() < 1
    assert set(found.reason[~known]) <= {"disconnected", "one_way"}
    assert set(found.reason[known]) == {""}


def test_the_network_has_the_length_the_data_is_described_with(network):
    assert network.edge_m.sum() / 1000 == pytest.approx(1397, abs=1)
    lengths_m = np.bincount(network.part[network.edge_start], network.edge_m)
    assert len(lengths_m) == 12
    assert lengths_m.max() / lengths_m.sum() == pytest.approx(0.992, abs=0.001)


def test_a_named_avenue_of_two_carriageways_is_one_route(roads):
    pieces = route_pieces(roads.rename(columns={"name": "name_zh"}), "建设北路")
    route = assemble_route(pieces, 1_000)
    start, end = (Point(route.line.coords[each]) for each in (0, -1))
    straight_m = GEOD.inv(start.x, start.y, end.x, end.y)[2]
    # A street, not a way there and back.
    assert straight_m <= route.length_m < 1.2 * straight_m
    assert set(route.rows).isdisjoint(route.left_out)
    assert len(route.rows) + len(route.left_out) == len(pieces)
