"""What every analysis on files needs: its inputs read, its parameters, and words about the rest."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from api.commands import options
from api.commands.options import say
from layers import files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from geopandas import GeoDataFrame

    from geo.analyses.base import Analysis
    from layers.files import Datum


def frames(
    analysis: Analysis[Any], sources: Mapping[str, Path], crs: str | None, datum: Datum | None
) -> dict[str, GeoDataFrame]:
    """Read the inputs of an analysis, and say which tables were taken for WGS 84.

    Raises
    ------
    LayerError, GeoError
        As `layers.files.read` does.
    """
    found = {
        role.id: files.named(
            files.read(sources[role.id], crs=crs, datum=datum),
            [column.name for column in role.contract.columns],
        )
        for role in analysis.inputs
    }
    _warn_of_assumed_datum(sources.values(), datum)
    return found


def stated(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters that were named."""
    return {name: value for name, value in given.items() if value is not None}


def numbers(text: str | None, where: str) -> list[float] | None:
    """Read numbers separated by commas, where there are any.

    Raises
    ------
    BadParameter
        When one is not a number.
    """
    return None if text is None else files.numbers(text, where=where)


def tell_reasons(summary: Mapping[str, Any]) -> None:
    """Say how many places have no way by road, reason by reason, and what may be done about it."""
    for reason, count in summary.get("reasons", {}).items():
        options.tell(say("cli.analyse.reason", count=count, reason=say(f"reason.{reason}")))
        options.tell("  " + say(f"cli.analyse.advice.{reason}"))


def _warn_of_assumed_datum(paths: Iterable[Path], datum: Datum | None) -> None:
    """Say that a table of bare longitudes and latitudes was taken for WGS 84."""
    for path in paths:
        if datum is None and path.suffix.lower() in files.TABLES:
            sys.stderr.write(say("cli.analyse.assumed", file=path) + "\n")
