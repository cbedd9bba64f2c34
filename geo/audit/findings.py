"""What an audit hands back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.audit.figures import Citation

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One contradiction, with every place it rests on.

    ``severity`` is ``error`` where the figures cannot all hold, ``warning`` where they differ but
    could be reconciled by something the plan does not print, ``info`` for a difference in wording,
    in the name of an area, or for a figure that is left to be worked out. ``arithmetic`` is the
    computation in figures. The sentence for people is made of ``rule``, ``variant`` and ``facts``
    elsewhere. ``region`` is an adcode prefix.
    """

    rule: str
    severity: Severity
    region: str
    places: tuple[Citation, ...]
    arithmetic: str
    variant: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def adcode(self) -> str | None:
        """The county concerned, where it is one."""
        return self.region if len(self.region) == 6 else None  # noqa: PLR2004 - digits of a county

    @property
    def plans(self) -> tuple[str, ...]:
        """The plans concerned, each once, in order of citation."""
        return tuple(dict.fromkeys(place.plan for place in self.places if place.plan))
