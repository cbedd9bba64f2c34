"""The ``datetime`` parameter: a moment, a day, or an interval that may be open at either end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from layers.errors import BadQuery

if TYPE_CHECKING:
    from collections.abc import Mapping

_OPEN = {"", ".."}
_DAY = re.compile(
    r"(\d{4})(-\d{2})?(-\d{2})?"
    r"(T\d{2,3}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?"
)
"""Three digits of an hour are what QGIS 3.22 writes for the last moment of all."""
_ENDS = 2
_BEFORE_ALL = "0000"
"""The year by which QGIS means no first year; there is none of that number."""

_INTEGER_NAMES = ("year",)
_TEXT_NAMES = ("date", "datetime", "time")


@dataclass(frozen=True, kw_only=True)
class Interval:
    """Days from ``first`` to ``last``, both included, as ``YYYY-MM-DD``."""

    first: str
    last: str

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year."""
        return int(self.first[:4]), int(self.last[:4])


def time_attribute(attributes: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the attribute that says when a feature is, with the statement that compares it.

    It is ``year`` when that is a whole number, else a text called ``date``, ``datetime`` or
    ``time``. Collections without one take no notice of the parameter, as the standard says.
    """
    for names, kind, statement in (
        (_INTEGER_NAMES, "integer", "in_years"), (_TEXT_NAMES, "string", "in_days"),
    ):  # fmt: skip
        for name in names:
            if attributes.get(name) == kind:
                return name, statement
    return None


def parse(text: str) -> Interval:
    """Read a value such as ``2024``, ``2024-05-01``, ``2023-01-01T00:00:00Z/..``.

    Times of day are read and left away: what is compared are days.

    Raises
    ------
    BadQuery
        When it is neither a moment nor an interval, or ends before it begins.
    """
    ends = text.split("/")
    if len(ends) > _ENDS or (len(ends) == _ENDS and _OPEN.issuperset(ends)) or text in _OPEN:
        raise _fault(text)
    first = "0001-01-01" if ends[0] in _OPEN else _day(ends[0], "-01-01", text)
    last = "9999-12-31" if ends[-1] in _OPEN else _day(ends[-1], "-12-31", text)
    if first > last:
        raise _fault(text)
    return Interval(first=first, last=last)


def _day(text: str, rest: str, whole: str) -> str:
    found = _DAY.fullmatch(text)
    if not found or (found[4] and not found[3]):
        raise _fault(whole)
    if found[2] and not found[3]:
        raise _fault(whole)
    if found[1] == _BEFORE_ALL:
        return "0001-01-01"
    try:
        return date.fromisoformat(
            found[1] + (f"{found[2]}{found[3]}" if found[2] else rest)
        ).isoformat()
    except ValueError:
        raise _fault(whole) from None


def _fault(text: str) -> BadQuery:
    return BadQuery(where="datetime", reason="datetime", value=text[:80])
