"""Do towns lie where they are known to be? A shift shows in the middle of many small errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from layers.inspection.residuals import WAYS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from layers.inspection.reference import Reference

_FEWEST: Final = 20
_MOST_COLUMNS: Final = 40
_CODE_DIGITS: Final = 9
_FAR_M: Final = 5_000.0
"""Towns of the same name this far apart are not the same."""
_CLEARLY: Final = 30.0
_FITS: Final = 9.0
_TO_SIGMA: Final = 1.4826
"""From the median of absolute deviations to a standard deviation."""
_OF_MEDIAN: Final = 1.2533
"""How much wider the error of a median is than that of a mean."""


@dataclass(frozen=True, kw_only=True)
class Shift:
    """A datum that brings ``count`` towns from ``before_m`` to ``after_m`` off, in the middle."""

    datum: str
    count: int
    before_m: float
    after_m: float


def find(table: pa.Table, geometries: NDArray[np.object_], reference: Reference) -> Shift | None:
    """Return the shifted datum that towns of known position speak for, or None.

    Known positions are some hundred metres off themselves, so many are needed, and the middle of
    their errors has to tell one datum from the other beyond doubt.
    """
    own, known = _paired(table, geometries, reference)
    if len(own) < _FEWEST:
        return None
    found = {name: _middle((way(own) - known) * reference.scale) for name, way in WAYS.items()}
    best = min(found, key=lambda name: found[name][1])
    before, after = found["wgs84"], found[best]
    if best == "wgs84" or after[1] > _FITS or before[1] - after[1] < _CLEARLY:
        return None
    return Shift(datum=best, count=len(own), before_m=round(before[0]), after_m=round(after[0]))


def _middle(offsets_m: NDArray[np.float64]) -> tuple[float, float]:
    """Return the length of the median offset, and how improbable it is as chance (chi squared)."""
    median = np.median(offsets_m, axis=0)
    spread = _TO_SIGMA * np.median(np.abs(offsets_m - median), axis=0)
    error = _OF_MEDIAN * np.maximum(spread, 1.0) / np.sqrt(len(offsets_m))
    return float(np.hypot(*median)), float(((median / error) ** 2).sum())


def _paired(
    table: pa.Table, geometries: NDArray[np.object_], reference: Reference
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the positions of towns here and there, by the column that names most of them."""
    are_points = pa.array(shapely.get_type_id(geometries) == 0)
    best: list[tuple[int, tuple[float, float]]] = []
    for column in table.columns[:_MOST_COLUMNS]:
        if pa.types.is_string(column.type) or pa.types.is_integer(column.type):
            found = _matches(column, are_points, reference)
            best = max(best, found, key=len)
    own = shapely.get_coordinates(geometries[[place for place, _ in best]])
    known = np.array([position for _, position in best], dtype=np.float64).reshape(-1, 2)
    with np.errstate(invalid="ignore"):
        close = (np.abs((own - known) * reference.scale) < _FAR_M).all(axis=1)
    return own[close], known[close]


def _matches(
    column: pa.ChunkedArray, are_points: pa.Array, reference: Reference
) -> list[tuple[int, tuple[float, float]]]:
    """Return the row and the known position of each value that names a town, each town once.

    Longer codes begin with that of their town.
    """
    texts = pc.utf8_trim_whitespace(column.cast(pa.string()))
    names = list(reference.places)
    known = pa.array(names, pa.string())
    whole = pc.index_in(texts, value_set=known)
    begins = pc.if_else(
        pc.ascii_is_decimal(texts), pc.utf8_slice_codeunits(texts, 0, _CODE_DIGITS), None
    )
    which = pc.coalesce(whole, pc.index_in(begins, value_set=known))
    rows = np.flatnonzero(pc.and_(pc.is_valid(which), are_points).to_numpy(zero_copy_only=False))
    found: dict[tuple[float, float], int] = {}
    for row in rows.tolist():
        found.setdefault(reference.places[names[which[row].as_py()]], row)
        if len(found) == len(names):
            break
    return [(row, position) for position, row in found.items()]
