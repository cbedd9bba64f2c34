"""Which features a plan's place may be, each with the evidence, and what the staff said of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from layers import catalogue
from layers.named_places import deciding, gazetteer
from layers.named_places.naming import Naming

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import sqlalchemy as sa

    from layers.named_places.deciding import Decision
    from layers.named_places.gazetteer import Gazetteer, Named
    from layers.named_places.naming import How
    from layers.plans.schema import Place

State = Literal["confirmed", "proposed", "ambiguous", "awaited"]
_MOST: Final = 20
"""Candidates that are told; a name that more features have is no evidence at all."""
_FARTHEST_DEG: Final = 1.5
"""Parts of one river or road lie within this box; farther apart they only share a name."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Features of one layer that may be a place; several are the parts of one line."""

    layer: str
    version: int
    features: tuple[str, ...]
    name: str
    how: How
    county: str | None
    bbox: tuple[float, float, float, float]

    def plain(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "layer": self.layer, "version": self.version, "features": list(self.features),
            "name": self.name, "how": self.how, "county": self.county, "bbox": list(self.bbox),
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Match:
    """What is known of where a place is.

    ``confirmed`` by the staff; ``proposed`` when its name leads to one feature only;
    ``ambiguous`` when it leads to several; ``awaited`` when no loaded layer has the name.
    """

    place: str
    state: State
    candidates: tuple[Candidate, ...] = ()
    decision: Decision | None = None
    is_stale: bool = False
    """What was confirmed is not in the published version any more."""

    def plain(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "state": self.state,
            "candidates": [one.plain() for one in self.candidates],
            "decision": None if self.decision is None else self.decision.plain(),
            "is_stale": self.is_stale,
        }


def match(
    connection: sa.Connection, places: Iterable[Place], *, internal: bool = False
) -> dict[str, Match]:
    """Find every place on the published layers; ``internal`` layers are searched too, or not."""
    naming = Naming.read()
    layers = {one["id"]: one for one in catalogue.published(connection, internal=internal)}
    decided = deciding.read(connection, layers)
    known: dict[str, Gazetteer] = {}
    found = {}
    for place in places:
        name = place.layer
        if name is not None and name in layers and name not in known:
            known[name] = gazetteer.of_layer(connection, layers[name], naming)
        names = None if name is None else known.get(name)
        found[place.id] = _matched(place, names, naming, decided.get(place.id, ()))
    return found


def _matched(
    place: Place, names: Gazetteer | None, naming: Naming, decided: Sequence[Decision]
) -> Match:
    if names is None:
        return Match(place=place.id, state="awaited")
    rejected = {(one.layer, one.features) for one in decided if one.answer == "rejected"}
    candidates = [
        one for one in _candidates(place, names, naming)
        if (one.layer, tuple(sorted(one.features))) not in rejected
    ]  # fmt: skip
    confirmed = next((one for one in decided if one.answer == "confirmed"), None)
    told = Match(place=place.id, state="awaited", candidates=tuple(candidates), decision=confirmed)
    if confirmed is not None and names.holds(list(confirmed.features)):
        return replace(told, state="confirmed")
    return replace(told, state=_state(candidates), is_stale=confirmed is not None)


def _state(candidates: Sequence[Candidate]) -> State:
    if not candidates:
        return "awaited"
    return "proposed" if len(candidates) == 1 else "ambiguous"


def _candidates(place: Place, names: Gazetteer, naming: Naming) -> list[Candidate]:
    """Return what the strongest form of the name leads to; weaker ones are tried after it."""
    for form in naming.forms(place.name_zh):
        named = names.find(form.text, plainly=form.how != "exact")
        here = [one for one in named if place.county is None or one.county in {None, place.county}]
        if here and len(here) <= _MOST * _MOST:
            grouped = _grouped(here)
            if len(grouped) <= _MOST:
                return [_candidate(names, group, form.how) for group in grouped]
    return []


def _grouped(named: Sequence[Named]) -> list[list[Named]]:
    """Join the parts of one line; any other features of one name are each for itself."""
    lines = [one for one in named if one.is_line]
    groups = [[one] for one in named if not one.is_line]
    if lines and _is_near(lines):
        return [*groups, lines]
    by_county = defaultdict(list)
    for one in lines:
        by_county[one.county].append(one)
    return [*groups, *by_county.values()]


def _is_near(named: Sequence[Named]) -> bool:
    west, south, east, north = _around(named)
    return east - west <= _FARTHEST_DEG and north - south <= _FARTHEST_DEG


def _around(named: Sequence[Named]) -> tuple[float, float, float, float]:
    west, south, east, north = zip(*(one.bbox for one in named), strict=True)
    return min(west), min(south), max(east), max(north)


def _candidate(names: Gazetteer, group: Sequence[Named], how: How) -> Candidate:
    counties = {one.county for one in group}
    return Candidate(
        layer=names.layer,
        version=names.version,
        features=tuple(one.id for one in group),
        name=group[0].name,
        how=how,
        county=counties.pop() if len(counties) == 1 else None,
        bbox=_around(group),
    )
