"""The things an indicator judges one by one, and what they amount to together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.crs import LONLAT, lonlat_geometries

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from geopandas import GeoDataFrame
    from numpy.typing import ArrayLike, NDArray

    from geo.indicators.aims import Aim, Status

_MICRON_DECIMALS: Final = 6

COLUMNS: Final = ("id", "name", "value", "status", "gap", "error")


def judged(
    frame: GeoDataFrame,
    values: ArrayLike,
    aim: Aim,
    error: ArrayLike = 0.0,
    *,
    at_least: NDArray[np.bool_] | None = None,
) -> GeoDataFrame:
    """Hold one value for each feature against an aim.

    Parameters
    ----------
    frame
        Features with ``id`` and perhaps ``name``, in any declared system.
    values
        Shape (n,); NaN where nothing is known.
    aim
        In the unit of the values.
    error
        How far each value may be off, in its unit.
    at_least
        Where the true value may be any amount above the one given.

    Returns
    -------
    parts
        The columns of `COLUMNS` and the geometry in EPSG:4326, in the order of the frame.
    """
    import geopandas

    value = np.asarray(values, dtype=np.float64)
    off = np.broadcast_to(np.asarray(error, dtype=np.float64), value.shape)
    high = value + off if at_least is None else np.where(at_least, np.inf, value + off)
    accepted = aim.accepted
    columns = {
        "id": frame["id"].astype(str).to_list(),
        "name": frame["name"].to_list() if "name" in frame.columns else [None] * len(frame),
        "value": value,
        "status": [
            accepted.status(*ends)
            for ends in zip((value - off).tolist(), high.tolist(), strict=True)
        ],
        "gap": [accepted.gap(each) for each in value.tolist()],
        "error": off,
    }
    return geopandas.GeoDataFrame(columns, geometry=lonlat_geometries(frame), crs=LONLAT)


def no_parts() -> GeoDataFrame:
    """Return the parts of a figure that has none: an empty frame with the usual columns."""
    import geopandas

    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    return geopandas.GeoDataFrame(columns, geometry=[], crs=LONLAT)


def all_of(statuses: pd.Series[Any] | Sequence[str]) -> Status:
    """Return what parts amount to when each of them must keep the aim.

    One that misses it decides; otherwise one that is uncertain or unknown leaves it open.
    """
    found = set(statuses)
    if "missed" in found:
        return "missed"
    return "uncertain" if found & {"uncertain", "unknown"} else "met"


def errors_m(frame: GeoDataFrame) -> NDArray[np.float64]:
    """Return how far each position may be off, in metres: the column ``error_m``, else 0."""
    if "error_m" not in frame.columns:
        return np.zeros(len(frame))
    return np.asarray(frame["error_m"].astype(float).fillna(0.0).to_numpy(), dtype=np.float64)


def largest_error_m(frame: GeoDataFrame) -> float:
    """Return the largest of `errors_m`, 0 for no features."""
    return float(errors_m(frame).max(initial=0.0))


def whole_microns(distance_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return distances without the last digits, which are only noise of the computation.

    Without this a place 50 km away comes out at 49 999.999 999 999 9 m, and is "less than 50 km".
    """
    return np.round(distance_m, _MICRON_DECIMALS)


def amounts(frame: GeoDataFrame) -> NDArray[np.float64]:
    """Return what each feature counts: the column ``amount`` (NaN where not known), else 1."""
    if "amount" not in frame.columns:
        return np.ones(len(frame))
    return np.asarray(frame["amount"].astype(float).to_numpy(), dtype=np.float64)
