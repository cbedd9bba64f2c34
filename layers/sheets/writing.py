"""From an order to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers.errors import NotWritable
from layers.sheets import subjects
from layers.sheets.canvas import open_canvas
from layers.sheets.sheet import draw_sheet
from layers.sheets.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    from layers.accounts import Caller
    from layers.db import Database
    from layers.made_files import Tell
    from layers.plans import Registry
    from layers.sheets.order import Order
    from layers.sheets.subject import Subject


def write(
    database: Database,
    registry: Registry,
    order: Order,
    out: Path,
    *,
    caller: Caller,
    tell: Tell | None = None,
) -> None:
    """Write what is ordered; the file is whole or absent.

    Parameters
    ----------
    database
        The store.
    registry
        The plans.
    order
        What is ordered.
    out
        The PDF or PNG file to write.
    caller
        Whose sight of layers and scenarios decides what may be shown.
    tell
        Takes how much of an atlas is drawn, page by page.

    Raises
    ------
    BadSheet
        When it cannot be made as ordered.
    UnknownRun, UnknownLayer, EmptyLayer, UnknownScenario, NoSuchTarget
        When there is no such thing, or none that may be known of.
    NothingToPrint
        When it has no place on the ground.
    PrintToolsMissing
        When the drawing library or a Chinese font is missing.
    NotWritable
        When the file cannot be written.
    """
    order.check()
    if not out.absolute().parent.is_dir():
        raise NotWritable(where=str(out), reason="folder")
    unfinished = out.with_name(f".{out.stem}.unfinished{out.suffix}")
    with database.begin() as connection:
        view = subjects.View(
            connection=connection,
            registry=registry,
            words=Words(order.language),
            caller=caller,
        )
        try:
            _draw(view, order, unfinished, tell or _nobody)
            unfinished.replace(out)
        except OSError as error:
            raise NotWritable(where=str(out), reason=error.strerror or str(error)) from error
        finally:
            unfinished.unlink(missing_ok=True)


def _nobody(share: float) -> None:
    """Tell nobody."""


def _draw(view: subjects.View, order: Order, path: Path, tell: Tell) -> None:
    if order.by is not None:
        from layers.sheets import atlas

        atlas.draw(view, order, path, tell)
        return
    subject = subject_of(view, order)
    title = order.title or subject.title
    with open_canvas(path, order.paper, order.kind, title=title) as canvas:
        draw_sheet(canvas, order, subject, view.counties(), view.words)


def subject_of(view: subjects.View, order: Order) -> Subject:
    """Return what a sheet is about.

    Raises
    ------
    UnknownRun, UnknownLayer, EmptyLayer, NoSuchTarget, NothingToPrint, BadSheet
        As :func:`write` does.
    """
    if order.run:
        return subjects.of_run(view, order.run)
    if order.layer:
        return subjects.of_layer(view, order.layer, order.year)
    if order.scenario:
        return subjects.of_scenario(view, order.scenario, order.token)
    return subjects.of_evaluation(view, order.evaluation or "", order.target or "")
