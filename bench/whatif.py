"""One edit of stations: the time the server takes, straight and by road, and starting anew.

    python bench/whatif.py [--roads ../shared/geodata/taiyuan_osm_roads.geojson]

2 200 villages and 7 000 stations at random in a box; by road in the box of the road layer. Each
figure is the median and the 95th percentile of forty edits: one station is moved by about a
kilometre, added, or removed.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from geo.distances import nearest_known
from geo.network import nearest_by_road, network_from_roads, snap
from geo.whatif import parse_edits
from layers import plans
from layers.scenarios import Wish, asked, preview
from layers.scenarios.inputs import Inputs
from layers.scenarios.live import State

VILLAGES, STATIONS, EDITS = 2_200, 7_000, 40
BOX = (112.0, 36.8, 113.8, 37.9)
PLANS = Path(__file__).resolve().parent.parent / "data" / "plans"


def points(rng, count, box):
    return shapely.points(rng.uniform(box[:2], box[2:], (count, 2)))


def state_of(box, params, network):
    rng = np.random.default_rng(11)
    codes = [f"14070{1 + i % 9}{i // 1000:03d}{i % 1000:03d}" for i in range(VILLAGES)]
    villages = gpd.GeoDataFrame(
        {"code": codes, "name_zh": codes}, geometry=points(rng, VILLAGES, box), crs=4326
    )
    stations = gpd.GeoDataFrame(
        {"id": [f"S{i}" for i in range(STATIONS)], "year": 2025, "piles": 4},
        geometry=points(rng, STATIONS, box),
        crs=4326,
    )
    pinned = {
        role: {"layer": role, "version": 0, "version_id": 0, "sha256": "", "quality": "derived"}
        for role in ("origins", "stations", "roads")
    }
    frames = {"origins": villages, "stations": stations}
    given = Inputs(layers={}, frames=frames, network=network)
    return State({**pinned, "context": {}}, asked.parse(params), given)


def edits(state):
    rng = np.random.default_rng(3)
    for number in range(EDITS):
        row = int(rng.integers(STATIONS))
        lon, lat = (state.stations.lonlat[row] + rng.normal(0, 0.01, 2)).tolist()
        name = str(state.stations.id[row])
        place = {"lon": lon, "lat": lat}
        yield [
            {"op": "move", "id": name, **place},
            {"op": "remove", "id": name},
            {"op": "add", "id": "new", **place},
        ][number % 3]


def told(name, took):
    took = np.array(took) * 1000
    print(f"| {name} | {np.median(took):.1f} | {np.quantile(took, 0.95):.1f} |", flush=True)


def measured(name, state, anew):
    registry = plans.load(PLANS)
    core, whole, again = [], [], []
    for edit in edits(state):
        start = time.perf_counter()
        outcome = state.after(parse_edits([edit]))
        core.append(time.perf_counter() - start)
        start = time.perf_counter()
        preview(state, parse_edits([edit]), registry, Wish(targets=False))
        whole.append(time.perf_counter() - start)
        sites = outcome.edited.stations.lonlat
        start = time.perf_counter()
        anew(sites)
        again.append(time.perf_counter() - start)
    told(f"{name}: distances and classes after an edit", core)
    told(f"{name}: the whole answer without targets", whole)
    told(f"{name}: distances alone, from the beginning", again)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--roads", type=Path)
    options = parser.parse_args()
    print("| what | median ms | p95 ms |\n|---|---|---|")
    state = state_of(BOX, {"year": 2025}, None)
    measured("straight", state, lambda sites: nearest_known(state.lonlat, sites))
    if options.roads is None:
        return
    roads = gpd.read_file(options.roads)
    network = network_from_roads(roads)
    params = {"year": 2025, "mode": "network"}
    by_road = state_of(tuple(roads.total_bounds), params, network)
    places = snap(network, by_road.lonlat)

    def anew(sites):
        nearest_by_road(network, places, snap(network, sites))

    print(f"{network.node_count} nodes, {network.arc_count} arcs")
    measured("by road", by_road, anew)


if __name__ == "__main__":
    main()
