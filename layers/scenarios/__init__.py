"""Scenarios: named sets of edits on pinned layer versions, worked out while they are made.

``records`` keeps them, ``pins`` the versions they stand on, ``live`` the answers for a base in
memory, ``previewing`` what edits change, ``targets`` what the plans gain and lose, ``comparing``
two side by side, ``result`` the GeoJSON, ``promoting`` the way into the layer, ``bundles`` the
proof.
"""

from layers.scenarios.errors import (
    BadBundle,
    BadScenario,
    BaseGone,
    BaseMoved,
    NoRoadLayer,
    ScenarioChanged,
    ScenarioError,
    UnknownScenario,
)
from layers.scenarios.live import Outcome, State, States
from layers.scenarios.previewing import Wish, preview
from layers.scenarios.records import Looker

__all__ = [
    "BadBundle",
    "BadScenario",
    "BaseGone",
    "BaseMoved",
    "Looker",
    "NoRoadLayer",
    "Outcome",
    "ScenarioChanged",
    "ScenarioError",
    "State",
    "States",
    "UnknownScenario",
    "Wish",
    "preview",
]
