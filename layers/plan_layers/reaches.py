"""Which waterways of OpenStreetMap are which rivers of the plans."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.geometry import length_m
from layers.osm import lines_inside
from layers.osm.finish import whole_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from shapely import MultiLineString
    from shapely.geometry.base import BaseGeometry

LEAST_M = 1.0
"""A piece shorter than this (edge ``<``) is what is left of a way that ends at a border."""

MOST_IDS_NAMED = 8
"""Up to this many OpenStreetMap ids are listed as a source (edge ``≤``); of more, the number."""

_PREFECTURE_DIGITS = 4
_IN_BRACKETS = re.compile(r"[（()）]")


@dataclass(frozen=True)
class Reach:
    """A river as a plan means it: the names it goes by, and the area it is looked for in."""

    id: str
    names: frozenset[str]
    area: BaseGeometry


@dataclass(frozen=True)
class Course:
    """The line found for a reach (EPSG:4326), and the ids of the ways it was joined from."""

    line: MultiLineString
    osm_ids: tuple[str, ...]

    @property
    def source(self) -> str:
        """The ids, ``osm:w1,w2``; of more than :data:`MOST_IDS_NAMED` their number, ``osm:57``."""
        few = len(self.osm_ids) <= MOST_IDS_NAMED
        return f"osm:{','.join(self.osm_ids) if few else len(self.osm_ids)}"


def reaches(rivers: GeoDataFrame, counties: GeoDataFrame) -> list[Reach]:
    """Return the reaches of the plan rivers that lie in the given counties.

    A river is looked for in its county where the plan names one, else in its prefecture; a second
    name in brackets counts as well.

    Parameters
    ----------
    rivers
        ``id``, ``name_zh``, ``prefecture_code``, ``county_code`` (may be missing).
    counties
        Polygons with ``adcode``, in EPSG:4326.
    """
    area_of = _areas(counties)
    rows = zip(
        rivers["id"],
        rivers["name_zh"],
        rivers["county_code"].where(rivers["county_code"].notna(), rivers["prefecture_code"]),
        strict=True,
    )
    return [Reach(key, names(name), area_of[code]) for key, name, code in rows if code in area_of]


def names(written: str) -> frozenset[str]:
    """Return the names in a name with a second one in brackets."""
    return frozenset(name for name in _IN_BRACKETS.split(written) if name)


def _areas(counties: GeoDataFrame) -> Mapping[str, BaseGeometry]:
    """Return the counties and the prefectures by their six-digit code."""
    codes = counties["adcode"].astype(str)
    prefectures = counties.dissolve(codes.str[:_PREFECTURE_DIGITS]).geometry
    return {
        **{f"{digits}00": area for digits, area in prefectures.items()},
        **dict(zip(codes, counties.geometry, strict=True)),
    }


def course(reach: Reach, ways: GeoDataFrame) -> Course | None:
    """Return the line of a reach, or nothing when no way of its name runs in its area.

    Parameters
    ----------
    reach
        What is looked for.
    ways
        Lines with ``osm_id`` and ``name_zh`` in EPSG:4326, in a fixed order, which makes the
        result the same every time.
    """
    named = ways[ways["name_zh"].isin(reach.names)]
    parts, long_enough = _inside(named.geometry, reach.area)
    if not long_enough.any():
        return None
    return Course(whole_line(parts[long_enough]), tuple(named["osm_id"].to_numpy()[long_enough]))


class Elsewhere:
    """What of a waterway is in no reach of its name: the same name is given to many rivers."""

    def __init__(self, of: Iterable[Reach]) -> None:
        self._reaches = tuple(of)
        self.names = frozenset(name for reach in self._reaches for name in reach.names)
        self._areas: dict[str, BaseGeometry] = {}

    def outside(self, ways: GeoDataFrame) -> GeoDataFrame:
        """Return the ways that are not, or not wholly, part of a reach, cut where it begins."""
        concerned = ways["name_zh"].isin(self.names).to_numpy(dtype=bool)
        lines = np.asarray(ways.geometry.to_numpy(), dtype=object).copy()
        keep = np.ones(len(ways), dtype=bool)
        for at in np.flatnonzero(concerned):
            area = self._area(str(ways["name_zh"].iloc[at]))
            if not shapely.covers(area, lines[at]):
                parts, long_enough = _inside([lines[at]], area)
                lines[at], keep[at] = parts[0], long_enough[0]
        left: GeoDataFrame = ways.set_geometry(lines, crs=ways.crs)[keep]
        return left

    def _area(self, name: str) -> BaseGeometry:
        if name not in self._areas:
            taken = shapely.union_all([one.area for one in self._reaches if name in one.names])
            world = shapely.box(-180, -90, 180, 90)
            self._areas[name] = shapely.difference(world, taken)
            shapely.prepare(self._areas[name])
        return self._areas[name]


def _inside(
    lines: Iterable[BaseGeometry], area: BaseGeometry
) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
    """Return what of each line lies in an area, and whether that is long enough to count."""
    found = lines_inside(lines, area)
    parts = np.empty(len(found), dtype=object)
    parts[:] = found
    return parts, length_m(parts) >= LEAST_M if len(parts) else np.zeros(0, dtype=bool)
