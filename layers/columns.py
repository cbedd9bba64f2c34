"""Columns under their other names: ``adcode`` or 代码 where an analysis asks for ``code``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd

ALIASES = Path(__file__).resolve().parent.parent / "data" / "column-aliases.toml"


@cache
def aliases() -> dict[str, list[str]]:
    """Return the other names of each column, most trusted first."""
    with ALIASES.open("rb") as file:
        return tomllib.load(file)


def source_of(wanted: str, present: Iterable[str]) -> str | None:
    """Return which of the present columns holds the wanted one, or None.

    The exact name wins, then the other names in their order; case does not matter.
    """
    by_name = {str(name).strip().lower(): str(name) for name in reversed(list(present))}
    names = (wanted, *aliases().get(wanted, ()))
    return next((by_name[name.lower()] for name in names if name.lower() in by_name), None)


def aliased(frame: gpd.GeoDataFrame, wanted: Iterable[str]) -> gpd.GeoDataFrame:
    """Return the frame with the wanted columns added from columns of other names.

    A column that is there stays as it is; one that cannot be found stays missing.
    """
    complete = frame.copy(deep=False)
    for column in wanted:
        source = source_of(column, frame.columns)
        if source is not None and column not in frame.columns:
            complete[column] = frame[source]
    return complete
