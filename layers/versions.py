"""Versions: stage, publish, and how the pointer of a layer moves.

A version is filled once and never changed. Everything of one version (its row, its partition, its
features) is made in one transaction, so a load that fails leaves nothing behind. Publishing is one
pointer update and touches no table definition.
"""

from __future__ import annotations

import hashlib
from array import array
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pandas as pd
import shapely
import sqlalchemy as sa

from geo import crs
from layers import sql
from layers.ahead import ahead
from layers.db import literal, raw, run
from layers.errors import DuplicateKey, UnknownVersion, VersionConflict
from layers.models import Layer, LayerVersion
from layers.tiles import coarse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geopandas import GeoDataFrame

    from layers.types import LayerContent, LayerMeta

    Row = tuple[int, int, str, bytes | None, bytes]

_COPY_TYPES = ["int4", "int8", "text", "bytea", "bytea"]
"""Geometry and jsonb are handed over as the bytes of their own binary form."""
_SRID_FLAG = 0x20
"""In the highest byte of the type, which comes last where the lowest byte comes first."""
_SRID = (4326).to_bytes(4, "little")


@dataclass(frozen=True, kw_only=True)
class Staged:
    """A version that is filled but not yet seen by readers."""

    version_id: int
    layer_id: str
    number: int
    expected: int | None
    """What the layer's pointer was when staging began; publishing checks it."""


def stage(connection: sa.Connection, content: LayerContent, *, created_by: str) -> Staged:
    """Store the features of ``content`` as a new version of its layer.

    The frames must be in EPSG:4326. The layer is made when it does not exist yet.

    Raises
    ------
    MissingCrs
        When a batch has no reference system.
    DuplicateKey
        When two features carry the same key.
    """
    staged = _open(connection, content.meta, content.sha256, created_by)
    run(connection, sql.get("create_partition", version=staged.version_id))
    filling = _Filling(staged.version_id, content)
    _copy(connection, staged.version_id, filling)
    for statement in sql.get("index_partition", version=staged.version_id).split(";\n"):
        run(connection, statement)
    if filling.may_repeat:
        _refuse_duplicates(connection, staged)
    _close(connection, staged, filling)
    run(connection, sql.get("attach_partition", version=staged.version_id))
    coarse.store(connection, staged.version_id)
    return staged


def publish(connection: sa.Connection, staged: Staged) -> None:
    """Make a staged version the one that readers see.

    Raises
    ------
    VersionConflict
        When the layer's pointer has moved since the version was staged.
    UnknownVersion
        When the version is not one that can be published.
    """
    move_pointer(connection, staged.layer_id, staged.version_id, expected=staged.expected)


def move_pointer(
    connection: sa.Connection, layer_id: str, version_id: int, *, expected: int | None
) -> None:
    """Point a layer at another of its versions: publishing, and rolling back.

    Raises
    ------
    VersionConflict
        When the pointer is not at ``expected`` any more.
    UnknownVersion
        When the version is discarded or belongs to another layer.
    """
    values = {"layer": layer_id, "version": version_id, "expected": expected}
    if run(connection, sql.get("move_pointer"), values).rowcount != 1:
        raise VersionConflict(where=layer_id, version=version_id)
    run(connection, sql.get("supersede_version"), values)
    if run(connection, sql.get("mark_published"), values).rowcount != 1:
        raise UnknownVersion(where=layer_id, version=version_id)


def _open(connection: sa.Connection, meta: LayerMeta, sha256: str, created_by: str) -> Staged:
    connection.execute(
        sa.text(
            "INSERT INTO layer (id, role, visibility, review_number)"
            " VALUES (:id, :role, :visibility, :review_number) ON CONFLICT (id) DO NOTHING"
        ),
        {
            "id": meta.id,
            "role": meta.role,
            "visibility": meta.visibility,
            "review_number": meta.review_number,
        },
    )
    expected = connection.scalar(
        sa.select(Layer.current_version_id).where(Layer.id == meta.id).with_for_update()
    )
    last = sa.select(sa.func.coalesce(sa.func.max(LayerVersion.number), 0))
    number = connection.scalars(last.where(LayerVersion.layer_id == meta.id)).one() + 1
    row = _version_row(meta) | {"source_sha256": sha256, "created_by": created_by}
    version_id = connection.scalars(
        sa.insert(LayerVersion)
        .values(layer_id=meta.id, number=number, **row)
        .returning(LayerVersion.id)
    ).one()
    return Staged(version_id=version_id, layer_id=meta.id, number=number, expected=expected)


def _version_row(meta: LayerMeta) -> dict[str, Any]:
    names = (
        "title_zh", "title_en", "note_zh", "note_en", "geometry_type", "key", "quality",
        "licence", "source", "source_url", "source_date", "native_crs", "datum",
    )  # fmt: skip
    return {name: getattr(meta, name) for name in names}


