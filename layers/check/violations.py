"""What a look over the store finds: a promise that does not hold, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True)
class Violation:
    """A promise that does not hold.

    ``invariant`` is its short name (``I1``), ``code`` says in which way (``check.<code>`` is the
    sentence for people), ``where`` which layer, upload or job it is about.
    """

    invariant: str
    code: str
    where: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "invariant": self.invariant,
            "code": self.code,
            "where": self.where,
            "facts": dict(self.facts),
        }
