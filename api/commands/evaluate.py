"""``jintu evaluate``: every target of a plan, measured on the loaded layers or explained."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from api.commands import options
from api.commands.options import AsJson, DataDir, say
from api.commands.store import store
from api.settings import PROJECT
from layers import evaluation, plans
from layers.evaluation.words import need, sentences


def evaluate(
    plan: Annotated[str, typer.Option(help=say("cli.evaluate.plan"))],
    year: Annotated[int, typer.Option(help=say("cli.evaluate.year"))],
    region: Annotated[str | None, typer.Option(help=say("cli.evaluate.region"))] = None,
    data_dir: DataDir = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Evaluate a plan for a year."""
    registry = plans.load(PROJECT / "data" / "plans")
    with store(data_dir) as database:
        outcome = evaluation.evaluate(
            database, registry, plan, year, region, created_by="command line"
        )
    if as_json:
        options.emit(outcome)
        return
    options.tell(say("cli.evaluate.head", id=outcome["id"], **outcome["counts"]))
    for target in outcome["targets"]:
        _tell(target, registry)
    for county in outcome["counties"]:
        options.tell(say("cli.evaluate.county", **county))


def _tell(target: dict[str, Any], registry: plans.Registry) -> None:
    sentence = sentences(target, None, registry.vocabulary)[options.language()]
    options.tell(f"{target['clause_path']}  {sentence}")
    for lacking in target["shortfall"]:
        told = need(lacking, registry.vocabulary, options.language())
        options.tell("    " + say("cli.evaluate.need", need=told))
