"""What belongs to what: general statements about indicators, never about a single figure."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class StockFlow:
    """``stock`` at the end of a year is that of the year before and the year's ``flow``."""

    stock: str
    flow: str


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """``ratio`` is ``numerator`` divided by ``denominator``."""

    ratio: str
    numerator: str
    denominator: str


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """``part`` is printed by year and by region; ``total`` is its sum over the years."""

    part: str
    total: str


@dataclass(frozen=True, kw_only=True)
class Minimum:
    """A least number for each unit of a kind."""

    indicator: str
    unit: str


@dataclass(frozen=True, kw_only=True)
class Minima:
    """Minima that are met out of one quota (of the breakdown whose part is ``quota``)."""

    quota: str
    minima: tuple[Minimum, ...]


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """``covered`` counts what is covered by a year, ``added`` what a year covers in addition."""

    covered: str
    added: str


@dataclass(frozen=True, kw_only=True)
class Whole:
    """The highest figure of ``indicator`` means all units of a kind in the region."""

    indicator: str
    unit: str


@dataclass(frozen=True, kw_only=True)
class Growth:
    """``rate`` is the mean yearly growth of ``level``, in percent, at the prices of each year."""

    level: str
    rate: str


@dataclass(frozen=True, kw_only=True)
class Yearly:
    """``rate`` a year makes ``total`` over a period."""

    rate: str
    total: str


@dataclass(frozen=True, kw_only=True)
class Relations:
    """All that is known about indicators.

    ``collective`` indicators gather unlike things and are never compared by name alone.
    ``extensive`` ones add up over parts. ``unbounded`` ones may be negative or above 100 %.
    ``alike_zones`` are zones by different names that may mean the same ground.
    """

    stock_flows: tuple[StockFlow, ...] = ()
    ratios: tuple[Ratio, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    minima: tuple[Minima, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    wholes: tuple[Whole, ...] = ()
    growths: tuple[Growth, ...] = ()
    yearly: tuple[Yearly, ...] = ()
    collective: frozenset[str] = field(default_factory=frozenset)
    extensive: frozenset[str] = field(default_factory=frozenset)
    unbounded: frozenset[str] = field(default_factory=frozenset)
    alike_zones: tuple[frozenset[str], ...] = ()
