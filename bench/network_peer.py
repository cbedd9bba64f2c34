"""pandana's nearest point of interest for all nodes, on arrays of bench/network.py."""

import json
import statistics
import sys
import time

import numpy as np
import pandana
import pandas as pd


def main():
    given, rounds, far_s = np.load(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    lonlat, chosen = given["lonlat"], given["chosen"]
    start = time.perf_counter()
    network = pandana.Network(
        pd.Series(lonlat[:, 0]),
        pd.Series(lonlat[:, 1]),
        pd.Series(given["row"]),
        pd.Series(given["col"]),
        pd.DataFrame({"s": given["data"]}),
        twoway=False,
    )
    built = time.perf_counter() - start
    places = lonlat[chosen]
    network.set_pois("stations", far_s, 1, places[:, 0], places[:, 1])
    took = []
    for _ in range(rounds):
        start = time.perf_counter()
        found = network.nearest_pois(far_s, "stations", num_pois=1)
        took.append(time.perf_counter() - start)
    reached = found[1].to_numpy()
    told = {"built_s": built, "seconds": statistics.median(took),
            "mean_s": float(reached[reached < far_s].mean())}  # fmt: skip
    print(json.dumps(told))


if __name__ == "__main__":
    main()
