"""I1: each layer has exactly one published version or none, and its pointer is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from layers.check.violations import Violation
from layers.models import Layer, LayerVersion

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(connection: sa.Connection) -> Iterator[Violation]:
    """Yield the layers whose pointer is not at their one published version."""
    published = (
        sa.select(LayerVersion.layer_id, sa.func.array_agg(LayerVersion.id).label("ids"))
        .where(LayerVersion.state == "published")
        .group_by(LayerVersion.layer_id)
        .subquery()
    )
    query = (
        sa.select(Layer.id, Layer.current_version_id, published.c.ids)
        .outerjoin(published, published.c.layer_id == Layer.id)
        .order_by(Layer.id)
    )
    for layer in connection.execute(query):
        pointer = [] if layer.current_version_id is None else [layer.current_version_id]
        if pointer != (layer.ids or []):
            facts = {"pointer": layer.current_version_id, "published": layer.ids}
            yield Violation(invariant="I1", code="pointer", where=layer.id, facts=facts)
