"""Serving: jintu beside a bare FastAPI application and other servers, in one run.

    python bench/serving.py [--peers ceiling,tipg,mapserver] [--rounds 3] [--seconds 2]

Every server is started here, on the same PostGIS with the same rows, and asked in turn: rounds are
interleaved, the median counts, and what is reported beside requests per second is the ratio to the
bare application. Needs ``wrk``; tipg is installed into a temporary folder; MapServer needs
Debian's ``cgi-mapserver``, ``spawn-fcgi`` and ``nginx``.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import serving_data
import serving_peers

from layers.embedded import Cluster

OPERATIONS = ("items", "box", "item", "tile 8", "tile 12")
WARM = ("warm tile", "warm collection", "304")


def rate(address: str, seconds: float, connections: int, headers: dict[str, str]) -> float:
    """Requests per second, or an error when an answer is not the expected one."""
    told = subprocess.run(
        ["wrk", "-t1", "--timeout", "60s", f"-c{connections}", f"-d{seconds}s",
         *(f"-H{name}: {value}" for name, value in headers.items()), address],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    if "Non-2xx" in told or "Socket errors" in told:
        raise RuntimeError(address + told)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])


def download(addresses) -> tuple[float, float, int]:
    """Milliseconds to the first byte and to the last, and how many bytes."""
    started = time.perf_counter()
    first = size = 0
    for address in addresses:
        with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own servers
            while chunk := answer.read1(1 << 16):
                first = first or time.perf_counter() - started
                size += len(chunk)
    return first * 1e3, (time.perf_counter() - started) * 1e3, size


def etag(address: str, headers: dict[str, str]) -> dict[str, str]:
    request = urllib.request.Request(address, headers=headers)  # noqa: S310
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        return headers | {"If-None-Match": answer.headers["ETag"]}


def measure(peers, asked) -> dict[str, dict[str, list[float]]]:
    rates = {peer.name: {} for peer in peers}
    for _ in range(asked.rounds):
        for operation in (*OPERATIONS, *WARM):
            for peer in peers:
                if operation not in peer.paths:
                    continue
                headers = peer.headers.get(operation, {})
                address = peer.url + peer.paths[operation]
                if operation == "304":
                    headers = etag(address, headers)
                found = rate(address, asked.seconds, asked.connections, headers)
                rates[peer.name].setdefault(operation, []).append(found)
    return rates


def table(rates, operations) -> None:
    shown = [one for one in operations if any(one in found for found in rates.values())]
    print("\n| server | " + " | ".join(shown) + " |")
    print("|---|" + "---:|" * len(shown))
    least = {one: statistics.median(rates["ceiling"][one]) for one in shown}
    for name, found in rates.items():
        cells = [cell(found.get(one), least[one]) for one in shown]
        if any(cells):
            print(f"| {name} | " + " | ".join(cells) + " |")


def cell(found, least: float) -> str:
    if not found:
        return ""
    middle = statistics.median(found)
    return f"{middle:,.0f} ({middle / least:.2f})"


def points_table(peers, rounds: int) -> None:
    print("\n| server | first byte ms | whole ms | MB | peak memory MB |")
    print("|---|---:|---:|---:|---:|")
    for peer in peers:
        if "points" not in peer.paths:
            continue
        runs = [download(peer.points()) for _ in range(rounds)]
        first, whole, size = (statistics.median(column) for column in zip(*runs, strict=True))
        memory = peer.peak_mb()
        print(f"| {peer.name} | {first:,.0f} | {whole:,.0f} | {size / 1e6:.1f} | {memory:,.0f} |")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", default="tipg,mapserver,qgis")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--keep", type=Path, help="a folder whose database and peers are kept")
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="jintu-bench-") as temporary:
        folder = asked.keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
        is_new = not (folder / "cluster").exists()
        with Cluster(folder / "cluster").use() as url:
            if is_new:
                serving_data.fill(url)
            run(folder, url, asked)


def run(folder: Path, url: str, asked) -> None:
    names = ["ceiling", "jintu", "jintu warm", *asked.peers.split(",")]
    peers = []
    try:
        for name in dict.fromkeys(names):
            peers.append(serving_peers.PEERS[name](folder, url))
            peers[-1].start()
        rates = measure(peers, asked)
        table(rates, OPERATIONS)
        table(rates, WARM)
        points_table(peers, asked.rounds)
    finally:
        for peer in peers:
            peer.stop()


if __name__ == "__main__":
    main()
