"""The protection lines of the rivers for which a plan states a width."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from geo.corridors import protection_zone
from layers.bundled import rivers, sources

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from layers.types import LayerContent

ID = "river-corridors"


def build() -> LayerContent:
    """Return the layer."""
    return sources.content(ID, frame)


def frame() -> GeoDataFrame:
    """Return the zones of the bundled rivers (see :func:`zones`)."""
    return sources.arrange(ID, zones(rivers.frame()))


def zones(courses: GeoDataFrame) -> GeoDataFrame:
    """Return one row per river with a stated width, its zone reaching ``width_m`` on each side.

    The plan counts the width from the water's edge; a course is a single line, so the zone counts
    from that. A river without a known course has no zone either. ``clause`` is where the widths
    are stated.

    Parameters
    ----------
    courses
        Rivers with ``id`` and ``width_m`` (metres) in EPSG:4326.

    Returns
    -------
    zones
        The other columns of ``courses`` with ``river_id`` for ``id``, polygons in EPSG:4326.
    """
    from geopandas import GeoDataFrame

    wide = courses.dropna(subset=["width_m"]).rename(columns={"id": "river_id"})
    areas = [
        None if shapely.is_missing(course) else protection_zone(course, float(width_m))
        for course, width_m in zip(wide.geometry, wide["width_m"], strict=True)
    ]
    wide["clause"] = sources.rule(ID)["clause"]
    return GeoDataFrame(wide, geometry=areas, crs="EPSG:4326")
