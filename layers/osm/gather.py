"""From the walk to one spool a layer: batches are clipped, completed and put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely

from geo import geometry as measure
from layers.osm.rivers import with_class
from layers.osm.spool import BATCH_ROWS, Spool

if TYPE_CHECKING:
    from pathlib import Path

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from layers.osm.clip import Clip
    from layers.osm.themes import Row, Theme
    from layers.osm.walk import Walk

_LINE, _POLYGON = shapely.GeometryType.LINESTRING.value, shapely.GeometryType.POLYGON.value
_STREET_COLUMNS = {"name_zh": pa.string(), "name_en": pa.string()}


class Gathered:
    """The spools of a walk: one a theme, and the named roads of each county.

    Parameters
    ----------
    themes
        The layers to fill.
    clip
        The prefectures.
    folder
        Where the temporary files are made.
    batch_rows
        How many features of one layer are in memory at most.
    """

    def __init__(
        self, themes: tuple[Theme, ...], clip: Clip, folder: Path, batch_rows: int = BATCH_ROWS
    ) -> None:
        self.clip = clip
        self.spools = {theme.id: Spool(folder / theme.id, theme.columns) for theme in themes}
        self.streets = [Spool(folder / f"streets-{code}", _STREET_COLUMNS) for code in clip.adcodes]
        self._waiting: dict[str, list[tuple[Row, str]]] = {theme.id: [] for theme in themes}
        self._themes = themes
        self._batch_rows = batch_rows

    def fill(self, walk: Walk) -> None:
        """Take in everything the walk finds and finish the files."""
        try:
            for theme, row, geometry in walk:
                waiting = self._waiting[theme.id]
                waiting.append((row, geometry))
                if len(waiting) >= self._batch_rows:
                    self._flush(theme)
            for theme in self._themes:
                self._flush(theme)
        finally:
            self.close()

    def close(self) -> None:
        """Close the files for writing."""
        for spool in (*self.spools.values(), *self.streets):
            spool.close()

    def _flush(self, theme: Theme) -> None:
        waiting = self._waiting[theme.id]
        if not waiting:
            return
        frame = _frame(waiting)
        waiting.clear()
        kept = _completed(theme, frame, self.clip)
        self.spools[theme.id].write(kept)
        if theme.id == "roads":
            self._keep_streets(kept)

    def _keep_streets(self, roads: GeoDataFrame) -> None:
        for county, part in self.clip.lines_by_county(roads[roads["name_zh"].notna()]):
            self.streets[county].write(part)


def _frame(found: list[tuple[Row, str]]) -> GeoDataFrame:
    rows = [row for row, _ in found]
    columns = {name: np.array([row[name] for row in rows], dtype=object) for name in rows[0]}
    geometry = shapely.from_wkb([wkb for _, wkb in found])
    return gpd.GeoDataFrame(columns, geometry=geometry, crs="EPSG:4326")


def _completed(theme: Theme, frame: GeoDataFrame, clip: Clip) -> GeoDataFrame:
    if theme.shape == "point":
        return clip.points(_with_geometry(frame, as_points(frame.geometry.to_numpy())))
    if theme.shape == "line":
        lines = clip.lines(frame)
        return with_class(lines, clip) if theme.id == "rivers" else lines
    areas = clip.areas(frame)
    shapes = np.array([_single(area) for area in areas.geometry], dtype=object)
    return _with_geometry(areas, shapes).assign(area_m2=measure.area_m2(shapes))


def _with_geometry(frame: GeoDataFrame, shapes: NDArray[np.object_]) -> GeoDataFrame:
    table = frame.drop(columns=frame.geometry.name)
    return gpd.GeoDataFrame(table, geometry=shapes, crs=frame.crs)


def as_points(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """Give each geometry one point: a line its middle, an area a point inside it."""
    kinds = shapely.get_type_id(geometries)
    is_line, is_area = kinds == _LINE, kinds >= _POLYGON
    points = geometries.copy()
    points[is_line] = shapely.line_interpolate_point(geometries[is_line], 0.5, normalized=True)
    points[is_area] = shapely.point_on_surface(geometries[is_area])
    return points


def _single(area: shapely.MultiPolygon) -> BaseGeometry:
    parts: list[BaseGeometry] = list(area.geoms)
    return parts[0] if len(parts) == 1 else area
