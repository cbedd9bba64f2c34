from dataclasses import dataclass

import pytest

from geo.analyses.params import Param, describe_params, param, parse_params
from geo.errors import BadParameter


@dataclass(frozen=True, kw_only=True)
class Params:
    name: str = param(Param(kind="text", pattern=r"\w+"))
    year: int | None = param(Param(kind="integer", minimum=1900, maximum=2100), default=None)
    width_m: float = param(Param(kind="number", unit="m", minimum=0), default=100.0)
    limits_km: tuple[float, ...] = param(
        Param(kind="numbers", unit="km", minimum=0.5), default=(10, 30)
    )


def test_defaults_fill_what_is_not_given():
    assert parse_params(Params, {"name": "x"}) == Params(
        name="x", year=None, width_m=100.0, limits_km=(10, 30)
    )


def test_values_at_the_bounds_are_allowed_and_lists_become_tuples():
    found = parse_params(Params, {"name": "x", "year": 1900, "width_m": 0, "limits_km": [0.5, 7]})
    assert (found.year, found.width_m, found.limits_km) == (1900, 0, (0.5, 7))


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        ({}, "name"),
        ({"name": None}, "name"),
        ({"name": 7}, "name"),
        ({"name": "a b"}, "name"),
        ({"name": "a\n"}, "name"),
        ({"name": "x", "year": 1899}, "year"),
        ({"name": "x", "year": 2101}, "year"),
        ({"name": "x", "year": 2023.0}, "year"),
        ({"name": "x", "year": "2023"}, "year"),
        ({"name": "x", "year": True}, "year"),
        ({"name": "x", "width_m": None}, "width_m"),
        ({"name": "x", "width_m": -0.1}, "width_m"),
        ({"name": "x", "width_m": float("nan")}, "width_m"),
        ({"name": "x", "width_m": float("inf")}, "width_m"),
        ({"name": "x", "limits_km": []}, "limits_km"),
        ({"name": "x", "limits_km": 10}, "limits_km"),
        ({"name": "x", "limits_km": "12"}, "limits_km"),
        ({"name": "x", "limits_km": ["1", "2"]}, "limits_km"),
        ({"name": "x", "limits_km": [3, 3]}, "limits_km"),
        ({"name": "x", "limits_km": [0.4, 3]}, "limits_km"),
        ({"name": "x", "colour": "red"}, "colour"),
    ],
)
def test_the_parameter_at_fault_is_named(raw, where):
    with pytest.raises(BadParameter) as raised:
        parse_params(Params, raw)
    assert raised.value.where == where
    assert set(raised.value.facts) == {"value", "allowed"}


def test_what_is_allowed_is_told_in_symbols():
    with pytest.raises(BadParameter) as raised:
        parse_params(Params, {"name": "x", "limits_km": [3, 2]})
    assert raised.value.facts["allowed"] == "0.5 <= t1 < t2 < ... km"


def test_the_description_holds_bounds_units_and_defaults():
    name, year, _, limits = describe_params(Params)
    assert name["required"]
    assert name["default"] is None
    assert (year["minimum"], year["maximum"], year["required"]) == (1900, 2100, False)
    assert limits == {
        "name": "limits_km",
        "kind": "numbers",
        "unit": "km",
        "minimum": 0.5,
        "maximum": None,
        "pattern": None,
        "required": False,
        "default": [10, 30],
    }
