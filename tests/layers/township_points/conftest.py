"""Two made-up counties with five townships.

West (140702 西县) from 112.90 to 113.00, east (140105 东区) from 113.00 to 113.10, both from 37.50
to 37.60.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.geometry import voronoi_cells

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WEST, EAST = shapely.box(112.9, 37.5, 113.0, 37.6), shapely.box(113.0, 37.5, 113.1, 37.6)

TOWNSHIPS = [
    ("140702001", "北关街道", "140702", 112.92, 37.52),
    ("140702002", "神头镇", "140702", 112.98, 37.52),
    ("140702003", "神头街道", "140702", 112.95, 37.58),
    ("140105001", "北关镇", "140105", 113.03, 37.55),
    ("140105002", "王村乡", "140105", 113.07, 37.55),
]


@pytest.fixture
def counties() -> gpd.GeoDataFrame:
    names = {"adcode": ["140702", "140105"], "name_zh": ["西县", "东区"]}
    return gpd.GeoDataFrame(names, geometry=[WEST, EAST], crs="EPSG:4326")


@pytest.fixture
def official() -> gpd.GeoDataFrame:
    codes, names, county, lon, lat = (list(column) for column in zip(*TOWNSHIPS, strict=True))
    lonlat = np.column_stack((lon, lat))
    cells = [*voronoi_cells(lonlat[:3], WEST), *voronoi_cells(lonlat[3:], EAST)]
    columns = {
        "code": codes,
        "name_zh": names,
        "county_code": county,
        "position": "schematic",
        "lon": lon,
        "lat": lat,
    }
    return gpd.GeoDataFrame(columns, geometry=cells, crs="EPSG:4326")


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: tuple[object, ...], encoding: str = "utf-8", name: str = "p.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding=encoding, newline="") as stream:
            csv.writer(stream).writerows(rows)
        return path

    return write
