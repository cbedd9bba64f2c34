"""The datetime parameter."""

from __future__ import annotations

import pytest

from layers.errors import BadQuery
from layers.items.times import parse, time_attribute


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-05-01", "2024-05-01", "2024-05-01"),
        ("2024-05-01T08:30:00Z", "2024-05-01", "2024-05-01"),
        ("2024-05-01T08:30:00.25+08:00", "2024-05-01", "2024-05-01"),
        ("2023-02-01/2024-03-01", "2023-02-01", "2024-03-01"),
        ("2023/2024", "2023-01-01", "2024-12-31"),
        ("../2024", "0001-01-01", "2024-12-31"),
        ("2023/..", "2023-01-01", "9999-12-31"),
        ("2023/", "2023-01-01", "9999-12-31"),
    ],
)
def test_moments_days_and_intervals(text, first, last):
    interval = parse(text)
    assert (interval.first, interval.last) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "..", "../..", "/", "2024-13-01", "2024-02-30", "2024-05", "2024/2023", "1/2/3", "today",
     "2024-05-01T", "2024T08:00Z", "２０２４", "2024-05-01\x00"],
)  # fmt: skip
def test_anything_else_is_refused(text):
    with pytest.raises(BadQuery) as caught:
        parse(text)
    assert caught.value.where == "datetime"


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"year": "integer", "date": "string"}, ("year", "in_years")),
        ({"year": "string", "date": "string"}, ("date", "in_days")),
        ({"date": "integer"}, None),
        ({}, None),
    ],
)
def test_which_attribute_is_the_time(attributes, expected):
    assert time_attribute(attributes) == expected
