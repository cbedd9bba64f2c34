"""What the staff said: these features are the place, or are not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from layers import journal
from layers.errors import LayerError
from layers.place_models import PlaceDecision

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

Answer = Literal["confirmed", "rejected"]
_TABLE = PlaceDecision.__table__


class UnknownPlace(LayerError):
    """No plan names a place of this id."""

    code = "unknown_place"


class NotACandidate(LayerError):
    """What was named is not among the features that the place may be."""

    code = "not_a_candidate"


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One answer about one place; ``features`` are in the order of their ids."""

    place: str
    layer: str
    features: tuple[str, ...]
    answer: Answer
    evidence: str
    author: str
    at: datetime | None = None

    def plain(self) -> dict[str, Any]:
        """Return what everybody may see of it: not who said it."""
        return {
            "layer": self.layer,
            "features": list(self.features),
            "answer": self.answer,
            "evidence": self.evidence,
            "at": None if self.at is None else self.at.isoformat(),
        }


def read(connection: sa.Connection, layers: Collection[str]) -> dict[str, Sequence[Decision]]:
    """Return what was said about each place, as far as it names these layers."""
    query = sa.select(_TABLE).where(_TABLE.c.layer_id.in_(list(layers)))
    found: defaultdict[str, list[Decision]] = defaultdict(list)
    for row in connection.execute(query.order_by(_TABLE.c.decided_at)):
        found[row.place_id].append(
            Decision(
                place=row.place_id, layer=row.layer_id, features=tuple(row.features),
                answer=row.answer, evidence=row.evidence, author=row.decided_by, at=row.decided_at,
            )
        )  # fmt: skip
    return dict(found)


def decide(connection: sa.Connection, said: Decision) -> None:
    """Keep an answer; it takes the place of an earlier one about the same features.

    A place has one confirmed answer at most: confirming another one withdraws the first.
    """
    if said.answer == "confirmed":
        withdraw(connection, said.place)
    values = {
        "place_id": said.place,
        "layer_id": said.layer,
        "features": sorted(said.features),
        "answer": said.answer,
        "evidence": said.evidence,
        "decided_by": said.author,
    }
    changed = {**values, "decided_at": sa.func.now()}
    statement = insert(PlaceDecision).values(**values)
    connection.execute(
        statement.on_conflict_do_update(constraint="pk_place_decision", set_=changed)
    )
    details = {
        "answer": said.answer,
        "layer": said.layer,
        "features": ", ".join(values["features"]),
    }
    journal.append(
        connection, actor=said.author, action="place_decided", object=said.place, details=details
    )


def withdraw(connection: sa.Connection, place: str) -> None:
    """Take back that a place is confirmed."""
    query = sa.delete(PlaceDecision).where(
        _TABLE.c.place_id == place, _TABLE.c.answer == "confirmed"
    )
    connection.execute(query)
