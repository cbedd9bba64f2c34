"""What can be asked of geometries, under one name; each answer has a module of its own."""

from geo.boundaries import polygon_from_boundaries
from geo.buffers import buffer_m, circles
from geo.measures import area_m2, length_m, representative_lonlat
from geo.partition import voronoi_cells

__all__ = [
    "area_m2",
    "buffer_m",
    "circles",
    "length_m",
    "polygon_from_boundaries",
    "representative_lonlat",
    "voronoi_cells",
]
