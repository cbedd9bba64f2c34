"""``jintu export sheet`` and ``jintu export atlas``: maps on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from api.commands import options, store
from api.commands.options import AsJson, DataDir, say
from api.settings import PROJECT
from layers import plans, sheets
from layers.accounts import OPERATOR, absent
from layers.sheets import Order, work
from layers.sheets.errors import BadSheet
from layers.sheets.order import FILE_KINDS

Out = Annotated[Path, typer.Option(help=say("cli.export.sheet.out"), dir_okay=False)]
Run = Annotated[str | None, typer.Option(help=say("cli.export.run"))]
Evaluation = Annotated[str | None, typer.Option(help=say("cli.export.evaluation"))]
Title = Annotated[str | None, typer.Option(help=say("cli.export.sheet.title"))]
Size = Annotated[str, typer.Option(help=say("cli.export.sheet.size"))]
Lang = Annotated[str | None, typer.Option(help=say("cli.export.sheet.lang"))]
Organisation = Annotated[str | None, typer.Option(help=say("cli.export.sheet.organisation"))]
ReviewNumber = Annotated[str | None, typer.Option(help=say("cli.export.sheet.review_number"))]


def sheet(
    out: Out,
    run: Run = None,
    layer: Annotated[str | None, typer.Option(help=say("cli.export.layer"))] = None,
    evaluation: Evaluation = None,
    scenario: Annotated[str | None, typer.Option(help=say("cli.export.scenario"))] = None,
    target: Annotated[str | None, typer.Option(help=say("cli.export.target"))] = None,
    year: Annotated[int | None, typer.Option(help=say("cli.export.sheet.year"))] = None,
    size: Size = "A4",
    orientation: Annotated[
        str, typer.Option(help=say("cli.export.sheet.orientation"))
    ] = "landscape",
    title: Title = None,
    lang: Lang = None,
    organisation: Organisation = None,
    review_number: ReviewNumber = None,
    data_dir: DataDir = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Print a run, a layer, a scenario or a target of an evaluation on one sheet."""
    order = Order(
        run=run,
        layer=layer,
        evaluation=evaluation,
        scenario=scenario,
        target=target,
        year=year,
        size=size,
        orientation=orientation,
        title=title,
        organisation=organisation,
        review_number=review_number,
        **_manner(out, lang),
    )
    _write(order, out, data_dir, as_json=as_json)


def atlas(
    out: Out,
    by: Annotated[str, typer.Option(help=say("cli.export.atlas.by"))],
    run: Run = None,
    evaluation: Evaluation = None,
    region: Annotated[str | None, typer.Option(help=say("cli.export.atlas.region"))] = None,
    size: Size = "A4",
    title: Title = None,
    lang: Lang = None,
    organisation: Organisation = None,
    review_number: ReviewNumber = None,
    data_dir: DataDir = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Print an atlas with a page for each township or county."""
    order = Order(
        run=run,
        evaluation=evaluation,
        by=by,
        region=region,
        size=size,
        title=title,
        organisation=organisation,
        review_number=review_number,
        **_manner(out, lang),
    )
    _write(order, out, data_dir, as_json=as_json)


def _manner(out: Path, lang: str | None) -> dict[str, Any]:
    """Return language and kind of file: the file's name says which."""
    kind = out.suffix.lower().removeprefix(".")
    if kind not in FILE_KINDS:
        known = ", ".join(f".{each}" for each in FILE_KINDS)
        raise BadSheet(where=str(out), reason="choice", value=out.suffix, known=known)
    return {"language": lang or options.language(), "kind": kind}


def _write(order: Order, out: Path, data_dir: Path | None, *, as_json: bool) -> None:
    order.check()
    registry = plans.load(PROJECT / "data" / "plans")
    with store.store(data_dir) as database:
        sheets.write(database, registry, order, out, caller=absent.operator())
        work.note(database, order, OPERATOR)
    if as_json:
        options.emit({"out": str(out), "bytes": out.stat().st_size})
    else:
        options.tell(say("cli.export.written", out=out))
