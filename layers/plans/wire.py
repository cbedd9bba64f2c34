"""The registry as JSON-able dictionaries: the shapes of ``/api/plans`` and ``/api/targets``.

``document`` is always the file name of the source document. Keys are stable; absent values are
``None``, not missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from layers.plans.registry import Registry
    from layers.plans.schema import Clause, Place, Plan, Target, Task

    Json = dict[str, Any]


def targets_json(
    registry: Registry,
    *,
    region: str | None = None,
    year: int | None = None,
    theme: str | None = None,
    plan: str | None = None,
) -> list[Json]:
    """Return the targets that apply (see ``Registry.targets``) as dictionaries."""
    found = registry.targets(region=region, year=year, theme=theme, plan=plan)
    return [target_json(registry, target) for target in found]


def target_json(registry: Registry, target: Target) -> Json:
    """Return one target with its plan, document, clause path and the indicator's method."""
    clause = registry.clauses[target.clause]
    indicator = registry.vocabulary.indicators[target.indicator]
    own = target.model_dump(mode="json", exclude={"scope", "needs"})
    return own | {
        "plan": clause.plan,
        "document": registry.document_of(clause.plan).seed,
        "clause_path": clause.path,
        "method": indicator.method,
        "needs": sorted({*target.needs, *indicator.needs}),
        "scope": target.scope.model_dump(mode="json", by_alias=True, exclude_defaults=True),
    }


def plans_json(registry: Registry) -> list[Json]:
    """Return every plan in short: its data and how many clauses, targets, places, tasks it has."""
    return [plan_json(registry, plan) for plan in registry.plans.values()]


def plan_json(registry: Registry, plan: Plan) -> Json:
    """Return one plan in short."""
    counts = {
        "clauses": len(registry.clauses_of(plan.id)),
        "targets": len(registry.targets(plan=plan.id)),
        "places": len(registry.places_of(plan.id)),
        "tasks": len(registry.tasks_of(plan.id)),
    }
    document = registry.document_of(plan.id).seed
    return plan.model_dump(mode="json") | {"document": document, "counts": counts}


def plan_detail_json(registry: Registry, plan_id: str) -> Json:
    """Return one plan with its document, clauses, targets, places and tasks.

    Raises
    ------
    UnknownPlan
        When there is no plan of that id.
    """
    plan = registry.plan(plan_id)
    return plan_json(registry, plan) | {
        "source": registry.document_of(plan_id).model_dump(mode="json"),
        "clauses": [clause_json(registry, one) for one in registry.clauses_of(plan_id)],
        "targets": targets_json(registry, plan=plan_id),
        "places": [place_json(one) for one in registry.places_of(plan_id)],
        "tasks": [task_json(one) for one in registry.tasks_of(plan_id)],
    }


def clause_json(registry: Registry, clause: Clause) -> Json:
    """Return a clause with the ids of its places."""
    places = [place.id for place in registry.places_of_clause(clause.id)]
    return clause.model_dump(mode="json") | {"places": places}


def place_json(place: Place) -> Json:
    """Return a named place; ``clauses`` lists every clause that names it."""
    own = place.model_dump(mode="json", exclude={"clause"})
    return own | {"clauses": list(place.clause)}


def task_json(task: Task) -> Json:
    """Return one task."""
    return task.model_dump(mode="json")


def vocabulary_json(registry: Registry) -> Json:
    """Return the titles of every indicator, unit, zone, class, place type, layer and region."""
    words = registry.vocabulary
    lists = {
        "indicators": words.indicators,
        "units": words.units,
        "zones": words.zones,
        "classes": words.classes,
        "place_types": words.place_types,
        "layers": words.layers,
        "regions": words.regions,
    }
    return {
        name: {key: term.model_dump(mode="json") for key, term in terms.items()}
        for name, terms in lists.items()
    }
