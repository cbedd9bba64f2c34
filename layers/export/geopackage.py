"""GeoPackage: one layer, named as the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyogrio

from layers.export.base import Format

if TYPE_CHECKING:
    from pathlib import Path

    from geopandas import GeoDataFrame


def _write(frame: GeoDataFrame, path: Path) -> None:
    layer = path.stem.removeprefix(".").removesuffix(".unfinished")
    pyogrio.write_dataframe(frame, path, driver="GPKG", layer=layer)


FORMAT = Format(
    id="geopackage",
    suffixes=(".gpkg",),
    media_type="application/geopackage+sqlite3",
    writer=_write,
)
