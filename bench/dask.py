"""The nearest pile for each village of a country: one process, and two Dask workers beside it.

    PYTHONPATH=. python bench/dask.py [--villages 600000] [--piles 2000000] [--rounds 1]

Both run the command line from GeoParquet to CSV, in turn; the two tables must be the same byte for
byte. Villages gather around 2 000 towns between 75 and 130 degrees east, piles around the same
towns, because an even spread would be kind to any division by area. Memory is the peak of all
processes of a run together.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

TOWNS = 2_000
WEST, SOUTH, EAST, NORTH = 75.0, 20.0, 130.0, 50.0
SPREAD_DEG = 0.25


def around_towns(rng, towns, count):
    """Return points scattered around towns of very different size."""
    weight = rng.pareto(1.2, len(towns)) + 0.1
    home = rng.choice(len(towns), count, p=weight / weight.sum())
    return towns[home] + rng.normal(0, SPREAD_DEG, (count, 2))


def inputs(folder, villages, piles):
    """Write both files and return them."""
    rng = np.random.default_rng(7)
    towns = np.column_stack((rng.uniform(WEST, EAST, TOWNS), rng.uniform(SOUTH, NORTH, TOWNS)))
    made = []
    for name, count in (("villages", villages), ("piles", piles)):
        table = pd.DataFrame({"id": np.arange(count).astype(str)})
        if name == "piles":
            table = table.assign(year=2025, piles=2)
        points = shapely.points(around_towns(rng, towns, count))
        frame = gpd.GeoDataFrame(table, geometry=points, crs=4326)
        made.append(folder / f"{name}.parquet")
        frame.to_parquet(made[-1])
    return made


class Peak:
    """The most memory that a process and its descendants held together, looked at often."""

    def __init__(self, pid):
        self.bytes, self._pid, self._ended = 0, pid, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self):
        self._ended.set()
        self._thread.join()
        return self.bytes

    def _watch(self):
        while not self._ended.wait(0.2):
            self.bytes = max(self.bytes, sum(map(resident, family(self._pid))))


def family(pid):
    """Return the numbers of a process and all below it."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text().rpartition(") ")[2].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(stat[1])
    found, more = {pid}, True
    while more:
        more = {one for one, parent in parents.items() if parent in found} - found
        found |= more
    return found


def resident(pid):
    """Return the bytes of a process, what it shares divided among those who share it."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def run(villages, piles, out, *more):
    """Run the command line; return the seconds and the peak of memory."""
    command = [
        *(sys.executable, "-m", "api.cli", "analyse", "charging-distance"),
        *("--origins", str(villages), "--stations", str(piles), "--out", str(out), *more),
    ]
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        peak = Peak(process.pid)
        if process.wait():
            sys.exit(f"failed: {' '.join(command)}")
    return time.perf_counter() - begun, peak.stop()


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--villages", type=int, default=600_000)
    options.add_argument("--piles", type=int, default=2_000_000)
    options.add_argument("--rounds", type=int, default=1)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="jintu-bench-") as root:
        folder = Path(root)
        files = inputs(folder, asked.villages, asked.piles)
        ways = {"one process": (), "two Dask workers": ("--dask", "local")}
        seen = {name: [] for name in ways}
        for _ in range(asked.rounds):
            for name, more in ways.items():
                seen[name].append(run(*files, folder / f"{name}.csv", *more))
        for name, found in seen.items():
            seconds, peak = np.median(np.array(found), axis=0)
            print(f"{name}: {seconds:.1f} s, peak {peak / 2**20:.0f} MB", flush=True)
        one, other = (folder / f"{name}.csv" for name in ways)
        same = filecmp.cmp(one, other, shallow=False)
        ratio = statistics.median(b[0] / a[0] for a, b in zip(*seen.values(), strict=True))
        print(f"same table: {same}; time of two workers / one process: {ratio:.2f}")
        print(f"load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
