"""How figures are written in the arithmetic of a finding: the same in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.audit.figures import RATIO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.audit.figures import Citation, Figure

_SIGNS = {"<=": "≤", ">=": "≥", "about": "≈"}
_RATIO_DECIMALS = 2


def number(value: float) -> str:
    """Write a number without a thousands separator and without superfluous zeros."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def ratio(value: float) -> str:
    """Write a ratio as 1:n, or n:1 above one."""
    if value > 1 or value <= 0:
        return f"{number(round(value, _RATIO_DECIMALS))}:1"
    return f"1:{number(round(1 / value, _RATIO_DECIMALS))}"


def amount(figure: Figure) -> str:
    """Write the value of a figure, with both ends of a range."""
    write = ratio if figure.unit == RATIO else number
    if figure.value_high is None:
        return write(figure.value)
    return f"{write(figure.value)}–{write(figure.value_high)}"


def condition(figure: Figure) -> str:
    """Write a figure with its comparator; a plain figure has none."""
    if figure.comparator == "=" or figure.value_high is not None:
        return amount(figure)
    return f"{_SIGNS.get(figure.comparator, figure.comparator)} {amount(figure)}"


def total(figures: Iterable[Figure], *, years: bool = False) -> str:
    """Write a sum: ``100 + 80``, with years ``2023: 100 + 2024: 80``."""
    return " + ".join(f"{one.year}: {amount(one)}" if years else amount(one) for one in figures)


def citations(figures: Iterable[Figure]) -> tuple[Citation, ...]:
    """Return the places of figures, each once."""
    return tuple(dict.fromkeys(figure.citation for figure in figures))
