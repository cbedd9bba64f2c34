"""Sheets made in the background: where the files lie, who may fetch them, when they are cleared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from layers import catalogue, journal, made_files, plans, runs
from layers.accounts import absent
from layers.scenarios import Looker, records
from layers.sheets.errors import SheetGone
from layers.sheets.order import Order
from layers.sheets.writing import write

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import sqlalchemy as sa

    from layers.accounts import Caller
    from layers.db import Database
    from layers.made_files import Tell

KIND: Final = "sheet"
_PLANS: Final = Path(__file__).resolve().parents[2] / "data" / "plans"


def request(folder: Path, order: Order) -> dict[str, Any]:
    """Return the request of a sheet, for the queue.

    Raises
    ------
    BadSheet
        When it cannot be made as ordered.
    """
    order.check()
    return {"folder": str(folder), "file": made_files.name(), "order": order.plain()}


def require_visible(connection: sa.Connection, order: Order, caller: Caller) -> None:
    """Refuse an order for something that there is not, or that may not be known of.

    Raises
    ------
    UnknownRun, UnknownLayer, EmptyLayer, UnknownScenario
        When that is so.
    """
    if order.scenario:
        records.find(connection, order.scenario, Looker(caller=caller, token=order.token))
    elif order.layer:
        catalogue.get(connection, order.layer, internal=caller.internal)
    else:
        runs.get(connection, order.run or order.evaluation or "", internal=caller.internal)


def note(database: Database, order: Order, author: str) -> None:
    """Write into the journal that somebody took something out of the store."""
    details = {"kind": "atlas" if order.by else "sheet", "file": order.kind}
    subject = order.run or order.layer or order.evaluation or order.scenario or ""
    with database.begin() as connection:
        journal.append(connection, actor=author, action="export", object=subject, details=details)


def make(database: Database, asked: Mapping[str, Any], author: str, tell: Tell) -> dict[str, Any]:
    """Make a sheet; what the author may see is decided now, not when it was ordered."""
    order, folder = Order.of(asked["order"]), Path(asked["folder"])
    folder.mkdir(parents=True, exist_ok=True)
    made_files.sweep(folder)
    with database.begin() as connection:
        caller = absent.caller_of(connection, author)
        made_files.make_room(connection, folder, KIND, author)
    out = folder / f"{asked['file']}.{order.kind}"
    write(database, plans.load(_PLANS), order, out, caller=caller, tell=tell)
    note(database, order, author)
    return {"file": asked["file"], "bytes": out.stat().st_size, "order": _shown(order)}


def _shown(order: Order) -> dict[str, Any]:
    """Return what of an order people are told: not the token that opens a scenario."""
    return {name: value for name, value in order.plain().items() if name != "token"}


def made(
    connection: sa.Connection, folder: Path, job: Mapping[str, Any], caller: Caller
) -> tuple[Path, Order]:
    """Return the file of a job that is done, and what was ordered.

    Raises
    ------
    SheetGone
        When the job is another's kind, is not done, or its file was cleared away.
    UnknownRun, UnknownLayer, EmptyLayer, UnknownScenario
        When what it shows may no longer be seen by who asks.
    """
    result = made_files.require_made(job, KIND, SheetGone)
    wanted = made_files.request_of(connection, job)
    order = Order.of(wanted["order"])
    require_visible(connection, order, caller)
    path = folder / f"{result['file']}.{order.kind}"
    return made_files.require_there(path, job, SheetGone), order


FOLLOWED: dict[str, Callable[[Database, Mapping[str, Any], str, Tell], dict[str, Any]]] = {
    KIND: make
}
"""The kinds of background work that belong to sheets."""
