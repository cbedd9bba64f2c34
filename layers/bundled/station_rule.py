"""The rule that hands a county's yearly quota of piles to its townships.

Townships are served in a fixed order: first the most central one (least sum of distances to the
others), then always the one farthest from those served already. By the end of each year a given
share of them is served. The quota of a year is divided equally among the townships served by its
end, what is left over going to the first in order, and a township's part is divided equally among
as few stations as the largest size allows. So the piles of a county and year add to its quota.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.crs import GEOD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_MM_DECIMALS = 3
_SHARE_DECIMALS = 9


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Parameters; ``served_by`` is the share of townships served by the end of each year."""

    served_by: Mapping[int, float]
    least_piles_per_township: int
    most_piles_per_station: int
    least_stations_per_county: int
    name_zh: str


@dataclass(frozen=True, kw_only=True)
class Share:
    """What a township gets in a year: the piles of each of its new stations."""

    township: int
    year: int
    stations: tuple[int, ...]


def read(table: Mapping[str, Any]) -> Rule:
    """Return the rule written in a table of a description, its years as numbers."""
    by_year = {int(year): float(share) for year, share in table["served_by"].items()}
    return Rule(**{**table, "served_by": dict(sorted(by_year.items()))})


def allot(rule: Rule, lonlat: NDArray[np.float64], quotas: Mapping[int, int]) -> list[Share]:
    """Divide a county's quotas.

    Parameters
    ----------
    rule
        The parameters.
    lonlat
        Positions of the county's townships, shape (n, 2), degrees.
    quotas
        Piles to place in each year.

    Returns
    -------
    shares
        By year and order of service; ``township`` is a row of ``lonlat``. A township whose part
        is nothing has no share.
    """
    order = service_order(lonlat)
    counts = served(rule, len(order), quotas)
    return [
        Share(
            township=order[place],
            year=year,
            stations=tuple(split(piles, math.ceil(piles / rule.most_piles_per_station))),
        )
        for year, quota in quotas.items()
        for place, piles in enumerate(split(quota, counts[year]))
        if piles
    ]


def service_order(lonlat: NDArray[np.float64]) -> list[int]:
    """Return the rows in the order in which they are served; a tie goes to the lower row."""
    n = len(lonlat)
    start, end = np.repeat(lonlat, n, axis=0), np.tile(lonlat, (n, 1))
    _, _, apart_m = GEOD.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    apart_m = np.asarray(apart_m).reshape(n, n).round(_MM_DECIMALS)
    order = [int(np.argmin(apart_m.sum(axis=1)))]
    while len(order) < n:
        gap_m = apart_m[:, order].min(axis=1)
        gap_m[order] = -1.0
        order.append(int(np.argmax(gap_m)))
    return order


def served(rule: Rule, townships: int, quotas: Mapping[int, int]) -> dict[int, int]:
    """Return how many townships are served by the end of each year, never fewer than before.

    The number is held down where a year's quota would leave a township with fewer piles than the
    least, and up so that the county has its least number of stations.
    """
    counts: dict[int, int] = {}
    before = min(rule.least_stations_per_county, townships)
    for year, quota in quotas.items():
        # Rounding first keeps a product such as 0.07 · 100 = 7.000000000000001 from becoming 8.
        wanted = math.ceil(round(rule.served_by[year] * townships, _SHARE_DECIMALS))
        affordable = quota // rule.least_piles_per_township
        before = counts[year] = max(before, min(wanted, affordable))
    return counts


def split(total: int, parts: int) -> list[int]:
    """Divide a whole number as equally as possible; the first parts get what is left over.

    >>> split(80, 3)
    [27, 27, 26]
    """
    each, over = divmod(total, parts)
    return [each + (part < over) for part in range(parts)]
