"""Siting as background work, on pinned layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.whatif import parse_edits
from layers import accounts, catalogue, features
from layers.scenarios import asked as scenario_params
from layers.scenarios.live import States
from layers.siting.asked import CORRIDORS, parse
from layers.siting.grounds import Given
from layers.siting.solving import answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import sqlalchemy as sa
    from geopandas import GeoDataFrame

    from layers.db import Database
    from layers.siting.asked import Asked

Json = dict[str, Any]


def request(base: Json, params: Json, edits: list[Json], asked: Mapping[str, Any]) -> Json:
    """Return what a job needs to know: pinned layers, parameters, edits, and the problem."""
    return {"base": base, "params": params, "edits": edits, "asked": dict(asked)}


def check(connection: sa.Connection, asked: Asked, *, internal: bool) -> None:
    """Refuse a problem that names layers which are not there, before it waits in the queue.

    Raises
    ------
    UnknownLayer, EmptyLayer
        When a layer is not there, or may not be known of.
    """
    for name in _named(asked):
        catalogue.get(connection, name, internal=internal)


def given(
    connection: sa.Connection, wanted: Mapping[str, Any], asked: Asked, *, internal: bool
) -> Given:
    """Return the ground of a request, read from the layers.

    Raises
    ------
    UnknownLayer, EmptyLayer, BaseGone
        When a layer is not there.
    GeoError
        When the layers do not allow these parameters.
    """
    params = scenario_params.parse(wanted["params"])
    state, _ = States(1).get(connection, wanted["base"], params)

    def read(name: str) -> GeoDataFrame:
        return features.frame(connection, catalogue.get(connection, name, internal=internal))

    candidates = asked.numbers.candidates
    return Given(
        state=state,
        outcome=state.after(parse_edits(wanted["edits"])),
        edits=wanted["edits"],
        candidates=None if candidates is None else read(candidates),
        exclude={name: read(name) for name in _excluded(connection, asked, internal=internal)},
        quotas=read(asked.plan.quotas) if asked.problem == "plan" else None,
    )


def _site(database: Database, wanted: Mapping[str, Any], author: str) -> Json:
    asked = parse(wanted["asked"])
    with database.begin() as connection:
        # What the author may see is decided when the work is done, not when it was asked for.
        internal = accounts.reads_internal(connection, author)
        ground = given(connection, wanted, asked, internal=internal)
    return answer(ground, asked)


def _named(asked: Asked) -> list[str]:
    """Return the layers a request names itself."""
    found = [*(asked.exclude or ())]
    if asked.numbers.candidates is not None:
        found.append(asked.numbers.candidates)
    if asked.problem == "plan":
        found.append(asked.plan.quotas)
    return found


def _excluded(connection: sa.Connection, asked: Asked, *, internal: bool) -> tuple[str, ...]:
    """Return the layers no candidate may lie in; where nothing is said, the river corridors."""
    if asked.exclude is not None:
        return asked.exclude
    there = {layer["id"] for layer in catalogue.published(connection, internal=internal)}
    return (CORRIDORS,) if CORRIDORS in there else ()


KINDS: dict[str, Callable[[Database, Mapping[str, Any], str], Json]] = {"siting": _site}
"""The kind of background work that siting is."""
