"""The classes of the OGC standards that this service honours. A test asks each of them."""

from __future__ import annotations

from typing import Final

_SPEC = "http://www.opengis.net/spec"

_CLASSES = {
    "ogcapi-common-1/1.0": ("core", "landing-page", "json", "html", "oas30"),
    "ogcapi-common-2/1.0": ("collections", "json", "html"),
    "ogcapi-features-1/1.0": ("core", "geojson", "html", "oas30"),
    "ogcapi-features-2/1.0": ("crs",),
    "ogcapi-features-3/1.0": (
        "queryables", "queryables-query-parameters", "filter", "features-filter",
    ),
    "ogcapi-features-5/1.0": ("schemas", "core-roles-features"),
    "cql2/1.0": (
        "cql2-text",
        "cql2-json",
        "basic-cql2",
        "advanced-comparison-operators",
        "case-insensitive-comparison",
        # The spatial class by its present name and by that of the drafts, which clients ask for.
        "basic-spatial-functions",
        "basic-spatial-functions-plus",
        "basic-spatial-operators",
    ),
    "ogcapi-tiles-1/1.0": (
        "core", "tileset", "tilesets-list", "geodata-tilesets", "mvt", "oas30",
    ),
    "tms/2.0": ("tilematrixset", "json-tilematrixset", "json-tilesetmetadata"),
}  # fmt: skip

CLASSES: Final = [
    f"{_SPEC}/{standard}/conf/{name}" for standard, names in _CLASSES.items() for name in names
]
