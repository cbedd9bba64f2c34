"""Two scenarios side by side: which places are nearer in one, which targets stand otherwise."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from layers.scenarios import targets, telling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from layers.plans import Registry
    from layers.scenarios.live import Outcome, State

Json = dict[str, Any]


@dataclass(frozen=True, eq=False, kw_only=True)
class Side:
    """One scenario: what is told of it, its edits, its base and what they make of it."""

    about: Json
    edits: Sequence[Json]
    state: State
    outcome: Outcome


def compare(a: Side, b: Side, registry: Registry, *, everything: bool = False) -> Json:
    """Return how two scenarios differ; ``everything`` lists the units that do not, too.

    ``delta_m`` is the distance in b less that in a; "better" counts what is nearer in b. Units are
    matched by their code.
    """
    rows = _rows(a, b)
    counted = Counter(_kind(row) for row in rows)
    kinds = ("better", "worse", "same", "only_a", "only_b")
    return {
        "a": a.about,
        "b": b.about,
        "same_base": a.state.base == b.state.base,
        "rows": rows if everything else [row for row in rows if _differs(row)],
        "count": {kind: counted[kind] for kind in kinds},
        "summary": {"a": a.outcome.summary, "b": b.outcome.summary},
        "targets": _targets(a, b, registry),
        "edits": _edits(a.edits, b.edits),
    }


def _rows(a: Side, b: Side) -> list[Json]:
    in_a, in_b = (
        {unit["code"]: unit for unit in telling.units(side.state, side.outcome.reading)}
        for side in (a, b)
    )
    rows = [_row(code, in_a.get(code), in_b.get(code)) for code in dict.fromkeys([*in_a, *in_b])]
    return sorted(rows, key=lambda row: (-abs(row["delta_m"] or 0.0), str(row["code"])))


def _row(code: str, a: Json | None, b: Json | None) -> Json:
    unit = a or b or {}
    told = {name: unit.get(name) for name in ("name_zh", "county_code", "lon", "lat")}
    here, there = (None if each is None else each["distance_m"] for each in (a, b))
    delta = None if here is None or there is None else there - here
    changed = a is not None and b is not None and a["class"] != b["class"]
    return {"code": code, **told, "a": _side(a), "b": _side(b), "delta_m": delta,
            "class_changed": changed}  # fmt: skip


def _side(unit: Json | None) -> Json | None:
    names = ("distance_m", "nearest_id", "class", "reason")
    return None if unit is None else {name: unit[name] for name in names}


def _kind(row: Json) -> str:
    if row["a"] is None:
        return "only_b"
    if row["b"] is None:
        return "only_a"
    if row["delta_m"] is not None:
        return "same" if row["delta_m"] == 0 else "better" if row["delta_m"] < 0 else "worse"
    reached = row["a"]["distance_m"] is not None, row["b"]["distance_m"] is not None
    return {(True, False): "worse", (False, True): "better"}.get(reached, "same")


def _differs(row: Json) -> bool:
    return bool(row["a"] != row["b"])


def _targets(a: Side, b: Side, registry: Registry) -> list[Json]:
    told = (targets.judged_after(side.state, registry, side.outcome) for side in (a, b))
    return [
        targets.about(new) | {"a": targets.standing(old), "b": targets.standing(new)}
        for _, old, new in targets.differences(*told)
    ]


def _edits(a: Sequence[Json], b: Sequence[Json]) -> Json:
    return {
        "only_a": [each for each in a if each not in b],
        "only_b": [each for each in b if each not in a],
        "both": [each for each in a if each in b],
    }
