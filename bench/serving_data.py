"""The data every server gets: 118 polygons that share borders, and 100,000 points."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from api.commands.store import prepare
from layers import loading
from layers.db import Database
from layers.types import LayerContent, LayerMeta

POLYGONS = 118
VERTICES = 400
POINTS = 100_000
WEST, SOUTH, EAST, NORTH = 111.5, 36.6, 114.0, 38.2
BOX = "112.4,37.2,113.2,37.9"
MIDDLE = (112.75, 37.5)

_PLAIN = """
CREATE SCHEMA plain;
CREATE TABLE plain.town AS
    SELECT seq::integer AS gid, attributes->>'code' AS code, attributes->>'name_zh' AS name_zh,
           (attributes->>'households')::integer AS households, geom,
           st_transform(geom, 3857) AS geom_3857
      FROM feature WHERE version_id = (SELECT current_version_id FROM layer WHERE id = 'town');
CREATE TABLE plain.pt AS
    SELECT seq::integer AS gid, attributes->>'code' AS code, (attributes->>'year')::integer AS year,
           (attributes->>'piles')::integer AS piles, geom,
           st_transform(geom, 3857) AS geom_3857
      FROM feature WHERE version_id = (SELECT current_version_id FROM layer WHERE id = 'pt');
ALTER TABLE plain.town ADD PRIMARY KEY (gid);
ALTER TABLE plain.pt ADD PRIMARY KEY (gid);
CREATE INDEX ON plain.town (code);
CREATE INDEX ON plain.town USING gist (geom);
CREATE INDEX ON plain.town USING gist (geom_3857);
CREATE INDEX ON plain.pt USING gist (geom);
CREATE INDEX ON plain.pt USING gist (geom_3857);
ANALYZE plain.town;
ANALYZE plain.pt;
-- Without the second geometry, which some servers would send as an attribute.
CREATE SCHEMA single;
CREATE VIEW single.town AS SELECT gid, code, name_zh, households, geom FROM plain.town;
CREATE VIEW single.pt AS SELECT gid, code, year, piles, geom FROM plain.pt;
"""


def fill(url: str) -> None:
    """Load both layers into a database, and the same rows into plain tables for the peers."""
    prepare(url)
    database = Database(url)
    contents = [content("town", "MultiPolygon", towns()), content("pt", "Point", points())]
    loading.load(database, contents, created_by="bench")
    with database.begin() as connection:
        connection.exec_driver_sql(_PLAIN)
    database.dispose()


def content(name: str, kind: str, frame: gpd.GeoDataFrame) -> LayerContent:
    meta = LayerMeta(
        id=name, title_zh=name, title_en=name, role="place", geometry_type=kind, key="code",
        quality="illustrative", licence="none", source="made for the bench", source_date="2025",
    )  # fmt: skip
    return LayerContent(meta=meta, batches=lambda: [frame], sha256=name)


def towns() -> gpd.GeoDataFrame:
    """Voronoi cells whose borders wind: every vertex is moved by a function of its own place."""
    random = np.random.default_rng(7)
    seeds = random.uniform((WEST, SOUTH), (EAST, NORTH), (POLYGONS, 2))
    frame = shapely.box(WEST, SOUTH, EAST, NORTH)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(seeds), extend_to=frame))
    cells = shapely.intersection(cells, frame)
    step = shapely.length(cells).mean() / VERTICES
    wound = shapely.transform(shapely.segmentize(cells, step), winding)
    names = [f"第{number}镇" for number in range(len(wound))]
    return gpd.GeoDataFrame(
        {
            "code": [f"1407{number:05d}" for number in range(len(wound))],
            "name_zh": names,
            "households": random.integers(800, 30_000, len(wound)),
        },
        geometry=wound,
        crs=4326,
    )


def winding(places: np.ndarray) -> np.ndarray:
    x, y = places[:, 0], places[:, 1]
    waves = [(0.006, 61.0), (0.002, 211.0), (0.0007, 641.0)]
    moved_x = x + sum(size * np.sin(often * y + 3 * x) for size, often in waves)
    moved_y = y + sum(size * np.sin(often * x + 5 * y) for size, often in waves)
    return np.column_stack([moved_x, moved_y])


def points() -> gpd.GeoDataFrame:
    random = np.random.default_rng(8)
    places = random.uniform((WEST, SOUTH), (EAST, NORTH), (POINTS, 2))
    return gpd.GeoDataFrame(
        {
            "code": [f"P{number:06d}" for number in range(POINTS)],
            "year": random.integers(2018, 2026, POINTS),
            "piles": random.integers(1, 30, POINTS),
        },
        geometry=shapely.points(places),
        crs=4326,
    )


def tile(zoom: int, lon: float = MIDDLE[0], lat: float = MIDDLE[1]) -> tuple[int, int, int]:
    """Return zoom, column and row of the tile that holds a place."""
    count = 2**zoom
    y = np.arcsinh(np.tan(np.radians(lat)))
    return zoom, int((lon + 180) / 360 * count), int((1 - y / np.pi) / 2 * count)