class _Filling:
    """Turns batches into COPY rows, and remembers what they held."""

    def __init__(self, version_id: int, content: LayerContent) -> None:
        self.version_id = version_id
        self.content = content
        self.digest = hashlib.sha256()
        self.attributes: dict[str, str] = {}
        self._seq = 0
        self._marks = array("q")

    def rows(self) -> Iterator[Row]:
        # The server takes one batch in while the next is read and written as rows.
        for rows in ahead(self._batches()):
            yield from rows

    def _batches(self) -> Iterator[list[Row]]:
        for batch in self.content.batches():
            crs.require_crs(batch)
            yield list(self._batch(crs.to_lonlat(batch)))

    def _batch(self, frame: GeoDataFrame) -> Iterator[Row]:
        table = frame.drop(columns=frame.geometry.name)
        self._note_types(table.dtypes.astype(str).to_dict())
        names, key = list(table.columns), self.content.meta.key
        columns = [_values(table[name]) for name in names]
        rows = zip(*columns, strict=True) if names else repeat(())
        shapes = shapely.to_wkb(frame.geometry.to_numpy(), byte_order=1).tolist()
        for values, shape in zip(rows, shapes, strict=bool(names)):
            self._seq += 1
            geometry = None if shape is None else _placed(shape)
            record = dict(zip(names, values, strict=True))
            text = orjson.dumps(record, default=_plain, option=orjson.OPT_SERIALIZE_NUMPY)
            self.digest.update(geometry or b"\x00")
            self.digest.update(text)
            identity = str(record[key]) if key else str(self._seq)
            self._marks.append(hash(identity))
            # jsonb's binary form is one version byte and the text.
            yield self.version_id, self._seq, identity, geometry, b"\x01" + text

    @property
    def may_repeat(self) -> bool:
        """Whether two features may have one id: eight bytes of each are compared."""
        return len(np.unique(np.frombuffer(self._marks, np.int64))) < len(self._marks)

    def _note_types(self, dtypes: dict[str, str]) -> None:
        for name, dtype in dtypes.items():
            self.attributes[name] = _widest(self.attributes.get(name), _json_type(dtype))

    def described(self) -> list[dict[str, Any]]:
        """Return each attribute in source order with type, titles and unit."""
        return [
            {
                "name": name,
                "type": kind,
                "title": dict(
                    zip(("zh", "en"), self.content.titles.get(name, (name, name)), strict=True)
                ),
                "unit": self.content.units.get(name),
            }
            for name, kind in self.attributes.items()
        ]


def _values(column: pd.Series) -> list[Any]:
    """Return the values of a column as Python's own; text kept as Arrow is slow one by one."""
    if isinstance(column.dtype, pd.StringDtype):
        return list(column.to_numpy(dtype=object))
    return column.tolist()


def _placed(wkb: bytes) -> bytes:
    """Return well-known binary with the reference system in it, as PostGIS writes it.

    The type, which follows the byte order, gets a flag, and the number of the system comes next.
    """
    return wkb[:4] + bytes((wkb[4] | _SRID_FLAG,)) + _SRID + wkb[5:]


def _plain(value: object) -> str | None:
    """Return what JSON has no form for as text, and pandas' mark for a missing value as null."""
    return None if value is pd.NA or value is pd.NaT else str(value)


def _json_type(dtype: str) -> str:
    if dtype.lower().startswith(("int", "uint")):
        return "integer"
    if dtype.lower().startswith("float"):
        return "number"
    return "boolean" if dtype.startswith("bool") else "string"


def _widest(known: str | None, new: str) -> str:
    if known is None or known == new:
        return new
    return "number" if {known, new} == {"integer", "number"} else "string"


def _copy(connection: sa.Connection, version_id: int, filling: _Filling) -> None:
    statement = literal(sql.get("copy_features", version=version_id))
    with raw(connection).cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types(_COPY_TYPES)
        for row in filling.rows():
            copy.write_row(row)


def _refuse_duplicates(connection: sa.Connection, staged: Staged) -> None:
    twice = run(connection, sql.get("duplicate_ids", version=staged.version_id)).all()
    if twice:
        raise DuplicateKey(where=staged.layer_id, ids=[row.id for row in twice])


def _close(connection: sa.Connection, staged: Staged, filling: _Filling) -> None:
    measured = run(connection, sql.get("measure_version", version=staged.version_id)).one()
    connection.execute(
        sa.update(LayerVersion)
        .where(LayerVersion.id == staged.version_id)
        .values(
            feature_count=measured.feature_count,
            awaited_count=measured.awaited_count,
            bbox=measured.bbox,
            attributes=filling.described(),
            content_sha256=filling.digest.hexdigest(),
        )
    )
