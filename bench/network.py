"""Nearest station by road for every node: jintu beside scipy's bare Dijkstra on the same arrays.

    python bench/network.py [--sizes 100000,1000000] [--rounds 7] [--peer] [--pgrouting]

The town is a perturbed grid with 22 % of its streets missing, a sixth of the others one-way, three
classes of speed, and a station per thousand nodes. Rounds are interleaved, the median counts. The
peak is what the process held at most since it started (the grid's own arrays included). With --peer
pandana is installed into a temporary folder and measured beside the two; with --pgrouting the same
arcs are searched in a private PostGIS, which needs Debian's postgresql-15-pgrouting.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import peers
import psycopg
from scipy.sparse.csgraph import dijkstra

from geo.network import Ways, network_from_ways, nodes_to_nearest, snap
from geo.network.network import Network
from layers.db import driver_url
from layers.embedded import Cluster

STEP_DEG = 0.002
CORNER = (111.0, 35.5)
REACHED = """
SELECT count(*), avg(agg_cost) FROM pgr_drivingdistance(
    'SELECT id, source, target, cost FROM arcs', -1, %s, directed => true) WHERE node >= 0
"""


def grid_town(nodes, seed=7):
    """Two-point ways between neighbouring crossings of a perturbed grid."""
    rng = np.random.default_rng(seed)
    side = int(np.sqrt(nodes))
    place = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2)
    lonlat = CORNER + STEP_DEG * (place + rng.uniform(-0.3, 0.3, place.shape))
    number = np.arange(side * side).reshape(side, side)
    east = np.stack((number[:, :-1], number[:, 1:]), axis=-1).reshape(-1, 2)
    north = np.stack((number[:-1], number[1:]), axis=-1).reshape(-1, 2)
    ends = np.concatenate((east, north))
    ends = ends[rng.random(len(ends)) > 0.22]
    count = len(ends)
    return Ways(
        lonlat=lonlat[ends].reshape(-1, 2),
        first=np.arange(0, 2 * count + 1, 2),
        forward=np.ones(count, dtype=bool),
        backward=rng.random(count) > 1 / 6,
        speed_kmh=rng.choice([25.0, 50.0, 90.0], count, p=[0.8, 0.15, 0.05]),
        row=np.arange(count),
    )


def seconds_of(work, rounds):
    """Median, least and greatest time of each piece of work, interleaved."""
    times = {name: [] for name in work}
    for _ in range(rounds):
        for name, each in work.items():
            start = time.perf_counter()
            each()
            times[name].append(time.perf_counter() - start)
    return {name: (statistics.median(each), min(each), max(each)) for name, each in times.items()}


def bare_scipy(network, sources):
    """The search alone, from stations taken to be at nodes, with the serving station."""
    arcs = network.inbound("seconds")
    return lambda: dijkstra(arcs, indices=sources, min_only=True, return_predecessors=True)


def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def report(nodes, rounds, beside):
    ways = grid_town(nodes)
    rng = np.random.default_rng(11)
    before, start, cpu = peak_mb(), time.perf_counter(), time.process_time()
    network = network_from_ways(ways)
    build, cpu = time.perf_counter() - start, time.process_time() - cpu
    print(f"\n{network.node_count} nodes, {network.edge_count} edges, {network.arc_count} arcs\n")
    million = network.arc_count / 1e6
    print(f"- build: {build:.2f} s ({cpu:.2f} s of processor)")
    print(f"- per million arcs: {build / million:.2f} s ({cpu / million:.2f} s of processor)")
    print(f"- peak: {before:.0f} MB with the input, {peak_mb():.0f} MB after the build")
    del ways
    chosen = rng.choice(network.node_count, network.node_count // 1000, replace=False)
    start = time.perf_counter()
    stations = snap(network, network.node_lonlat[chosen] + rng.normal(0, 2e-4, (len(chosen), 2)))
    print(f"- snapping {len(chosen)} stations: {time.perf_counter() - start:.2f} s")
    work = {
        "scipy, stations at nodes": bare_scipy(network, chosen),
        "jintu, stations on edges": lambda: nodes_to_nearest(network, stations, "seconds"),
    }
    measured = seconds_of(work, rounds)
    base = measured["scipy, stations at nodes"][0]
    print("\n| method | median s | min-max s | ratio | ns per arc |\n|---|---|---|---|---|")
    for name, (middle, least, most) in measured.items():
        per_arc = middle / network.arc_count * 1e9
        ratio = middle / base
        print(f"| {name} | {middle:.4f} | {least:.4f}-{most:.4f} | {ratio:.2f} | {per_arc:.0f} |")
    print(f"\n- peak after the searches: {peak_mb():.0f} MB")
    cached = network.to_bytes()
    start = time.perf_counter()
    Network.from_bytes(cached)
    print(f"- cache: {len(cached) / 2**20:.0f} MB, read in {time.perf_counter() - start:.2f} s")
    start = time.perf_counter()
    _ = network.edge_tree
    print(f"- tree over all edges: {time.perf_counter() - start:.2f} s, peak {peak_mb():.0f} MB")
    if beside:
        cost, _ = nodes_to_nearest(network, stations, "seconds")
        far_s = float(np.ceil(cost[np.isfinite(cost)].max()))
        for each in beside:
            each(network, chosen, rounds, far_s)
    print("- load average: " + ", ".join(f"{each:.1f}" for each in os.getloadavg()))


def pandana_beside(network, chosen, rounds, far_s):
    """pandana's nearest point of interest for all nodes, stations at nodes, searched so far."""
    arcs = network.outbound("seconds").tocoo()
    with tempfile.TemporaryDirectory(prefix="jintu-bench-") as temporary:
        folder = Path(temporary)
        told = peers.ran(
            peers.installed(folder, "pandana"), "network_peer.py", folder, rounds, far_s,
            lonlat=network.node_lonlat, chosen=chosen, row=arcs.row, col=arcs.col, data=arcs.data,
        )  # fmt: skip
    print(f"- pandana: build {told['built_s']:.1f} s, nearest {told['seconds']:.2f} s")


