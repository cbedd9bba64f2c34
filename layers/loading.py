"""Put layer contents into the store: each in one transaction, each only when it is new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from layers import catalogue, journal, versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import sqlalchemy as sa

    from layers.db import Database
    from layers.types import LayerContent

BUNDLED = "bundled"
"""The name under which jintu's own data is loaded."""

Outcome = Literal["loaded", "unchanged", "kept"]


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What became of one layer.

    ``loaded`` as version ``number``; ``unchanged`` because the same inputs are published;
    ``kept`` because somebody published other data, which bundled data does not replace.
    """

    layer_id: str
    outcome: Outcome
    number: int | None = None


def load(
    database: Database,
    contents: Iterable[LayerContent],
    *,
    created_by: str,
    report: Callable[[Loaded], None] = lambda _: None,
) -> list[Loaded]:
    """Stage and publish every content whose fingerprint is not the published one.

    Raises
    ------
    VersionConflict
        When somebody else publishes the same layer at the same moment.
    DatabaseUnavailable
        When the server does not answer.
    """
    results = []
    for content in contents:
        results.append(_load_one(database, content, created_by))
        report(results[-1])
    return results


def _load_one(database: Database, content: LayerContent, created_by: str) -> Loaded:
    layer_id = content.meta.id
    with database.begin() as connection:
        if outcome := _settled(connection, content, created_by):
            return Loaded(layer_id=layer_id, outcome=outcome)
        staged = versions.stage(connection, content, created_by=created_by)
        versions.publish(connection, staged)
        journal.append(
            connection,
            actor=created_by,
            action="publish",
            object=layer_id,
            details={"version": staged.number, "sha256": content.sha256},
        )
        return Loaded(layer_id=layer_id, outcome="loaded", number=staged.number)


def _settled(connection: sa.Connection, content: LayerContent, created_by: str) -> Outcome | None:
    present = catalogue.provenance(connection, content.meta.id)
    if present is None:
        return None
    if created_by == BUNDLED and present.created_by != BUNDLED:
        return "kept"
    return "unchanged" if present.source_sha256 == content.sha256 else None
