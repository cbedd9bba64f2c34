"""Nearest site: jintu's certified search beside what people write by hand, in one run.

    python bench/nearest.py [--cases 130x500,50000x50000] [--rounds 7]

Every method gets the same random positions and returns geodesic metres; rounds are interleaved,
the median counts. ``wrong`` is how many rows name another site than comparing all pairs does
(small cases) or than jintu does (large ones), ``max err`` by how many metres the distance is off.
"""

from __future__ import annotations

import argparse
import statistics
import time

import geopandas as gpd
import numpy as np
import shapely
from scipy.spatial import cKDTree

from geo.crs import GEOD
from geo.distances import earth_centred, geodesic_m, nearest

ALL_PAIRS_LIMIT = 2_000_000
SHANXI = ((110.2, 34.6), (114.5, 40.7))


def jintu(origins, sites):
    found = nearest(origins, sites)
    return found.index, found.distance_m


def bare_kd_tree(origins, sites):
    tree = cKDTree(earth_centred(sites))
    _, index = tree.query(earth_centred(origins), k=1, workers=-1)
    return index, geodesic_m(origins, sites[index])


def sjoin_nearest(origins, sites):
    """In the transverse Mercator of the province's middle meridian, then geodesic metres."""
    plane = "+proj=tmerc +lon_0=112.35 +k=1 +x_0=500000 +ellps=GRS80"
    left = gpd.GeoDataFrame(geometry=shapely.points(origins), crs=4326).to_crs(plane)
    right = gpd.GeoDataFrame(geometry=shapely.points(sites), crs=4326).to_crs(plane)
    joined = gpd.sjoin_nearest(left, right)
    index = joined["index_right"][~joined.index.duplicated()].to_numpy()
    return index, geodesic_m(origins, sites[index])


METHODS = {"jintu": jintu, "bare kd-tree k=1 + Geod": bare_kd_tree, "sjoin_nearest": sjoin_nearest}


def reference(origins, sites):
    if len(origins) * len(sites) > ALL_PAIRS_LIMIT:
        return jintu(origins, sites)
    lengths = geodesic_m(origins[:, None, :], sites[None, :, :])
    return lengths.argmin(axis=1), lengths.min(axis=1)


def measure(origins, sites, rounds):
    seconds = {name: [] for name in METHODS}
    for _ in range(rounds):
        for name, method in METHODS.items():
            start = time.perf_counter()
            method(origins, sites)
            seconds[name].append(time.perf_counter() - start)
    return seconds


def report(case, rounds):
    counts = [int(part) for part in case.split("x")]
    rng = np.random.default_rng(7)
    origins, sites = (rng.uniform(*SHANXI, (count, 2)) for count in counts)
    true_index, true_m = reference(origins, sites)
    seconds = measure(origins, sites, rounds)
    base = statistics.median(seconds["jintu"])
    print(f"\n{case} (ellipsoid a = {GEOD.a:.0f} m, {rounds} rounds)\n")
    print("| method | median ms | min-max ms | ratio to jintu | wrong | max err m |")
    print("|---|---|---|---|---|---|")
    for name, method in METHODS.items():
        index, metres = method(origins, sites)
        times = [1000 * each for each in seconds[name]]
        middle = statistics.median(times)
        wrong, off_m = int((index != true_index).sum()), np.abs(metres - true_m).max()
        print(
            f"| {name} | {middle:.2f} | {min(times):.2f}-{max(times):.2f} "
            f"| {middle / 1000 / base:.2f} | {wrong} | {off_m:.2g} |"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", default="130x500,50000x50000")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    for case in options.cases.split(","):
        report(case, options.rounds)


if __name__ == "__main__":
    main()
