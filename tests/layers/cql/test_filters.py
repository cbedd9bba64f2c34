"""Filters find what a plain evaluation in Python finds, and nothing of theirs is in the SQL."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import geopandas as gpd
import pandas as pd
import psycopg
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import Point

from layers import items, loading
from layers.db import Database
from layers.types import LayerContent, LayerMeta

TYPES = {
    "name": "string", "汉字": "string", "it's": "string", "piles": "integer", "share": "number",
    "open": "boolean", "day": "string",
}  # fmt: skip
WORDS = ["", "a", "A", "Ab%", "b_c", "榆次区", "o'clock", '"', "\\", "%", "éÉ", "x\ny", "1 OR 1=1"]
ROWS = [
    {
        "name": WORDS[i % 13] if i % 7 else None,
        "汉字": WORDS[(i * 5) % 13],
        "it's": WORDS[(i * 3) % 13],
        "piles": i % 9 if i % 5 else None,
        "share": (i * 0.1) if i % 4 else None,
        "open": i % 2 == 0,
        "day": f"2024-0{1 + i % 9}-1{i % 10}" if i % 6 else "some day",
        "point": None if i % 11 == 10 else Point(112 + (i % 6) / 10, 37 + (i // 6) / 10),
    }
    for i in range(60)
]


@pytest.fixture(scope="module")
def filled(server_url, administer, migrated_template):
    """A connection to a database with the rows above, and the number of their version."""
    administer(f"CREATE DATABASE filters TEMPLATE {migrated_template}")
    url = re.sub(r"/[^/?]*\?", "/filters?", server_url, count=1)
    database = Database(url)
    table = pd.DataFrame(ROWS).astype({"piles": "Int64"})
    frame = gpd.GeoDataFrame(
        table.drop(columns="point"), geometry=[row["point"] for row in ROWS], crs="EPSG:4326"
    )
    meta = LayerMeta(
        id="rows", title_zh="行", title_en="Rows", role="place", geometry_type="Point",
        quality="illustrative", licence="none", source="made for a test", source_date="2024",
    )  # fmt: skip
    content = LayerContent(meta=meta, batches=lambda: [frame], sha256="x")
    loading.load(database, [content], created_by="test")
    with psycopg.connect(database.url, autocommit=True) as connection:
        version = connection.execute("SELECT id FROM layer_version").fetchone()[0]
        stored = connection.execute("SELECT attributes FROM layer_version").fetchone()[0]
        assert {one["name"]: one["type"] for one in stored} == TYPES
        yield connection, version
    database.dispose()


def selection(version: int, tree: Any, language: str = "cql2-json") -> items.Selection:
    text = tree if language == "cql2-text" else json.dumps(tree, ensure_ascii=False)
    asked = items.Asked(limit=100, filter=text, filter_language=language)
    return items.select(version, asked, TYPES)


def found(filled, tree: Any, language: str = "cql2-json") -> set[int]:
    connection, version = filled
    chosen = selection(version, tree, language)
    statement = f"SELECT seq FROM feature WHERE version_id = %(version)s{chosen.where}"
    values = chosen.bound | {"version": version}
    return {row[0] - 1 for row in connection.execute(statement, values)}


# --- a plain evaluation with three-valued logic --------------------------------------------------


def expected(tree: Any) -> set[int]:
    return {place for place, row in enumerate(ROWS) if truth(tree, row) is True}


def value(node: Any, row: dict[str, Any]) -> Any:
    if isinstance(node, dict) and "property" in node:
        held = row["point"] if node["property"] == "geometry" else row[node["property"]]
        return exact(held)
    if isinstance(node, dict) and node.get("op") == "casei":
        inner = value(node["args"][0], row)
        return None if inner is None else inner.lower()
    return exact(node)


def exact(held: Any) -> Any:
    is_number = isinstance(held, int | float) and not isinstance(held, bool)
    return Decimal(repr(held)) if is_number else held


def truth(node: Any, row: dict[str, Any]) -> bool | None:  # noqa: PLR0911 - a case each
    if isinstance(node, bool):
        return node
    name, args = node["op"], node["args"]
    if name in {"and", "or"}:
        return combined(name, [truth(arg, row) for arg in args])
    if name == "not":
        inner = truth(args[0], row)
        return None if inner is None else not inner
    if name == "isNull":
        return value(args[0], row) is None
    if name == "in":
        tests = [{"op": "=", "args": [args[0], item]} for item in args[1]]
        return combined("or", [truth(test, row) for test in tests])
    if name == "between":
        low = truth({"op": ">=", "args": [args[0], args[1]]}, row)
        high = truth({"op": "<=", "args": [args[0], args[2]]}, row)
        return combined("and", [low, high])
    left, right = value(args[0], row), value(args[1], row)
    if left is None or right is None:
        return None
    return COMPARE[name](left, right)


def combined(name: str, parts: list[bool | None]) -> bool | None:
    decisive = name == "or"
    if decisive in parts:
        return decisive
    return None if None in parts else not decisive


def matches(text: str, pattern: str) -> bool:
    pieces, rest = [], iter(pattern)
    for letter in rest:
        if letter == "\\":
            pieces.append(re.escape(next(rest)))
        else:
            pieces.append({"%": ".*", "_": "."}.get(letter, re.escape(letter)))
    return re.fullmatch("".join(pieces), text, re.DOTALL) is not None


COMPARE = {
    "=": lambda a, b: a == b, "<>": lambda a, b: a != b, "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
    "like": matches,
}  # fmt: skip


# --- generated filters ---------------------------------------------------------------------------

text_names = st.sampled_from(["name", "汉字", "it's"])
texts = st.one_of(st.sampled_from(WORDS), st.text(max_size=8)).filter(lambda t: "\x00" not in t)
plain_texts = st.sampled_from(["a", "A", "AB%", "榆次区", "éé", "ÉÉ", "B_C"])
numbers = st.one_of(st.integers(-3, 12), st.integers(0, 60).map(lambda n: n * 0.1))
number_names = st.sampled_from(["piles", "share"])
signs = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])


def named_as(names: Any) -> Any:
    return names.map(lambda name: {"property": name})


def op(name: Any, *args: Any) -> Any:
    return st.builds(lambda n, *a: {"op": n, "args": list(a)}, name, *args)


def casei(inner: Any) -> Any:
    return inner.map(lambda node: {"op": "casei", "args": [node]})


patterns = texts.map(lambda t: t.rstrip("\\"))
leaves = st.one_of(
    st.booleans(),
    op(signs, named_as(text_names), texts),
    op(signs, named_as(text_names), named_as(text_names)),
    op(signs, named_as(number_names), numbers),
    op(signs, numbers, named_as(number_names)),
    op(signs, named_as(st.just("open")), st.booleans()),
    op(signs, casei(named_as(text_names)), casei(plain_texts)),
    op(st.just("like"), named_as(text_names), patterns),
    op(st.just("like"), casei(named_as(text_names)), casei(plain_texts)),
    op(st.just("between"), named_as(number_names), numbers, numbers),
    op(st.just("in"), named_as(text_names), st.lists(texts, min_size=1, max_size=4)),
    op(st.just("in"), named_as(number_names), st.lists(numbers, min_size=1, max_size=4)),
    op(st.just("isNull"), named_as(st.sampled_from([*TYPES, "geometry"]))),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        op(st.just("not"), inner),
        op(st.sampled_from(["and", "or"]), inner, inner),
        op(st.sampled_from(["and", "or"]), inner, inner, inner),
    ),
    max_leaves=8,
)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(tree=trees)
def test_the_database_finds_what_python_finds(filled, tree):
    assert found(filled, tree) == expected(tree)


OURS = re.compile(
    r"""(?:%\(v\d+\)s|::|\battributes\b|->>|\btext\b|\bnumeric\b|\bboolean\b|\bgeom\b
    |\bCOLLATE\b|"C"|"und-x-icu"|\blower\b|\bAND\b|\bOR\b|\bNOT\b|\bIN\b|\bLIKE\b|\bBETWEEN\b
    |\bIS\b|\bNULL\b|\bTRUE\b|\bFALSE\b|<>|<=|>=|[=<>(),\s])*""",
    re.VERBOSE,
)


@settings(max_examples=300, deadline=None)
@given(tree=trees)
def test_the_sql_holds_words_of_ours_only(tree):
    chosen = selection(1, tree)
    assert OURS.fullmatch(chosen.where), chosen.where
    placeholders = set(re.findall(r"%\((v\d+)\)s", chosen.where))
    assert placeholders == set(chosen.values)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(word=st.sampled_from(WORDS), name=text_names)
def test_text_and_json_find_the_same(filled, word, name):
    tree = {"op": "=", "args": [{"property": name}, word]}
    quoted_name, quoted = name.replace('"', '""'), word.replace("'", "''")
    assert found(filled, f"\"{quoted_name}\" = '{quoted}'", "cql2-text") == found(filled, tree)


# --- dates and places ----------------------------------------------------------------------------


def test_days_are_compared_as_days_and_other_texts_never_match(filled):
    late = found(filled, "day >= DATE('2024-05-01')", "cql2-text")
    assert late == {i for i, row in enumerate(ROWS) if "2024-05-01" <= row["day"] < "3000"}
    early = found(filled, "day < DATE('2024-05-01')", "cql2-text")
    others = {i for i, row in enumerate(ROWS) if row["day"] == "some day"}
    assert others
    assert late | early == set(range(60)) - others


def test_a_moment_is_compared_in_utc(filled):
    assert found(filled, "day < TIMESTAMP('2024-05-01T08:00:00+08:00')", "cql2-text") == set()
    assert found(filled, "day = TIMESTAMP('2024-05-01T08:00:00.5Z')", "cql2-text") == set()


POINTS = [row["point"] for row in ROWS]
WINDOW = shapely.Polygon([(112.05, 37.05), (112.45, 37.05), (112.3, 37.65), (112.05, 37.45)])
SPATIAL = {
    "s_intersects": shapely.intersects, "s_disjoint": shapely.disjoint, "s_within": shapely.within,
    "s_equals": shapely.equals, "s_touches": shapely.touches, "s_contains": shapely.contains,
    "s_overlaps": shapely.overlaps, "s_crosses": shapely.crosses,
}  # fmt: skip


@pytest.mark.parametrize("name", SPATIAL)
@pytest.mark.parametrize(
    "shape", [WINDOW, Point(112.1, 37.1), shapely.LineString([(112, 37), (112.5, 37)])]
)
def test_spatial_functions_agree_with_shapely(filled, name, shape):
    tree = {"op": name, "args": [{"property": "geometry"}, json.loads(shapely.to_geojson(shape))]}
    agreed = {i for i, p in enumerate(POINTS) if p is not None and SPATIAL[name](p, shape)}
    assert found(filled, tree) == agreed


def test_the_order_of_arguments_matters_for_within_only(filled):
    shape = json.loads(shapely.to_geojson(WINDOW))
    geometry = {"property": "geometry"}
    inside = found(filled, {"op": "s_within", "args": [geometry, shape]})
    assert inside == found(filled, {"op": "s_contains", "args": [shape, geometry]}) != set()


def test_a_collection_intersects_where_its_parts_do(filled):
    parts = "GEOMETRYCOLLECTION(POINT(112 37), POINT(112.1 37.1))"
    assert found(filled, f"S_INTERSECTS(geometry, {parts})", "cql2-text") == {0, 7}


def test_a_box_without_width_is_a_line(filled):
    column = found(filled, "S_INTERSECTS(geometry, BBOX(112, 36, 112, 38))", "cql2-text")
    assert column == {i for i, p in enumerate(POINTS) if p is not None and p.x == 112}
    assert found(filled, "S_INTERSECTS(geometry, BBOX(112, 37, 112, 37))", "cql2-text") == {0}
