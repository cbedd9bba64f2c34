"""Which unit a site belongs to, and what the sites of each unit amount to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import STRtree

from geo.crs import lonlat_geometries
from geo.indicators.parts import amounts
from geo.positions import positions

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray


def unit_rows(units: GeoDataFrame, sites: GeoDataFrame) -> NDArray[np.int64]:
    """Return the row of the unit each site belongs to, -1 for none.

    Parameters
    ----------
    units
        Features with ``id``.
    sites
        Features; where ``unit_id`` names a unit, that is it. Otherwise the unit whose polygon
        holds the site's position; one on a border counts once, for the first unit in order.
    """
    rows = {str(unit): row for row, unit in enumerate(units["id"])}
    named = sites["unit_id"] if "unit_id" in sites.columns else [None] * len(sites)
    found = np.array([rows.get(str(each), -1) for each in named], dtype=np.int64)
    silent = np.flatnonzero(np.array([not isinstance(each, str) for each in named], dtype=bool))
    if len(silent):
        found[silent] = _around(units, positions(sites, where="sites")[silent])
    return found


def amount_per_unit(
    units: GeoDataFrame, sites: GeoDataFrame
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return what the sites of each unit amount to, and where an amount is not known.

    Sites count their ``amount``, else 1 each; an unknown amount adds nothing and marks its unit.
    """
    row, amount = unit_rows(units, sites), amounts(sites)
    inside = row >= 0
    blank = np.isnan(amount)
    total = np.bincount(row[inside], np.nan_to_num(amount[inside]), len(units))
    unknown = np.bincount(row[inside & blank], minlength=len(units)) > 0
    return total.astype(np.float64), unknown


def _around(units: GeoDataFrame, lonlat: NDArray[np.float64]) -> NDArray[np.int64]:
    areas = lonlat_geometries(units)
    found = np.full(len(lonlat), len(units), dtype=np.int64)
    known = np.flatnonzero(~np.isnan(lonlat).any(axis=1))
    points = shapely.points(lonlat[known])
    site, unit = STRtree(areas).query(points, predicate="intersects")
    np.minimum.at(found, known[site], unit)
    return np.where(found == len(units), -1, found)
