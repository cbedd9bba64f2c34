"""Going back to an earlier version: one pointer move, its description included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from layers import journal
from layers.version_changes import conflicts, listing

if TYPE_CHECKING:
    from layers.db import Database


def roll_back(
    database: Database, layer_id: str, to: int, *, expected: int, author: str
) -> dict[str, Any]:
    """Make version number ``to`` the one readers see; ``expected`` is the one they see now.

    Asking again after it was done changes nothing and gives the same answer, so that somebody who
    got no answer may ask again. Going forward again is the same.

    Raises
    ------
    UnknownLayer
        When there is no such layer.
    UnknownVersion
        When there is no such version, it was never published, or its features are no longer kept.
    VersionConflict
        When readers see another version than ``expected``; the facts say what was done.
    """
    with database.begin() as connection:
        wanted = listing.with_features(connection, layer_id, to)
        listing.require_published_once(wanted)
        conflicts.lock(connection, layer_id)
        now = listing.pointer(connection, layer_id)
        if now is not None and now.id == wanted.id:
            return {"layer": layer_id, "version": listing.describe(now), "moved": False}
        seen = listing.version(connection, layer_id, expected)
        conflicts.move(connection, layer_id, wanted.id, expected=seen.id)
        moved = listing.version(connection, layer_id, to)
        journal.append(
            connection,
            actor=author,
            action="roll_back",
            object=layer_id,
            details={"version": to, "from": expected},
        )
        return {"layer": layer_id, "version": listing.describe(moved), "moved": True}
