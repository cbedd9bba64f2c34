"""The JSON form of a filter to a clause with bound values.

Nothing from the filter gets into the text of the clause: attribute names are looked up in the
version's attributes and bound as keys, values are bound, operators are looked up in tables here.
Conditions follow SQL's three-valued logic, which is that of CQL2: what compares with a missing
value is neither true nor false, and such a feature is not returned.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import shapely

from layers import shapes, sql
from layers.clauses import fill
from layers.cql import literals, tree
from layers.errors import BadQuery

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from layers.clauses import Bindings
    from layers.systems import System

Kind = Literal["condition", "text", "number", "boolean", "date", "timestamp", "geometry"]

GEOMETRY = "geometry"
"""The name by which a filter speaks of a feature's geometry."""

_KINDS: Mapping[str, Kind] = {
    "string": "text", "integer": "number", "number": "number", "boolean": "boolean",
}  # fmt: skip
_CASTS: Mapping[Kind, str] = {"text": "text", "number": "numeric", "boolean": "boolean"}
_SIGNS = {sign: sign for sign in ("=", "<>", "<", "<=", ">", ">=")}
_SPATIAL = {
    "s_intersects": "cql_s_intersects", "s_disjoint": "cql_s_disjoint",
    "s_equals": "cql_s_equals", "s_touches": "cql_s_touches", "s_within": "cql_s_within",
    "s_overlaps": "cql_s_overlaps", "s_crosses": "cql_s_crosses", "s_contains": "cql_s_contains",
}  # fmt: skip
_TAKES_COLLECTIONS = {"s_intersects", "s_disjoint"}
_SHAPE = {"where": "filter", "reason": "filter_geometry"}
_ISO_DAY = r"^\d{4}-\d{2}-\d{2}"
_ISO_INSTANT = _ISO_DAY + r"[T ]\d{2}:\d{2}:\d{2}"


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """What a filter may speak of: attributes with their types, and how coordinates are meant."""

    attributes: Mapping[str, str]
    system: System


@dataclass(frozen=True, kw_only=True)
class _Part:
    """A piece of the clause with its kind; ``value`` is what a literal stands for."""

    sql: str
    kind: Kind
    value: Any = None
    is_literal: bool = False


def compile_filter(text: str, language: str, vocabulary: Vocabulary, bindings: Bindings) -> str:
    """Return the clause of a filter; its values are added to ``bindings``.

    Raises
    ------
    BadQuery
        When the filter cannot be read, names what is not there, or is above a limit.
    """
    compiler = _Compiler(vocabulary, bindings)
    return compiler.condition(tree.read(text, language))


