"""What follows from an OpenStreetMap extract for the layers of the plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers.plan_layers import core_area, corridors
from layers.plan_layers import rivers as merged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame

    from layers.types import Finding, LayerContent


def rederive(
    extract: Sequence[LayerContent], counties: GeoDataFrame
) -> tuple[list[LayerContent], list[Finding]]:
    """Return the extract's layers with the plans' own layers drawn anew.

    ``rivers`` of the extract gives way to the merged one, ``river-corridors`` and
    ``shuozhou-core-area`` come after. A plan layer that the extract has nothing for is left out,
    so that what is published stays.

    Parameters
    ----------
    extract
        The layers of ``layers.osm.read``. The result reads from them: load it inside the ``with``
        block.
    counties
        Polygons with ``adcode``, in EPSG:4326.

    Returns
    -------
    layers, findings
        What to load, in order, and what was noticed.
    """
    of = {layer.meta.id: layer for layer in extract}
    layers, findings = dict(of), []
    if merged.ID in of:
        rivers = merged.MergedRivers(of[merged.ID], counties)
        layers[merged.ID] = rivers.content()
        layers[corridors.ID] = corridors.content(rivers.planned, layers[merged.ID])
        findings += rivers.findings()
    bounding = [of[layer_id] for layer_id in core_area.BOUNDING if layer_id in of]
    area, noticed = core_area.content(bounding, counties)
    if area is not None:
        layers[core_area.ID] = area
    return list(layers.values()), [*findings, *noticed]
