"""The query parameters of items, read into what ``layers.items`` understands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.deps import whole
from api.ogc.asking import require_known
from api.ogc.media import form_of
from layers import shapes
from layers.cql.tree import FILTER_LANGUAGES
from layers.errors import BadQuery
from layers.items import Asked
from layers.items.times import parse as parse_time
from layers.systems import CRS84, System, system

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import shapely
    from fastapi import Request

DEFAULT_LIMIT = 1_000
MAX_LIMIT = 10_000
"""QGIS takes its page size from these two, as the service states them."""

ITEMS_KNOWN = frozenset({
    "bbox", "bbox-crs", "crs", "datetime", "f", "filter", "filter-crs", "filter-lang", "lang",
    "limit", "offset", "properties", "sortby",
})  # fmt: skip
ITEM_KNOWN = frozenset({"crs", "f", "lang"})


@dataclass(frozen=True, kw_only=True)
class Window:
    """Which items are asked for, and in which form."""

    asked: Asked
    form: str


def read_window(request: Request) -> Window:
    """Read the parameters of a page of items.

    What is no parameter of the standard must be the name of an attribute, with the value it must
    have; whether it is, only the collection knows.

    A limit above the maximum is lowered to it, as OGC API Features asks; anything that cannot be
    understood is refused with the parameter's name.

    Raises
    ------
    BadQuery
        When a parameter is unknown or its value is out of range.
    """
    query = request.query_params
    others = set(query) - ITEMS_KNOWN
    require_known(request, ITEMS_KNOWN | others)
    asked = Asked(
        limit=min(whole("limit", query.get("limit"), DEFAULT_LIMIT, least=1), MAX_LIMIT),
        offset=whole("offset", query.get("offset"), 0, least=0),
        box=_box(query),
        system=_system(query, "crs"),
        time=None if "datetime" not in query else parse_time(query["datetime"]),
        filter=query.get("filter"),
        filter_language=query.get("filter-lang", FILTER_LANGUAGES[0]),
        filter_system=_system(query, "filter-crs"),
        properties=_names(query, "properties"),
        # A plus sign in an address is a space; both mean ascending, as does neither.
        order=tuple(name.lstrip(" +") for name in _names(query, "sortby") or ()),
        equal=tuple((name, query[name]) for name in sorted(others)),
    )
    return Window(asked=asked, form=form_of(request))


def require_attributes(asked: Asked, attributes: Mapping[str, str]) -> None:
    """Refuse parameters that are neither of the standard nor attributes of the collection.

    Raises
    ------
    BadQuery
        With the name of the first such parameter.
    """
    for name, _ in asked.equal:
        if name not in attributes:
            known = ", ".join([*sorted(ITEMS_KNOWN), *queryable_names(attributes)])
            raise BadQuery(where=name[:100], reason="unknown", known=known)


def queryable_names(attributes: Iterable[str]) -> list[str]:
    """Return the attributes that can be query parameters: those that no parameter hides."""
    return [name for name in attributes if name not in ITEMS_KNOWN]


def item_form(request: Request) -> tuple[System, str]:
    """Read the parameters of a single item: its reference system and its form.

    Raises
    ------
    BadQuery
        When a parameter is unknown or its value is out of range.
    """
    require_known(request, ITEM_KNOWN)
    return _system(request.query_params, "crs"), form_of(request)


def _system(query: Mapping[str, str], name: str) -> System:
    return CRS84 if name not in query else system(query[name], where=name)


def _names(query: Mapping[str, str], parameter: str) -> tuple[str, ...] | None:
    if parameter not in query:
        return None
    return tuple(name for name in query[parameter].split(",") if name.strip(" +"))


def _box(query: Mapping[str, str]) -> shapely.Geometry | None:
    if "bbox" not in query:
        return None
    given = _system(query, "bbox-crs")
    reason = "bbox_range" if given is CRS84 else "bbox_system"
    try:
        corners = [float(part) for part in query["bbox"].split(",")]
    except ValueError:
        corners = []
    if len(corners) not in {4, 6}:
        raise BadQuery(where="bbox", reason="bbox_numbers", value=query["bbox"][:80])
    return shapes.bbox(corners, given, where="bbox", reason=reason)
