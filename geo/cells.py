"""Nearest sites for places cell by cell, so that cells can be worked on anywhere.

Each cell of a grid in degrees is given the sites in it and in a margin around it. An answer nearer
than the margin is proven: every site left out lies farther. What is not proven is asked again of
all sites, so that the whole is the same as `geo.distances.nearest_known` gives in one piece.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.distances import NO_SITE, Nearest, nearest, nearest_known

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

CELL_DEG: Final = 0.5
_M_PER_DEG: Final = 110_000.0
"""Less than a degree of latitude anywhere; times the cosine, less than one of longitude."""
_TIE_M: Final = 0.01
_POLE_DEG: Final = 85.0


@dataclass(frozen=True, eq=False)
class Cell:
    """Rows of origins, and the rows of sites that may serve them within ``proven_m``."""

    rows: NDArray[np.int64]
    sites: NDArray[np.int64]
    proven_m: float


def cells(
    origins: NDArray[np.float64], sites: NDArray[np.float64], cell_deg: float = CELL_DEG
) -> list[Cell]:
    """Divide origins among the cells of a grid, each with a margin as wide as the cell.

    Parameters
    ----------
    origins, sites
        Positions, shapes (n, 2) and (m, 2), longitude and latitude in degrees, all known.
    cell_deg
        The width of a cell in degrees, above 0.
    """
    if not len(origins):
        return []
    numbers, cell_of = np.unique(_numbers(origins, cell_deg), axis=0, return_inverse=True)
    order = np.argsort(cell_of.ravel(), kind="stable")
    parts = np.split(order, np.cumsum(np.bincount(cell_of.ravel()))[:-1])
    around = _Grid(_numbers(sites, cell_deg)).around
    return [
        Cell(rows, around(*number), _proven_m(float(number[1]) * cell_deg, cell_deg))
        for rows, number in zip(parts, numbers, strict=True)
    ]


def nearest_in_cell(
    origins: NDArray[np.float64], sites: NDArray[np.float64], proven_m: float
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the row and distance in metres of the nearest site, `NO_SITE` where not proven."""
    if not len(sites):
        return np.full(len(origins), NO_SITE, dtype=np.int64), np.full(len(origins), np.nan)
    found = nearest(origins, sites)
    return np.where(found.distance_m < proven_m, found.index, NO_SITE), found.distance_m


def nearest_by_cells(
    origins: NDArray[np.float64],
    sites: NDArray[np.float64],
    work: Callable[
        [Iterable[tuple[NDArray[np.float64], NDArray[np.float64], float]]],
        Iterable[tuple[NDArray[np.int64], NDArray[np.float64]]],
    ],
    cell_deg: float = CELL_DEG,
) -> Nearest:
    """Find the nearest site of each origin, cell by cell.

    Parameters
    ----------
    origins, sites
        As `geo.distances.nearest_known` takes them; rows of NaN are unknown.
    work
        Applies `nearest_in_cell` to arguments and gives the answers in their order.
    cell_deg
        The width of a cell in degrees.

    Raises
    ------
    EmptyInput
        If no site has a position.
    """
    known = np.flatnonzero(~np.isnan(origins).any(axis=1))
    usable = np.flatnonzero(~np.isnan(sites).any(axis=1))
    places, served_by = origins[known], sites[usable]
    index = np.full(len(origins), NO_SITE, dtype=np.int64)
    distance_m = np.full(len(origins), np.nan)
    parts = cells(places, served_by, cell_deg)
    asked = ((places[each.rows], served_by[each.sites], each.proven_m) for each in parts)
    for part, (row, metres) in zip(parts, work(asked), strict=True):
        sure = row != NO_SITE
        rows = known[part.rows[sure]]
        index[rows], distance_m[rows] = usable[part.sites[row[sure]]], metres[sure]
    left = known[index[known] == NO_SITE]
    rest = nearest_known(origins[left], sites)
    index[left], distance_m[left] = rest.index, rest.distance_m
    return Nearest(index, distance_m)


def _numbers(points: NDArray[np.float64], cell_deg: float) -> NDArray[np.int64]:
    """Return column and row of the cell that each point lies in."""
    return np.floor(points / cell_deg).astype(np.int64)


class _Grid:
    """Which sites lie in a cell and those around it; sorted once by row, then by column."""

    def __init__(self, numbers: NDArray[np.int64]) -> None:
        self._least = numbers.min(axis=0, initial=0) - 2
        self._width = int(numbers[:, 0].max(initial=0) - self._least[0]) + 3
        keys = self._key(*numbers.T)
        self._order = np.argsort(keys, kind="stable")
        self._keys = keys[self._order]

    def around(self, column: int, row: int) -> NDArray[np.int64]:
        """Return the rows of the sites in a cell and the eight around it, ascending."""
        least, most = self._least[0], self._least[0] + self._width - 1
        west, east = np.clip((column - 1, column + 1), least, most)
        rows = np.arange(row - 1, row + 2)
        first = np.searchsorted(self._keys, self._key(west, rows))
        last = np.searchsorted(self._keys, self._key(east, rows), side="right")
        found = [self._order[one:other] for one, other in zip(first, last, strict=True)]
        joined: NDArray[np.int64] = np.sort(np.concatenate(found))
        return joined

    def _key(self, column: NDArray[np.int64], row: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return a number for each cell; those of a row follow one another."""
        key: NDArray[np.int64] = (row - self._least[1]) * self._width + (column - self._least[0])
        return key


def _proven_m(south: float, width: float) -> float:
    """Return how far in metres every site is at least that lies in no cell around."""
    highest = min(max(abs(south - width), abs(south + 2 * width)), _POLE_DEG)
    return width * _M_PER_DEG * float(np.cos(np.radians(highest))) - _TIE_M
