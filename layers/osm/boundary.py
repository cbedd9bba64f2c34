"""The lines a plan names as the sides of an area: streets and a river, found by name."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.errors import MissingColumn
from layers.bundled.sources import DATA
from layers.osm.clip import inside_part
from layers.osm.finish import whole_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

_MARKS_FILE = DATA / "street-sections.toml"


@dataclass(frozen=True)
class BoundaryLines:
    """What was found of the named sides.

    ``lines`` has one MultiLineString (EPSG:4326) for each side found, ``names`` the names that
    were used for it, ``missing`` the sides (with the name looked for) that were not found.
    """

    lines: Mapping[str, shapely.MultiLineString]
    names: Mapping[str, tuple[str, ...]]
    missing: Mapping[str, str]


def boundary_streets(
    frames: Sequence[GeoDataFrame],
    names: Mapping[str, str],
    within: BaseGeometry | None = None,
) -> BoundaryLines:
    """Find the named lines.

    A street may be mapped in sections (长宁东街, 长宁西街): a direction before the last character
    counts as the same street, but only where the name itself is not there.

    Parameters
    ----------
    frames
        Layers of lines with ``name_zh`` in EPSG:4326, such as ``streets`` and ``rivers``.
    names
        From a side (``north``, ``south``, ``west``, ``east``) to the name of its line.
    within
        Only lines in this area (EPSG:4326), because street names repeat from town to town.

    Raises
    ------
    MissingColumn
        When a frame has no ``name_zh``.
    """
    for frame in frames:
        if "name_zh" not in frame.columns:
            raise MissingColumn(where="boundary_streets", column="name_zh")
    found = {side: _find(frames, name, within) for side, name in names.items()}
    return BoundaryLines(
        lines={side: line for side, (line, _) in found.items() if line is not None},
        names={side: used for side, (line, used) in found.items() if line is not None},
        missing={side: names[side] for side, (line, _) in found.items() if line is None},
    )


def _find(
    frames: Sequence[GeoDataFrame], name: str, within: BaseGeometry | None
) -> tuple[shapely.MultiLineString | None, tuple[str, ...]]:
    for pattern in (re.compile(re.escape(name)), _sections(name)):
        lines: list[BaseGeometry] = []
        used: set[str] = set()
        for frame in frames:
            named = frame[frame.geometry.notna()]
            matching = named[named["name_zh"].str.fullmatch(pattern, na=False)]
            inside = lines_inside(matching.geometry.to_numpy(), within)
            lines.extend(line for line in inside if not line.is_empty)
            used.update(
                known
                for known, line in zip(matching["name_zh"], inside, strict=True)
                if not line.is_empty
            )
        if lines:
            return whole_line(np.array(lines, dtype=object)), tuple(sorted(used))
    return None, ()


def _sections(name: str) -> re.Pattern[str]:
    return re.compile(f"{re.escape(name[:-1])}[{''.join(_section_marks())}]{re.escape(name[-1:])}")


@cache
def _section_marks() -> tuple[str, ...]:
    content = tomllib.loads(_MARKS_FILE.read_text(encoding="utf-8"))
    return tuple(map(re.escape, content["section_marks"]))


def lines_inside(lines: Iterable[BaseGeometry], within: BaseGeometry | None) -> list[BaseGeometry]:
    """Return what of each line lies in an area, its pieces in order; empty where nothing does.

    Both in EPSG:4326; without an area the lines stay whole.
    """
    if within is None:
        return list(lines)
    return [_part_inside(line, within) for line in lines]


def _part_inside(line: BaseGeometry, within: BaseGeometry) -> BaseGeometry:
    found = [inside_part(part, within) for part in shapely.get_parts(line)]
    return shapely.MultiLineString(
        [part for one in found for part in shapely.get_parts(one) if not part.is_empty]
    )
