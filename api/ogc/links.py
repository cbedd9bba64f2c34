"""Links as the OGC standards write them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping

JSON = "application/json"
HTML = "text/html"
SCHEMA = "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
MVT = "application/vnd.mapbox-vector-tile"

_REL = "http://www.opengis.net/def/rel/ogc/1.0/"
SCHEMA_REL = f"{_REL}schema"
QUERYABLES_REL = f"{_REL}queryables"
TILESETS_REL = f"{_REL}tilesets-vector"
TILE_SCHEMES_REL = f"{_REL}tiling-schemes"
TILE_SCHEME_REL = f"{_REL}tiling-scheme"
CONFORMANCE_REL = "http://www.opengis.net/def/rel/ogc/1.0/conformance"
DATA_REL = "http://www.opengis.net/def/rel/ogc/1.0/data"

Link = dict[str, object]


def link(href: str, rel: str, media_type: str = JSON, **more: object) -> Link:
    """Return a link; ``more`` holds members such as ``title``."""
    return {"href": href, "rel": rel, "type": media_type, **more}


@lru_cache(maxsize=10_000, typed=True)
def address(base: str, *parts: object) -> str:
    """Return an address below ``/ogc``."""
    return "/".join([f"{base}/ogc", *(quote(str(part), safe="") for part in parts)])


def with_query(href: str, query: Mapping[str, object]) -> str:
    """Return an address with query parameters."""
    return f"{href}?{urlencode(query)}" if query else href


def both_forms(href: str, query: Mapping[str, object], media_type: str = JSON) -> list[Link]:
    """Return the links to an answer itself and to the page that shows it to people."""
    bare = {name: value for name, value in query.items() if name != "f"}
    return [
        link(with_query(href, query), "self", media_type),
        link(with_query(href, bare | {"f": "html"}), "alternate", HTML),
    ]
