"""GeoJSON as RFC 7946 has it: WGS 84 longitude and latitude, seven digits, ring order kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyogrio

from layers.export.base import Format

if TYPE_CHECKING:
    from pathlib import Path

    from geopandas import GeoDataFrame


def _write(frame: GeoDataFrame, path: Path) -> None:
    # JSON has no infinity; a distance that cannot be gone is null there, its reason stands beside.
    finite = frame.replace([np.inf, -np.inf], np.nan)
    pyogrio.write_dataframe(finite, path, driver="GeoJSON", RFC7946="YES", COORDINATE_PRECISION=7)


FORMAT = Format(
    id="geojson",
    suffixes=(".geojson", ".json"),
    media_type="application/geo+json",
    writer=_write,
)
