"""``jintu audit``: the contradictions inside and between the plans."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

import typer

from api.commands import options
from api.commands.options import AsJson, DataDir, say
from api.settings import PROJECT
from layers import plans, plans_audit


def audit(
    plan: Annotated[str | None, typer.Option(help=say("cli.audit.plan"))] = None,
    region: Annotated[str | None, typer.Option(help=say("cli.audit.region"))] = None,
    data_dir: DataDir = None,  # noqa: ARG001 - every command takes it
    *,
    as_json: AsJson = False,
) -> None:
    """Find where the plans contradict themselves or each other."""
    registry = plans.load(PROJECT / "data" / "plans")
    found = plans_audit.audit_json(registry, options.language(), plan=plan, region=region)
    if as_json:
        options.emit(found)
        return
    for finding in found:
        _tell(finding)
    options.tell(_summary(found))


def _tell(finding: dict[str, Any]) -> None:
    """Print one finding: what it is, the sentence, the arithmetic, every place."""
    severity = say(f"audit.severity.{finding['severity']}")
    options.tell(f"{severity} · {say('audit.rule.' + finding['rule'])}")
    options.tell(f"  {finding['message']}")
    options.tell(f"  {finding['arithmetic']}")
    for place in finding["places"]:
        parts = (place["document"], place["clause_path"], place["target"] or place["plan"])
        where = " ".join(part for part in parts if part)
        options.tell(f"    {where}: {place['printed']}")


def _summary(found: list[dict[str, Any]]) -> str:
    if not found:
        return say("audit.none")
    times = Counter(finding["severity"] for finding in found)
    return say("audit.count", errors=times["error"], warnings=times["warning"], infos=times["info"])
