"""The colours of printed sheets: those of the page, from the same tables as other exports."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

from layers.export import classes_legend

_DATA: Final = Path(__file__).resolve().parents[2] / "data"
_DARK: Final = 120
"""Luminance, 0 to 255, up to which a fill is dark."""


def _read() -> dict[str, Any]:
    with (_DATA / "sheet-colours.toml").open("rb") as file:
        return tomllib.load(file) | classes_legend.colours()


_COLOURS: Final = _read()

WITHIN: Final[list[str]] = _COLOURS["within"]
BEYOND: Final[list[str]] = _COLOURS["beyond"]
QUANTITY: Final[list[str]] = _COLOURS["quantity"]
UNKNOWN: Final[str] = _COLOURS["unknown"]
BOUNDARY: Final[str] = _COLOURS["boundary"]
STATION: Final[str] = _COLOURS["station"]
MET: Final[str] = _COLOURS["met"]
MISSED: Final[str] = _COLOURS["missed"]
WATER: Final[str] = _COLOURS["water"]
WATER_LINE: Final[str] = _COLOURS["water_line"]
ACCENT: Final[str] = _COLOURS["accent"]
PAPER: Final[str] = _COLOURS["paper"]
INK: Final[str] = _COLOURS["ink"]
INK_2: Final[str] = _COLOURS["ink_2"]
HAIRLINE: Final[str] = _COLOURS["hairline"]
NEIGHBOUR: Final[str] = _COLOURS["neighbour"]
NEIGHBOUR_LINE: Final[str] = _COLOURS["neighbour_line"]
NEIGHBOUR_INK: Final[str] = _COLOURS["neighbour_ink"]
GRATICULE: Final[str] = _COLOURS["graticule"]
WHITE: Final[str] = _COLOURS["white"]


def is_dark(colour: str) -> bool:
    """Tell whether light lines and letters are needed on a fill."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue <= _DARK


def hatch_ink(colour: str) -> str:
    """Return the colour of hatch lines on a fill."""
    return PAPER if is_dark(colour) else str(_COLOURS["hatch_on_light"])


def choose(three: list[str], count: int) -> list[str]:
    """Return so many of three colours, near to far: the middle one alone reads best."""
    places = {0: [], 1: [1], 2: [1, 2], 3: [0, 1, 2]}[count]
    return [three[place] for place in places]
