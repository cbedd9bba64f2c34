"""The versions of a layer, as people look at them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from layers import catalogue
from layers.errors import UnknownLayer, UnknownVersion
from layers.models import Layer, LayerVersion

if TYPE_CHECKING:
    from collections.abc import Mapping

ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
"""What a layer can be called."""


def history(connection: sa.Connection, layer_id: str) -> list[dict[str, Any]]:
    """Return every version of a layer, the newest first; what a load left behind is one too.

    Raises
    ------
    UnknownLayer
        When there is no such layer, or only one that a run has made.
    """
    require_layer(connection, layer_id)
    query = (
        sa.select(LayerVersion.__table__)
        .where(LayerVersion.layer_id == layer_id)
        .order_by(LayerVersion.number.desc())
    )
    return [describe(row) for row in connection.execute(query)]


def require_layer(connection: sa.Connection, layer_id: str) -> None:
    """Refuse a layer that does not exist or belongs to a run.

    Raises
    ------
    UnknownLayer
        With the layers there are.
    """
    known = ID.fullmatch(layer_id)
    ours = sa.select(Layer.id).where(Layer.role != catalogue.RESULT_ROLE).order_by(Layer.id)
    if known is None or connection.scalar(ours.where(Layer.id == layer_id)) is None:
        raise UnknownLayer(where=layer_id, known=", ".join(connection.scalars(ours)))


def version(connection: sa.Connection, layer_id: str, number: int) -> sa.Row[Any]:
    """Return the row of one version.

    Raises
    ------
    UnknownLayer
        When there is no such layer.
    UnknownVersion
        When the layer has no version of this number.
    """
    require_layer(connection, layer_id)
    query = sa.select(LayerVersion.__table__).where(
        LayerVersion.layer_id == layer_id, LayerVersion.number == number
    )
    row = connection.execute(query).one_or_none() if _may_be(number) else None
    if row is None:
        raise UnknownVersion(where=layer_id, version=number)
    return row


def _may_be(number: int) -> bool:
    """Tell whether the database can hold a number at all."""
    return 0 < number < 2**31


def with_features(connection: sa.Connection, layer_id: str, number: int) -> sa.Row[Any]:
    """Return the row of a version whose features are still kept.

    Raises
    ------
    UnknownVersion
        When there is none, or its features were given up (``reason`` is ``discarded``).
    """
    row = version(connection, layer_id, number)
    if row.state == "discarded":
        raise UnknownVersion(where=layer_id, version=number, reason="discarded")
    return row


def pointer(connection: sa.Connection, layer_id: str) -> sa.Row[Any] | None:
    """Return the row of the version that readers see, or None."""
    query = sa.select(LayerVersion.__table__).join(
        Layer, Layer.current_version_id == LayerVersion.id
    )
    return connection.execute(query.where(Layer.id == layer_id)).one_or_none()


def describe(row: sa.Row[Any]) -> dict[str, Any]:
    """Return a version as plain values."""
    report: Mapping[str, Any] = row.report or {}
    return {
        "number": row.number,
        "state": row.state,
        "title": {"zh": row.title_zh, "en": row.title_en},
        "source": row.source,
        "source_date": row.source_date,
        "quality": row.quality,
        "licence": row.licence,
        "key": row.key,
        "geometry_type": row.geometry_type,
        "crs": row.native_crs,
        "datum": row.datum,
        "feature_count": row.feature_count,
        "awaited_count": row.awaited_count,
        "bbox": row.bbox,
        "sha256": row.content_sha256,
        "source_sha256": row.source_sha256,
        "upload": report.get("upload"),
        "created_by": row.created_by,
        "created_at": row.created_at.isoformat(),
        "published_at": None if row.published_at is None else row.published_at.isoformat(),
    }


def require_published_once(row: sa.Row[Any]) -> None:
    """Refuse a version that readers never saw; that one is published, not gone back to.

    Raises
    ------
    UnknownVersion
        With ``reason`` ``never_published``.
    """
    if row.published_at is None:
        raise UnknownVersion(where=row.layer_id, version=row.number, reason="never_published")


def version_id(connection: sa.Connection, layer_id: str, number: int | None) -> int | None:
    """Return the id of the version of this number; of no number, no id.

    Raises
    ------
    UnknownVersion
        When the layer has no version of this number.
    """
    if number is None:
        return None
    query = sa.select(LayerVersion.id).where(
        LayerVersion.layer_id == layer_id, LayerVersion.number == number
    )
    found = connection.scalar(query) if _may_be(number) else None
    if found is None:
        raise UnknownVersion(where=layer_id, version=number)
    return found


def visibility_of(connection: sa.Connection, layer_id: str) -> str:
    """Return who may see a layer; one that does not exist yet is internal at first."""
    found = connection.scalar(sa.select(Layer.visibility).where(Layer.id == layer_id))
    return found or "internal"
