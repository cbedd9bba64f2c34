"""CQL2 text is read as the reference implementation reads it, in linear time, or refused."""

from __future__ import annotations

import time
from typing import Any

import cql2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.cql.text import parse
from layers.errors import BadQuery


def with_floats(tree: Any) -> Any:
    """The reference implementation knows no whole numbers."""
    if isinstance(tree, bool) or not isinstance(tree, int | list | dict):
        return tree
    if isinstance(tree, int):
        return float(tree)
    if isinstance(tree, list):
        return [with_floats(part) for part in tree]
    return {name: with_floats(part) for name, part in tree.items()}


TEXTS = [
    "name = 'a''b'",
    "\"name_zh\" = '榆次区'",
    "name_zh <> '榆次区'",
    "选择 = '1'",
    "piles > 10 AND year BETWEEN 2020 AND 2024",
    "a='x' OR b='y' AND c=1",
    "NOT (a = 1) and not b <= -1.5e3",
    "CASEI(name) LIKE CASEI('Ab%')",
    "casei(name) IN (casei('a'), casei('b'))",
    "a IN ('x','y')",
    "a NOT IN (1, 2)",
    "a NOT LIKE 'x'",
    "a NOT BETWEEN 1 AND 2 AND b = 2",
    "a IS NULL OR b IS NOT NULL",
    "noted = 1 AND order_ = 2 AND island = 3",
    "d = DATE('2020-01-01')",
    "d > TIMESTAMP('2020-01-01T00:00:00Z')",
    "T_AFTER(d, DATE('2020-01-01'))",
    "S_INTERSECTS(geometry, BBOX(1,2,3,4))",
    'S_INTERSECTS("geometry", POINT(1 2))',
    "S_INTERSECTS(geometry, POINT Z (1 2 3))",
    "S_INTERSECTS(geometry, MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((2 2,3 2,3 3,2 2))))",
    "S_WITHIN(geometry, GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(0 0,1 1)))",
    '"a""b" = 1',
    '"a.b[0]" = 1',
    "a = TRUE OR FALSE",
    "1 = 1",
    "  ( ( a = 1 ) )  ",
]


@pytest.mark.parametrize("text", TEXTS)
def test_texts_are_read_as_the_reference_reads_them(text):
    assert with_floats(parse(text)) == with_floats(cql2.parse_text(text).to_json())


def test_whole_numbers_stay_whole():
    assert parse("id = 9007199254740993") == {
        "op": "=",
        "args": [{"property": "id"}, 9007199254740993],
    }


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("", 1),
        ("a like 'x", 8),
        ("a = 1; drop table feature", 6),
        ("a = 'x' --", 9),
        ("a = 1 = 2", 7),
        ("a IN ()", 7),
        ("a = 1)", 6),
        ("a == 1", 4),
        ("\\", 1),
        ("a = 'x' /* b */", 9),
        ('"" = 1', 1),
    ],
)
def test_what_is_no_cql2_says_where_it_stops_being_it(text, at):
    with pytest.raises(BadQuery) as caught:
        parse(text)
    assert caught.value.facts["reason"] == "filter_syntax"
    assert caught.value.facts["at"] == at


@pytest.mark.parametrize("number", ["9" * 5_000, "1e999", "-1e999"])
def test_numbers_without_bounds_are_refused(number):
    with pytest.raises(BadQuery) as caught:
        parse(f"a = {number}")
    assert caught.value.facts["reason"] == "filter_number"


@pytest.mark.parametrize("words", ["POINT(1)", "POLYGON((0 0,1 1))", "LINESTRING(1 2)"])
def test_words_that_are_no_geometry_are_refused(words):
    with pytest.raises(BadQuery) as caught:
        parse(f"S_INTERSECTS(geometry, {words})")
    assert caught.value.facts["reason"] == "filter_geometry"


@pytest.mark.parametrize(
    "text",
    [
        "(" * 4_000 + "a=1" + ")" * 4_000,
        "(" * 8_000,
        "NOT " * 2_000 + "a=1",
        "f(" * 2_700 + "a" + ")" * 2_700,
        "a IN (" * 1_300 + "1,",
        "NOT(" * 2_000 + "a=" + ")" * 2_000,
        "S_INTERSECTS(geometry, " + "GEOMETRYCOLLECTION(" * 400,
        "a BETWEEN (" * 700 + "1 AND 2)",
    ],
)
def test_texts_made_to_exhaust_a_parser_take_no_time(text):
    started = time.perf_counter()
    try:
        parse(text)
    except BadQuery as refused:
        assert refused.where == "filter"  # noqa: PT017 - to be read is no fault either
    assert time.perf_counter() - started < 2


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        parse(text)
    except BadQuery as refused:
        assert refused.where == "filter"  # noqa: PT017


@given(st.text().filter(lambda text: "\x00" not in text))
def test_any_value_comes_through_its_quotes(value):
    quoted = value.replace("'", "''")
    assert parse(f"a = '{quoted}'")["args"][1] == value


@given(st.text(min_size=1).filter(lambda text: "\x00" not in text))
def test_any_name_comes_through_its_quotes(name):
    quoted = name.replace('"', '""')
    assert parse(f'"{quoted}" IS NULL')["args"] == [{"property": name}]
