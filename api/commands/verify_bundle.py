"""``jintu verify-bundle``: work a scenario out again from its proof bundle, without a database."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from api.commands import options
from api.commands.options import AsJson, DataDir, say
from api.settings import PROJECT
from layers import plans
from layers.scenarios import bundles

_DIFFERS = 1
"""Exit status when the bundle could be worked out and something differs."""


def verify_bundle(
    file: Annotated[Path, typer.Argument(help=say("cli.verify_bundle.file"))],
    data_dir: DataDir = None,  # noqa: ARG001 - every command takes it
    *,
    as_json: AsJson = False,
) -> None:
    """Recompute a proof bundle and compare to the last digit."""
    registry = plans.load(PROJECT / "data" / "plans")
    found = bundles.verify(bundles.open_bundle(file), registry)
    if as_json:
        checks = [asdict(check) for check in found.checks]
        options.emit({"file": str(file), "passed": found.passed, "checks": checks})
    else:
        options.tell(say("cli.verify_bundle.head", **_named(found.scenario)))
        for check in found.checks:
            options.tell(_line(check))
        failed = sum(not check.passed for check in found.checks)
        options.tell(say("cli.verify_bundle.bad" if failed else "cli.verify_bundle.good",
                         count=failed))  # fmt: skip
    if not found.passed:
        sys.exit(_DIFFERS)


def _named(scenario: dict[str, object]) -> dict[str, object]:
    return {name: scenario.get(name) for name in ("title", "id", "revision")}


def _line(check: bundles.Check) -> str:
    told = asdict(check) | {"check": say(f"scenario.check.{check.check}")}
    return say(f"cli.verify_bundle.{'passed' if check.passed else 'failed'}", **told)
