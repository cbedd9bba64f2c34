"""Files of layers and results made in the background: ordered, written, fetched, cleared away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from layers import catalogue, journal, made_files, plans, runs
from layers.accounts import absent
from layers.export import of_scenario, stored
from layers.export.errors import ExportGone
from layers.export.naming import FileName
from layers.export.order import Order
from layers.plans.charging_limit import limit_km
from layers.scenarios import Looker, ScenarioChanged, records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pyarrow as pa
    import sqlalchemy as sa

    from layers.accounts import Caller
    from layers.db import Database
    from layers.export.content import Content
    from layers.made_files import Tell
    from layers.plans import Registry

KIND: Final = "data-export"
PLANS: Final = Path(__file__).resolve().parents[2] / "data" / "plans"


@dataclass(frozen=True, kw_only=True)
class Made:
    """A file that was made, what it is called for people, and of which type it is."""

    path: Path
    name: FileName
    media_type: str


def request(folder: Path, order: Order) -> dict[str, Any]:
    """Return the request of a file, for the queue.

    Raises
    ------
    BadExport, UnknownFormat, BadQuery
        When it cannot be made as ordered.
    """
    order.check()
    return {"folder": str(folder), "file": made_files.name(), "order": order.plain()}


def pinned(connection: sa.Connection, order: Order, caller: Caller) -> Order:
    """Return an order with the version fixed that the caller sees now.

    Raises
    ------
    UnknownLayer, UnknownVersion, EmptyLayer, UnknownRun, UnknownScenario
        When there is no such thing, or none that the caller may know of.
    ScenarioChanged
        When the scenario is at another revision than the one ordered.
    """
    if order.scenario:
        return replace(order, version=_scenario(connection, order, caller).revision)
    layer = stored.described(connection, order.asked(), internal=caller.internal)
    return replace(order, version=layer["version"]["number"]) if order.layer else order


def require_visible(connection: sa.Connection, order: Order, caller: Caller) -> None:
    """Refuse what may not, or no longer, be known of; which version it is of does not matter.

    Raises
    ------
    UnknownLayer, EmptyLayer, UnknownRun, UnknownScenario
        When that is so.
    """
    if order.scenario:
        records.find(connection, order.scenario, Looker(caller=caller, token=order.token))
    elif order.layer:
        catalogue.get(connection, order.layer, internal=caller.internal)
    else:
        runs.get(connection, order.run or order.evaluation or "", internal=caller.internal)


def content(database: Database, registry: Registry, order: Order, caller: Caller) -> Content:
    """Return what is ordered, ready to be written.

    Raises
    ------
    UnknownLayer, UnknownVersion, EmptyLayer, UnknownRun, UnknownScenario, ScenarioChanged
        As :func:`pinned` does.
    GeoError
        When a scenario cannot be worked out.
    """
    if order.scenario:
        with database.begin() as connection:
            row = _scenario(connection, order, caller)
            return of_scenario.content(connection, registry, row, order.part)
    params: Mapping[str, Any] = {}
    with database.begin() as connection:
        require_visible(connection, order, caller)
        if order.run:
            params = runs.get(connection, order.run, internal=True)["params"]
    # What may be seen was decided just now; the version was, when the order was taken.
    limit = limit_km(registry, params)
    made = stored.content(database, order.asked(), internal=True, target_km=limit)
    return _of_year(made, params.get("year"))


def note(database: Database, order: Order, written: Content, author: str) -> None:
    """Write into the journal that somebody took something out of the store."""
    told = {"file": written.name, "format": order.format, "crs": order.wishes.placement.id}
    with database.begin() as connection:
        journal.append(connection, actor=author, action="export", object=order.object, details=told)


def make(database: Database, asked: Mapping[str, Any], author: str, tell: Tell) -> dict[str, Any]:
    """Make a file; what the author may see is decided now, not when it was ordered."""
    order, folder = Order.of(asked["order"]), Path(asked["folder"])
    folder.mkdir(parents=True, exist_ok=True)
    made_files.sweep(folder)
    with database.begin() as connection:
        caller = absent.caller_of(connection, author)
        made_files.make_room(connection, folder, KIND, author)
    wanted = content(database, plans.load(PLANS), order, caller)
    writer, wishes = order.writer, order.wishes
    out = folder / f"{asked['file']}{writer.suffixes[0]}"
    findings = writer.save(_followed(wanted, tell), out, wishes)
    note(database, order, wanted, author)
    return {
        "file": asked["file"],
        "name": FileName.of(wanted, writer, wishes).plain(),
        "bytes": out.stat().st_size,
        "features": wanted.count,
        "format": writer.id,
        "crs": wishes.placement.id,
        "approximate": wishes.placement.is_approximate,
        "findings": [{"code": one.code, "facts": one.facts} for one in findings],
    }


def made(connection: sa.Connection, folder: Path, job: Mapping[str, Any], caller: Caller) -> Made:
    """Return the file of a job that is done.

    Raises
    ------
    ExportGone
        When the job is another's kind, is not done, or its file was cleared away.
    UnknownLayer, EmptyLayer, UnknownRun, UnknownScenario
        When what is in it may no longer be seen by who asks.
    """
    result = made_files.require_made(job, KIND, ExportGone)
    order = Order.of(made_files.request_of(connection, job)["order"])
    require_visible(connection, order, caller)
    writer = order.writer
    path = made_files.require_there(
        folder / f"{result['file']}{writer.suffixes[0]}", job, ExportGone
    )
    return Made(path=path, name=FileName(**result["name"]), media_type=writer.media_type)


def _scenario(connection: sa.Connection, order: Order, caller: Caller) -> sa.Row[Any]:
    row = records.find(connection, order.scenario or "", Looker(caller=caller, token=order.token))
    if order.version not in {None, row.revision}:
        raise ScenarioChanged(where=row.id, revision=row.revision, yours=order.version)
    return row


def _of_year(made: Content, year: object) -> Content:
    """Return a result with its year in the title, which tells it from that of another year."""
    if year is None:
        return made
    return replace(made, title={name: f"{text} {year}" for name, text in made.title.items()})


def _followed(wanted: Content, tell: Tell) -> Content:
    """Return a content that tells how much of it has been read."""

    def batches() -> Iterator[pa.RecordBatch]:
        seen = 0
        for batch in wanted.batches():
            yield batch
            seen += batch.num_rows
            tell(seen / max(1, wanted.count))

    return replace(wanted, batches=batches)


FOLLOWED: dict[str, Callable[[Database, Mapping[str, Any], str, Tell], dict[str, Any]]] = {
    KIND: make
}
"""The kinds of background work that belong to exports."""
