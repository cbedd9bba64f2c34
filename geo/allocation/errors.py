"""What can be wrong with a siting problem or its solution."""

from __future__ import annotations

from geo.errors import GeoError


class NoFeasibleSiting(GeoError):
    """No choice of sites keeps all rules."""

    code = "no_feasible_siting"


class DemandOutOfReach(NoFeasibleSiting):
    """Some places cannot be served from any candidate site."""

    code = "demand_out_of_reach"


class RulesInConflict(NoFeasibleSiting):
    """The rules of the plan cannot all be kept; the conflicts say where, and what would help."""

    code = "rules_in_conflict"


class TooManySites(GeoError):
    """More sites are asked for than there are candidates, or fewer than are fixed already."""

    code = "too_many_sites"


class NoSolutionInTime(GeoError):
    """The time was up before a first solution was found."""

    code = "no_solution_in_time"


class SolutionRejected(GeoError):
    """A computed solution breaks a rule or is not worth what it says; it is not given out."""

    code = "solution_rejected"
