"""Evaluate a plan for a year: every target measured or explained, stored as a run.

The id of an evaluation is the fingerprint of the plan's targets, the bindings, the versions of
the layers it looked at and the code: the same question asked again is answered by the evaluation
that exists.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from geo.errors import UnknownRegion, YearWithoutData
from geo.regions import region_prefix
from layers import runs, versions
from layers.errors import UnknownRun
from layers.evaluation import layer, results, rollup
from layers.evaluation.bindings import Bindings, load
from layers.evaluation.judging import judge
from layers.evaluation.loaded import Loaded
from layers.models import Run
from layers.plans import target_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from layers.db import Database
    from layers.evaluation.judging import Answered, Unanswered
    from layers.plans import Registry
    from layers.plans.schema import Target

    Json = dict[str, Any]

ANALYSIS = "evaluation"
"""Under which name evaluations stand among the runs."""

CODE_VERSION = "1"
"""Raised when the meaning of a result changes, so that old ones are not taken for new ones."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked: a plan, a year, and a region if not all of the plan's."""

    plan: str
    year: int
    region: str | None = None


def evaluate(
    database: Database,
    registry: Registry,
    plan: str,
    year: int,
    region: str | None = None,
    *,
    created_by: str,
) -> Json:
    """Evaluate every target of a plan that falls due in a year or has none.

    Records of the past are left out. Returns the evaluation as :func:`get` does, with ``reused``
    telling whether it existed already.

    Raises
    ------
    UnknownPlan
        When there is no plan of that id.
    YearWithoutData
        When the plan has no target for the year.
    UnknownRegion
        When the region lies outside that of the plan.
    """
    prefix = None if region is None else region_prefix(region)
    question, bindings = Question(plan=plan, year=year, region=prefix), load()
    targets = targets_of(registry, question)
    with database.begin() as connection:
        loaded = Loaded(connection, bindings)
        evaluation_id = _fingerprint(registry, bindings, loaded, question, targets)
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(int(evaluation_id[:15], 16))))
        if not _exists(connection, evaluation_id):
            found = [judge(loaded, bindings, registry, target, year) for target in targets]
            entries = [results.entry(loaded, registry, each, prefix) for each in found]
            layer_id = _store_layer(connection, loaded, registry, evaluation_id, found, entries)
            summary = _summary(loaded, registry, question, entries)
            _store(connection, loaded, question, evaluation_id, summary, layer_id, created_by)
            return get(connection, evaluation_id, internal=True) | {"reused": False}
        return get(connection, evaluation_id, internal=True) | {"reused": True}


def preview(connection: sa.Connection, registry: Registry, plan: str, year: int) -> Json:
    """Return what an evaluation says (``counts``, ``targets``, ``counties``), stored or not.

    Nothing is written: where it is stored already it is read, else worked out.

    Raises
    ------
    UnknownPlan, YearWithoutData
        As :func:`evaluate` does.
    """
    question, bindings = Question(plan=plan, year=year), load()
    targets = targets_of(registry, question)
    loaded = Loaded(connection, bindings)
    evaluation_id = _fingerprint(registry, bindings, loaded, question, targets)
    if _exists(connection, evaluation_id):
        return get(connection, evaluation_id, internal=True)
    found = [judge(loaded, bindings, registry, target, year) for target in targets]
    entries = [results.entry(loaded, registry, each, None) for each in found]
    return _summary(loaded, registry, question, entries)


