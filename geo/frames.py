"""Column contracts: what a computation needs of a frame, stated once and checked by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import shapely

from geo.crs import require_crs
from geo.errors import EmptyInput, MissingColumn, WrongColumnKind, WrongGeometry

if TYPE_CHECKING:
    import pandas as pd
    from geopandas import GeoDataFrame

Kind = Literal["text", "integer", "number", "any"]

POINTS: Final = frozenset({"Point", "MultiPoint"})
LINES: Final = frozenset({"LineString", "MultiLineString"})
POLYGONS: Final = frozenset({"Polygon", "MultiPolygon"})


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column that a computation reads: its name, kind of values, and whether it must be there.

    Codes are text: an adcode read as a number has lost what makes it a code. ``integer`` takes
    whole numbers in whatever type (a table with gaps holds them as floats). Missing values are
    allowed in every kind.
    """

    name: str
    kind: Kind = "any"
    required: bool = True
    unit: str | None = None


@dataclass(frozen=True, kw_only=True)
class Contract:
    """The columns and geometry types a frame must have. Missing geometries are allowed."""

    name: str
    columns: tuple[Column, ...] = ()
    geometry_types: frozenset[str] = POINTS | LINES | POLYGONS


def check(frame: GeoDataFrame, contract: Contract) -> None:
    """Refuse a frame that does not keep a contract.

    Parameters
    ----------
    frame
        Features in any declared system.
    contract
        What the computation needs; its name is the ``where`` of every error.

    Raises
    ------
    MissingCrs
        If the frame declares no system.
    EmptyInput
        If it has no row.
    MissingColumn
        Naming all columns that are not there.
    WrongColumnKind
        Naming the first column that holds other values than it should.
    WrongGeometry
        Naming the types found and the types needed.
    """
    require_crs(frame, where=contract.name)
    if not len(frame):
        raise EmptyInput(where=contract.name)
    _check_names(frame, contract)
    for column in contract.columns:
        if column.name in frame.columns and not _is_kind(frame[column.name], column.kind):
            raise WrongColumnKind(where=contract.name, column=column.name, needed=column.kind)
    _check_geometry(frame, contract)


def _check_names(frame: GeoDataFrame, contract: Contract) -> None:
    absent = [
        column.name
        for column in contract.columns
        if column.required and column.name not in frame.columns
    ]
    if absent:
        present = [str(name) for name in frame.columns if name != frame.geometry.name]
        raise MissingColumn(where=contract.name, columns=absent, present=present)


def _check_geometry(frame: GeoDataFrame, contract: Contract) -> None:
    array = np.asarray(frame.geometry.to_numpy(), dtype=object)
    found = {each.geom_type for each in array[~shapely.is_missing(array)]}
    wrong = found - contract.geometry_types
    if wrong:
        raise WrongGeometry(
            where=contract.name, found=sorted(wrong), needed=sorted(contract.geometry_types)
        )


def _is_kind(column: pd.Series[Any], kind: Kind) -> bool:
    import pandas as pd

    known = column.dropna()
    if kind == "any" or not len(known):
        return True
    if kind == "text":
        return all(isinstance(value, str) for value in known)
    numeric = pd.api.types.is_numeric_dtype(known) and not pd.api.types.is_bool_dtype(known)
    if kind == "number" or not numeric:
        return numeric
    return bool((known.astype(float) % 1 == 0).all())
