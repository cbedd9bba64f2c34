"""From a file to a published version, beside a plain binary COPY of the same rows.

    PYTHONPATH=. python bench/intake.py [--points 1000000] [--polygons 100000] [--rounds 1]

A CSV of points and a GeoPackage of polygons with 50 vertices are sent in chunks, inspected in the
sandbox and published: the way that every upload goes. The COPY writes the same rows, parsed
already, through the same driver into a table with a primary key and a spatial index. The database
is a private one in a temporary folder. The peak is that of this process with all it started, the
database excluded; the database's own memory does not depend on the upload. It is taken in an upload
of its own, because looking at memory ten times a second slows what is looked at.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import psycopg
import shapely

from layers import inspection, migrate, uploads
from layers.db import Database, driver_url
from layers.embedded import Cluster
from layers.uploads import Description, Publication, Quotas, UploadFolder, sending
from layers.uploads.errors import UploadCancelled

WEST, SOUTH, EAST, NORTH = 112.3, 39.1, 112.7, 39.5
ABOUT = Description(
    title_zh="点", title_en="Points", source="bench", licence="none", quality="derived"
)
GIB = 2**30


def point_file(count, folder):
    """Write a CSV of points with a name, a code and a number."""
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(WEST, EAST, count), rng.uniform(SOUTH, NORTH, count)
    path = folder / "points.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write("编号,名称,桩数,经度,纬度\n")
        for place, (x, y) in enumerate(zip(lon.tolist(), lat.tolist(), strict=True)):
            stream.write(f"P{place:07d},朔城区{place % 997}号站,{place % 40},{x:.7f},{y:.7f}\n")
    return path


def polygon_file(count, folder):
    """Write a GeoPackage of polygons of 50 vertices that do not touch."""
    side = int(np.ceil(np.sqrt(count)))
    place = np.arange(count)
    centre = np.column_stack((place % side, place // side)) / side * [EAST - WEST, NORTH - SOUTH]
    angle = np.linspace(0, 2 * np.pi, 50, endpoint=False)
    radius = 0.4 * (EAST - WEST) / side
    ring = np.column_stack((np.cos(angle), np.sin(angle))) * radius
    shapes = shapely.polygons(centre[:, None, :] + [WEST + radius, SOUTH + radius] + ring)
    frame = gpd.GeoDataFrame(
        {"code": [f"Q{one:06d}" for one in place], "name": [f"地块{one % 997}" for one in place],
         "piles": place % 40},
        geometry=shapes, crs=4326,
    )  # fmt: skip
    frame.to_file(folder / "polygons.gpkg")
    return folder / "polygons.gpkg"


class Peak:
    """The most memory that this process and its descendants held together, looked at often."""

    def __init__(self):
        self.bytes = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        self._thread.join()

    def _watch(self):
        while not self._ended.wait(0.1):
            self.bytes = max(self.bytes, held())


def held():
    """Return the bytes of this process and its descendants but PostgreSQL's.

    What processes share is counted once (the kernel's proportional set size).
    """
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, ValueError):
                name, _, rest = (entry / "stat").read_text().partition(") ")
                if "(postgres" not in name:
                    parents[int(entry.name)] = int(rest.split()[1])
    ours, more = {os.getpid()}, True
    while more:
        more = {pid for pid, parent in parents.items() if parent in ours} - ours
        ours |= more
    return sum(map(proportional, ours))


def proportional(pid):
    """Return the proportional set size of a process; 0 for one that has ended."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def upload(database, folder, path):
    """Send, inspect and publish; return the seconds of each."""
    times = [time.perf_counter()]
    quotas = Quotas(upload_bytes=2 * GIB, keep_free_bytes=1)
    with sending.sent(
        database, folder, quotas, path, layer=path.stem, asked={}, author="bench"
    ) as upload_id:
        times.append(time.perf_counter())
        uploads.inspect(database, folder, upload_id)
        times.append(time.perf_counter())
        with database.begin() as connection:
            row = uploads.find(connection, upload_id)
            base = row.base_version_id
        if row.state != "inspected":
            sys.exit(f"{path.name}: {uploads.report_of(row).to_json('en')['findings'][:3]}")
        wanted = Publication(description=ABOUT, base_version_id=base)
        answer = uploads.publish(database, folder, upload_id, wanted, author="bench")
        times.append(time.perf_counter())
    return np.diff(times), answer["version"]["feature_count"]


def cancelled(database, folder, path):
    """Discard an upload while it is inspected; return the seconds it takes to end."""
    quotas = Quotas(upload_bytes=2 * GIB, keep_free_bytes=1)
    with (
        contextlib.suppress(UploadCancelled),
        sending.sent(
            database, folder, quotas, path, layer="gone", asked={}, author="bench"
        ) as upload_id,
    ):
        discarding = threading.Timer(
            2.0, lambda: uploads.discard(database, folder, upload_id, author="b", purge=True)
        )
        discarding.start()
        begun = time.perf_counter()
        uploads.inspect(database, folder, upload_id)
    return time.perf_counter() - begun - 2.0


def rows_of(path, folder):
    """Return the rows as they would be copied: parsed already, geometry as binary."""
    inspection.inspect(inspection.Upload(path=path), folder)
    rows = []
    for frame in inspection.batches(folder):
        wkb = shapely.to_wkb(shapely.set_srid(frame.geometry.to_numpy(), 4326), include_srid=True)
        table = frame.drop(columns=frame.geometry.name)
        rows += zip(*(table[name].tolist() for name in table), wkb.tolist(), strict=True)
    return rows


def copy_plain(url, rows):
    """Copy rows into a table that has its indexes; return the seconds."""
    with psycopg.connect(driver_url(url)) as connection:
        connection.execute("DROP TABLE IF EXISTS plain")
        connection.execute(
            "CREATE TABLE plain (code text PRIMARY KEY, name text, piles int8, geom geometry)"
        )
        connection.execute("CREATE INDEX ON plain USING gist (geom)")
        connection.commit()
        begun = time.perf_counter()
        with (
            connection.cursor() as cursor,
            cursor.copy("COPY plain FROM STDIN (FORMAT binary)") as copy,
        ):
            copy.set_types(["text", "text", "int8", "bytea"])
            for row in rows:
                copy.write_row(row)
        connection.commit()
        return time.perf_counter() - begun


def measure(name, path, url, work, rounds):
    """Print one line: the upload's steps, the COPY, the ratio, the peak."""
    database, folder = Database(url), UploadFolder(work / "uploads")
    with Peak() as seen:
        upload(database, folder, path)
    steps = []
    for _ in range(rounds):
        taken, count = upload(database, folder, path)
        steps.append(taken)
    kept = sum(one.stat().st_size for one in folder.root.rglob("*") if one.is_file())
    gone = cancelled(database, folder, path)
    left = sum(one.stat().st_size for one in folder.root.rglob("*") if one.is_file()) - kept
    rows = rows_of(path, work / f"{name}-rows")
    plain = statistics.median(copy_plain(url, rows) for _ in range(rounds))
    sent, inspected, published = np.median(steps, axis=0)
    ratio = (inspected + published) / plain
    print(
        f"{name}: {count} rows; send {sent:.1f} s, inspect {inspected:.1f} s,"
        f" publish {published:.1f} s; COPY {plain:.1f} s; ratio {ratio:.2f};"
        f" peak {seen.bytes / 2**20:.0f} MB; cancelled within {gone:.1f} s, {left} B left",
        flush=True,
    )
    database.dispose()


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--points", type=int, default=1_000_000)
    options.add_argument("--polygons", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=1)
    given = options.parse_args()
    gc.freeze()  # as the service does when it has started
    with tempfile.TemporaryDirectory(prefix="jintu-bench-") as root:
        work = Path(root)
        work.chmod(0o755)
        with Cluster(work / "data").use() as url:
            database = Database(url)
            migrate.upgrade(database)
            database.dispose()
            if given.points:
                path = point_file(given.points, work)
                measure("points", path, url, work, given.rounds)
            if given.polygons:
                path = polygon_file(given.polygons, work)
                measure("polygons", path, url, work, given.rounds)


if __name__ == "__main__":
    main()
