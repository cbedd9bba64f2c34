"""Analyses along roads through the service, against networkx and against hand-made towns."""

from __future__ import annotations

import itertools
from typing import Any

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import pytest

from geo.crs import GEOD
from layers import networks
from layers.db import Database
from tests.api.conftest import client_for
from tests.api.scenarios.conftest import stored
from tests.conftest import SHARED
from tests.geo.network import roadcity

NOT_FOR_CARS = {"footway", "cycleway", "pedestrian", "steps", "path", "bridleway", "construction"}


@pytest.fixture
def city(empty_url):
    """A service on an empty database, and a way to load layers into it."""
    database = Database(empty_url)
    with client_for(empty_url, worker=True) as client:
        yield client, database
    database.dispose()


def points(codes, lonlat, name="code"):
    columns = {name: codes} | ({"name_zh": codes} if name == "code" else {"year": 2025})
    frame = gpd.GeoDataFrame(columns, geometry=gpd.points_from_xy(*zip(*lonlat, strict=True)))
    return frame.set_crs(4326)


def ask(client, analysis="network-distance", **raw) -> Any:
    usual = {"origins": "townships", "stations": "stations", "roads": "roads"}
    if analysis != "network-distance":
        usual.pop("origins")
    return client.post(f"/api/analyses/{analysis}/runs", json=usual | raw)


def rows(client, run):
    found = client.get(f"/ogc/collections/{run['result_collection']}/items?limit=10000").json()
    return {each["properties"]["code"]: each["properties"] for each in found["features"]}


def load_town(database):
    origins = points(
        ["140702001", "140702002", "140702003"],
        [roadcity.at(*each) for each in ((1, 0), (10, 0), (0, 0))],
    )
    stored(database, "townships", origins, role="township", key="code")
    sites = points(["s1"], [roadcity.at(1, 1)], "id")
    stored(database, "stations", sites, role="station", key="id")


def test_both_readings_and_what_changes_are_told(city):
    client, database = city
    load_town(database)
    stored(database, "roads", roadcity.town(), role="road")
    run = ask(client, thresholds_km=[1.5, 2.5]).json()
    found = rows(client, run)
    # B0: 1 km straight, 3 by road; the island is cut off; A0: sqrt 2 and 2 km.
    assert found["140702001"]["network_distance_m"] == pytest.approx(3000, abs=0.01)
    assert (found["140702001"]["class"], found["140702001"]["network_class"]) == (
        "<1.5 km",
        ">=2.5 km",
    )
    island = found["140702002"]
    assert (island["network_distance_m"], island["reason"]) == (None, "disconnected")
    assert run["summary"]["class_changed"] == 3
    assert run["summary"]["unreachable"] == 1
    assert run["inputs"]["roads"]["layer"] == "roads"


def test_the_network_of_a_version_is_built_once(city, monkeypatch):
    client, database = city
    load_town(database)
    stored(database, "roads", roadcity.town(), role="road")
    built = []
    whole = networks.network_from_roads
    monkeypatch.setattr(
        networks, "network_from_roads", lambda *given: built.append(1) or whole(*given)
    )
    ask(client, thresholds_km=[1])
    ask(client, thresholds_km=[2])
    reach = ask(client, "network-reach", minutes=[1, 2]).json()
    assert len(built) == 1
    stored(database, "roads", roadcity.town().iloc[:3], role="road")
    assert ask(client, thresholds_km=[1]).json()["reused"] is False
    assert len(built) == 2
    layer = client.get(f"/api/layers/{reach['result_collection']}").json()
    assert layer["geometry_type"] in {"Polygon", "MultiPolygon"}
    assert [each["limit"] for each in reach["summary"]["areas"]] == [2, 1]


def test_without_roads_the_way_out_is_told_and_an_estimate_must_be_asked_for(city):
    client, database = city
    load_town(database)
    answer = ask(client)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "no_road_layer")
    rivers = roadcity.town()
    stored(database, "rivers", rivers, role="river")
    assert ask(client, roads="rivers").json()["error"]["code"] == "bad_parameter"
    asked = {"origins": "townships", "stations": "stations", "factor": 1.4}
    run = client.post("/api/analyses/estimated-distance/runs", json=asked).json()
    found = rows(client, run)["140702001"]
    assert found["estimated_distance_m"] == pytest.approx(1400, abs=0.01)
    assert found["method"] == run["summary"]["method"] == "estimated_by_detour_factor"


def streets(roads):
    """Every stretch between neighbouring vertices as arcs of a graph, read from the tags anew."""
    graph = nx.DiGraph()
    for each in roads.itertuples():
        if each.highway in NOT_FOR_CARS or each.access in {"no", "private"}:
            continue
        only = each.oneway == "yes" or (pd.isna(each.oneway) and each.junction == "roundabout")
        for a, b in itertools.pairwise(map(tuple, np.round(each.geometry.coords, 7).tolist())):
            metres = GEOD.inv(*a, *b)[2]
            for start, end in [(a, b)] if only else [(a, b), (b, a)]:
                if a != b and metres < graph.get_edge_data(start, end, {"m": np.inf})["m"]:
                    graph.add_edge(start, end, m=metres)
    return graph


@pytest.mark.shared_geodata
def test_on_real_streets_a_run_agrees_with_networkx_to_a_metre(city):
    client, database = city
    roads = gpd.read_file(SHARED / "geodata" / "taiyuan_osm_roads.geojson")
    graph = streets(roads)
    nodes = sorted(graph)
    chosen = np.random.default_rng(3).permutation(len(nodes))[:1_020].tolist()
    places, sites = [nodes[each] for each in chosen[20:]], [nodes[each] for each in chosen[:20]]
    codes = [f"140105{number:06d}" for number in range(len(places))]
    stored(database, "townships", points(codes, places), role="township", key="code")
    ids = [f"s{number}" for number in range(20)]
    stored(database, "stations", points(ids, sites, "id"), role="station", key="id")
    stored(database, "roads", roads, role="road")
    found = rows(client, ask(client).json())
    cost = nx.multi_source_dijkstra_path_length(graph.reverse(copy=False), sites, weight="m")
    expected = np.array([cost.get(node, np.inf) for node in places])
    metres = [found[code]["network_distance_m"] for code in codes]
    measured = np.array([np.inf if each is None else each for each in metres])
    assert np.array_equal(np.isinf(measured), np.isinf(expected))
    known = np.isfinite(expected)
    assert known.sum() > 900
    assert np.abs(measured[known] - expected[known]).max() < 1
