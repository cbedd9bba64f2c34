"""The position a feature is measured from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.crs import check_lonlat, lonlat_geometries
from geo.errors import WrongColumnKind
from geo.measures import representative_lonlat

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

_POINT = 0


def positions(frame: GeoDataFrame, *, where: str | None = None) -> NDArray[np.float64]:
    """Return the position each feature is measured from.

    Parameters
    ----------
    frame
        Features in any declared system. Columns ``lon`` and ``lat``, in degrees whatever the
        system of the geometry, state where a township's seat is.
    where
        The name of the input, for errors.

    Returns
    -------
    lonlat
        Shape (n, 2), longitude and latitude in degrees: the point itself for a point; for any
        other geometry, or none, the stated ``lon``, ``lat``; without those a point inside the
        geometry; NaN if nothing is known.

    Raises
    ------
    MissingCrs
        If the frame declares no system.
    WrongColumnKind
        If ``lon`` or ``lat`` does not hold numbers.
    BadCoordinates
        If a stated position is out of range.
    """
    found = representative_lonlat(frame)
    if not {"lon", "lat"}.issubset(frame.columns):
        return found
    stated = _stated(frame, where)
    is_point = shapely.get_type_id(lonlat_geometries(frame, where=where)) == _POINT
    take = ~is_point & ~np.isnan(stated).any(axis=1)
    check_lonlat(stated[take], where=where)
    return np.where(take[:, None], stated, found)


def _stated(frame: GeoDataFrame, where: str | None) -> NDArray[np.float64]:
    import pandas as pd

    for name in ("lon", "lat"):
        known = frame[name].dropna()
        if len(known) and not pd.api.types.is_numeric_dtype(known.infer_objects()):
            raise WrongColumnKind(where=where, column=name, needed="number")
    return np.asarray(frame[["lon", "lat"]].astype(float).to_numpy(), dtype=np.float64)
