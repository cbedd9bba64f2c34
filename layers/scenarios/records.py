"""The table of scenarios: made, read by whom may, changed by the owner, revision by revision."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from geo.whatif import parse_edits
from layers.scenario_models import Scenario
from layers.scenarios import asked, pins
from layers.scenarios.errors import BadScenario, ScenarioChanged, UnknownScenario

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.accounts import Caller
    from layers.scenarios.asked import ScenarioParams

LONGEST_TITLE: Final = 200
LATEST: Final = "latest"
_NEWEST_YEAR: Final = "year"
_CHANGES: Final = {"revision", "title", "params", "edits", "share", "base"}

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Looker:
    """Who looks: the caller, and the token of a link if one was given."""

    caller: Caller
    token: str | None = None

    def owns(self, row: sa.Row[Any] | Scenario) -> bool:
        """Tell whether a scenario is the caller's to change."""
        mine = self.caller.name is not None and row.owner == self.caller.name
        return mine or self.caller.may("administer")

    def sees(self, row: sa.Row[Any]) -> bool:
        """Tell whether a scenario is the caller's, or shown by a link."""
        if self.owns(row):
            return True
        told, kept = self.token, row.share_token
        return (
            told is not None
            and kept is not None
            and secrets.compare_digest(told.encode(), kept.encode())
        )


def make(connection: sa.Connection, described: Mapping[str, Any], looker: Looker) -> Json:
    """Store a new scenario of the caller's.

    Raises
    ------
    BadScenario, BadEdit, BadParameter
        When it is described in a way that makes no sense.
    UnknownLayer, EmptyLayer, NoRoadLayer
        When a layer is not there.
    """
    _known_fields(described, {"title", "base", "params", "edits"})
    title = _title(described.get("title"))
    base, params = based(connection, described, internal=looker.caller.internal)
    edits = [edit.plain() for edit in parse_edits(described.get("edits") or [])]
    values = {"title": title, "base": base, "params": params.plain(), "edits": edits}
    return _insert(connection, values, looker)


def based(
    connection: sa.Connection, described: Mapping[str, Any], *, internal: bool
) -> tuple[Json, ScenarioParams]:
    """Return the pinned layers and the parameters that a request describes, defaults filled in.

    Without a year, that of the newest stations is taken.

    Raises
    ------
    BadScenario, BadParameter, UnknownLayer, EmptyLayer, NoRoadLayer
        As :func:`make` does.
    """
    given = _mapping(described.get("params"), "params")
    params = asked.parse(given)
    base = pins.pin(connection, described.get("base"), params, internal=internal)
    if _NEWEST_YEAR not in given:
        newest = pins.newest_year(connection, base["stations"])
        params = asked.parse({**given, _NEWEST_YEAR: newest} if newest else given)
    return base, params


def find(connection: sa.Connection, scenario_id: str, looker: Looker) -> sa.Row[Any]:
    """Return a scenario that the caller may see.

    Raises
    ------
    UnknownScenario
        When there is none, it is not shared with the caller, or stands on layers the caller may
        not know of.
    """
    readable = sa.func.may_read_run(None, Scenario.base, looker.caller.internal, type_=sa.Boolean)
    query = sa.select(Scenario.__table__).where(Scenario.id == scenario_id, readable)
    row = connection.execute(query).one_or_none()
    if row is None or not looker.sees(row):
        raise UnknownScenario(where=scenario_id)
    return row


def with_params(
    connection: sa.Connection, row: sa.Row[Any], wanted: object, looker: Looker
) -> tuple[Json, ScenarioParams]:
    """Return base and parameters of a scenario with some other parameters.

    Raises
    ------
    BadScenario, BadParameter, NoRoadLayer
        As :func:`make` does.
    """
    params = asked.parse({**row.params, **_mapping(wanted, "params")})
    if params.by_road and row.base.get("roads") is None:
        return _based_again(connection, row, params, looker, all_of_it=False), params
    return row.base, params


def listing(connection: sa.Connection, looker: Looker) -> list[Json]:
    """Return the caller's scenarios without their edits, newest first; administrators see all."""
    query = sa.select(Scenario.__table__).order_by(Scenario.updated_at.desc(), Scenario.id)
    if not looker.caller.may("administer"):
        query = query.where(Scenario.owner == looker.caller.name)
    found = [describe(connection, row, looker) for row in connection.execute(query)]
    return [
        {name: value for name, value in each.items() if name != "edits"}
        | {"edit_count": len(each["edits"])}
        for each in found
    ]


def change(
    connection: sa.Connection, scenario_id: str, wanted: Mapping[str, Any], looker: Looker
) -> Json:
    """Change a scenario of the caller's that is still at the revision the caller saw.

    Raises
    ------
    UnknownScenario
        When there is none, or it is not the caller's.
    ScenarioChanged
        When it is at another revision.
    BadScenario, BadEdit, BadParameter
        When a change makes no sense.
    """
    _known_fields(wanted, _CHANGES)
    row = _own(connection, scenario_id, looker, wanted.get("revision"))
    values = _changed(connection, row, wanted, looker)
    connection.execute(
        sa.update(Scenario)
        .where(Scenario.id == scenario_id)
        .values(**values, revision=row.revision + 1, updated_at=sa.func.now())
    )
    return describe(connection, find(connection, scenario_id, looker), looker)


