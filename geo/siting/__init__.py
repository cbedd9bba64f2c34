"""Where more stations should go, beside those there are: problems put to `geo.allocation`.

====================  ============================================================
`best_more`           the k more sites that serve the most
`fewest_more`         the fewest more sites that serve every place
`shortest_more`       the k more sites with the least weighted distance (p-median)
`nearest_more`        the k more sites with the least farthest place (p-centre)
`planned`             each county's yearly quotas over candidate sites
`checked`             every answer measured again, by distances of its own
====================  ============================================================

All stations there are count as one site that stays: however many they are, they do not make the
problem larger.
"""

from geo.siting.checks import Check, checked, checked_plan
from geo.siting.more import (
    Ground,
    More,
    best_more,
    fewest_more,
    ground,
    nearest_more,
    shortest_more,
)
from geo.siting.quotas import PlanAsked, Planned, planned
from geo.siting.reach import ByRoad, Reach, Straight

__all__ = [
    "ByRoad",
    "Check",
    "Ground",
    "More",
    "PlanAsked",
    "Planned",
    "Reach",
    "Straight",
    "best_more",
    "checked",
    "checked_plan",
    "fewest_more",
    "ground",
    "nearest_more",
    "planned",
    "shortest_more",
]
