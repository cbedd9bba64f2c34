"""Stations as plain columns, which an edit changes in a fraction of the time a table takes."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from geo.positions import positions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Stations:
    """Stations in the order of their ids as text, columns of shape (m,), ``lonlat`` (m, 2).

    ``lonlat`` in degrees, ``year`` the first year in service, ``piles`` how many there are; NaN is
    unknown.
    """

    id: NDArray[np.object_]
    lonlat: NDArray[np.float64]
    year: NDArray[np.float64]
    piles: NDArray[np.float64]
    name: NDArray[np.object_]

    def __len__(self) -> int:
        """Return how many stations there are."""
        return len(self.id)

    def take(self, rows: NDArray[np.integer] | NDArray[np.bool_]) -> Stations:
        """Return some of the stations."""
        return Stations(*(getattr(self, field.name)[rows] for field in fields(self)))

    def order(self) -> NDArray[np.int64]:
        """Return the rows in the order of their ids; equal ids stay as they are."""
        return np.array(sorted(range(len(self)), key=self.id.__getitem__), dtype=np.int64)

    def rows(self) -> dict[str, list[int]]:
        """Return the rows of each id."""
        return self._rows

    @cached_property
    def _rows(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row, station in enumerate(self.id.tolist()):
            found.setdefault(station, []).append(row)
        return found

    def in_service(self, year: int | None) -> NDArray[np.bool_]:
        """Tell which stations are in service by the end of a year; None is all of them.

        One without a year is not shown to be there and is left out.
        """
        if year is None:
            return np.ones(len(self), dtype=bool)
        return np.asarray(self.year <= year)

    @staticmethod
    def together(several: Sequence[Stations]) -> Stations:
        """Return the stations of several tables, one behind the other."""
        columns = (
            np.concatenate([getattr(each, field.name) for each in several])
            for field in fields(Stations)
        )
        return Stations(*columns)


def one_station(
    station: str, lonlat: tuple[float, float], *, year: float, piles: float, name: str
) -> Stations:
    """Return a table of one station."""
    return Stations(
        id=np.array([station], dtype=object),
        lonlat=np.array([lonlat], dtype=np.float64),
        year=np.array([year]),
        piles=np.array([piles]),
        name=np.array([name], dtype=object),
    )


def stations_of(frame: GeoDataFrame) -> tuple[Stations, NDArray[np.int64]]:
    """Return the stations of a frame, and which row of the frame each of them is.

    Parameters
    ----------
    frame
        Features with ``id``, and ``year``, ``piles``, ``name_zh`` where known, in any declared
        system.

    Raises
    ------
    MissingCrs
        If the frame declares no system.
    """
    ids = np.array([str(each) for each in frame["id"]], dtype=object)
    names = frame["name_zh"].fillna("").astype(str) if "name_zh" in frame.columns else None
    table = Stations(
        id=ids,
        lonlat=positions(frame, where="stations"),
        year=_numbers(frame, "year"),
        piles=_numbers(frame, "piles"),
        name=np.full(len(frame), "", dtype=object) if names is None else names.to_numpy(object),
    )
    order = table.order()
    return table.take(order), order


def _numbers(frame: GeoDataFrame, column: str) -> NDArray[np.float64]:
    if column not in frame.columns:
        return np.full(len(frame), np.nan)
    return np.asarray(frame[column].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan))
