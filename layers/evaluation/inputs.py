"""From layers to the inputs of a rule: the features a target speaks of, under the rule's names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.analyses.years import in_service
from geo.errors import MissingColumn
from geo.positions import positions
from geo.regions import region_prefix

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from layers.evaluation.bindings import Binding, Years
    from layers.evaluation.loaded import Loaded

_COUNTIES = "counties"
_COUNTY_CODE = "adcode"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked of a target: where, and for which year of which period."""

    region: str
    year: int
    since: int


def frames(loaded: Loaded, binding: Binding, asked: Asked) -> dict[str, GeoDataFrame]:
    """Return a frame for each input that a binding names.

    Features outside the region, the year or the kinds asked for are left out; columns stand under
    the names of the rule. A feature without an ``id`` of its own gets its row number.

    Raises
    ------
    MissingColumn
        If a layer lacks a column that the binding names.
    YearWithoutData
        If the year lies outside those of the data.
    """
    return {role: _kept(loaded, binding, role, asked) for role in binding.layers}


def first_year(frame: GeoDataFrame) -> int | None:
    """Return the first year in which anything in a frame is in service, None without years."""
    if "year" not in frame.columns or not frame["year"].notna().any():
        return None
    return int(frame["year"].min())


def _kept(loaded: Loaded, binding: Binding, role: str, asked: Asked) -> GeoDataFrame:
    layers = (*binding.layers_of(role), *filter(None, (binding.inside.get(role),)))
    key = (binding.id, role, asked)
    return loaded.prepared(key, layers, lambda: _frame(loaded, binding, role, asked))


def _frame(loaded: Loaded, binding: Binding, role: str, asked: Asked) -> GeoDataFrame:
    layers = binding.layers_of(role)
    frame = _together([loaded.frame(layer) for layer in layers])
    where = ", ".join(layers)
    for column, values in binding.keep.get(role, {}).items():
        _require(frame, [column], where)
        frame = frame[frame[column].isin(values)]
    if role in binding.years:
        frame = _of_year(frame, binding.years[role], asked, where)
    frame = _of_region(loaded, frame, binding.region_by.get(role, ()), asked, where)
    if role in binding.inside:
        frame = frame[_within(frame, loaded.frame(binding.inside[role]))]
    named = _renamed(frame, binding.columns.get(role, {}), where)
    return _flagged(named, binding.flags.get(role, {}))


def _together(several: list[GeoDataFrame]) -> GeoDataFrame:
    import geopandas
    import pandas as pd

    if len(several) == 1:
        return several[0]
    return geopandas.GeoDataFrame(pd.concat(several, ignore_index=True), crs=several[0].crs)


def _of_year(frame: GeoDataFrame, which: Years, asked: Asked, where: str) -> GeoDataFrame:
    if which == "before":
        _require(frame, ["year"], where)
        return _where(frame, frame["year"] < asked.year)
    serving = in_service(frame, asked.year, where=where)
    if which == "in":
        return _where(serving, serving["year"] == asked.year)
    return _where(serving, serving["year"] >= asked.since) if which == "period" else serving


def _of_region(
    loaded: Loaded, frame: GeoDataFrame, by: str | tuple[str, ...], asked: Asked, where: str
) -> GeoDataFrame:
    prefix = region_prefix(asked.region)
    if isinstance(by, str):
        counties = loaded.frame(_COUNTIES)
        return frame[_within(frame, counties[counties[_COUNTY_CODE].str.startswith(prefix)])]
    _require(frame, by, where)
    for column in by:
        frame = frame[frame[column].fillna("").astype(str).str.startswith(prefix)]
    return frame


def _within(frame: GeoDataFrame, area: GeoDataFrame) -> NDArray[np.bool_]:
    """Tell which features have their point in an area, its edge included."""
    known = area.geometry[area.geometry.notna()]
    whole = shapely.union_all(known.to_numpy())
    shapely.prepare(whole)
    lonlat = positions(frame)
    # A feature without a position gives a point of NaN, which lies nowhere.
    return np.asarray(shapely.intersects_xy(whole, lonlat[:, 0], lonlat[:, 1]), dtype=bool)


def _renamed(frame: GeoDataFrame, names: dict[str, str], where: str) -> GeoDataFrame:
    _require(frame, names.values(), where)
    found = frame.reset_index(drop=True)
    given: dict[str, Any] = {name: found[column] for name, column in names.items()}
    if "id" not in given:
        given["id"] = [str(number) for number in range(1, len(found) + 1)]
    renamed: GeoDataFrame = found.assign(**given)
    return renamed


def _flagged(frame: GeoDataFrame, flags: dict[str, dict[str, tuple[str, ...]]]) -> GeoDataFrame:
    """Add columns of true and false; where the column they are read from is not there, false."""
    given: dict[str, Any] = {
        name: frame[column].isin(values) if column in frame.columns else False
        for name, by in flags.items()
        for column, values in by.items()
    }
    flagged: GeoDataFrame = frame.assign(**given)
    return flagged


def _where(frame: GeoDataFrame, kept: pd.Series[bool]) -> GeoDataFrame:
    chosen: GeoDataFrame = frame[kept.fillna(value=False).astype(bool)]
    return chosen


def _require(frame: GeoDataFrame, columns: Iterable[str], where: str) -> None:
    absent = [column for column in columns if column not in frame.columns]
    if absent:
        present = [str(name) for name in frame.columns if name != frame.geometry.name]
        raise MissingColumn(where=where, columns=absent, present=present)
