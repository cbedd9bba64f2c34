"""The layer versions that a scenario stands on, pinned: they stay the same whatever is published.

``origins``, ``stations`` and ``roads`` are what distances are measured on. ``context`` holds the
layers that say where a station stands and on which the plans' targets are judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from layers import catalogue, columns, sql
from layers.db import run
from layers.errors import UnknownLayer
from layers.evaluation import bindings
from layers.models import Layer, LayerVersion
from layers.scenarios.errors import BadScenario, BaseGone, NoRoadLayer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.scenarios.asked import ScenarioParams

STATIONS: Final = "stations"
"""The layer of stations that the plans' targets are judged on."""
DEFAULTS: Final = {"origins": "townships", "stations": STATIONS, "roads": "roads"}
PLACES: Final = ("counties", "townships", "rivers", "river-corridors")

Json = dict[str, Any]


def pin(
    connection: sa.Connection, named: object, params: ScenarioParams, *, internal: bool
) -> Json:
    """Return the published versions of the layers a scenario names.

    Raises
    ------
    BadScenario
        When the layers are not named by their roles.
    UnknownLayer, EmptyLayer
        When a layer is not there, or may not be known of.
    NoRoadLayer
        When distances by road are asked for and no road layer is loaded.
    """
    layers = _named(named)
    base: Json = {"roads": None}
    for role in ("origins", "stations"):
        base[role] = _pin(catalogue.get(connection, layers[role], internal=internal))
    if params.by_road:
        base["roads"] = _pin(_roads(connection, layers["roads"], internal=internal))
    there = {each["id"]: each for each in catalogue.published(connection)}
    wanted = sorted(_context() & there.keys() - {base["stations"]["layer"]})
    return base | {"context": {name: _pin(there[name]) for name in wanted}}


def again(
    connection: sa.Connection, base: Mapping[str, Any], params: ScenarioParams, *, internal: bool
) -> Json:
    """Return the versions that are published now of the layers a scenario stands on.

    Raises
    ------
    UnknownLayer, EmptyLayer, NoRoadLayer
        As :func:`pin` does.
    """
    named = {role: base[role]["layer"] for role in DEFAULTS if base.get(role)}
    return pin(connection, named, params, internal=internal)


def newest_year(connection: sa.Connection, pinned: Mapping[str, Any]) -> int | None:
    """Return the newest year of a pinned layer of stations, None where it states none."""
    names = [each.lower() for each in ("year", *columns.aliases().get("year", ()))]
    values = {"version": pinned["version_id"], "names": names}
    found: int | None = run(connection, sql.get("newest_year"), values).scalar_one()
    return found


def is_current(connection: sa.Connection, base: Mapping[str, Any]) -> bool:
    """Tell whether the versions that distances are measured on are those readers see."""
    pinned = {base[role]["version_id"] for role in DEFAULTS if base.get(role)}
    query = sa.select(Layer.current_version_id).where(Layer.current_version_id.in_(pinned))
    return set(connection.scalars(query)) == pinned


def layer_of(connection: sa.Connection, pinned: Mapping[str, Any]) -> Json:
    """Return a layer as the catalogue describes it, with the pinned version of it.

    Raises
    ------
    BaseGone
        When the version's features are no longer kept.
    """
    query = (
        catalogue.with_version()
        .join(LayerVersion, LayerVersion.layer_id == Layer.id)
        .where(LayerVersion.id == pinned["version_id"], LayerVersion.state != "discarded")
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        raise BaseGone(where=str(pinned["layer"]), version=pinned["version"])
    return catalogue.describe(row)


def shown(base: Mapping[str, Any]) -> Json:
    """Return what people are told of a base: the layers that distances are measured on."""
    return {role: base.get(role) for role in DEFAULTS}


def _named(named: object) -> dict[str, str]:
    given = {} if named is None else named
    if not isinstance(given, dict) or not set(given) <= set(DEFAULTS):
        raise BadScenario(where="base", reason="base", allowed=", ".join(DEFAULTS))
    chosen = {role: given.get(role) or layer for role, layer in DEFAULTS.items()}
    for role, layer in chosen.items():
        if not isinstance(layer, str):
            raise BadScenario(where=f"base.{role}", reason="base", allowed=", ".join(DEFAULTS))
    return chosen


def _roads(connection: sa.Connection, layer: str, *, internal: bool) -> Json:
    try:
        return catalogue.get(connection, layer, internal=internal)
    except UnknownLayer as error:
        raise NoRoadLayer(where=layer) from error


def _context() -> set[str]:
    """Return the layers that targets about stations are judged on, and those that tell places."""
    bound = (each.needed for each in bindings.load().table.binding)
    judged = {name for needed in bound if STATIONS in needed for name in needed}
    return {*PLACES, *judged}


def _pin(layer: Mapping[str, Any]) -> Json:
    version = layer["version"]
    return {
        "layer": layer["id"],
        "version": version["number"],
        "version_id": version["id"],
        "sha256": version["sha256"],
        "quality": layer["quality"],
    }
