"""Files to upload, and the way from a file to a version in few words."""

from __future__ import annotations

import asyncio
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

import geopandas as gpd
import orjson
import pyarrow as pa
import sqlalchemy as sa
from shapely.geometry import Point

from layers import inspection, jobs, uploads
from layers.inspection import LayerReport, output
from layers.uploads import Announced, Description, Publication, Quotas, UploadFolder

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable, Mapping, Sequence
    from pathlib import Path

    from layers.db import Database

T = TypeVar("T")
AUTHOR = "li"
SMALL = Quotas(chunk_bytes=64, keep_free_bytes=1)
"""Chunks so small that a file of a few rows has several."""
DESCRIBED = Description(
    title_zh="水井",
    title_en="Wells",
    source="made for a test",
    source_date="2024",
    licence="none",
    quality="derived",
)


def points(rows: Iterable[tuple[Any, ...]], *names: str) -> bytes:
    """GeoJSON points in Jinzhong: each row is longitude, latitude, then the named values."""
    features = [
        {
            "type": "Feature",
            "properties": dict(zip(names, values, strict=True)),
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
        }
        for lon, lat, *values in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def place(code: str) -> float:
    """The longitude of a well, which follows from its code."""
    return 112.5 + (ord(code[0]) - ord("a")) / 64


def wells(**depths: float) -> bytes:
    """Wells by their code with a depth, as GeoJSON."""
    rows = [(place(code), 37.5, code, depth) for code, depth in depths.items()]
    return points(rows, "code", "depth")


def frame(**depths: float) -> gpd.GeoDataFrame:
    """The same wells as a frame."""
    return gpd.GeoDataFrame(
        {"code": list(depths), "depth": list(depths.values())},
        geometry=[Point(place(code), 37.5) for code in depths],
        crs="EPSG:4326",
    )


def sent(
    database: Database,
    folder: UploadFolder,
    body: bytes,
    *,
    layer: str = "wells",
    name: str = "wells.geojson",
    asked: Mapping[str, Any] | None = None,
    author: str = AUTHOR,
    quotas: Quotas = SMALL,
) -> str:
    """Send a file in small chunks; give the id of its upload."""
    file = Announced(
        file_name=name,
        size_bytes=len(body),
        layer=layer,
        sha256=hashlib.sha256(body).hexdigest(),
        asked=asked or {},
    )
    made = uploads.announce(database, folder, quotas, file, author=author)
    for number, chunk in enumerate(chunked(body, made["chunks"]["size"])):
        uploads.take_chunk(database, folder, made["id"], number, chunk)
    return str(made["id"])


def chunked(body: bytes, size: int) -> list[bytes]:
    return [body[start : start + size] for start in range(0, len(body), size)]


def ready(
    database: Database,
    folder: UploadFolder,
    found: gpd.GeoDataFrame,
    *,
    rejected: int = 0,
    layers: Sequence[str] = ("wells",),
    about: Mapping[str, Any] | None = None,
    **sending: Any,
) -> str:
    """An inspected upload, as an inspection leaves it, without the time that one takes."""
    upload_id = sent(database, folder, b"stands for a file", **sending)
    path = folder.new_inspection(upload_id)
    reports = [_stored(path, place, name, found, rejected) for place, name in enumerate(layers)]
    reports = [LayerReport(**{**vars(report), **(about or {})}) for report in reports]
    report = inspection.InspectionReport(
        file="wells.geojson", sha256="0" * 64, size_bytes=17, format="geojson",
        accepted=not rejected, accepted_if_valid_only=True, layers=reports, findings=[],
        sandbox="none",
    )  # fmt: skip
    (path / "report.json").write_bytes(orjson.dumps(report.stored()))
    with database.begin() as connection:
        base = uploads.current(connection, sending.get("layer", "wells"))
        uploads.records.move(
            connection, upload_id, state="inspected", inspection=path.name,
            report=report.stored(), base_version_id=base,
        )  # fmt: skip
    return upload_id


_KINDS = {"int64": "integer", "Int64": "integer", "float64": "number", "bool": "boolean"}


def _stored(
    path: Path, number: int, name: str, found: gpd.GeoDataFrame, rejected: int
) -> LayerReport:
    table = found.drop(columns=found.geometry.name)
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    output.write_features(path, number, arrow, found.geometry.to_numpy())
    fields = [
        {"name": column, "type": _KINDS.get(str(kind), "string"), "original": column}
        for column, kind in table.dtypes.items()
    ]
    return LayerReport(
        name=name, feature_count=len(found) + rejected, valid_count=len(found),
        rejected_count=rejected, geometry_type="Point", crs="EPSG:4326", datum="wgs84",
        fields=fields, stored=True,
    )  # fmt: skip


def publication(database: Database, upload_id: str, **wanted: Any) -> Publication:
    """What shall be published, from the state that the inspection saw."""
    with database.begin() as connection:
        base = uploads.find(connection, upload_id).base_version_id
    given = {"description": DESCRIBED, "key": "code", "base_version_id": base}
    return Publication(**{**given, **wanted})


def published(
    database: Database,
    folder: UploadFolder,
    found: gpd.GeoDataFrame,
    *,
    how: Mapping[str, Any] | None = None,
    **sending: Any,
) -> dict[str, Any]:
    """Publish a frame as a new version."""
    upload_id = ready(database, folder, found, **sending)
    wanted = publication(database, upload_id, **(how or {}))
    return uploads.publish(database, folder, upload_id, wanted, author=AUTHOR)


def state(database: Database, upload_id: str) -> str:
    with database.begin() as connection:
        return str(uploads.find(connection, upload_id).state)


def partitions(database: Database) -> set[str]:
    """The tables of versions that are there."""
    with database.begin() as connection:
        query = "SELECT relname FROM pg_class WHERE relname ~ '^feature_v[0-9]+' AND relkind = 'r'"
        return set(connection.scalars(sa.text(query)))


def work_off(database: Database) -> None:
    """Do the work that waits in the queue."""
    in_its_own_loop(jobs.Worker(database, stalled_seconds=0).run(wait=False))


def in_its_own_loop(work: Coroutine[Any, Any, T]) -> T:
    """Do asynchronous work in a thread: the browser's tests keep a loop in the main one."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, work).result()
