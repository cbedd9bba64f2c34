"""One target: find its rule and layers, measure, and hold the figure against the clause."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from geo import indicators
from geo.errors import GeoError
from geo.indicators import Aim, Measured, NotMeasurable
from layers.evaluation import inputs
from layers.evaluation.bindings import AIM
from layers.evaluation.inputs import Asked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.evaluation.bindings import Binding, Bindings
    from layers.evaluation.loaded import Loaded
    from layers.plans import Registry
    from layers.plans.schema import Target

_DECIMALS = 9
"""Conversions are rounded here, so that 80 % is 0.8 and 1.1 km is 1100 m exactly."""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A target that was measured: the rule's result, the binding, and the unit it is told in.

    ``factor`` is one ``unit`` in the unit of the rule.
    """

    target: Target
    binding: Binding
    measured: Measured
    aim: Aim
    unit: str
    factor: float


@dataclass(frozen=True, kw_only=True)
class Unanswered:
    """A target that was not: the layers it needs, the reason, and what the reason speaks of."""

    target: Target
    needs: tuple[str, ...]
    reason: str
    facts: Mapping[str, Any]
    binding: Binding | None = None


def judge(
    loaded: Loaded, bindings: Bindings, registry: Registry, target: Target, year: int
) -> Answered | Unanswered:
    """Measure a target on the loaded layers, or say why that cannot be done."""
    binding = _choose(loaded, bindings, target)
    if binding is None:
        return _unbound(loaded, registry, target)
    missing = loaded.missing(binding.needed)
    if missing:
        return _not(target, "needs_layer", missing, binding)
    rule = indicators.get(binding.method)
    unit = target.unit if binding.read_as is None else binding.read_as.unit
    factor = bindings.table.factors.get(unit)
    if factor is None or target.unit not in bindings.table.factors:
        return _not(target, "unit", (), binding, unit=target.unit)
    aim = _aim(target, binding, factor)
    try:
        since = registry.plan_of(target).period[0]
        asked = Asked(region=target.scope.region, year=year, since=since)
        found = inputs.frames(loaded, binding, asked)
        params = _from_target(bindings, binding, target) | _from_records(loaded, binding, asked)
        known = {field.name for field in fields(rule.params)}
        chosen = {name: value for name, value in params.items() if name in known}
        outcome = rule.run(found, rule.parse(chosen), aim)
    except GeoError as error:
        return _not(target, error.code, (), binding, where=error.where, **error.facts)
    if isinstance(outcome, NotMeasurable):
        needs = tuple(each for role in outcome.needs for each in binding.layers_of(role))
        return _not(target, outcome.reason, needs, binding)
    return Answered(
        target=target, binding=binding, measured=outcome, aim=aim, unit=unit, factor=factor
    )


def _choose(loaded: Loaded, bindings: Bindings, target: Target) -> Binding | None:
    """Take the first binding whose layers are all there, else the one that lacks fewest."""
    return min(bindings.of(target), key=lambda each: len(loaded.missing(each.needed)), default=None)


def _unbound(loaded: Loaded, registry: Registry, target: Target) -> Unanswered:
    indicator = registry.vocabulary.indicators[target.indicator]
    missing = loaded.missing(dict.fromkeys((*target.needs, *indicator.needs)))
    if indicator.method == "stated":
        return _not(target, "stated", missing, None)
    return _not(target, "needs_layer" if missing else "no_rule", missing, None)


def _not(
    target: Target, reason: str, needs: tuple[str, ...], binding: Binding | None, **facts: object
) -> Unanswered:
    return Unanswered(target=target, needs=needs, reason=reason, facts=facts, binding=binding)


def _aim(target: Target, binding: Binding, factor: float) -> Aim:
    asked = binding.read_as
    if asked is not None:
        return Aim(comparator=asked.comparator, value=asked.value)
    high = target.value_high
    return Aim(
        comparator=target.comparator,
        value=_converted(target.value, factor),
        value_high=None if high is None else _converted(high, factor),
        equal=binding.equal,
        tolerance=binding.tolerance,
    )


def _from_target(bindings: Bindings, binding: Binding, target: Target) -> dict[str, Any]:
    """Return the parameters of a binding, with what the target itself says filled in."""
    value = _converted(target.value, bindings.table.factors[target.unit])
    given = {name: value if each == AIM else each for name, each in binding.parameters.items()}
    return {"over": "average" if target.scope.average else "each"} | given


def _from_records(loaded: Loaded, binding: Binding, asked: Asked) -> dict[str, Any]:
    """Return the parameters that follow from the year and from how far back the records go."""
    partial = binding.stock and _begins_late(loaded, binding, asked)
    return {"year": asked.year, "records": "lower_bound" if partial else "complete"}


def _converted(value: float, factor: float) -> float:
    return value if factor == 1 else round(value * factor, _DECIMALS)


def _begins_late(loaded: Loaded, binding: Binding, asked: Asked) -> bool:
    """Tell whether the records hold nothing from before the plan's own period."""
    firsts = [inputs.first_year(loaded.frame(layer)) for layer in binding.needed]
    return all(first is None or first >= asked.since for first in firsts)
