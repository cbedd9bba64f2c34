"""Sheets made in the background: where the files lie, who may fetch them, when they are cleared."""

from __future__ import annotations

import secrets
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from layers import accounts, catalogue, journal, plans, runs
from layers.sheets.errors import SheetGone
from layers.sheets.order import Order
from layers.sheets.writing import write

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import sqlalchemy as sa

    from layers.db import Database

KIND: Final = "sheet"
KEPT_HOURS: Final = 72.0
_PLANS: Final = Path(__file__).resolve().parents[2] / "data" / "plans"
_DONE: Final = "done"


def request(folder: Path, order: Order) -> dict[str, Any]:
    """Return the request of a sheet, for the queue.

    Raises
    ------
    BadSheet
        When it cannot be made as ordered.
    """
    order.check()
    return {"folder": str(folder), "file": secrets.token_hex(8), "order": order.plain()}


def require_visible(connection: sa.Connection, order: Order, *, internal: bool) -> None:
    """Refuse an order for something that there is not, or that may not be known of.

    Raises
    ------
    UnknownRun, UnknownLayer, EmptyLayer
        When that is so.
    """
    if order.layer:
        catalogue.get(connection, order.layer, internal=internal)
    else:
        runs.get(connection, order.run or order.evaluation or "", internal=internal)


def note(database: Database, order: Order, author: str) -> None:
    """Write into the journal that somebody took something out of the store."""
    details = {"kind": "atlas" if order.by else "sheet", "file": order.kind}
    subject = order.run or order.layer or order.evaluation or ""
    with database.begin() as connection:
        journal.append(connection, actor=author, action="export", object=subject, details=details)


def make(database: Database, asked: Mapping[str, Any], author: str) -> dict[str, Any]:
    """Make a sheet; what the author may see is decided now, not when it was ordered."""
    order, folder = Order.of(asked["order"]), Path(asked["folder"])
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    with database.begin() as connection:
        internal = accounts.reads_internal(connection, author)
    out = folder / f"{asked['file']}.{order.kind}"
    write(database, plans.load(_PLANS), order, out, internal=internal)
    note(database, order, author)
    return {"file": asked["file"], "bytes": out.stat().st_size, "order": order.plain()}


def sweep(folder: Path, hours: float = KEPT_HOURS) -> None:
    """Clear away files that are older than that many hours."""
    oldest = time.time() - hours * 3_600
    for file in folder.glob("*.*"):
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)


def made(
    connection: sa.Connection, folder: Path, job: Mapping[str, Any], *, internal: bool
) -> tuple[Path, Order]:
    """Return the file of a job that is done, and what was ordered.

    Raises
    ------
    SheetGone
        When the job is another's kind, is not done, or its file was cleared away.
    UnknownRun, UnknownLayer, EmptyLayer
        When what it shows may no longer be seen by who asks.
    """
    if job["kind"] != KIND or job["status"] != _DONE:
        raise SheetGone(where=job["id"])
    order = Order.of(job["result"]["order"])
    require_visible(connection, order, internal=internal)
    path = folder / f"{job['result']['file']}.{order.kind}"
    if not path.is_file():
        raise SheetGone(where=job["id"])
    return path, order


KINDS: dict[str, Callable[[Database, Mapping[str, Any], str], dict[str, Any]]] = {KIND: make}
"""The kinds of background work that belong to sheets."""
