"""Layers, runs and evaluations of the store as content to be written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from layers import catalogue, runs, sql
from layers.db import run
from layers.errors import EmptyLayer, UnknownRun, UnknownVersion
from layers.export import marks
from layers.export.content import BATCH_ROWS, Attribute, Content
from layers.export.errors import ExportBroken
from layers.models import Layer, LayerVersion
from layers.version_changes import listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    import sqlalchemy as sa

    from layers.db import Database

_KINDS = {
    name.upper(): name
    for name in (
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
        "GeometryCollection",
    )
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is to be exported: a layer, in one of its versions or as readers see it, or a result."""

    kind: Literal["layer", "run", "evaluation"]
    id: str
    version: int | None = None


def content(
    database: Database, asked: Asked, *, internal: bool, target_km: float | None = None
) -> Content:
    """Return what was asked for, ready to be written.

    ``internal`` says that internal layers, and versions that readers do not see, may be had;
    ``target_km`` is the plan's limit, which divides the colours of a run's distance classes.

    Raises
    ------
    UnknownLayer, UnknownVersion, UnknownRun
        When there is none, or none that may be known of.
    EmptyLayer
        When there are no features: nothing is published, or the result has none.
    """
    with database.begin() as connection:
        layer = described(connection, asked, internal=internal)
        made = _content(connection, database, layer)
        if asked.kind == "layer":
            return made
        summary = runs.get(connection, asked.id, internal=internal)["summary"]
    columns = [one.name for one in made.attributes]
    if asked.kind == "evaluation":
        return replace(made, marks=tuple(marks.of_verdicts(columns)))
    return replace(made, marks=tuple(marks.of_distances(summary, columns, target_km)))


def described(connection: sa.Connection, asked: Asked, *, internal: bool) -> dict[str, Any]:
    """Return the layer, as the catalogue shows it, that holds the features asked for.

    Raises
    ------
    UnknownLayer, UnknownVersion, UnknownRun, EmptyLayer
        As :func:`content` does.
    """
    if asked.kind == "layer":
        return _layer(connection, asked, internal=internal)
    found = _result(connection, asked, internal=internal)
    # Whoever may see the run may see its result.
    return catalogue.get(connection, found["result_collection"], internal=True)


def _result(connection: sa.Connection, asked: Asked, *, internal: bool) -> dict[str, Any]:
    found = runs.get(connection, asked.id, internal=internal)
    if (found["analysis"] == runs.EVALUATION) != (asked.kind == "evaluation"):
        raise UnknownRun(where=asked.id)
    if found["result_collection"] is None:
        raise EmptyLayer(where=asked.id)
    return found


def _layer(connection: sa.Connection, asked: Asked, *, internal: bool) -> dict[str, Any]:
    """Return a layer as the catalogue shows it, with the version asked for."""
    current = catalogue.get(connection, asked.id, internal=internal)
    if asked.version in {None, current["version"]["number"]}:
        return current
    if not internal:
        raise UnknownVersion(where=asked.id, version=asked.version)
    row = listing.with_features(connection, asked.id, asked.version or 0)
    listing.require_published_once(row)
    return catalogue.describe(_as_current(connection, row.id))


def _as_current(connection: sa.Connection, version_id: int) -> sa.Row[Any]:
    query = (
        catalogue.with_version()
        .join(LayerVersion, LayerVersion.layer_id == Layer.id)
        .where(LayerVersion.id == version_id)
    )
    return connection.execute(query).one()


def _content(connection: sa.Connection, database: Database, layer: dict[str, Any]) -> Content:
    version = layer["version"]
    kinds = run(connection, sql.get("feature_kinds"), {"version": version["id"]}).scalars()

    def batches() -> Iterator[pa.RecordBatch]:
        yield from _batches(database, made)

    made = Content(
        name=f"{layer['id']}-v{version['number']}",
        title=layer["title"],
        attributes=tuple(
            Attribute(name=one["name"], type=one["type"], title=one["title"], unit=one["unit"])
            for one in layer["attributes"]
        ),
        kinds=frozenset(_KINDS[kind] for kind in kinds),
        count=version["feature_count"],
        batches=batches,
        about=layer,
    )
    return made


def _batches(database: Database, made: Content) -> Iterator[pa.RecordBatch]:
    """Read a version by a cursor of the server, whose transaction keeps the features there."""
    assert made.about is not None  # noqa: S101 - it was made above
    seen = 0
    with database.begin() as connection:
        reading = connection.execution_options(stream_results=True, max_row_buffer=BATCH_ROWS)
        values = {"version": made.about["version"]["id"]}
        for rows in run(reading, sql.get("feature_rows"), values).partitions(BATCH_ROWS):
            seen += len(rows)
            records = [row.attributes for row in rows]
            yield made.batch(
                records, [row.wkb if row.wkb is None else bytes(row.wkb) for row in rows]
            )
    if seen != made.count:
        raise ExportBroken(where=made.name, expected=made.count, found=seen)
