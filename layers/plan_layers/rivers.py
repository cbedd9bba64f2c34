"""The layer ``rivers`` of both: the plans' rivers with courses from OpenStreetMap, and the rest."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.geometry import length_m
from layers.bundled import rivers as bundled
from layers.plan_layers import descriptions
from layers.plan_layers.reaches import Course, Elsewhere, course, reaches
from layers.types import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geopandas import GeoDataFrame

    from layers.types import LayerContent

ID: Final = bundled.ID
COARSE: Final = "natural-earth"
"""``geometry_from`` of a course that is still the bundled one."""

LEAST_SHARE: Final = 0.5
"""An extract that has less (edge ``<``) of a river than the coarse line probably has not all."""

_RIVER: Final = "river"


class MergedRivers:
    """The rivers of the plans joined with those of an OpenStreetMap extract.

    Parameters
    ----------
    osm
        The extract's layer ``rivers``; it is read again whenever features are asked for.
    counties
        Polygons with ``adcode`` in EPSG:4326.
    """

    def __init__(self, osm: LayerContent, counties: GeoDataFrame) -> None:
        self._osm = osm
        self._planned = bundled.frame()
        self._reaches = reaches(self._planned, counties)
        self._elsewhere = Elsewhere(self._reaches)
        self._about = descriptions.describe(ID)

    def content(self) -> LayerContent:
        """Return the layer, ready for the store."""
        return descriptions.content(self._about, self.batches, [self._osm])

    def batches(self) -> Iterator[GeoDataFrame]:
        """Yield the plans' rivers, then what else OpenStreetMap has, in its own batches.

        Of the waterways a plan does not mean, those with a name are kept, and the rivers without.
        """
        yield self.planned
        for batch in self._osm.batches():
            rest = self._rest(batch)
            if len(rest):
                yield rest

    @cached_property
    def planned(self) -> GeoDataFrame:
        """The plans' rivers in the plans' order, each with the best course there is.

        ``position`` is ``mapped`` or ``awaited``; ``geometry_from`` is ``osm:`` and ids,
        :data:`COARSE`, or missing.
        """
        found = self._courses
        lines, origins = [], []
        for key, coarse in zip(self._planned["id"], self._planned.geometry, strict=True):
            here = found.get(key)
            known = None if shapely.is_missing(coarse) else COARSE
            lines.append(here.line if here else coarse)
            origins.append(here.source if here else known)
        frame = gpd.GeoDataFrame(
            self._planned.drop(columns="geometry").assign(
                position=[bundled.MAPPED if origin else bundled.AWAITED for origin in origins],
                geometry_from=pd.Series(origins, dtype="str"),
                waterway=pd.Series(None, index=self._planned.index, dtype="str"),
                tunnel=pd.Series(None, index=self._planned.index, dtype="boolean"),
            ),
            geometry=lines,
            crs="EPSG:4326",
        )
        return descriptions.arrange(self._about, frame)

    def findings(self) -> list[Finding]:
        """Tell how many rivers are drawn now, and which the extract seems to have only in part."""
        state = self.planned["geometry_from"]
        facts = {
            "mapped": len(self._courses),
            "total": len(state),
            "coarse": int((state == COARSE).sum()),
            "awaited": int(state.isna().sum()),
        }
        remark = Finding(level="info", code="plan_rivers_mapped", where=ID, facts=facts)
        return [remark, *self._partial()]

    def _partial(self) -> Iterator[Finding]:
        rows = zip(
            self._planned["id"], self._planned["name_zh"], self._planned.geometry, strict=True
        )
        for key, name, coarse in rows:
            if key not in self._courses or shapely.is_missing(coarse):
                continue
            mapped_m, coarse_m = length_m([self._courses[key].line, coarse]).tolist()
            if mapped_m < LEAST_SHARE * coarse_m:
                km = {
                    "mapped_km": round(mapped_m / 1000, 1),
                    "coarse_km": round(coarse_m / 1000, 1),
                }
                facts = {"id": key, "name": name, **km}
                yield Finding(level="warning", code="plan_river_partial", where=ID, facts=facts)

    @cached_property
    def _courses(self) -> Mapping[str, Course]:
        ways = self._named_ways()
        if ways is None:
            return {}
        found = {reach.id: course(reach, ways) for reach in self._reaches}
        return {key: line for key, line in found.items() if line is not None}

    def _named_ways(self) -> GeoDataFrame | None:
        """Return the waterways that go by a plan's name, by number, or nothing without any."""
        parts = [
            part
            for batch in self._osm.batches()
            if len(part := batch[batch["name_zh"].isin(self._elsewhere.names)])
        ]
        if not parts:
            return None
        ways = pd.concat(parts, ignore_index=True)
        number = ways["osm_id"].str[1:].astype("int64")
        ordered: GeoDataFrame = ways.iloc[np.argsort(number.to_numpy(), kind="stable")]
        return ordered

    def _rest(self, batch: GeoDataFrame) -> GeoDataFrame:
        wanted = batch["name_zh"].notna() | (batch["waterway"] == _RIVER)
        rest = self._elsewhere.outside(batch[wanted])
        kinds = self.planned.drop(columns="geometry").dtypes
        table = rest.drop(columns="geometry").assign(
            id=rest["osm_id"], position=bundled.MAPPED, geometry_from="osm:" + rest["osm_id"]
        )
        complete = table.reindex(columns=kinds.index).astype(kinds.to_dict())
        return descriptions.arrange(
            self._about,
            gpd.GeoDataFrame(complete, geometry=rest.geometry.to_numpy(), crs="EPSG:4326"),
        )
