"""What layers there are, and which version of each readers see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from layers.errors import EmptyLayer, UnknownLayer
from layers.models import Layer, LayerVersion

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute

RESULT_ROLE = "result"
"""Layers made by runs: reachable by their id, not part of the list of layers."""


def published(connection: sa.Connection, *, internal: bool = False) -> list[dict[str, Any]]:
    """Return every layer with a published version, as the HTTP interface shows it, by id.

    Here and below, ``internal`` says that internal layers are to be seen too.
    """
    query = _query(internal=internal).where(Layer.role != RESULT_ROLE).order_by(Layer.id)
    return [describe(row) for row in connection.execute(query)]


def visible(layer_id: InstrumentedAttribute[str], *, internal: bool) -> sa.ColumnElement[bool]:
    """Return the condition that a layer may be known of; ``may_read`` in the database decides.

    Who reads internal layers may know of every one. Others may know of a layer that is published
    and public, and so is every layer that it was computed from.
    """
    return sa.func.may_read(layer_id, internal, type_=sa.Boolean)


def get(connection: sa.Connection, layer_id: str, *, internal: bool = False) -> dict[str, Any]:
    """Return one layer with its published version.

    Raises
    ------
    UnknownLayer
        When no layer has this id, or none that may be known of; ``known`` lists those that may.
    EmptyLayer
        When the layer has no published version.
    """
    query = _query(internal=internal).where(Layer.id == layer_id)
    row = connection.execute(query).one_or_none()
    if row is not None:
        return describe(row)
    seen = sa.select(Layer.id).where(visible(Layer.id, internal=internal)).order_by(Layer.id)
    if connection.scalar(seen.where(Layer.id == layer_id)) is not None:
        raise EmptyLayer(where=layer_id)
    known = connection.scalars(seen.where(Layer.role != RESULT_ROLE)).all()
    raise UnknownLayer(where=layer_id, known=", ".join(known))


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """Who made the published version of a layer, and from which inputs."""

    created_by: str
    source_sha256: str


def provenance(connection: sa.Connection, layer_id: str) -> Provenance | None:
    """Return where the published version of a layer came from, or None without one."""
    query = (
        sa.select(LayerVersion.created_by, LayerVersion.source_sha256)
        .join(Layer, Layer.current_version_id == LayerVersion.id)
        .where(Layer.id == layer_id)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else Provenance(**row._mapping)  # noqa: SLF001 - the public name


def with_version() -> sa.Select[Any]:
    """Return the query for layers with the columns :func:`describe` reads; versions join it."""
    return sa.select(
        Layer.id.label("layer_id"),
        Layer.role,
        Layer.visibility,
        Layer.review_number,
        Layer.review_basis,
        *(column.label(f"v_{column.key}") for column in LayerVersion.__table__.columns),
    ).select_from(Layer)


def _query(*, internal: bool) -> sa.Select[Any]:
    published_one = LayerVersion.id == Layer.current_version_id
    joined = with_version().join(LayerVersion, published_one)
    return joined.where(visible(Layer.id, internal=internal))


def describe(row: sa.Row[Any]) -> dict[str, Any]:
    """Return a joined row of layer and version as plain, JSON-able values."""
    return {
        "id": row.layer_id,
        "title": {"zh": row.v_title_zh, "en": row.v_title_en},
        "role": row.role,
        "visibility": row.visibility,
        "review_number": row.review_number,
        "review_basis": row.review_basis,
        "geometry_type": row.v_geometry_type,
        "key": row.v_key,
        "quality": row.v_quality,
        "licence": row.v_licence,
        "source": row.v_source,
        "source_url": row.v_source_url,
        "source_date": row.v_source_date,
        "crs": row.v_native_crs,
        "datum": row.v_datum,
        "note": {"zh": row.v_note_zh, "en": row.v_note_en},
        "attributes": row.v_attributes,
        "version": {
            "id": row.v_id,
            "number": row.v_number,
            "feature_count": row.v_feature_count,
            "awaited_count": row.v_awaited_count,
            "bbox": row.v_bbox,
            "published_at": row.v_published_at.isoformat(),
            "sha256": row.v_content_sha256,
        },
    }