def get(connection: sa.Connection, evaluation_id: str, *, internal: bool = False) -> Json:
    """Return an evaluation by its id; one that looked at ``internal`` layers too, or not.

    Raises
    ------
    UnknownRun
        When there is none, or none that may be known of.
    """
    query = _stored(internal=internal).where(Run.id == evaluation_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise UnknownRun(where=evaluation_id)
    return _short(row) | {name: row.summary[name] for name in ("targets", "counties")}


def find(
    connection: sa.Connection, filters: Mapping[str, Any], limit: int, *, internal: bool = False
) -> list[Json]:
    """Return evaluations in short, newest first; ``filters`` are plan, year, region."""
    query = (
        _stored(internal=internal)
        .where(Run.params.contains(dict(filters)))
        .order_by(Run.created_at.desc(), Run.id)
        .limit(limit)
    )
    return [_short(row) for row in connection.execute(query)]


def _stored(*, internal: bool) -> sa.Select[Any]:
    """Return the query for evaluations that may be known of, as the layers they looked at may."""
    return sa.select(Run.__table__).where(Run.analysis == ANALYSIS, runs.visible(internal=internal))


def targets_of(registry: Registry, question: Question) -> list[Target]:
    """Return the targets an evaluation is about, in printed order.

    Raises
    ------
    UnknownPlan, YearWithoutData, UnknownRegion
        As :func:`evaluate` does.
    """
    plan = registry.plan(question.plan)
    region = question.region
    overlaps = region is None or region.startswith(plan.region) or plan.region.startswith(region)
    if not overlaps:
        raise UnknownRegion(where="region", value=region, allowed=[plan.region])
    of_region = registry.targets(plan=plan.id, region=region)
    aims = [target for target in of_region if target.role == "aim"]
    due = [target for target in aims if target.year in {None, question.year}]
    if not due:
        years = sorted({target.year for target in aims if target.year is not None})
        raise YearWithoutData(where=plan.id, year=question.year, years=years)
    return due


def _fingerprint(
    registry: Registry,
    bindings: Bindings,
    loaded: Loaded,
    question: Question,
    targets: Sequence[Target],
) -> str:
    relevant = _relevant(registry, bindings, targets)
    asked = {
        "analysis": ANALYSIS,
        "code": CODE_VERSION,
        "bindings": bindings.sha256,
        "question": vars(question),
        "targets": [target_json(registry, target) for target in targets],
        "inputs": {
            name: [each["version"]["id"], each["quality"]]
            for name, each in loaded.layers.items()
            if name in relevant
        },
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:16]


def _relevant(registry: Registry, bindings: Bindings, targets: Sequence[Target]) -> set[str]:
    """Return every layer whose presence or content can change the answer."""
    bound = {name for target in targets for each in bindings.of(target) for name in each.needed}
    words = registry.vocabulary.indicators
    needed = {
        name for target in targets for name in (*target.needs, *words[target.indicator].needs)
    }
    return bound | needed | {rollup.COUNTIES}


def _summary(
    loaded: Loaded, registry: Registry, question: Question, entries: Sequence[Json]
) -> Json:
    region = question.region or registry.plan(question.plan).region
    return {
        "counts": results.counts(entries),
        "targets": list(entries),
        "counties": rollup.counties(loaded, entries, region),
    }


def _store_layer(
    connection: sa.Connection,
    loaded: Loaded,
    registry: Registry,
    evaluation_id: str,
    found: Sequence[Answered | Unanswered],
    entries: Sequence[Json],
) -> str | None:
    plan = registry.plan_of(found[0].target)
    content = layer.content(loaded, plan, evaluation_id, found, entries)
    if content is None:
        return None
    versions.publish(connection, versions.stage(connection, content, created_by=ANALYSIS))
    return content.meta.id


def _store(
    connection: sa.Connection,
    loaded: Loaded,
    question: Question,
    evaluation_id: str,
    summary: Json,
    layer_id: str | None,
    created_by: str,
) -> None:
    used = [name for entry in summary["targets"] for name in entry["layers"]]
    connection.execute(
        sa.insert(Run).values(
            id=evaluation_id,
            analysis=ANALYSIS,
            params=vars(question),
            inputs=loaded.pinned(used),
            code_version=CODE_VERSION,
            status="done",
            summary=summary,
            result_layer_id=layer_id,
            created_by=created_by,
        )
    )


def _exists(connection: sa.Connection, evaluation_id: str) -> bool:
    return connection.scalar(sa.select(Run.id).where(Run.id == evaluation_id)) is not None


def _short(row: sa.Row[Any]) -> Json:
    return {
        "id": row.id,
        **row.params,
        "inputs": row.inputs,
        "counts": row.summary["counts"],
        "result_collection": row.result_layer_id,
        "code_version": row.code_version,
        "created_at": row.created_at.isoformat(),
    }
