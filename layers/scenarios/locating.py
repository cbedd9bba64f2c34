"""In which county and township a place lies, and whether it lies where no station can stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

_UNITS: Final = {"county": ("counties", "adcode"), "township": ("townships", "code")}
_WATERS: Final = {"in_river": "rivers", "in_river_corridor": "river-corridors"}
_AREAS: Final = (3, 6)
"""Polygon and MultiPolygon in shapely's numbering."""


class Areas:
    """Polygons of a layer with a name for each; other geometries are passed over."""

    def __init__(self, frame: GeoDataFrame, column: str) -> None:
        shapes = frame.geometry.to_numpy()
        usable = np.flatnonzero(np.isin(shapely.get_type_id(shapes), _AREAS))
        self._tree = shapely.STRtree(shapes[usable])
        column = column if column in frame.columns else ""
        values = frame[column].to_numpy() if column else np.full(len(frame), "")
        self.names = [str(each) for each in values[usable]]

    def __len__(self) -> int:
        """Return how many areas there are."""
        return len(self.names)

    def at(self, lonlat: NDArray[np.float64]) -> list[str | None]:
        """Return the name of the first area each place is in, its edge included; None outside."""
        found: list[str | None] = [None] * len(lonlat)
        if len(self) and len(lonlat):
            place, area = self._tree.query(shapely.points(lonlat), predicate="intersects")
            for row, number in sorted(zip(place.tolist(), area.tolist(), strict=True))[::-1]:
                found[row] = self.names[number]
        return found


class Places:
    """The areas of the context layers that are there."""

    def __init__(self, frames: Mapping[str, GeoDataFrame]) -> None:
        self._units = {
            unit: Areas(frames[layer], column)
            for unit, (layer, column) in _UNITS.items()
            if layer in frames
        }
        self._waters = {
            kind: Areas(frames[layer], "name_zh")
            for kind, layer in _WATERS.items()
            if layer in frames
        }

    def units(self, lonlat: NDArray[np.float64]) -> dict[str, list[str | None]]:
        """Return county and township codes of places; None where unknown."""
        nowhere: list[str | None] = [None] * len(lonlat)
        found = {
            unit: self._units[unit].at(lonlat) if unit in self._units else list(nowhere)
            for unit in _UNITS
        }
        inside = zip(found["county"], found["township"], strict=True)
        found["township"] = [code if _fits(county, code) else None for county, code in inside]
        return found

    @property
    def knows_counties(self) -> bool:
        """Whether it can be told that a place lies outside all counties."""
        return "county" in self._units and len(self._units["county"]) > 0

    def waters(self, lonlat: NDArray[np.float64]) -> list[tuple[str, str] | None]:
        """Return for each place the kind of water area it lies in and its name, or None."""
        found: list[tuple[str, str] | None] = [None] * len(lonlat)
        for kind, areas in self._waters.items():
            for row, name in enumerate(areas.at(lonlat)):
                if name is not None and found[row] is None:
                    found[row] = (kind, name)
        return found


def outside(lonlat: NDArray[np.float64], areas: GeoDataFrame) -> NDArray[Any]:
    """Tell which places lie in none of the areas, whose edges belong to them."""
    names = Areas(areas, "").at(lonlat)
    return np.array([name is None for name in names], dtype=bool)


def _fits(county: str | None, township: str | None) -> bool:
    """Schematic townships may reach over a county's border; the county's own border counts."""
    return township is not None and (county is None or township.startswith(county))
