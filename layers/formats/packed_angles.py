"""Degrees, minutes and seconds in one number, as surveyors key them in: 112.3712 is 112°37′12″.

Such numbers look like decimal degrees and lie up to 40 km off when they are read so. In decimal
degrees the first two decimals are 60 or more in two of five numbers, and so are the next two; when
none are in many different numbers, they are minutes and seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FEWEST: Final = 10
"""Different numbers in each of two columns; by chance 0.36 to the power of twice as many."""
_WRITTEN: Final = r"^\s*[+-]?\d{1,3}\.\d{4,}\s*$"
_MOSTLY: Final = 0.8
_SIXTY: Final = 60


def are(column: pa.ChunkedArray | pa.Array, values: NDArray[np.float64]) -> bool:
    """Tell whether the numbers of a column hold minutes and seconds behind the point."""
    said = pc.drop_null(column)
    if not len(said):
        return False
    written = pc.mean(pc.match_substring_regex(said, _WRITTEN).cast(pa.float64())).as_py()
    found = np.unique(np.abs(values[np.isfinite(values)]))
    if written < _MOSTLY or len(found) < _FEWEST or found.max() > 180:  # noqa: PLR2004 - degrees
        return False
    minutes, seconds = _parts(found)
    # Numbers all within a minute of each other would have the same two decimals by themselves.
    differ = (
        len(np.unique(minutes)) >= _FEWEST // 2 and len(np.unique(seconds // 1)) >= _FEWEST // 2
    )
    return bool(differ and (minutes < _SIXTY).all() and (seconds < _SIXTY).all())


def degrees(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return such numbers as degrees."""
    found = np.abs(values)
    minutes, seconds = _parts(found)
    whole: NDArray[np.float64] = np.sign(values) * (
        np.floor(found) + minutes / _SIXTY + seconds / _SIXTY**2
    )
    return whole


def _parts(found: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return minutes and seconds of numbers; the last decimals are not to tip a whole one over."""
    digits = np.round((found - np.floor(found)) * 1e10)
    return np.floor(digits / 1e8), np.round(digits % 1e8 / 1e6, 4)
