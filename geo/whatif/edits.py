"""Edits of stations: add, move, remove, resize, set the year, one after the other."""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import numpy as np

from geo.errors import GeoError
from geo.whatif.stations import Stations, one_station

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

Kind = Literal["add", "move", "remove", "resize", "set_year"]
EDIT_KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
MOST_EDITS: Final = 5_000
_LONGEST: Final = 120
_PILES: Final = (0, 100_000)
_YEARS: Final = (1900, 2100)
_FIELDS: Final[dict[Kind, tuple[str, ...]]] = {
    "add": ("lon", "lat", "piles", "year", "name_zh"),
    "move": ("lon", "lat"),
    "remove": (),
    "resize": ("piles",),
    "set_year": ("year",),
}
"""What each kind of edit says beside the station's id; an added station may leave out the rest."""
_OPTIONAL: Final = {"add": {"piles", "year", "name_zh"}}


class BadEdit(GeoError):
    """An edit of a scenario cannot be carried out."""

    code = "bad_edit"


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One edit; what it does not speak of is None. ``lon`` and ``lat`` in degrees."""

    op: Kind
    id: str
    lon: float | None = None
    lat: float | None = None
    piles: int | None = None
    year: int | None = None
    name_zh: str | None = None

    def plain(self) -> dict[str, Any]:
        """Return the edit as it is written in JSON."""
        return {name: value for name, value in vars(self).items() if value is not None}


@dataclass(frozen=True, eq=False)
class Edited:
    """Stations after edits, in the order of their ids.

    ``base_row`` is the row of the base each of them is (-1 for one that was added), ``moved``
    whether it stands elsewhere; shape (k,) each. ``ops`` names for every station that an edit
    touched what has become of it: "add", "remove", or the last edit that still shows.
    """

    stations: Stations
    base_row: NDArray[np.int64]
    moved: NDArray[np.bool_]
    ops: dict[str, Kind]
    removed: tuple[str, ...]


def parse_edits(raw: object) -> tuple[Edit, ...]:
    """Return edits as received, validated one by one.

    Raises
    ------
    BadEdit
        With ``edits.<number>`` as ``where`` and a reason: "op", "number", "position", "text",
        "unknown_field", "too_many".
    """
    if not isinstance(raw, list | tuple):
        raise BadEdit(where="edits", reason="op", allowed=", ".join(EDIT_KINDS))
    if len(raw) > MOST_EDITS:
        raise BadEdit(where="edits", reason="too_many", count=len(raw), most=MOST_EDITS)
    return tuple(_parsed(each, f"edits.{number}") for number, each in enumerate(raw))


def apply(base: Stations, edits: Sequence[Edit], *, year: int | None = None) -> Edited:
    """Carry out edits one after the other.

    Parameters
    ----------
    base
        The stations as they are.
    edits
        What changes. An id is that of a station, or of one that an earlier edit added.
    year
        The first year in service of an added station that states none.

    Raises
    ------
    BadEdit
        With a reason: "unknown_station", "station_exists", "ambiguous_station".
    """
    overlay: dict[str, Stations | None] = {}
    ops: dict[str, Kind] = {}
    rows = base.rows()
    for number, edit in enumerate(edits):
        _carry_out(edit, f"edits.{number}", base, rows, overlay, year)
        _note(ops, edit, known=edit.id in rows)
    return _merged(base, rows, overlay, ops)


def _parsed(raw: object, where: str) -> Edit:
    if not isinstance(raw, dict) or raw.get("op") not in EDIT_KINDS:
        raise BadEdit(where=where, reason="op", allowed=", ".join(EDIT_KINDS))
    op: Kind = raw["op"]
    unknown = sorted(set(raw) - {"op", "id", *_FIELDS[op]})
    if unknown:
        raise BadEdit(where=where, reason="unknown_field", field=unknown[0], op=op)
    given: dict[str, Any] = {"id": _text(raw.get("id"), where, "id", least=1)}
    for name in _FIELDS[op]:
        if raw.get(name) is None and name in _OPTIONAL.get(op, set()):
            continue
        given[name] = _value(raw, name, where)
    return Edit(op=op, **given)


def _value(raw: Mapping[str, Any], name: str, where: str) -> float | str:
    if name == "name_zh":
        return _text(raw[name], where, name, least=0)
    if name in {"lon", "lat"}:
        return _degrees(raw.get(name), where, name)
    return _whole(raw.get(name), where, name)


def _text(value: object, where: str, field: str, *, least: int) -> str:
    if not isinstance(value, str) or not least <= len(value.strip()) <= _LONGEST:
        raise BadEdit(where=where, reason="text", field=field, most=_LONGEST)
    return value.strip()


def _degrees(value: object, where: str, field: str) -> float:
    most = 180.0 if field == "lon" else 90.0
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value) or abs(value) > most:  # type: ignore[arg-type]
        raise BadEdit(where=where, reason="position", field=field, value=str(value), most=most)
    return float(value)  # type: ignore[arg-type]


def _whole(value: object, where: str, field: str) -> int:
    least, most = _PILES if field == "piles" else _YEARS
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        facts = {"field": field, "value": str(value), "least": least, "most": most}
        raise BadEdit(where=where, reason="number", **facts)
    return value


def _carry_out(
    edit: Edit,
    where: str,
    base: Stations,
    rows: Mapping[str, list[int]],
    overlay: dict[str, Stations | None],
    year: int | None,
) -> None:
    """Put what an edit makes of its station into the overlay; None is a station that is gone."""
    now = _now(edit.id, where, base, rows, overlay)
    if edit.op == "add":
        if now is not None:
            raise BadEdit(where=where, reason="station_exists", id=edit.id)
        overlay[edit.id] = _added(edit, year)
        return
    if now is None:
        raise BadEdit(where=where, reason="unknown_station", id=edit.id)
    overlay[edit.id] = None if edit.op == "remove" else _changed(now, edit)


def _now(
    station: str,
    where: str,
    base: Stations,
    rows: Mapping[str, list[int]],
    overlay: Mapping[str, Stations | None],
) -> Stations | None:
    """Return a station as it is after the edits so far, None if there is none of this id."""
    if station in overlay:
        return overlay[station]
    found = rows.get(station, [])
    if len(found) > 1:
        raise BadEdit(where=where, reason="ambiguous_station", id=station, count=len(found))
    return base.take(np.array(found, dtype=np.int64)) if found else None


def _added(edit: Edit, year: int | None) -> Stations:
    first = edit.year if edit.year is not None else year
    return one_station(
        edit.id,
        (float(edit.lon or 0.0), float(edit.lat or 0.0)),
        year=math.nan if first is None else float(first),
        piles=1.0 if edit.piles is None else float(edit.piles),
        name=edit.name_zh or "",
    )


def _changed(now: Stations, edit: Edit) -> Stations:
    if edit.op == "move":
        return replace(now, lonlat=np.array([[edit.lon, edit.lat]], dtype=np.float64))
    if edit.op == "resize":
        return replace(now, piles=np.array([edit.piles], dtype=np.float64))
    return replace(now, year=np.array([edit.year], dtype=np.float64))


def _note(ops: dict[str, Kind], edit: Edit, *, known: bool) -> None:
    """Remember what a station has become: one that was added stays so, however it is changed."""
    if edit.op == "remove":
        if known:
            ops[edit.id] = "remove"
        else:
            ops.pop(edit.id, None)
    elif ops.get(edit.id) != "add":
        ops[edit.id] = edit.op


def _merged(
    base: Stations,
    rows: Mapping[str, list[int]],
    overlay: Mapping[str, Stations | None],
    ops: dict[str, Kind],
) -> Edited:
    """Put the stations that edits left alone and those they changed in the order of their ids."""
    touched = [row for station in overlay for row in rows.get(station, [])]
    left_alone = np.ones(len(base), dtype=bool)
    left_alone[touched] = False
    stays = np.flatnonzero(left_alone)
    changed = {station: now for station, now in sorted(overlay.items()) if now is not None}
    base_row = np.array([rows.get(each, [-1])[0] for each in changed], dtype=np.int64)
    moved = np.array([_elsewhere(base, rows, *each) for each in changed.items()], dtype=bool)
    every = Stations.together([base.take(stays), *changed.values()])
    order = _order(base.id[stays].tolist(), list(changed))
    removed = tuple(sorted(each for each, now in overlay.items() if now is None and each in rows))
    return Edited(
        stations=every.take(order),
        base_row=np.concatenate((stays, base_row))[order],
        moved=np.concatenate((np.zeros(len(stays), dtype=bool), moved))[order],
        ops=ops,
        removed=removed,
    )


def _order(stays: list[str], changed: list[str]) -> NDArray[np.int64]:
    """Return the rows in the order of their ids, where both parts are in order already."""
    places = [bisect.bisect_right(stays, each) for each in changed]
    rows = np.arange(len(stays), len(stays) + len(changed))
    return np.insert(np.arange(len(stays)), places, rows)


def _elsewhere(base: Stations, rows: Mapping[str, list[int]], station: str, now: Stations) -> bool:
    """Tell whether a station stands elsewhere than in the base, or did not stand there."""
    if station not in rows:
        return True
    return not bool((base.lonlat[rows[station][0]] == now.lonlat[0]).all())
