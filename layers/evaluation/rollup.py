"""An evaluation by county: what concerns each, and where it is missed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.indicators.parts import all_of
from geo.regions import region_prefix

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from layers.evaluation.loaded import Loaded

    Json = dict[str, Any]

COUNTIES = "counties"

_STATUSES = ("met", "missed", "uncertain")


def counties(loaded: Loaded, entries: Sequence[Json], region: str) -> list[Json]:
    """Return one row per county of a region with its counts and the targets it misses.

    A target concerns a county if it is set for it, or if units of the county were judged; then
    the county misses it if one of its units does, and keeps it if all do.
    """
    if loaded.missing([COUNTIES]):
        return []
    frame = loaded.frame(COUNTIES)
    inside = frame[frame["adcode"].str.startswith(region_prefix(region))]
    return [
        _row(code, name, entries)
        for code, name in zip(inside["adcode"], inside["name_zh"], strict=True)
    ]


def status_in(entry: Json, county: str) -> str | None:
    """Return how a target stands in a county, None if it does not concern it by itself."""
    if entry["scope"]["region"] == county:
        return str(entry["status"])
    own = [unit["status"] for unit in entry["units"] if unit["county_code"] == county]
    return all_of(own) if own else None


def _row(code: str, name: str, entries: Iterable[Json]) -> Json:
    found = {entry["target"]: status_in(entry, code) for entry in entries}
    by_status = {
        status: [target for target, each in found.items() if each == status] for status in _STATUSES
    }
    counts = {status: len(targets) for status, targets in by_status.items()}
    return {"code": code, "name": name, **counts, "missed_targets": by_status["missed"]}
