"""CQL2 text to the JSON form of CQL2.

The parser is LALR(1): its time is linear in the text and it does not recurse, so neither a text
made for backtracking nor a deep one can keep a worker busy or break it.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import shapely
from lark import Lark, Token, Transformer, UnexpectedInput, v_args
from lark.exceptions import VisitError

from layers.errors import BadQuery

_KEYWORDS = {"AND", "OR", "NOT", "LIKE", "BETWEEN", "IN", "IS", "NULL", "TRUE", "FALSE"}
_EXCERPT = 30
_DIGITS = 300
"""No number of a plan has more digits; Python would refuse to read one of thousands."""

Json = Any


def parse(text: str) -> Json:
    """Return the JSON form of a filter text.

    Raises
    ------
    BadQuery
        When it is no CQL2 text; ``at`` says where it stops making sense, counted from 1.
    """
    try:
        return _parser().parse(text)
    except UnexpectedInput as error:
        # A text that ends too early is said to stop at its last word, or nowhere.
        place = min(error.pos_in_stream or 0, len(text))
        raise BadQuery(
            where="filter", reason="filter_syntax", at=place + 1, value=_excerpt(text[place:])
        ) from None
    except VisitError as error:
        raise error.orig_exc from None


@cache
def _parser() -> Lark:
    grammar = (Path(__file__).parent / "grammar.lark").read_text(encoding="utf-8")
    return Lark(
        grammar,
        parser="lalr",
        lexer="basic",
        transformer=_Builder(),
        lexer_callbacks={"NAME": _keyword},
    )


def _keyword(token: Token) -> Token:
    """Make a name that is a keyword one; the whole word counts, so ``NOTE`` is no ``NOT``."""
    return (
        Token.new_borrow_pos(token.upper(), token, token) if token.upper() in _KEYWORDS else token
    )


def _excerpt(text: str) -> str:
    return text[:_EXCERPT]


def _number(token: str) -> float:
    """Read a number; whole ones stay whole, as large keys must."""
    value = float(token)
    if len(token) > _DIGITS or not math.isfinite(value):
        raise BadQuery(where="filter", reason="filter_number", value=_excerpt(token))
    return int(token) if token.lstrip("+-").isdigit() else value


def _unquoted(token: str, quote: str) -> str:
    return token[1:-1].replace(quote * 2, quote)


@v_args(inline=True)
class _Builder(Transformer[Token, Json]):
    """Makes the JSON value of each rule while the text is read."""

    def start(self, expression: Json) -> Json:
        return expression

    def either(self, *parts: Json) -> Json:
        return _op("or", *_operands(parts))

    def both(self, *parts: Json) -> Json:
        return _op("and", *_operands(parts))

    def negated(self, _: Token, part: Json) -> Json:
        return _op("not", part)

    def compared(self, left: Json, sign: Token, right: Json) -> Json:
        return _op(str(sign), left, right)

    def like(self, left: Json, _: Token, pattern: Json) -> Json:
        return _op("like", left, pattern)

    def between(self, value: Json, _: Token, low: Json, __: Token, high: Json) -> Json:
        return _op("between", value, low, high)

    def within(self, value: Json, _: Token, items: Json) -> Json:
        return _op("in", value, items)

    def is_null(self, value: Json, *_: Token) -> Json:
        return _op("isNull", value)

    def not_like(self, left: Json, _: Token, __: Token, pattern: Json) -> Json:
        return _op("not", _op("like", left, pattern))

    def not_between(self, value: Json, *rest: Json) -> Json:
        low, high = rest[2], rest[4]
        return _op("not", _op("between", value, low, high))

    def not_within(self, value: Json, _: Token, __: Token, items: Json) -> Json:
        return _op("not", _op("in", value, items))

    def is_not_null(self, value: Json, *_: Token) -> Json:
        return _op("not", _op("isNull", value))

    def text(self, token: Token) -> Json:
        return _unquoted(token, "'")

    def number(self, token: Token) -> Json:
        return _number(token)

    def true(self, _: Token) -> Json:
        return True

    def false(self, _: Token) -> Json:
        return False

    def null(self, _: Token) -> Json:
        return None

    def property(self, token: Token) -> Json:
        return {"property": str(token)}

    def quoted_property(self, token: Token) -> Json:
        return {"property": _unquoted(token, '"')}

    def call(self, name: Token, arguments: Json) -> Json:
        lowered = name.lower()
        if lowered in {"date", "timestamp"} and len(arguments) == 1:
            return {lowered: arguments[0]}
        return {"bbox": arguments} if lowered == "bbox" else _op(lowered, *arguments)

    def list(self, *items: Json) -> Json:
        return [*items]

    def part(self, *words: str) -> str:
        return " ".join(words)

    def coordinates(self, *parts: str) -> str:
        return f"({','.join(parts)})"

    def geometry(self, *words: str) -> str:
        return " ".join(words)

    def shape(self, words: str) -> Json:
        try:
            return orjson.loads(shapely.to_geojson(shapely.from_wkt(words)))
        except shapely.errors.ShapelyError as error:
            reason = "filter_geometry"
            raise BadQuery(where="filter", reason=reason, value=_excerpt(words)) from error


def _op(name: str, *args: Json) -> Json:
    return {"op": name, "args": [*args]}


def _operands(parts: tuple[Json, ...]) -> list[Json]:
    """Drop the keywords between conditions."""
    return [part for part in parts if not isinstance(part, Token)]
