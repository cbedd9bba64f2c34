"""Versions: stage, publish, and how the pointer of a layer moves.

A version is filled once and never changed. Everything of one version (its row, its partition, its
features) is made in one transaction, so a load that fails leaves nothing behind. Publishing is one
pointer update and touches no table definition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from layers import sql
from layers.db import run
from layers.errors import DuplicateKey, UnknownVersion, VersionConflict
from layers.models import Layer, LayerVersion
from layers.tiles import coarse

if TYPE_CHECKING:
    from layers.types import LayerContent, LayerMeta
    from layers.version_rows import VersionRows


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
    from layers import copying
    from layers.version_rows import VersionRows

    staged = _open(connection, content.meta, content.sha256, created_by)
    run(connection, sql.get("create_partition", version=staged.version_id))
    rows = VersionRows(staged.version_id, content)
    copying.copy(connection, sql.get("copy_features", version=staged.version_id), rows)
    for statement in sql.get("index_partition", version=staged.version_id).split(";\n"):
        run(connection, statement)
    if rows.may_repeat:
        _refuse_duplicates(connection, staged)
    _close(connection, staged, rows)
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
            "INSERT INTO layer (id, role, visibility, review_number, review_basis)"
            " VALUES (:id, :role, :visibility, :review_number, :review_basis)"
            " ON CONFLICT (id) DO NOTHING"
        ),
        {
            "id": meta.id,
            "role": meta.role,
            "visibility": meta.visibility,
            "review_number": meta.review_number,
            "review_basis": meta.review_basis,
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


def _refuse_duplicates(connection: sa.Connection, staged: Staged) -> None:
    twice = run(connection, sql.get("duplicate_ids", version=staged.version_id)).all()
    if twice:
        raise DuplicateKey(where=staged.layer_id, ids=[row.id for row in twice])


def _close(connection: sa.Connection, staged: Staged, rows: VersionRows) -> None:
    connection.execute(
        sa.update(LayerVersion)
        .where(LayerVersion.id == staged.version_id)
        .values(
            feature_count=rows.feature_count,
            awaited_count=rows.awaited_count,
            bbox=rows.bbox,
            attributes=rows.attributes(),
            content_sha256=rows.digest.hexdigest(),
        )
    )
