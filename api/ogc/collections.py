"""A collection as its document describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.ogc.links import (
    QUERYABLES_REL,
    SCHEMA,
    SCHEMA_REL,
    TILESETS_REL,
    Link,
    address,
    link,
)
from api.respond import GEOJSON
from layers import texts
from layers.systems import CRS84, SYSTEMS

if TYPE_CHECKING:
    from api.ogc.asking import Asking

Layer = dict[str, Any]


def collection_document(layer: Layer, asking: Asking) -> dict[str, Any]:
    """Return what is said about a collection: extent, systems, provenance, and where to go on."""
    place = address(asking.base, "collections", layer["id"])
    document = {
        "id": layer["id"],
        "title": layer["title"][asking.language],
        "description": layer["note"][asking.language],
        "attribution": layer["source"],
        "license": layer["licence"],
        "itemType": "feature",
        "crs": [system.uri for system in SYSTEMS],
        "storageCrs": CRS84.uri,
        "links": [*_links(layer, place, asking)],
        "jintu": {name: layer[name] for name in ("quality", "role", "review_number", "version")},
    }
    if layer["version"]["bbox"]:
        document["extent"] = {"spatial": {"bbox": [layer["version"]["bbox"]], "crs": CRS84.uri}}
    return document


def _links(layer: Layer, place: str, asking: Asking) -> list[Link]:
    def named(key: str) -> str:
        return texts.text(f"ogc.link.{key}", asking.language)

    schema = link(f"{place}/feature-schema", "describedby", SCHEMA, title=named("schema"))
    return [
        link(place, "self"),
        link(f"{place}?f=html", "alternate", "text/html"),
        link(f"{place}/items", "items", GEOJSON, title=named("items")),
        link(f"{place}/queryables", QUERYABLES_REL, SCHEMA, title=named("queryables")),
        link(f"{place}/schema", SCHEMA_REL, SCHEMA, title=named("schema")),
        schema,
        # Earlier releases of GDAL know the relation by this spelling only.
        schema | {"rel": "describedBy"},
        link(f"{place}/tiles", TILESETS_REL, title=named("tiles")),
        *([link(layer["source_url"], "related", "text/html", title=named("source"))]
          if str(layer["source_url"]).startswith(("http://", "https://")) else []),
    ]  # fmt: skip