def pgrouting_beside(network, chosen, rounds, far_s):
    """pgRouting's nodes within reach of a node that leads to all stations at no cost."""
    arcs = network.inbound("seconds").tocoo()
    with tempfile.TemporaryDirectory(prefix="jintu-bench-") as temporary:
        Path(temporary).chmod(0o755)
        with (
            Cluster(Path(temporary) / "data").use() as url,
            psycopg.connect(driver_url(url)) as connection,
        ):
            connection.execute("CREATE EXTENSION pgrouting CASCADE")
            connection.execute("CREATE TABLE arcs (id serial, source int, target int, cost float8)")
            with connection.cursor().copy("COPY arcs (source, target, cost) FROM STDIN") as copy:
                for row in zip(
                    arcs.row.tolist(), arcs.col.tolist(), arcs.data.tolist(), strict=True
                ):
                    copy.write_row(row)
                for station in chosen.tolist():
                    copy.write_row((-1, station, 0.0))
            connection.execute("ANALYZE arcs")
            taken = []
            for _ in range(rounds):
                start = time.perf_counter()
                count, mean_s = connection.execute(REACHED, [far_s]).fetchone()
                taken.append(time.perf_counter() - start)
    median = statistics.median(taken)
    print(f"- pgRouting: {median:.2f} s for {count} nodes, {mean_s:.1f} s to a station on average")


BESIDE = {"peer": pandana_beside, "pgrouting": pgrouting_beside}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="100000,1000000")
    parser.add_argument("--rounds", type=int, default=7)
    for name in BESIDE:
        parser.add_argument(f"--{name}", action="store_true")
    options = parser.parse_args()
    sizes = options.sizes.split(",")
    chosen = [name for name in BESIDE if getattr(options, name)]
    if len(sizes) == 1:
        report(int(sizes[0]), options.rounds, [BESIDE[name] for name in chosen])
        return
    for size in sizes:
        # A process of its own for each size, so that peaks do not add up.
        again = [sys.executable, __file__, "--sizes", size, "--rounds", str(options.rounds)]
        subprocess.run(again + [f"--{name}" for name in chosen], check=True)


if __name__ == "__main__":
    main()
