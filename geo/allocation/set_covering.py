"""LSCP: the fewest sites that serve every place (Toregas and others 1971)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.allocation.choices import check_reach, checked_fixed
from geo.allocation.cover import merged
from geo.allocation.program import Program, solve
from geo.allocation.siting import Effort, Siting
from geo.allocation.verify import verify_covering

if TYPE_CHECKING:
    from numpy.typing import ArrayLike
    from scipy.sparse import csr_array


def fewest_sites(
    cover: csr_array, *, fixed: ArrayLike = (), effort: Effort | None = None
) -> Siting:
    """Find the fewest sites that serve every place.

    Parameters
    ----------
    cover
        Shape (n, m), 1 where a site serves a place.
    fixed
        Row numbers of sites that exist and stay; they count.
    effort
        Time limit and gap.

    Returns
    -------
    siting
        The objective is the number of sites.

    Raises
    ------
    DemandOutOfReach
        If a place is served by no candidate; the error lists such places.
    NoSolutionInTime
        If the time was up without any solution.
    """
    effort = Effort() if effort is None else effort
    stay = checked_fixed(fixed, cover.shape[1])
    check_reach(cover)
    rows, _, _ = merged(cover, np.ones(cover.shape[0]))
    count = cover.shape[1]
    low = np.zeros(count)
    low[stay] = 1.0
    outcome = solve(
        Program(
            sense="least",
            cost=np.ones(count),
            low=low,
            high=np.ones(count),
            whole=np.ones(count, dtype=bool),
            matrix=rows,
            row_low=np.ones(rows.shape[0]),
            row_high=np.full(rows.shape[0], np.inf),
        ),
        effort,
    )
    chosen = np.flatnonzero(outcome.x > 0.5)  # noqa: PLR2004 - a whole number, 0 or 1
    # The least number of sites is whole: a bound of 3.2 says 4.
    bound = float(np.ceil(outcome.bound - 1e-6))
    siting = Siting("lscp", chosen, float(len(chosen)), bound, outcome.status)
    verify_covering(siting, cover, stay)
    return siting
