"""Why a plan cannot be kept: which rules are in each other's way, and the cheapest way out.

No rule reaches over a county's border, so every county is asked by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import scipy

from geo.allocation.errors import NoFeasibleSiting, NoSolutionInTime
from geo.allocation.plan_problem import Candidates, PlanRules, Rule
from geo.allocation.plan_rows import EVERY_RULE, Layout, Row, matrix_of, rule_rows
from geo.allocation.program import Program, solve
from geo.allocation.siting import Effort

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FLEXIBLE: Final = EVERY_RULE - {Rule.CAPACITY}
_ORDER: Final = tuple(Rule)
_EXACT: Final = Effort(time_limit_s=5.0, gap=0.0)
"""For one question about one county."""


@dataclass(frozen=True)
class Relaxation:
    """One number to be changed: the plan's own, what it would have to be, and the change.

    A quota may have to grow or shrink, a minimum to shrink. ``amount`` is in piles, for
    ``county_stations`` in stations.
    """

    rule: Rule
    unit: str
    year: int
    planned: int
    needed: int

    @property
    def amount(self) -> int:
        """How much has to change, with its sign."""
        return self.needed - self.planned


@dataclass(frozen=True)
class Conflict:
    """A county whose rules cannot all be kept.

    ``rules`` is a smallest set: leave out any one of them and the rest can be kept. ``cheapest``
    changes the fewest piles (a station counts as its fewest piles); ``by_quota`` changes quotas
    alone, and is empty where that does not help. Both suffice; ``proven`` tells whether nothing
    less would, which for a county of hundreds of villages may not be shown in time.
    """

    county: str
    rules: tuple[Rule, ...]
    cheapest: tuple[Relaxation, ...]
    by_quota: tuple[Relaxation, ...]
    proven: bool


def conflicts(sites: Candidates, rules: PlanRules) -> tuple[Conflict, ...]:
    """Return every county whose rules cannot all be kept, with the cheapest ways out.

    Parameters
    ----------
    sites
        Candidate and existing sites.
    rules
        What the plan demands. A township or village minimum belongs to the county whose code its
        own begins with.
    """
    counties = sorted({*map(str, sites.county), *rules.quotas})
    every = (_conflict(county, *_of_county(county, sites, rules)) for county in counties)
    return tuple(each for each in every if each is not None)


def _of_county(county: str, sites: Candidates, rules: PlanRules) -> tuple[Candidates, PlanRules]:
    here = sites.county == county
    names = ("county", "township", "village", "capacity", "existing")
    own = Candidates(**{name: getattr(sites, name)[here] for name in names})
    quota = rules.quotas.get(county)
    return own, replace(
        rules,
        quotas={} if quota is None else {county: quota},
        township_minimum=_below(county, rules.township_minimum.items()),
        village_minimum=_below(county, rules.village_minimum.items()),
    )


def _below(county: str, minimum: object) -> dict[str, int]:
    return {code: least for code, least in minimum if code.startswith(county)}  # type: ignore[attr-defined]


def _conflict(county: str, sites: Candidates, rules: PlanRules) -> Conflict | None:
    layout = Layout(sites, rules)
    if _can_keep(layout, EVERY_RULE):
        return None
    kept = EVERY_RULE
    for rule in _ORDER:
        # Whatever is not needed for the conflict is left out; what stays is a smallest set.
        if not _can_keep(layout, kept - {rule}):
            kept -= {rule}
    cheapest, least = _way_out(layout, _FLEXIBLE)
    by_quota, least_quota = _way_out(layout, frozenset({Rule.QUOTA}))
    return Conflict(
        county=county,
        rules=tuple(rule for rule in _ORDER if rule in kept),
        cheapest=cheapest,
        by_quota=by_quota,
        proven=least and least_quota,
    )


def _can_keep(layout: Layout, kept: frozenset[Rule]) -> bool:
    rows = rule_rows(layout, kept)
    if not len(layout.sites):
        return all(row.low <= 0 <= row.high for row in rows)
    try:
        solve(_program(layout, rows, kept, []), _EXACT)
    except NoFeasibleSiting:
        return False
    except NoSolutionInTime:
        # Not shown to be in conflict.
        return True
    return True


def _way_out(layout: Layout, flexible: frozenset[Rule]) -> tuple[tuple[Relaxation, ...], bool]:
    """Let the flexible rules give way, and return how much each must, as little as can be found."""
    rows = rule_rows(layout)
    giving = [number for number, row in enumerate(rows) if row.rule in flexible]
    try:
        outcome = solve(_program(layout, rows, EVERY_RULE, giving), _EXACT)
    except NoFeasibleSiting:
        return (), True
    except NoSolutionInTime:
        return (), False
    slack = np.rint(outcome.x[layout.width :]).astype(np.int64).reshape(2, -1)
    found = zip(giving, slack[0].tolist(), slack[1].tolist(), strict=True)
    changes = (
        _relaxation(layout, rows[number], less, more)
        for number, less, more in found
        if less or more
    )
    return tuple(changes), outcome.proven


def _relaxation(layout: Layout, row: Row, less: int, more: int) -> Relaxation:
    """Return what a rule's number has to become when its row falls short or goes beyond."""
    rule, planned = row.rule or Rule.QUOTA, int(row.low)
    if rule is Rule.QUOTA:
        planned = layout.rules.quotas.get(row.unit, (0,) * len(layout.rules.years))[
            layout.rules.years.index(row.year)
        ]
    return Relaxation(rule, row.unit, row.year, planned, planned - less + more)


def _program(layout: Layout, rows: list[Row], kept: frozenset[Rule], giving: list[int]) -> Program:
    """Return the program of the rules; giving rows may be missed from below or above at a price."""
    matrix, row_low, row_high = matrix_of(rows, layout.width)
    low, high = layout.bounds(kept)
    count = len(giving)
    price = np.array([_price(layout, rows[number]) for number in giving])
    # From below: something is added to reach the lower limit. From above: something is taken off.
    below = scipy.sparse.csr_array(
        (np.ones(count), (giving, np.arange(count))), shape=(len(rows), count)
    )
    wide = scipy.sparse.hstack([matrix, below, -below], format="csr") if count else matrix
    extra: NDArray[np.float64] = np.full(2 * count, np.inf)
    return Program(
        sense="least",
        cost=np.concatenate((np.zeros(layout.width), price, price)),
        low=np.concatenate((low, np.zeros(2 * count))),
        high=np.concatenate((high, extra)),
        whole=np.ones(layout.width + 2 * count, dtype=bool),
        matrix=scipy.sparse.csr_array(wide),
        row_low=row_low,
        row_high=row_high,
    )


def _price(layout: Layout, row: Row) -> float:
    return float(layout.rules.station_piles) if row.rule is Rule.COUNTY_STATIONS else 1.0
