"""A scenario becomes a version of the station layer."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import orjson

from layers import journal, versions
from layers.scenarios import pins
from layers.scenarios.edited_layer import edited_frame
from layers.scenarios.errors import BaseMoved
from layers.types import LayerContent, LayerMeta

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlalchemy as sa

    from layers.scenarios.live import Outcome, State

Json = dict[str, Any]


def promote(
    connection: sa.Connection,
    scenario: sa.Row[Any],
    told: tuple[State, Outcome],
    *,
    author: str,
) -> Json:
    """Publish the stations of a scenario as a new version of the layer they come from.

    Returns the layer, the version's number and its id.

    Raises
    ------
    BaseMoved
        When readers of the layer see another version than the scenario was made on.
    VersionConflict
        When somebody publishes the layer at the same moment.
    """
    state, outcome = told
    pinned = scenario.base["stations"]
    layer = pins.layer_of(connection, pinned)
    content = _content(layer, scenario, state, outcome)
    staged = versions.stage(connection, content, created_by=author)
    if staged.expected != pinned["version_id"]:
        raise BaseMoved(where=layer["id"], version=pinned["version"])
    versions.publish(connection, staged)
    journal.append(
        connection,
        actor=author,
        action="publish",
        object=layer["id"],
        details={
            "version": staged.number,
            "from": pinned["version"],
            "scenario": scenario.id,
            "revision": scenario.revision,
        },
    )
    return {"layer": layer["id"], "version": staged.number, "version_id": staged.version_id}


def _content(
    layer: Mapping[str, Any], scenario: sa.Row[Any], state: State, outcome: Outcome
) -> LayerContent:
    frame = edited_frame(state, outcome)
    meta = LayerMeta(
        id=layer["id"],
        title_zh=layer["title"]["zh"],
        title_en=layer["title"]["en"],
        role=layer["role"],
        geometry_type=layer["geometry_type"],
        quality="illustrative" if layer["quality"] == "illustrative" else "derived",
        licence=layer["licence"],
        source=layer["source"],
        source_url=layer["source_url"],
        source_date=layer["source_date"],
        key=layer["key"],
        visibility=layer["visibility"],
        note_zh=layer["note"]["zh"],
        note_en=layer["note"]["en"],
    )
    told = {each["name"]: each for each in layer["attributes"]}
    return LayerContent(
        meta=meta,
        batches=lambda: [frame],
        sha256=_fingerprint(scenario),
        titles={name: (each["title"]["zh"], each["title"]["en"]) for name, each in told.items()},
        units={name: each["unit"] for name, each in told.items() if each["unit"]},
    )


def _fingerprint(scenario: sa.Row[Any]) -> str:
    asked = {"base": scenario.base, "params": scenario.params, "edits": scenario.edits}
    return hashlib.sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)).hexdigest()
