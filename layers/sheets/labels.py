"""Names on the map that never lie on each other: the important ones first, the others if room."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from layers.sheets.canvas import Canvas, Type
    from layers.sheets.paper import Box

_GAP: Final = 0.25
"""Room kept around a name, in sizes of its type."""
_SHIFTS: Final = (0.0, -1.1, 1.1, -2.0, 2.0)
"""Heights at which a name is tried around the middle of an area, in sizes of the type."""


@dataclass(frozen=True, kw_only=True)
class Name:
    """A name wanted on the map.

    ``at`` is the middle of an area, or a sign of ``radius_mm`` beside which the name goes.
    ``within`` is the area; a name that would not fit its width even nearly is left out unless it
    is ``needed``.
    """

    text: str
    at: tuple[float, float]
    kind: Type
    radius_mm: float | None = None
    within: shapely.Geometry | None = None
    needed: bool = False


@dataclass
class Places:
    """What is taken on the map already; names are put where nothing is."""

    frame: Box
    _taken: list[tuple[float, float, float, float]] = field(default_factory=list)

    def take(self, box: Box) -> None:
        """Keep a rectangle free of names."""
        self._taken.append((box.x, box.y, box.right, box.bottom))

    def take_spots(self, spots: Sequence[Sequence[float]], radius_mm: float) -> None:
        """Keep signs free of names."""
        self._taken += [
            (x - radius_mm, y - radius_mm, x + radius_mm, y + radius_mm) for x, y in spots
        ]

    def put(self, canvas: Canvas, name: Name) -> bool:
        """Write a name where it is free, and tell whether there was such a place."""
        width, height = canvas.width(name.text, name.kind), name.kind.mm * 1.1
        if not name.needed and _is_too_wide(name, width):
            return False
        candidates = list(_candidates(name, width, height))
        free = [at for at in candidates if self._is_free(at, width, height, name.kind.mm * _GAP)]
        chosen = free[:1] or (candidates[:1] if name.needed else [])
        for x, y in chosen:
            self._taken.append((x - width / 2, y - height / 2, x + width / 2, y + height / 2))
            canvas.text(x, y, name.text, name.kind, "middle")
        return bool(chosen)

    def _is_free(self, at: tuple[float, float], width: float, height: float, gap: float) -> bool:
        x, y = at
        west, north = x - width / 2 - gap, y - height / 2
        east, south = x + width / 2 + gap, y + height / 2
        frame = self.frame.inset(0.6)
        inside = west >= frame.x and north >= frame.y and east <= frame.right
        if not inside or south > frame.bottom:
            return False
        if not self._taken:
            return True
        taken = np.array(self._taken)
        apart = (taken[:, 0] >= east) | (taken[:, 2] <= west)
        apart |= (taken[:, 1] >= south) | (taken[:, 3] <= north)
        return bool(apart.all())


def middle_of(shape: shapely.Geometry) -> tuple[float, float]:
    """Return the place in an area that is farthest from its edge, where a name sits best."""
    areas = [part for part in shapely.get_parts(shape) if shapely.area(part) > 0]
    if not areas:
        return tuple(shapely.get_coordinates(shapely.point_on_surface(shape))[0].tolist())
    largest = max(areas, key=shapely.area)
    circle = shapely.maximum_inscribed_circle(largest, tolerance=0.3)
    x, y = shapely.get_coordinates(circle)[0].tolist()
    return x, y


def _is_too_wide(name: Name, width: float) -> bool:
    if name.within is None or name.radius_mm is not None:
        return False
    left, _, right, _ = shapely.bounds(name.within)
    return bool(width > 1.15 * (right - left))


def _candidates(name: Name, width: float, height: float) -> Iterator[tuple[float, float]]:
    x, y = name.at
    if name.radius_mm is None:
        for aside in (0.0, -0.4, 0.4):
            for shift in _SHIFTS:
                yield x + aside * width, y + shift * height
        return
    out = name.radius_mm + 0.35 * height
    aside = out + width / 2
    yield x + aside, y
    yield x - aside, y
    yield x, y - out - height / 2
    yield x, y + out + height / 2
    for right in (1, -1):
        for down in (-1, 1):
            yield x + right * (width / 2 + out * 0.5), y + down * (out * 0.6 + height / 2)
