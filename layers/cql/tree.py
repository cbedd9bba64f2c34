"""The JSON form of a filter: read, and held to limits before anything else looks at it."""

from __future__ import annotations

from typing import Any, Literal, get_args

import orjson

from layers.errors import BadQuery

FilterLanguage = Literal["cql2-text", "cql2-json"]
FILTER_LANGUAGES: tuple[FilterLanguage, ...] = get_args(FilterLanguage)

MAX_BYTES = 8_192
MAX_NODES = 100
"""Operators and functions; attribute names and values are their leaves."""
MAX_DEPTH = 16
MAX_LIST = 500
"""Values in one IN."""


def read(text: str, language: str) -> Any:  # noqa: ANN401 - JSON
    """Return a filter as a JSON value that keeps to the limits.

    Raises
    ------
    BadQuery
        When the language is unknown, the filter cannot be read, or it is above a limit.
    """
    if language not in FILTER_LANGUAGES:
        known = ", ".join(FILTER_LANGUAGES)
        raise BadQuery(where="filter-lang", reason="filter_lang", value=language, known=known)
    if len(text.encode()) > MAX_BYTES:
        raise BadQuery(where="filter", reason="filter_long", limit=MAX_BYTES)
    if "\x00" in text:
        raise BadQuery(where="filter", reason="filter_nul")
    tree = _from_json(text) if language == "cql2-json" else _from_text(text)
    check(tree)
    return tree


def _from_text(text: str) -> Any:  # noqa: ANN401
    from layers.cql.text import parse

    return parse(text)


def _from_json(text: str) -> Any:  # noqa: ANN401
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise BadQuery(
            where="filter", reason="filter_syntax", at=error.pos + 1, value=text[error.pos :][:30]
        ) from None


def check(tree: Any) -> None:  # noqa: ANN401
    """Hold a filter to the limits on operators and depth, without recursion.

    Raises
    ------
    BadQuery
        When there are more than ``MAX_NODES`` operators or they are nested deeper than
        ``MAX_DEPTH``.
    """
    waiting = [(tree, 1)]
    nodes = 0
    while waiting:
        node, depth = waiting.pop()
        if isinstance(node, list):
            waiting += [(child, depth) for child in node]
        elif isinstance(node, dict) and "op" in node:
            nodes += 1
            if depth > MAX_DEPTH:
                raise BadQuery(where="filter", reason="filter_deep", limit=MAX_DEPTH)
            if nodes > MAX_NODES:
                raise BadQuery(where="filter", reason="filter_large", limit=MAX_NODES)
            waiting.append((node.get("args"), depth + 1))
