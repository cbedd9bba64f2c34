"""Limits on filters, just below and just above each."""

from __future__ import annotations

import json

import pytest

from layers.clauses import Bindings
from layers.cql import MAX_BYTES, MAX_DEPTH, MAX_LIST, MAX_NODES, Vocabulary, compile_filter
from layers.errors import BadQuery
from layers.systems import CRS84

VOCABULARY = Vocabulary(attributes={"name": "string", "piles": "integer"}, system=CRS84)


def clause(text: str, language: str = "cql2-text") -> str:
    return compile_filter(text, language, VOCABULARY, Bindings())


def reason(text: str, language: str = "cql2-text") -> str:
    with pytest.raises(BadQuery) as caught:
        clause(text, language)
    return str(caught.value.facts["reason"])


def test_bytes():
    room = MAX_BYTES - len("name = ''")
    assert clause(f"name = '{'a' * room}'")
    assert reason(f"name = '{'a' * (room + 1)}'") == "filter_long"
    assert reason("name = '" + "桩" * (room // 3 + 1) + "'") == "filter_long"


def test_operators():
    # One OR, and one = for each alternative.
    most = " OR ".join(["piles=1"] * (MAX_NODES - 1))
    assert clause(most)
    assert reason(f"{most} OR piles=1") == "filter_large"


def test_depth():
    assert clause("NOT " * (MAX_DEPTH - 1) + "piles = 1")
    assert reason("NOT " * MAX_DEPTH + "piles = 1") == "filter_deep"
    deep = '{"op":"not","args":[' * 900 + "true" + "]}" * 900
    assert reason(deep[:100] + deep[100:], "cql2-json") in {"filter_deep", "filter_long"}


def test_values_in_a_list():
    assert clause(f"piles IN ({','.join(['1'] * MAX_LIST)})")
    assert reason(f"piles IN ({','.join(['1'] * (MAX_LIST + 1))})") == "filter_long_list"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[" * 3_000 + "]" * 3_000, "filter_syntax"),
        ('{"op":"="', "filter_syntax"),
        ("null", "filter_null"),
        ("[]", "filter_list"),
        ("1", "filter_condition"),
        ('{"op":"=","args":{"a":1}}', "filter_arguments"),
        ('{"op":"=","args":[1]}', "filter_arguments"),
        ('{"op":["="],"args":[1,1]}', "filter_operator"),
        ('{"op":"and","args":[]}', "filter_arguments"),
        ('{"op":"pg_sleep","args":[10]}', "filter_operator"),
        ('{"op":"+","args":[1,1]}', "filter_operator"),
        ('{"op":"=","args":[{"property":["name"]},"x"]}', "filter_property"),
        ('{"op":"=","args":[{"property":"geom"},"x"]}', "filter_property"),
        ('{"op":"=","args":[{"property":"attributes"},"x"]}', "filter_property"),
        ('{"op":"=","args":[{"property":"name"},null]}', "filter_null"),
        ('{"op":"=","args":[{"property":"name"},1]}', "filter_compare"),
        ('{"op":"<","args":[{"property":"geometry"},1]}', "filter_compare"),
        ('{"op":"in","args":[{"property":"name"},[]]}', "filter_list"),
        ('{"op":"in","args":[{"property":"name"},"x"]}', "filter_list"),
        ('{"op":"like","args":[{"property":"name"},"x\\\\"]}', "filter_pattern"),
        ('{"op":"like","args":[{"property":"name"},{"property":"name"}]}', "filter_pattern"),
        ('{"op":"like","args":[{"property":"piles"},"x"]}', "filter_pattern"),
        ('{"op":"casei","args":[1]}', "filter_type"),
        ('{"op":"=","args":[{"property":"name"},{"date":"2024-02-30"}]}', "filter_date"),
        ('{"op":"=","args":[{"property":"name"},{"timestamp":"noon"}]}', "filter_date"),
        ('{"op":"=","args":[{"property":"name"},{"date":{"date":1}}]}', "filter_date"),
        ('{"op":"=","args":[{"property":"name"},"a\\u0000b"]}', "filter_nul"),
        ('{"op":"s_intersects","args":[{"property":"name"},{"bbox":[1,2,3,4]}]}', "filter_type"),
        ('{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[1,2,3]}]}',
         "filter_geometry"),
        ('{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[1,2,"3",4]}]}',
         "filter_geometry"),
        ('{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[1,2,1e9,4]}]}',
         "filter_geometry"),
        ('{"op":"s_intersects","args":[{"property":"geometry"},{}]}', "filter_geometry"),
        (('{"op":"s_intersects","args":[{"property":"geometry"},'
         '{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}]}'),
         "filter_geometry"),
        (('{"op":"s_intersects","args":[{"property":"geometry"},'
         '{"type":"Point","coordinates":[]}]}'), "filter_geometry"),
        (('{"op":"s_within","args":[{"property":"geometry"},{"type":"GeometryCollection",'
         '"geometries":[{"type":"Point","coordinates":[1,2]}]}]}'), "filter_collection"),
    ],
)  # fmt: skip
def test_each_fault_is_named(text, expected):
    assert reason(text, "cql2-json") == expected


def test_an_unknown_language_is_refused():
    assert reason("piles = 1", "ecql") == "filter_lang"


def test_every_operator_of_the_table_has_a_case():
    from layers.cql.compiling import OPERATORS

    name, piles = {"property": "name"}, {"property": "piles"}
    point = {"type": "Point", "coordinates": [112, 37]}
    arguments = {
        "and": [True, False], "or": [True, False], "not": [True], "isNull": [name],
        "in": [piles, [1, 2]], "like": [name, "a%"], "between": [piles, 1, 2],
    }  # fmt: skip
    for operator in OPERATORS:
        if operator == "casei":
            continue
        is_spatial = operator.startswith("s_")
        pair = [{"property": "geometry"}, point] if is_spatial else [piles, 1]
        tree = {"op": operator, "args": arguments.get(operator, pair)}
        assert clause(json.dumps(tree), "cql2-json")