def delete(connection: sa.Connection, scenario_id: str, revision: object, looker: Looker) -> None:
    """Delete a scenario of the caller's.

    Raises
    ------
    UnknownScenario, ScenarioChanged
        As :func:`change` does.
    """
    _own(connection, scenario_id, looker, revision)
    connection.execute(sa.delete(Scenario).where(Scenario.id == scenario_id))


def fork(connection: sa.Connection, scenario_id: str, title: object, looker: Looker) -> Json:
    """Make a scenario of the caller's from one the caller may see.

    Raises
    ------
    UnknownScenario
        As :func:`find` does.
    """
    row = find(connection, scenario_id, looker)
    values = {"title": row.title if title is None else _title(title), "base": row.base,
              "params": row.params, "edits": row.edits, "forked_from": row.id}  # fmt: skip
    return _insert(connection, values, looker)


def describe(connection: sa.Connection, row: sa.Row[Any], looker: Looker) -> Json:
    """Return a scenario as the HTTP interface shows it; the token only to whom it belongs."""
    owns = looker.owns(row)
    return {
        "id": row.id,
        "title": row.title,
        "owner": row.owner,
        "revision": row.revision,
        "created_at": row.created_at.isoformat(),
        "updated_at": row.updated_at.isoformat(),
        "forked_from": row.forked_from,
        "share": {"token": row.share_token} if owns and row.share_token else None,
        "mine": owns,
        "base": pins.shown(row.base),
        "current": pins.is_current(connection, row.base),
        "params": row.params,
        "edits": row.edits,
    }


def described_to_all(row: sa.Row[Any]) -> Json:
    """Return what of a scenario may stand in a file that is handed on: nothing of its owner."""
    return {
        "id": row.id,
        "title": row.title,
        "revision": row.revision,
        "updated_at": row.updated_at.isoformat(),
        "forked_from": row.forked_from,
        "params": row.params,
        "edits": row.edits,
    }


def _insert(connection: sa.Connection, values: Json, looker: Looker) -> Json:
    scenario_id = secrets.token_hex(8)
    made = values | {"id": scenario_id, "owner": looker.caller.author}
    connection.execute(sa.insert(Scenario).values(**made))
    return describe(connection, find(connection, scenario_id, looker), looker)


def _own(
    connection: sa.Connection, scenario_id: str, looker: Looker, revision: object
) -> sa.Row[Any]:
    find(connection, scenario_id, looker)
    query = sa.select(Scenario.__table__).where(Scenario.id == scenario_id).with_for_update()
    row = connection.execute(query).one()
    if not looker.owns(row):
        raise UnknownScenario(where=scenario_id)
    if not isinstance(revision, int) or isinstance(revision, bool):
        raise BadScenario(where="revision", reason="revision")
    if row.revision != revision:
        raise ScenarioChanged(where=scenario_id, revision=row.revision, yours=revision)
    return row


def _changed(
    connection: sa.Connection, row: sa.Row[Any], wanted: Mapping[str, Any], looker: Looker
) -> Json:
    """Return the columns that a change sets."""
    values: Json = {}
    if "title" in wanted:
        values["title"] = _title(wanted["title"])
    if "edits" in wanted:
        values["edits"] = [edit.plain() for edit in parse_edits(wanted["edits"])]
    if "share" in wanted:
        values["share_token"] = _token(row.share_token, wanted["share"])
    base, params = with_params(connection, row, wanted.get("params"), looker)
    if "base" in wanted:
        if wanted["base"] != LATEST:
            raise BadScenario(where="base", reason="latest", allowed=LATEST)
        base = _based_again(connection, row, params, looker, all_of_it=True)
    return values | {"base": base, "params": params.plain()}


def _based_again(
    connection: sa.Connection,
    row: sa.Row[Any],
    params: ScenarioParams,
    looker: Looker,
    *,
    all_of_it: bool,
) -> Json:
    """Return a base with newer versions; where only roads are wanting, the rest stays pinned."""
    newer = pins.again(connection, row.base, params, internal=looker.caller.internal)
    return newer if all_of_it else {**row.base, "roads": newer["roads"]}


def _token(kept: str | None, wanted: object) -> str | None:
    if not isinstance(wanted, bool):
        raise BadScenario(where="share", reason="share")
    return (kept or secrets.token_urlsafe(24)) if wanted else None


def _title(value: object) -> str:
    title = value.strip() if isinstance(value, str) else ""
    if not 1 <= len(title) <= LONGEST_TITLE or "\x00" in title:
        raise BadScenario(where="title", reason="title", most=LONGEST_TITLE)
    return title


def _mapping(value: object, where: str) -> Json:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadScenario(where=where, reason="field", allowed="{}")
    return value


def _known_fields(given: Mapping[str, Any], known: set[str]) -> None:
    unknown = sorted(set(given) - known)
    if unknown:
        raise BadScenario(where=unknown[0], reason="field", allowed=", ".join(sorted(known)))
