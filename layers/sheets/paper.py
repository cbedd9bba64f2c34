"""Paper: ISO A sizes, margins, and how large type is drawn on each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from layers.sheets.errors import BadSheet

Size = Literal["A4", "A3", "A2", "A1", "A0"]
Orientation = Literal["landscape", "portrait"]
SIZES: Final[tuple[Size, ...]] = get_args(Size)
ORIENTATIONS: Final[tuple[Orientation, ...]] = get_args(Orientation)

_SHORT_LONG_MM: Final[dict[Size, tuple[float, float]]] = {
    "A4": (210, 297),
    "A3": (297, 420),
    "A2": (420, 594),
    "A1": (594, 841),
    "A0": (841, 1189),
}
_A4_SHORT_MM: Final = 210.0
_TYPE_POWER: Final = 0.72
"""Large sheets are read from farther away, but not from as far as they are larger."""

_DPI: Final[dict[Size, int]] = {"A4": 300, "A3": 300, "A2": 300, "A1": 200, "A0": 150}
"""Of images: 35 million dots at most, so that one fits the memory of a small machine."""


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle on the paper in millimetres, from its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    def inset(self, by: float) -> Box:
        """Return the rectangle that lies so many millimetres inside this one."""
        return Box(
            x=self.x + by, y=self.y + by, width=self.width - 2 * by, height=self.height - 2 * by
        )


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A sheet of paper; ``unit`` is how many times larger than on A4 type and signs are drawn."""

    size: Size
    orientation: Orientation

    @property
    def is_landscape(self) -> bool:
        """Whether the sheet is wider than high."""
        return self.orientation == "landscape"

    @property
    def width_mm(self) -> float:
        """The width as the sheet is read."""
        return _SHORT_LONG_MM[self.size][self.is_landscape]

    @property
    def height_mm(self) -> float:
        """The height as the sheet is read."""
        return _SHORT_LONG_MM[self.size][not self.is_landscape]

    @property
    def unit(self) -> float:
        """How many times larger than on A4 type and signs are drawn."""
        return float((_SHORT_LONG_MM[self.size][0] / _A4_SHORT_MM) ** _TYPE_POWER)

    @property
    def dpi(self) -> int:
        """Dots to the inch when the sheet becomes an image."""
        return _DPI[self.size]


def paper(size: str, orientation: str) -> Paper:
    """Return the paper of a size and orientation.

    Raises
    ------
    BadSheet
        When there is no such size or orientation.
    """
    for found in SIZES:
        for way in ORIENTATIONS:
            if (found, way) == (size.upper(), orientation):
                return Paper(size=found, orientation=way)
    where, value, known = "size", size, SIZES
    if size.upper() in SIZES:
        where, value, known = "orientation", orientation, ORIENTATIONS  # type: ignore[assignment]
    raise BadSheet(where=where, reason="choice", value=value, known=", ".join(known))
