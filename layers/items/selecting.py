"""What a client asks for, as clauses: box, time, filter, attributes, order, reference system."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import shapely

from layers import cql, sql
from layers.clauses import Bindings, fill
from layers.errors import BadQuery
from layers.items import times
from layers.partitions import features_of
from layers.systems import CRS84, System

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAX_SORT_KEYS = 8
_NUMBER = re.compile(r"[-+]?[0-9]{1,20}(\.[0-9]{1,20})?([eE][-+]?[0-9]{1,2})?")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a client asks for, read but not yet held against the attributes of a layer.

    ``box`` is in longitude and latitude; ``order`` holds attribute names, descending ones with
    ``-`` before; ``filter_system`` says how coordinates in the filter are meant; ``equal`` holds
    attributes with the value each must have, as text.
    """

    limit: int
    offset: int = 0
    box: shapely.Geometry | None = None
    system: System = CRS84
    time: times.Interval | None = None
    filter: str | None = None
    filter_language: str = "cql2-text"
    filter_system: System = CRS84
    properties: tuple[str, ...] | None = None
    order: tuple[str, ...] = ()
    equal: tuple[tuple[str, str], ...] = ()

    @property
    def names_attributes(self) -> bool:
        """Whether the attributes of the layer must be known to answer."""
        named = self.time or self.order or self.equal
        return bool(named) or self.filter is not None or self.properties is not None

    @property
    def is_narrowed(self) -> bool:
        """Whether fewer than all features may match."""
        return bool(self.time or self.equal) or self.box is not None or self.filter is not None


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Parts of the statements that answer, and the values bound in them."""

    version_id: int
    limit: int
    offset: int
    geometry: str
    where: str = ""
    properties: str = "attributes"
    order: str = "seq"
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def parts(self) -> dict[str, str]:
        """The parts by the names of their places."""
        return {
            "features": features_of(self.version_id),
            "version": str(int(self.version_id)),
            "geometry": self.geometry,
            "where": fill(sql.get("after_number")) if self._is_counted else self.where,
            "skipped": "0" if self._is_counted else "%(offset)s",
            "properties": self.properties,
            "order": self.order,
        }

    @property
    def _is_counted(self) -> bool:
        """Whether features come by their numbers, without a gap: nothing is to be skipped."""
        return not self.where and self.order == "seq"

    @property
    def bound(self) -> dict[str, Any]:
        """Every value to bind."""
        return {"limit": self.limit, "offset": self.offset} | dict(self.values)


def select(version_id: int, asked: Asked, attributes: Mapping[str, str]) -> Selection:
    """Return the selection for a version whose ``attributes`` are names with their types.

    Raises
    ------
    BadQuery
        When an attribute is named that the version does not have, or the filter is no good.
    """
    bindings = Bindings()
    return Selection(
        version_id=version_id,
        limit=asked.limit,
        offset=asked.offset,
        geometry=geometry_in(asked.system),
        where="".join(f" AND {clause}" for clause in _conditions(asked, attributes, bindings)),
        properties=_properties(asked.properties, attributes, bindings),
        order=_order(asked.order, attributes, bindings),
        values=bindings.values,
    )


def geometry_in(system: System) -> str:
    """Return the part that writes a geometry as GeoJSON in a reference system."""
    return fill(sql.get(system.statement), epsg=str(int(system.epsg)))


def _conditions(asked: Asked, attributes: Mapping[str, str], bindings: Bindings) -> list[str]:
    found = []
    if asked.box is not None:
        wkb = bindings.bind(shapely.to_wkb(asked.box))
        found.append(fill(sql.get("within_box"), wkb=wkb))
    if asked.time is not None:
        found += _in_time(asked.time, attributes, bindings)
    for name, value in asked.equal:
        _require(name, name, attributes)
        found.append(_equality(name, value, attributes[name], bindings))
    if asked.filter is not None:
        vocabulary = cql.Vocabulary(attributes=attributes, system=asked.filter_system)
        found.append(cql.compile_filter(asked.filter, asked.filter_language, vocabulary, bindings))
    return found


def _in_time(
    interval: times.Interval, attributes: Mapping[str, str], bindings: Bindings
) -> list[str]:
    found = times.time_attribute(attributes)
    if found is None:
        return []
    name, statement = found
    ends: tuple[object, object] = (interval.first, interval.last)
    first, last = interval.years if statement == "in_years" else ends
    parts = {
        "name": bindings.bind(name),
        "first": bindings.bind(first),
        "last": bindings.bind(last),
    }
    return [fill(sql.get(statement), **parts)]


def _properties(
    wanted: Sequence[str] | None, attributes: Mapping[str, str], bindings: Bindings
) -> str:
    if wanted is None:
        return "attributes"
    for name in wanted:
        _require(name, "properties", attributes)
    dropped = [name for name in attributes if name not in wanted]
    return fill(sql.get("without_attributes"), names=bindings.bind(dropped))


def _order(keys: Sequence[str], attributes: Mapping[str, str], bindings: Bindings) -> str:
    if len(keys) > MAX_SORT_KEYS:
        raise BadQuery(where="sortby", reason="sortby_many", limit=MAX_SORT_KEYS)
    parts = []
    for key in keys:
        name = key.removeprefix("-")
        _require(name, "sortby", attributes)
        direction = "DESC" if key.startswith("-") else "ASC"
        parts.append(f"{_sortable(attributes[name], bindings.bind(name))} {direction} NULLS LAST")
    return ", ".join([*parts, "seq"])


def _sortable(kind: str, placeholder: str) -> str:
    """Return an attribute as a value that compares as its type does, texts by code points."""
    text = f"(attributes ->> {placeholder}::text)"
    if kind in {"integer", "number"}:
        return f"{text}::numeric"
    return f"{text}::boolean" if kind == "boolean" else f'{text} COLLATE "C"'


def _equality(name: str, text: str, kind: str, bindings: Bindings) -> str:
    is_good = {
        "string": "\x00" not in text,
        "boolean": text in {"true", "false"},
    }.get(kind, bool(_NUMBER.fullmatch(text)))
    if not is_good:
        raise BadQuery(where=name, reason="value", value=text[:80], known=kind)
    value: object = Decimal(text) if kind in {"integer", "number"} else text
    cast = "boolean" if kind == "boolean" else "numeric" if isinstance(value, Decimal) else "text"
    return f"{_sortable(kind, bindings.bind(name))} = {bindings.bind(value)}::{cast}"


def _require(name: str, where: str, attributes: Mapping[str, str]) -> None:
    if name not in attributes:
        known = ", ".join(attributes)
        raise BadQuery(where=where, reason="attribute", value=name[:100], known=known)
