"""Two evaluations side by side: which targets were gained and which were lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    Json = dict[str, Any]


def compare(earlier: Json, later: Json) -> Json:
    """Return what changed from an evaluation to another of the same plan or of any two.

    Targets are matched by their id. ``gained`` are those met only later, ``lost`` those met only
    earlier, ``changed`` all whose status, value or units differ, each with both statuses and
    values and the units that were gained and lost. Targets only one of the two has stand in
    ``only_earlier`` and ``only_later``; ``inputs`` lists layers whose version differs.
    """
    before = {entry["target"]: entry for entry in earlier["targets"]}
    after = {entry["target"]: entry for entry in later["targets"]}
    both = [target for target in before if target in after]
    changes = [_change(before[target], after[target]) for target in both]
    changed = [change for change in changes if _differs(change)]
    return {
        "earlier": earlier["id"],
        "later": later["id"],
        "gained": _became(changed, "status_after", "status_before"),
        "lost": _became(changed, "status_before", "status_after"),
        "changed": changed,
        "unchanged": len(both) - len(changed),
        "only_earlier": [target for target in before if target not in after],
        "only_later": [target for target in after if target not in before],
        "inputs": _inputs(earlier["inputs"], later["inputs"]),
    }


def _change(before: Json, after: Json) -> Json:
    was, became = _met(before), _met(after)
    return {
        "target": before["target"],
        "title": before["title"],
        "unit": after["unit"],
        "status_before": before["status"],
        "status_after": after["status"],
        "value_before": before["value"],
        "value_after": after["value"],
        "units_gained": sorted(became - was),
        "units_lost": sorted(was - became),
    }


def _differs(change: Json) -> bool:
    same = (
        change["status_before"] == change["status_after"]
        and change["value_before"] == change["value_after"]
    )
    return not same or bool(change["units_gained"] or change["units_lost"])


def _became(changed: list[Json], met: str, not_met: str) -> list[str]:
    return [each["target"] for each in changed if each[met] == "met" != each[not_met]]


def _met(entry: Json) -> set[str]:
    return {unit["code"] for unit in entry["units"] if unit["status"] == "met"}


def _inputs(before: Mapping[str, Json], after: Mapping[str, Json]) -> list[Json]:
    return [
        {
            "layer": name,
            "version_before": before.get(name, {}).get("version"),
            "version_after": after.get(name, {}).get("version"),
        }
        for name in sorted({*before, *after})
        if before.get(name, {}).get("version_id") != after.get(name, {}).get("version_id")
    ]
