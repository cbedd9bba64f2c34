"""The plans inside the map: documents, plans, clauses, targets, places and tasks.

They are data (``data/plans/*.toml``); this package reads and checks them and answers questions
about them. It knows no database.
"""

from layers.plans.faults import Fault, PlanFaults, UnknownPlan
from layers.plans.registry import Registry, check, load
from layers.plans.wire import (
    place_json,
    plan_detail_json,
    plan_json,
    plans_json,
    target_json,
    targets_json,
    vocabulary_json,
)

__all__ = [
    "Fault",
    "PlanFaults",
    "Registry",
    "UnknownPlan",
    "check",
    "load",
    "place_json",
    "plan_detail_json",
    "plan_json",
    "plans_json",
    "target_json",
    "targets_json",
    "vocabulary_json",
]
