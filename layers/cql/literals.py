"""Values in a filter: numbers exactly, days and moments checked."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from layers.errors import BadQuery

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)


def number(value: float) -> Decimal:
    """Return a number as the decimal it was written as, which is how attributes are stored."""
    return Decimal(repr(value))


def day(value: Any) -> str:  # noqa: ANN401 - JSON
    """Return a calendar day as ``YYYY-MM-DD``.

    Raises
    ------
    BadQuery
        When it is none.
    """
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            pass
    raise BadQuery(where="filter", reason="filter_date", value=str(value)[:40])


def instant(value: Any) -> str:  # noqa: ANN401 - JSON
    """Return a moment in UTC as ``YYYY-MM-DDTHH:MM:SS``; one without an offset is in UTC.

    Raises
    ------
    BadQuery
        When it is none.
    """
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        try:
            moment = datetime.fromisoformat(value)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
        except (ValueError, OverflowError):
            pass
    raise BadQuery(where="filter", reason="filter_date", value=str(value)[:40])