class _Compiler:
    """Walks a filter whose depth is known to be small."""

    def __init__(self, vocabulary: Vocabulary, bindings: Bindings) -> None:
        self.vocabulary = vocabulary
        self.bindings = bindings

    def condition(self, node: Any) -> str:  # noqa: ANN401 - JSON
        if isinstance(node, bool):
            return "TRUE" if node else "FALSE"
        part = self.part(node)
        if part.kind != "condition":
            raise _fault(reason="filter_condition", value=part.kind)
        return part.sql

    def part(self, node: Any) -> _Part:  # noqa: ANN401
        if isinstance(node, bool | int | float | str):
            return self.literal(node)
        if isinstance(node, dict):
            return self.object(node)
        raise _fault(reason="filter_null" if node is None else "filter_list")

    def literal(self, value: float | str) -> _Part:
        kind: Kind = "number"
        if isinstance(value, bool):
            kind = "boolean"
        elif isinstance(value, str):
            kind = "text"
            if "\x00" in value:
                raise _fault(reason="filter_nul")
        else:
            value = literals.number(value)  # type: ignore[assignment]
        placeholder = self.bindings.bind(value)
        return _Part(sql=f"{placeholder}::{_CASTS[kind]}", kind=kind, value=value, is_literal=True)

    def object(self, node: dict[str, Any]) -> _Part:
        if "op" in node:
            return self.operator(node["op"], node.get("args"))
        if "property" in node:
            return self.attribute(node["property"])
        if "date" in node:
            return self.moment(literals.day(node["date"]), "date")
        if "timestamp" in node:
            return self.moment(literals.instant(node["timestamp"]), "timestamp")
        if "bbox" in node:
            return self.geometry(shapes.bbox(node["bbox"], self.vocabulary.system, **_SHAPE))
        return self.geometry(shapes.geometry(node, self.vocabulary.system, **_SHAPE))

    def attribute(self, name: Any) -> _Part:  # noqa: ANN401
        if name == GEOMETRY:
            return _Part(sql="geom", kind="geometry")
        if not isinstance(name, str) or name not in self.vocabulary.attributes:
            known = ", ".join([*self.vocabulary.attributes, GEOMETRY])
            raise _fault(reason="filter_property", value=str(name)[:100], known=known)
        kind = _KINDS[self.vocabulary.attributes[name]]
        text = f"(attributes ->> {self.bindings.bind(name)}::text)"
        return _Part(sql=text if kind == "text" else f"{text}::{_CASTS[kind]}", kind=kind)

    def moment(self, value: str, kind: Kind) -> _Part:
        return _Part(
            sql=f"{self.bindings.bind(value)}::text", kind=kind, value=value, is_literal=True
        )

    def geometry(self, value: shapely.Geometry) -> _Part:
        placeholder = self.bindings.bind(shapely.to_wkb(value))
        text = fill(sql.get("cql_geometry"), wkb=placeholder)
        return _Part(sql=text, kind="geometry", value=value, is_literal=True)

    def operator(self, name: Any, args: Any) -> _Part:  # noqa: ANN401
        if not isinstance(name, str) or not isinstance(args, list):
            reason = "filter_arguments" if isinstance(name, str) else "filter_operator"
            raise _fault(reason=reason, value=str(name)[:40], known=", ".join(OPERATORS))
        if name in {"and", "or"}:
            return self.combined(name, args)
        if name in _SPATIAL:
            return self.spatial(name, *_taken(name, args, 2))
        make = {
            "not": self.negated, "isNull": self.is_null, "in": self.within, "like": self.like,
            "between": self.between, "casei": self.casei,
        }.get(name)  # fmt: skip
        if make is not None:
            return make(args)
        if name not in _SIGNS:
            known = ", ".join(OPERATORS)
            raise _fault(reason="filter_operator", value=str(name)[:40], known=known)
        left, right = self.alike(name, _taken(name, args, 2))
        return _condition(f"({left} {_SIGNS[name]} {right})")

    def combined(self, name: str, args: list[Any]) -> _Part:
        if not args:
            raise _fault(reason="filter_arguments", value=name)
        word = " AND " if name == "and" else " OR "
        return _condition(f"({word.join(self.condition(arg) for arg in args)})")

    def negated(self, args: list[Any]) -> _Part:
        (only,) = _taken("not", args, 1)
        return _condition(f"(NOT {self.condition(only)})")

    def is_null(self, args: list[Any]) -> _Part:
        (only,) = _taken("isNull", args, 1)
        return _condition(f"({self.part(only).sql} IS NULL)")

    def between(self, args: list[Any]) -> _Part:
        value, low, high = self.alike("between", _taken("between", args, 3))
        return _condition(f"({value} BETWEEN {low} AND {high})")

    def within(self, args: list[Any]) -> _Part:
        value, items = _taken("in", args, 2)
        if not isinstance(items, list) or not items:
            raise _fault(reason="filter_list")
        if len(items) > tree.MAX_LIST:
            raise _fault(reason="filter_long_list", limit=tree.MAX_LIST)
        head, *others = self.alike("in", [value, *items])
        return _condition(f"({head} IN ({', '.join(others)}))")

    def like(self, args: list[Any]) -> _Part:
        value, pattern = _taken("like", args, 2)
        left, right = self.part(value), self.part(pattern)
        if left.kind != "text" or right.kind != "text" or not right.is_literal:
            raise _fault(reason="filter_pattern", value="")
        if _ends_in_escape(right.value):
            raise _fault(reason="filter_pattern", value=right.value[:40])
        return _condition(f"({_ordered(left)} LIKE {_ordered(right)})")

    def casei(self, args: list[Any]) -> _Part:
        (only,) = _taken("casei", args, 1)
        part = self.part(only)
        if part.kind != "text":
            raise _fault(reason="filter_type", value=part.kind, known="text")
        text = f'lower({part.sql} COLLATE "und-x-icu")'
        return _Part(sql=text, kind="text", value=part.value, is_literal=part.is_literal)

    def spatial(self, name: str, left: Any, right: Any) -> _Part:  # noqa: ANN401
        parts = [self.part(left), self.part(right)]
        for part in parts:
            if part.kind != "geometry":
                raise _fault(reason="filter_type", value=part.kind, known="geometry")
            is_collection = part.is_literal and part.value.geom_type == "GeometryCollection"
            if is_collection and name not in _TAKES_COLLECTIONS:
                raise _fault(reason="filter_collection", value=name)
        return _condition(fill(sql.get(_SPATIAL[name]), left=parts[0].sql, right=parts[1].sql))

    def alike(self, name: str, nodes: Sequence[Any]) -> list[str]:
        """Return parts that can be compared with each other, or say why they cannot."""
        parts = [self.part(node) for node in nodes]
        kinds = {part.kind for part in parts}
        for moment, pattern, length in (("date", _ISO_DAY, 10), ("timestamp", _ISO_INSTANT, 19)):
            if moment in kinds and kinds <= {moment, "text"}:
                # ISO dates are in the order of their letters, so no text needs to be a date.
                return [self.dated(part, pattern, length) for part in parts]
        if len(kinds) > 1 or kinds & {"geometry", "condition"}:
            raise _fault(reason="filter_compare", value=name, known=", ".join(sorted(kinds)))
        return [_ordered(part) for part in parts]

    def dated(self, part: _Part, pattern: str, length: int) -> str:
        if part.kind == "text":
            rule = self.bindings.bind(pattern)
            cut = f"replace(left({part.sql}, {length}), ' ', 'T')"
            return f'(CASE WHEN {part.sql} ~ {rule}::text THEN {cut} END COLLATE "C")'
        return f'({part.sql} COLLATE "C")'


OPERATORS = (*_SIGNS, "and", "or", "not", "isNull", "in", "like", "between", "casei", *_SPATIAL)
"""Every operator and function that a filter may use."""


def _ordered(part: _Part) -> str:
    """Return a part with texts in the order of their code points, whatever the database's."""
    return f'({part.sql} COLLATE "C")' if part.kind == "text" else part.sql


def _ends_in_escape(pattern: str) -> bool:
    return (len(pattern) - len(pattern.rstrip("\\"))) % 2 == 1


def _condition(text: str) -> _Part:
    return _Part(sql=text, kind="condition")


def _taken(name: str, args: list[Any], count: int) -> list[Any]:
    if len(args) != count:
        raise _fault(reason="filter_arguments", value=name)
    return args


def _fault(*, reason: str, **facts: object) -> BadQuery:
    return BadQuery(where="filter", reason=reason, **facts)
