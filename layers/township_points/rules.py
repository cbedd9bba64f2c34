"""Which official township a row means; where that is not certain, the reason why.

A row is matched by its 9-digit code; without a known code by name within its county; without a
county by name within the county its point lies in. Nothing is ever guessed: two candidates, or a
code and a name that contradict each other, leave the row unmatched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from layers.township_points.names import tidy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.township_points.gazetteer import Gazetteer
    from layers.township_points.gis_files import Point

Rule = Literal["code", "county_and_name", "name_where_point_is"]

_TOWNSHIP_DIGITS, _VILLAGE_DIGITS, _COUNTY_DIGITS = 9, 12, 6


@dataclass(frozen=True)
class Row:
    """A row of the file: its number among the data rows, from 1, and what it says."""

    number: int
    code: str | None
    name: str | None
    county: str | None
    point: Point | str
    """The point in WGS 84, or the reason why there is none."""


@dataclass(frozen=True)
class Match:
    """The township a row means, and the rule that found it."""

    code: str
    rule: Rule


def read_row(
    number: int, cells: Mapping[str, str], roles: Mapping[str, str], point: Point | str
) -> Row:
    """Pick what matters out of a row."""

    def cell(role: str) -> str | None:
        return cells.get(roles[role]) if role in roles else None

    return Row(
        number=number, code=cell("code"), name=cell("name"), county=cell("county"), point=point
    )


def match_row(row: Row, gazetteer: Gazetteer) -> Match | str:
    """Return the township a row means, or the reason why it is not known."""
    if isinstance(row.point, str):
        return row.point
    code = township_code(row.code)
    if code in {"bad_code", "village_code"}:
        return code
    if code in gazetteer.name_of:
        agrees = row.name is None or gazetteer.same_name(code, row.name)
        return Match(code, "code") if agrees else "name_differs_from_code"
    if row.name is None:
        return "unknown_code"
    return _by_name(row.name, row.county or row.code, row.point, gazetteer)


def township_code(text: str | None) -> str:
    """Return the 9 digits of a township, nothing for none, or the reason why it is not one.

    Six digits are a county's code, which is looked at elsewhere.
    """
    digits = tidy(text or "").removesuffix(".0")
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdigit()):
        return "bad_code"
    if len(digits) == _VILLAGE_DIGITS:
        is_township = digits.endswith("000")
        return digits[:_TOWNSHIP_DIGITS] if is_township else "village_code"
    return {_TOWNSHIP_DIGITS: digits, _COUNTY_DIGITS: ""}.get(len(digits), "bad_code")


def _by_name(name: str, county_text: str | None, point: Point, gazetteer: Gazetteer) -> Match | str:
    rule: Rule = "county_and_name" if county_text else "name_where_point_is"
    county = gazetteer.county(county_text) if county_text else gazetteer.county_at(point)
    if county is None:
        return "unknown_county" if county_text else "outside_counties"
    found = gazetteer.townships(county, name)
    if not found:
        return "name_not_in_county"
    return Match(found[0], rule) if len(found) == 1 else "ambiguous"
