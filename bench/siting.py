"""Siting at the size of Jinzhong: exact solutions, their bounds and times.

    python bench/siting.py [--limit 60] [--peer]

With --peer spopt's MCLP (pulp, CBC) is measured beside ours on the same distances; it is installed
into a temporary folder.

Counties, quotas, townships and the number of villages are those in data/allocations; positions are
drawn at random (a box of 160 by 120 km cut in eleven strips, townships in their county's strip,
villages within some kilometres of their township), because village positions are not openly
packaged. Every village is a candidate site.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import peers

from geo.allocation import (
    Candidates,
    Demand,
    Effort,
    PlanRules,
    conflicts,
    cover_from_distances,
    cover_within,
    fewest_sites,
    least_distance,
    least_farthest,
    most_covered,
    place_quotas,
    quickly_covered,
)
from geo.distances import geodesic_m

FOLDER = Path(__file__).resolve().parent.parent / "data" / "allocations"
WEST, SOUTH, WIDTH, HEIGHT = 112.0, 36.8, 1.8, 1.08
YEARS = (2023, 2024, 2025)
RADIUS_M, SITES, SPOPT_LIMIT_S = 3_000, 60, 600


def jinzhong():
    """Villages with county and township codes, position and a random weight."""
    text = {"township_code": str, "county_code": str}
    counts = pd.read_csv(FOLDER / "village-counts.csv", dtype=text)
    counts = counts[counts["county_code"].str.startswith("1407")].reset_index(drop=True)
    rng = np.random.default_rng(7)
    strip = pd.factorize(counts["county_code"])[0]
    lon = WEST + WIDTH * (strip + rng.random(len(counts))) / (strip.max() + 1)
    lat = SOUTH + HEIGHT * rng.random(len(counts))
    sizes = (counts["village_committees"] + counts["communities"]).to_numpy()
    villages = counts.loc[counts.index.repeat(sizes)].reset_index(drop=True)
    spread = rng.normal(0, 0.035, (len(villages), 2))
    place = np.column_stack((np.repeat(lon, sizes), np.repeat(lat, sizes))) + spread
    serial = villages.groupby("township_code").cumcount() + 1
    code = villages["township_code"] + serial.astype(str).str.zfill(3)
    weights = rng.integers(50, 3_000, len(villages)).astype(float)
    return villages.assign(code=code, lon=place[:, 0], lat=place[:, 1], weight=weights)


def plan_case(villages, *, village_minimum=0):
    quotas = pd.read_csv(FOLDER / "jinzhong-charging-2023-2025.csv", dtype={"adcode": str})
    sites = Candidates(
        county=villages["county_code"].to_numpy(object),
        township=villages["township_code"].to_numpy(object),
        village=villages["code"].to_numpy(object),
        capacity=np.full(len(villages), 60),
        existing=np.zeros(len(villages), dtype=np.int64),
    )
    rules = PlanRules(
        years=YEARS,
        quotas={
            row.adcode: (row.new_2023, row.new_2024, row.new_2025) for row in quotas.itertuples()
        },
        township_minimum=dict.fromkeys(villages["township_code"].unique(), 5),
        village_minimum=dict.fromkeys(villages["code"], village_minimum) if village_minimum else {},
        station_piles=2 if village_minimum else 10,
    )
    return sites, rules


def timed(name, work):
    start = time.perf_counter()
    found = work()
    print(
        f"| {name} | {time.perf_counter() - start:.2f} | {found.objective:,.0f} "
        f"| {found.bound:,.0f} | {100 * found.gap:.3f} % |",
        flush=True,
    )
    return found


def demand(villages, limits_km):
    place = villages[["lon", "lat"]].to_numpy()
    cover = tuple(cover_within(place, place, 1000 * km) for km in limits_km)
    return Demand(weights=villages["weight"].to_numpy(), cover=cover)


def plans(villages, effort):
    for limits_km in ((50, 30, 10), (8, 5, 3), (5, 3, 1)):
        wanted = demand(villages, limits_km)
        name = "plan, " + "/".join(map(str, limits_km)) + " km"
        timed(name, lambda wanted=wanted: place_quotas(*plan_case(villages), wanted, effort=effort))


def problems(villages, effort):
    place, weights = villages[["lon", "lat"]].to_numpy(), villages["weight"].to_numpy()
    cover = cover_within(place, place, 3_000)
    timed("MCLP greedy and exchange", lambda: quickly_covered(cover, 60, weights=weights))
    timed("MCLP", lambda: most_covered(cover, 60, weights=weights, effort=effort))
    timed("LSCP", lambda: fewest_sites(cover, effort=effort))
    distance = geodesic_m(place[:, None], place[None])
    timed("p-median", lambda: least_distance(distance, 60, weights=weights, effort=effort))
    small = villages.drop_duplicates("township_code").index
    near = distance[np.ix_(small, small)]
    timed("p-median, townships", lambda: least_distance(near, 12, effort=effort))
    timed("p-centre, townships", lambda: least_farthest(near, 12, effort=effort))


def beside_spopt(villages, effort, rounds=5):
    """The MCLP from the table of distances on, ours and spopt's, ours several times."""
    place, weights = villages[["lon", "lat"]].to_numpy(), villages["weight"].to_numpy()
    distance = geodesic_m(place[:, None], place[None])
    took = []
    for _ in range(rounds):
        start = time.perf_counter()
        cover = cover_from_distances(distance, RADIUS_M)
        found = most_covered(cover, SITES, weights=weights, effort=effort)
        took.append(time.perf_counter() - start)
    ours = float(np.median(took))
    print(f"\nMCLP, ours: {ours:.2f} s ({min(took):.2f}-{max(took):.2f}), {found.objective:,.0f}")
    with tempfile.TemporaryDirectory(prefix="jintu-bench-") as temporary:
        folder = Path(temporary)
        python = peers.installed(folder, "spopt", "pulp")
        told = peers.ran(python, "siting_peer.py", folder, RADIUS_M, SITES, SPOPT_LIMIT_S,
                         distance=distance, weights=weights)  # fmt: skip
    print(
        f"MCLP, spopt with CBC: {told['seconds']:.1f} s, of which {told['built_s']:.1f} s to put "
        f"together, {told['objective']:,.0f} ({told['status']}): "
        f"{told['seconds'] / ours:.0f} times ours"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=float, default=60.0)
    parser.add_argument("--peer", action="store_true")
    options = parser.parse_args()
    effort = Effort(time_limit_s=options.limit, gap=0.001)
    villages = jinzhong()
    townships = villages["township_code"].nunique()
    print(f"{townships} townships, {len(villages)} villages, each a candidate\n")
    print("| problem | s | objective | bound | gap |\n|---|---|---|---|---|")
    plans(villages, effort)
    problems(villages, effort)
    if options.peer:
        beside_spopt(villages, effort)
    print("\nload average: " + ", ".join(f"{each:.1f}" for each in os.getloadavg()))
    start = time.perf_counter()
    found = conflicts(*plan_case(villages, village_minimum=2))
    print(f"\nwith two piles in every village: {time.perf_counter() - start:.1f} s")
    for each in found:
        more = sum(change.amount for change in each.by_quota)
        rules = dict(Counter(str(change.rule) for change in each.cheapest))
        least = "" if each.proven else " (not proven least)"
        print(f"- {each.county}: {', '.join(each.rules)}; {more} more piles or {rules}{least}")


if __name__ == "__main__":
    main()
