"""The result of an evaluation as one layer.

One row for each thing that was judged (a township, a county, a bank of a river), with its shape
once and, for each target, a column with its status and one with its value. A map switches from
target to target by reading another column, without another request; a table and an export have
every target of a township in one row. One layer per target would repeat the same 130 shapes for
each of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from layers import catalogue, texts
from layers.evaluation.judging import Answered
from layers.evaluation.loaded import QUALITIES
from layers.types import LayerContent, LayerMeta

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geopandas import GeoDataFrame

    from layers.evaluation.judging import Unanswered
    from layers.evaluation.loaded import Loaded
    from layers.plans.schema import Plan

    Json = dict[str, Any]

VALUE = ":value"
"""Behind the id of a target: the column with its value."""

_PREFIX = "eval"
_FIXED = ("code", "name_zh", "level", "county_code", "met", "missed", "uncertain")
_STATUSES = ("met", "missed", "uncertain")


def layer_id(evaluation_id: str) -> str:
    """Return the id of the result layer of an evaluation."""
    return f"{_PREFIX}-{evaluation_id}"


def content(
    loaded: Loaded,
    plan: Plan,
    evaluation_id: str,
    found: Sequence[Answered | Unanswered],
    entries: Sequence[Json],
) -> LayerContent | None:
    """Return the result layer, or None if no target has units.

    ``found`` and ``entries`` are the same targets in the same order.
    """
    mapped = [
        (answer, entry)
        for answer, entry in zip(found, entries, strict=True)
        if isinstance(answer, Answered) and entry["units"]
    ]
    if not mapped:
        return None
    frame = _frame(mapped)
    meta = _meta(loaded, plan, evaluation_id, [entry for _, entry in mapped], frame)
    return LayerContent(
        meta=meta,
        batches=lambda: [frame],
        sha256=evaluation_id,
        titles=_titles(entry for _, entry in mapped),
        units={entry["target"] + VALUE: _unit(entry) for _, entry in mapped},
    )


def code_of(entry: Json, unit: Json) -> str:
    """Return the key of a unit in the layer: its official code, else one that names the target."""
    if unit["county_code"] is not None:
        return str(unit["code"])
    return f"{entry['target']}:{unit['code']}"


def _frame(mapped: Sequence[tuple[Answered, Json]]) -> GeoDataFrame:
    import geopandas

    rows: dict[str, Json] = {}
    for answer, entry in mapped:
        parts = answer.measured.parts
        shapes = dict(zip(parts["id"], parts.geometry, strict=True))
        for unit in entry["units"]:
            row = rows.setdefault(code_of(entry, unit), _row(entry, unit, shapes))
            row[entry["target"]] = unit["status"]
            row[entry["target"] + VALUE] = unit["value"]
            if unit["status"] in _STATUSES:
                row[unit["status"]] += 1
    names = [name for _, entry in mapped for name in (entry["target"], entry["target"] + VALUE)]
    columns = {name: [row.get(name) for row in rows.values()] for name in (*_FIXED, *names)}
    values = {
        name: np.array(column, dtype=np.float64) if name.endswith(VALUE) else column
        for name, column in columns.items()
    }
    shapes_in_order = [row["geometry"] for row in rows.values()]
    return geopandas.GeoDataFrame(values, geometry=shapes_in_order, crs="EPSG:4326")


def _row(entry: Json, unit: Json, shapes: Mapping[str, Any]) -> Json:
    return {
        "code": code_of(entry, unit),
        "name_zh": unit["name"],
        "level": entry["level"],
        "county_code": unit["county_code"],
        "geometry": shapes[unit["code"]],
        **dict.fromkeys(_STATUSES, 0),
    }


def _meta(
    loaded: Loaded, plan: Plan, evaluation_id: str, entries: Sequence[Json], frame: GeoDataFrame
) -> LayerMeta:
    layers = [loaded.layers[name] for name in sorted({n for e in entries for n in e["layers"]})]
    worst = max((layer["quality"] for layer in layers), key=QUALITIES.index)
    kinds = sorted(set(frame.geometry.dropna().geom_type))
    hidden = any(layer["visibility"] == "internal" for layer in layers)
    return LayerMeta(
        id=layer_id(evaluation_id),
        title_zh=texts.text("evaluation.layer", "zh", plan=plan.title_zh),
        title_en=texts.text("evaluation.layer", "en", plan=plan.title_en),
        role=catalogue.RESULT_ROLE,
        geometry_type=kinds[0] if len(kinds) == 1 else "Geometry",
        quality="derived" if worst == "official" else worst,
        licence="; ".join(dict.fromkeys(layer["licence"] for layer in layers)),
        source="; ".join(dict.fromkeys(layer["source"] for layer in layers)),
        source_date=max(layer["source_date"] for layer in layers),
        key="code",
        visibility="internal" if hidden else "public",
    )


def _titles(entries: Any) -> dict[str, tuple[str, str]]:  # noqa: ANN401 - any iterable of entries
    named = {
        name: (
            texts.text(f"evaluation.column.{name}", "zh"),
            texts.text(f"evaluation.column.{name}", "en"),
        )
        for name in _FIXED
    }
    for entry in entries:
        zh, en = entry["title"]["zh"], entry["title"]["en"]
        named[entry["target"]] = (zh, en)
        named[entry["target"] + VALUE] = (
            texts.text("evaluation.column.value", "zh", title=zh),
            texts.text("evaluation.column.value", "en", title=en),
        )
    return named


def _unit(entry: Json) -> str:
    return "count" if entry["method"] == "coverage-units" else str(entry["unit"])
