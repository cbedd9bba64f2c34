"""OpenStreetMap as a source of layers: fetch an extract, read it, clip it to the prefectures.

One file per step: ``download`` and ``source`` (the file), ``walk`` with ``themes`` and ``tags``
(which objects, with which attributes), ``gather`` with ``clip`` and ``spool`` (inside the
prefectures, in bounded memory), ``finish`` (what needs all features), ``contents`` (layers for the
store), ``boundary`` (named lines that bound an area).
"""

from layers.osm.boundary import BoundaryLines, boundary_streets, lines_inside
from layers.osm.download import fetch
from layers.osm.extract import Extract, read

__all__ = [
    "BoundaryLines",
    "Extract",
    "boundary_streets",
    "fetch",
    "lines_inside",
    "read",
]
