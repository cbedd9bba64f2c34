"""The townships layer with surveyed points in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo import crs
from geo.errors import MissingColumn
from geo.geometry import voronoi_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame

    from layers.township_points.report import Matched

SURVEY = "survey"


def with_points(
    official: GeoDataFrame, counties: GeoDataFrame, matched: Sequence[Matched]
) -> GeoDataFrame:
    """Return the layer with the matched townships at their points.

    ``position`` becomes ``survey``, ``lon`` and ``lat`` the point (degrees, WGS 84). In each
    county that got a point the areas are divided anew: the Voronoi cells of all its townships'
    points. Other counties are untouched.

    Raises
    ------
    MissingColumn
        When the layer lacks ``position``.
    """
    if "position" not in official.columns:
        raise MissingColumn(where="townships", column="position")
    frame = crs.to_lonlat(official, where="townships").reset_index(drop=True)
    at = dict(zip(frame["code"], frame.index, strict=True))
    places = [at[match.code] for match in matched]
    frame.loc[places, "lon"] = [match.lon for match in matched]
    frame.loc[places, "lat"] = [match.lat for match in matched]
    frame.loc[places, "position"] = SURVEY
    areas = crs.to_lonlat(counties, where="counties").set_index("adcode").geometry
    for county in frame.loc[places, "county_code"].unique():
        members = frame.index[frame["county_code"] == county]
        points = frame.loc[members, ["lon", "lat"]].to_numpy(dtype=np.float64)
        frame.loc[members, frame.geometry.name] = voronoi_cells(points, areas[county])
    return frame
