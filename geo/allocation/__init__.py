"""Where to put stations: exact answers with a bound, checked before they are given out.

====================  ============================================================
`fewest_sites`        the fewest sites that serve every place (LSCP)
`most_covered`        the most that a number of sites can serve (MCLP)
`quickly_covered`     the same without proof, for sizes beyond exact search
`least_distance`      the least weighted sum of distances (p-median)
`least_farthest`      the least distance of the farthest place (p-centre)
`place_quotas`        each county's yearly quota over candidate sites, with minima
`conflicts`           which of a plan's rules are in each other's way, and what helps
====================  ============================================================

Distances may be straight or by road: the problems take tables of who serves whom
(`cover_within`, `cover_from_distances`) or of distances.
"""

from geo.allocation.centre import least_farthest
from geo.allocation.cover import cover_from_distances, cover_within
from geo.allocation.errors import (
    DemandOutOfReach,
    NoFeasibleSiting,
    NoSolutionInTime,
    RulesInConflict,
    SolutionRejected,
    TooManySites,
)
from geo.allocation.max_covering import most_covered, quickly_covered
from geo.allocation.median import least_distance
from geo.allocation.plan import place_quotas
from geo.allocation.plan_conflicts import Conflict, Relaxation, conflicts
from geo.allocation.plan_problem import Candidates, Demand, Plan, PlanRules, Rule
from geo.allocation.plan_verify import Violation, verify_plan, violations
from geo.allocation.set_covering import fewest_sites
from geo.allocation.siting import Effort, Siting

__all__ = [
    "Candidates",
    "Conflict",
    "Demand",
    "DemandOutOfReach",
    "Effort",
    "NoFeasibleSiting",
    "NoSolutionInTime",
    "Plan",
    "PlanRules",
    "Relaxation",
    "Rule",
    "RulesInConflict",
    "Siting",
    "SolutionRejected",
    "TooManySites",
    "Violation",
    "conflicts",
    "cover_from_distances",
    "cover_within",
    "fewest_sites",
    "least_distance",
    "least_farthest",
    "most_covered",
    "place_quotas",
    "quickly_covered",
    "verify_plan",
    "violations",
]
