"""How a sheet speaks: one language, its texts, its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from layers import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from layers.texts import Language

NOTHING: Final = "–"
_MOST_DIGITS: Final = 6
_SIGNS: Final = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "=": "eq", "about": "about"}


@dataclass(frozen=True)
class Words:
    """Texts in one language."""

    language: Language

    def __call__(self, key: str, **facts: object) -> str:
        """Return the text of a key."""
        return texts.text(key, self.language, **facts)

    def pick(self, titles: Mapping[str, str]) -> str:
        """Return a title in the language, or in the other one where it has none."""
        return titles[self.language] or titles["zh"] or titles["en"]

    def sign(self, comparator: str) -> str:
        """Return the sign of a comparison."""
        return self(f"page.comparator.{_SIGNS.get(comparator, 'eq')}")

    def join(self, parts: Iterable[str]) -> str:
        """Join names to a list."""
        return self("page.list.and").join(parts)

    def range_km(self, low: float, high: float) -> str:
        """Return the label of a distance class, as the page's legend has it."""
        unit = self("page.unit.km")
        if low == 0:
            return self("page.legend.below", to=_short(high), unit=unit)
        if high == float("inf"):
            return self("page.legend.above", **{"from": _short(low)}, unit=unit)
        return self("page.legend.between", **{"from": _short(low)}, to=_short(high), unit=unit)

    def range_count(self, low: float, high: float) -> str:
        """Return the label of a class of counts, as the page's legend has it."""
        if high == float("inf"):
            return self("page.legend.at_least", **{"from": f"{low:,.0f}"})
        if high - 1 <= low:
            return f"{low:,.0f}"
        return self("page.legend.span", **{"from": f"{low:,.0f}"}, to=f"{high - 1:,.0f}")

    def quality(self, quality: str) -> str:
        """Return what a quality is called."""
        return self(f"quality.{quality}")

    def today(self) -> str:
        """Return the date."""
        now = datetime.now(UTC).astimezone()
        return self("sheet.day", year=now.year, month=now.month, day=now.day)


def _short(value: float) -> str:
    return f"{value:.12g}"


def km(distance_m: float | None, limit_km: float | None = None) -> str:
    """Return kilometres to one decimal, with more where rounding would cross the limit."""
    if not is_number(distance_m):
        return NOTHING
    exact = float(distance_m or 0.0) / 1_000
    for digits in range(1, _MOST_DIGITS + 1):
        text = f"{exact:.{digits}f}"
        if limit_km is None or (float(text) < limit_km) == (exact < limit_km):
            return text
    return f"{exact}"


def amount(value: Any) -> str:  # noqa: ANN401 - any cell of a table
    """Return a number with at most three decimals, or text as it is."""
    if not is_number(value):
        return NOTHING if value is None or value != value else str(value)  # noqa: PLR0124 - NaN
    return f"{value:,.3f}".rstrip("0").rstrip(".")


def is_number(value: object) -> bool:
    """Tell whether a value is a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < float("inf")
