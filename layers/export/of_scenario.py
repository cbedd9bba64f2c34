"""A scenario as files: its places with their classes, its stations, its targets, its figures.

The places come with the other three as further tables, which a workbook takes along.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import shapely

from geo.whatif import parse_edits
from layers import texts
from layers.export import marks, scenario_tables
from layers.export.content import BATCH_ROWS, Attribute, Content, of_frame, titled
from layers.plans.charging_limit import limit_km
from layers.scenarios import States, asked, telling
from layers.scenarios.edited_layer import edited_frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    import sqlalchemy as sa

    from layers.export.content import Kind
    from layers.export.order import Part
    from layers.plans import Registry
    from layers.scenarios import Outcome, State

    Json = dict[str, Any]

_QUALITIES: Final = ("official", "derived", "illustrative")
_DISTANCE: Final = "analysis.charging-distance.column"
_UNITS: Final[tuple[tuple[str, Kind, str | None, str], ...]] = (
    ("code", "string", None, f"{_DISTANCE}.code"),
    ("name_zh", "string", None, f"{_DISTANCE}.name_zh"),
    ("county_code", "string", None, f"{_DISTANCE}.county_code"),
    ("distance_m", "number", "m", "export.scenario.distance_m"),
    ("nearest_id", "string", None, f"{_DISTANCE}.nearest_id"),
    ("class", "string", None, "export.scenario.class"),
    ("before_distance_m", "number", "m", "export.scenario.before_distance_m"),
    ("before_class", "string", None, "export.scenario.before_class"),
    ("delta_m", "number", "m", "export.scenario.delta_m"),
    ("class_changed", "boolean", None, "export.scenario.class_changed"),
    ("reason", "string", None, "export.scenario.reason"),
    ("lon", "number", "°", f"{_DISTANCE}.lon"),
    ("lat", "number", "°", f"{_DISTANCE}.lat"),
)


def content(
    connection: sa.Connection, registry: Registry, row: sa.Row[Any], part: Part | None
) -> Content:
    """Return a part of a stored scenario; without one, its places with all the rest.

    Raises
    ------
    BaseGone
        When the layers it stands on are no longer kept.
    BadEdit, EmptyInput
        When it cannot be worked out.
    """
    state, _ = States().get(connection, row.base, asked.parse(row.params))
    outcome = state.after(parse_edits(row.edits))
    about = _about(state, row)
    if part == "stations":
        return _stations(state, outcome, about)
    if part == "targets":
        return scenario_tables.targets(state, outcome, registry, about)
    if part == "summary":
        return scenario_tables.summary(state, outcome, about)
    made = _units(state, outcome, about)
    limit = limit_km(registry, {"year": state.params.year, "region": state.params.region})
    columns = [one.name for one in made.attributes]
    made = replace(made, marks=tuple(marks.of_distances(outcome.summary, columns, limit)))
    if part == "units":
        return made
    more = (
        _stations(state, outcome, about),
        scenario_tables.targets(state, outcome, registry, about),
        scenario_tables.summary(state, outcome, about),
    )
    # The whole of it is called like the scenario.
    return replace(made, also=more, title=dict.fromkeys(made.title, row.title))


def _units(state: State, outcome: Outcome, about: Json) -> Content:
    shapes = shapely.force_2d(state.units.geometry.to_numpy())
    told = telling.units(state, outcome.reading)
    before = state.before
    for row, unit in enumerate(told):
        old, new = telling.number(before.distance_m[row]), unit["distance_m"]
        unit["before_distance_m"], unit["before_class"] = old, before.label[row]
        unit["delta_m"] = None if old is None or new is None else new - old
        unit["class_changed"] = bool(before.label[row] != unit["class"])
        unit["reason"] = unit["reason"] or None

    def batches() -> Iterator[pa.RecordBatch]:
        for first in range(0, len(told), BATCH_ROWS):
            last = first + BATCH_ROWS
            yield made.batch(told[first:last], shapely.to_wkb(shapes[first:last]))

    made = Content(
        name=scenario_tables.name_of(about, "units"),
        title=scenario_tables.title_of(about, "units"),
        attributes=tuple(
            Attribute(name=name, type=kind, title=titled(key), unit=unit)
            for name, kind, unit, key in _UNITS
        ),
        kinds=frozenset(state.units.geometry.geom_type.dropna()),
        count=len(told),
        batches=batches,
        about=about,
    )
    return made


def _stations(state: State, outcome: Outcome, about: Json) -> Content:
    """Return the stations as the edits leave them, those no longer there left out."""
    frame = edited_frame(state, outcome)
    ids = [str(each) for each in outcome.edited.stations.id]
    frame = frame.assign(edit=[outcome.edited.ops.get(each) for each in ids])
    layer = state.given.layers[state.base["stations"]["layer"]]
    known = {one["name"]: one for one in layer["attributes"]}
    made = of_frame(frame, scenario_tables.name_of(about, "stations"))
    return replace(
        made,
        title=scenario_tables.title_of(about, "stations"),
        attributes=tuple(_described(one, known.get(one.name)) for one in made.attributes),
        about=about,
    )


def _described(found: Attribute, known: Json | None) -> Attribute:
    """Return an attribute as its layer describes it; the one of the edits has its own words."""
    if known is None:
        title = titled("export.scenario.edit") if found.name == "edit" else found.title
        return replace(found, title=title)
    return Attribute(name=found.name, type=known["type"], title=known["title"], unit=known["unit"])


def _about(state: State, row: sa.Row[Any]) -> Json:
    """Return what a file says of itself, in the form that a layer's description has."""
    pinned = [each for role in ("stations", "origins", "roads") if (each := row.base.get(role))]
    layers = [state.given.layers[each["layer"]] for each in pinned]
    weakest = max((each["quality"] for each in layers), key=_rank)
    used = "; ".join(f"{each['source']} ({each['id']})" for each in layers)
    note = {
        language: texts.text(
            "export.scenario.note",
            language,
            title=row.title,
            revision=row.revision,
            count=len(row.edits),
        )
        for language in texts.LANGUAGES
    }
    return {
        "id": row.id,
        "title": row.title,
        "quality": weakest,
        "source": used,
        "source_date": max(str(each["source_date"] or "") for each in layers),
        "licence": "; ".join(dict.fromkeys(each["licence"] for each in layers)),
        "review_number": None,
        "note": note,
        "version": {
            "number": row.revision,
            "published_at": row.updated_at.isoformat(),
            "sha256": None,
        },
    }


def _rank(quality: str) -> int:
    return _QUALITIES.index(quality) if quality in _QUALITIES else len(_QUALITIES)
