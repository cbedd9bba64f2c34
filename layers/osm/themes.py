"""Which OpenStreetMap objects go to which layer, and with which attributes.

A theme is one layer. It names the tags it wants, the kinds of object (``n`` node, ``w`` way, ``a``
area: a closed way or a multipolygon), the attributes with their types, and how one object's tags
become them. ``osm_id`` is the object's type letter and number (``w123``), unique over all kinds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa

from layers.osm import tags as read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Shape = Literal["point", "line", "area"]

_TEXT, _INT, _FLAG, _REAL = pa.string(), pa.int64(), pa.bool_(), pa.float64()
_COUNTY = {"county_code": _TEXT, "county_zh": _TEXT}
_NAMES = {"osm_id": _TEXT, "name_zh": _TEXT, "name_en": _TEXT}

_ROADS = ("motorway", "trunk", "primary", "secondary", "tertiary")
DRIVABLE = (
    *_ROADS,
    *(f"{road}_link" for road in _ROADS),
    "unclassified",
    "residential",
    "living_street",
    "service",
)
"""``highway`` values for cars; tracks, paths, pedestrian streets and planned roads are not."""

WATERWAYS = ("river", "stream", "canal")
PLACES = ("city", "town", "suburb", "quarter", "neighbourhood", "village", "hamlet")
PARKS = (
    ("leisure", "park"),
    ("leisure", "garden"),
    ("leisure", "recreation_ground"),
    ("landuse", "recreation_ground"),
    ("landuse", "village_green"),
)
_CLOSED_TO_PUBLIC = frozenset({"private", "no"})


@dataclass(frozen=True)
class Element:
    """What the themes see of an OpenStreetMap object."""

    osm_id: str
    tags: Mapping[str, str]
    edited: int | None
    """The year of its last edit, where the file keeps it."""


Row = dict[str, Any]


@dataclass(frozen=True)
class Theme:
    """One layer to be filled from OpenStreetMap."""

    id: str
    kinds: str
    shape: Shape
    wanted: tuple[tuple[str, str], ...]
    columns: Mapping[str, pa.DataType]
    row: Callable[[Element], Row | None]
    """The attributes of an object that has a wanted tag, or nothing when it does not belong."""


def named(element: Element) -> Row:
    """Return the attributes that every layer has."""
    tags = element.tags
    return {
        "osm_id": element.osm_id,
        "name_zh": read.name_zh(tags),
        "name_en": read.name_en(tags),
    }


def road(element: Element) -> Row | None:
    """Return a road's attributes; a square (``area=yes``) is no road."""
    tags = element.tags
    if read.is_set(tags, "area"):
        return None
    return named(element) | {
        "class": tags["highway"],
        "oneway": read.oneway(tags),
        "maxspeed_kmh": read.maxspeed_kmh(tags),
        "access": read.access(tags),
        "bridge": read.is_set(tags, "bridge"),
        "tunnel": read.is_set(tags, "tunnel"),
        "layer": read.integer(tags, "layer") or 0,
    }


def park(element: Element) -> Row | None:
    """Return a park's attributes; private gardens are left out."""
    tags = element.tags
    if tags.get("access") in _CLOSED_TO_PUBLIC:
        return None
    return named(element) | {"class": tags.get("leisure") or tags["landuse"]}


def bus_stop(element: Element) -> Row | None:
    """Return a bus stop's attributes; a platform counts only where buses stop."""
    tags = element.tags
    if tags.get("highway") != "bus_stop" and not read.is_set(tags, "bus"):
        return None
    return named(element) | {"operator": tags.get("operator")}


def place(element: Element) -> Row | None:
    """Return a settlement's attributes; one without a name is of no use."""
    row = named(element)
    if row["name_zh"] is None:
        return None
    return row | {
        "class": element.tags["place"],
        "population": read.integer(element.tags, "population"),
    }


def station(element: Element) -> Row | None:
    """Return a public charging station for cars.

    ``piles`` is ``capacity`` (cars charged at once) where it is tagged; else the connectors
    counted by ``socket:*``, which are at least as many as the piles. ``piles_from`` says which.
    ``year`` is that of ``start_date``; else that of the last edit, by which the station was there
    at the latest. ``year_from`` says which.
    """
    tags = element.tags
    closed = read.access(tags) in _CLOSED_TO_PUBLIC or tags.get("motorcar") == "no"
    if closed:
        return None
    capacity, connectors = read.integer(tags, "capacity"), read.sockets(tags)
    started = read.start_year(tags)
    names = named(element)
    return {
        "id": names["osm_id"],
        "name_zh": names["name_zh"],
        "name_en": names["name_en"],
        "operator": tags.get("operator"),
        "piles": connectors if capacity is None else capacity,
        "piles_from": _origin(capacity=capacity, socket=connectors),
        "connectors": connectors,
        "year": element.edited if started is None else started,
        "year_from": _origin(start_date=started, last_edit=element.edited),
        "township_code": None,
    }


def _origin(**known: int | None) -> str | None:
    return next((name for name, value in known.items() if value is not None), None)


def river(element: Element) -> Row:
    """Return a waterway's attributes; its class is known when it is known where it flows."""
    return named(element) | {
        "waterway": element.tags["waterway"],
        "class": None,
        "tunnel": read.is_set(element.tags, "tunnel"),
    }


def _pairs(key: str, values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((key, value) for value in values)


_ROAD_THEME = Theme(
    "roads",
    "w",
    "line",
    _pairs("highway", DRIVABLE),
    _NAMES
    | {
        "class": _TEXT,
        "oneway": _TEXT,
        "maxspeed_kmh": _INT,
        "access": _TEXT,
        "bridge": _FLAG,
        "tunnel": _FLAG,
        "layer": _INT,
    },
    road,
)
_PARK_THEME = Theme("parks", "wa", "area", PARKS, _NAMES | {"class": _TEXT, "area_m2": _REAL}, park)
_RIVER_THEME = Theme(
    "rivers",
    "w",
    "line",
    _pairs("waterway", WATERWAYS),
    _NAMES | {"waterway": _TEXT, "class": _TEXT, "tunnel": _FLAG},
    river,
)
_STOPS = Theme(
    "bus-stops",
    "nwa",
    "point",
    (("highway", "bus_stop"), ("public_transport", "platform")),
    _NAMES | {"operator": _TEXT} | _COUNTY,
    bus_stop,
)
_STATIONS = Theme(
    "stations",
    "nwa",
    "point",
    (("amenity", "charging_station"),),
    {
        "id": _TEXT,
        "name_zh": _TEXT,
        "name_en": _TEXT,
        "operator": _TEXT,
        "piles": _INT,
        "piles_from": _TEXT,
        "connectors": _INT,
        "year": _INT,
        "year_from": _TEXT,
        **_COUNTY,
        "township_code": _TEXT,
    },
    station,
)
_PLACES = Theme(
    "places",
    "n",
    "point",
    _pairs("place", PLACES),
    _NAMES | {"class": _TEXT, "population": _INT} | _COUNTY,
    place,
)

THEMES = (_ROAD_THEME, _RIVER_THEME, _PARK_THEME, _STOPS, _STATIONS, _PLACES)
"""Every theme read from a file; the layer ``streets`` is made from the roads afterwards."""
