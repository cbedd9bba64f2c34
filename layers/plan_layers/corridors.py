"""The layer ``river-corridors`` along the merged rivers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from layers.bundled import river_corridors, sources
from layers.plan_layers import descriptions
from layers.plan_layers.rivers import COARSE

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from layers.types import LayerContent, Quality

ID: Final = river_corridors.ID


def content(planned: GeoDataFrame, rivers: LayerContent) -> LayerContent:
    """Return the layer.

    It stays ``illustrative`` as long as one of the zones follows a coarse course.

    Parameters
    ----------
    planned
        The plans' rivers with ``geometry_from``, as ``rivers.MergedRivers.planned`` has them.
    rivers
        The layer they belong to.
    """
    about = descriptions.describe(ID)
    wide = planned["width_m"].notna()
    coarse = (wide & (planned["geometry_from"] == COARSE)).any()
    quality: Quality = sources.describe(ID).meta.quality if coarse else about.meta.quality
    described = replace(about, meta=replace(about.meta, quality=quality))
    return descriptions.content(described, lambda: [frame(planned)], [rivers])


def frame(planned: GeoDataFrame) -> GeoDataFrame:
    """Return one row per river with a stated width (see ``bundled.river_corridors.zones``)."""
    return descriptions.arrange(descriptions.describe(ID), river_corridors.zones(planned))
