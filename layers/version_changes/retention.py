"""How long versions are kept that readers no longer see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from layers import journal, sql
from layers.db import run
from layers.models import LayerVersion
from layers.version_changes import dropping, listing

if TYPE_CHECKING:
    from layers.db import Database


@dataclass(frozen=True, kw_only=True)
class Retention:
    """Which versions stay: the newest ``keep_last`` that were published, and the young ones.

    A version is young for ``keep_days`` days after it was last published. The one that readers see
    always stays, and so does one that a scenario stands on. Versions that were never published
    belong to their upload.
    """

    keep_last: int = 10
    keep_days: float = 365.0


def expired(connection: sa.Connection, layer_id: str, policy: Retention) -> list[int]:
    """Return the numbers of a layer's versions that need not be kept, the oldest first.

    Raises
    ------
    UnknownLayer
        When there is no such layer.
    """
    listing.require_layer(connection, layer_id)
    return sorted(row.number for row in _expired(connection, policy) if row.layer_id == layer_id)


def _expired(connection: sa.Connection, policy: Retention) -> list[sa.Row[Any]]:
    """Return layer, number and id of versions that need not be kept, in every layer."""
    place = sa.func.row_number().over(
        partition_by=LayerVersion.layer_id, order_by=LayerVersion.number.desc()
    )
    kept = (
        sa.select(LayerVersion.__table__, place.label("place"))
        .where(LayerVersion.published_at.is_not(None), LayerVersion.state != "discarded")
        .subquery()
    )
    oldest = sa.func.now() - sa.func.make_interval(0, 0, 0, 0, 0, 0, policy.keep_days * 86_400)
    pinned = [row.version for row in run(connection, sql.get("pinned_versions"))]
    query = sa.select(kept.c.layer_id, kept.c.number, kept.c.id).where(
        kept.c.state == "superseded",
        kept.c.place > policy.keep_last,
        kept.c.published_at < oldest,
        kept.c.id.not_in(pinned),
    )
    return list(connection.execute(query.order_by(kept.c.layer_id, kept.c.number)))


def apply(database: Database, policy: Retention, *, author: str) -> dict[str, list[int]]:
    """Give up the versions that need not be kept; return their numbers by layer.

    Their rows stay, so that numbers keep their meaning; their features go, as soon as nobody
    reads them.

    Raises
    ------
    DatabaseUnavailable
        When the server does not answer.
    """
    with database.begin() as connection:
        rows = _expired(connection, policy)
        gone = set(dropping.discard(connection, [row.id for row in rows]))
        given_up: dict[str, list[int]] = {}
        for row in rows:
            if row.id in gone:
                given_up.setdefault(row.layer_id, []).append(row.number)
        for layer, numbers in given_up.items():
            details = {"versions": ", ".join(map(str, numbers)), "retention": True}
            journal.append(
                connection, actor=author, action="discard", object=layer, details=details
            )
    dropping.give_back(database)
    return given_up
