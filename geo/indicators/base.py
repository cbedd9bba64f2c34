"""What an indicator declares, and what measuring it gives.

An indicator is a dated rule: one module in this package that ends with
``INDICATOR = Indicator(…)``. Its texts for people are in
``static/i18n/{zh,en}/indicators.json`` under keys made of its id:

* ``indicator.<id>.title``, ``indicator.<id>.method``, ``indicator.<id>.source``
* ``indicator.<id>.numerator``, ``indicator.<id>.denominator``
* ``indicator.<id>.input.<role>``, ``indicator.<id>.param.<name>``
* ``indicator.need.<what>`` for what must change, ``indicator.edge.<rule>`` for edges
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

import numpy as np
import shapely

from geo.analyses.params import describe_params, parse_params
from geo.frames import Contract, check
from geo.indicators.parts import no_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from geopandas import GeoDataFrame

    from geo.indicators.aims import Aim, Status

P = TypeVar("P")


@dataclass(frozen=True, kw_only=True)
class Need:
    """One thing that must change to keep the aim: so many piles, metres, square metres.

    ``what`` is the last part of a text key ``indicator.need.…``; ``amount`` is in ``unit``.
    """

    what: str
    amount: float
    unit: str


@dataclass(frozen=True, kw_only=True)
class Uncertainty:
    """Why a figure cannot be told apart from its threshold.

    ``data_error``: positions are only known to ``error`` (in ``unit``), and the threshold lies
    within that. ``lower_bound``: the records begin too late or have gaps, so the true figure is at
    least the value.
    """

    kind: Literal["data_error", "lower_bound"]
    error: float | None = None
    unit: str | None = None


@dataclass(frozen=True, kw_only=True)
class Measured:
    """The outcome of measuring an indicator.

    ``value`` is in ``unit``, the quotient of ``numerator`` and ``denominator`` where there is
    one. ``status`` is "met", "missed" or "uncertain"; ``gap`` is how far the value is from the
    aim, 0 if it is kept. ``parts`` has one row for each thing judged (township, reach and bank,
    gap along a route) with ``id``, ``name``, ``value``, ``status``, ``gap``, ``error`` and a
    geometry in EPSG:4326. ``figures`` are further numbers under names of their own.
    """

    method: str
    value: float
    unit: str
    status: Status
    gap: float
    edge_rule: str
    parts: GeoDataFrame
    numerator: float | None = None
    denominator: float | None = None
    uncertainty: Uncertainty | None = None
    shortfall: tuple[Need, ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)

    @property
    def covered(self) -> tuple[str, ...]:
        """The ids of the parts that keep the aim."""
        return self._with("met")

    @property
    def missed(self) -> tuple[str, ...]:
        """The ids of the parts that do not."""
        return self._with("missed")

    def _with(self, status: Status) -> tuple[str, ...]:
        return tuple(self.parts.loc[self.parts["status"] == status, "id"].astype(str))


def doubtful(status: Status, doubt: Uncertainty | None) -> Uncertainty | None:
    """Return the reason for a doubt if a status leaves one."""
    return doubt if status == "uncertain" else None


@dataclass(frozen=True, kw_only=True)
class NotMeasurable:
    """Why there is no value: the inputs that are missing, and the reason.

    Reasons: ``needs_input`` (no frame for a role), ``empty_input`` (no feature in it),
    ``geometry_awaited`` (features without a geometry), ``no_denominator`` (nothing to divide by),
    ``no_way_known`` (no way along the roads at hand).
    """

    needs: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class Input:
    """One input of an indicator.

    ``optional`` ones may be left out. ``may_be_empty`` ones count as nothing when they have no
    row: no station in a county is a measurement, no county is none. ``drawn`` ones need at least
    one geometry.
    """

    id: str
    contract: Contract
    optional: bool = False
    may_be_empty: bool = False
    drawn: bool = True


@dataclass(frozen=True, kw_only=True)
class Indicator(Generic[P]):
    """A dated, versioned rule that turns features into one figure and judges it.

    ``edition`` changes when the rule does, ``dated`` is the day of the edition or of the document
    it follows, ``source`` where the rule is from. ``unit`` is that of the value.
    """

    id: str
    edition: str
    dated: date
    source: str
    unit: str
    inputs: tuple[Input, ...]
    params: type[P]
    needs: tuple[str, ...]
    compute: Callable[[Mapping[str, GeoDataFrame], P, Aim], Measured | NotMeasurable]

    @property
    def rule(self) -> str:
        """The id with the edition, as results carry it."""
        return f"{self.id}@{self.edition}"

    def parse(self, raw: Mapping[str, Any]) -> P:
        """Return parameters as received, validated and with defaults filled in.

        Raises
        ------
        BadParameter
            With the parameter's name as ``where``.
        """
        return parse_params(self.params, raw)

    def run(
        self, inputs: Mapping[str, GeoDataFrame], params: P, aim: Aim
    ) -> Measured | NotMeasurable:
        """Check the inputs against their contracts and measure.

        Parameters
        ----------
        inputs
            A frame for each role, in any declared system. A column ``error_m`` says how far a
            position may be off, in metres; without it positions count as exact. Frames are not
            changed.
        params
            Parameters from `parse`.
        aim
            What the figure is held against, in the indicator's unit.

        Raises
        ------
        GeoError
            If a frame breaks its contract.
        """
        missing = self._missing(inputs)
        if missing is not None:
            return missing
        for role in self.inputs:
            if role.id in inputs and len(inputs[role.id]):
                check(inputs[role.id], role.contract)
        return self.compute(inputs, params, aim)

    def outcome(
        self,
        aim: Aim,
        value: float,
        status: Status,
        doubt: Uncertainty | None = None,
        **rest: Any,  # noqa: ANN401 - other fields of Measured
    ) -> Measured:
        """Return what was measured; the doubt is kept only where the status leaves one."""
        fields: dict[str, Any] = {
            "unit": self.unit,
            "gap": aim.accepted.gap(value),
            "parts": no_parts(),
        }
        return Measured(
            method=self.rule,
            value=value,
            status=status,
            edge_rule=aim.edge_rule,
            uncertainty=doubtful(status, doubt),
            **(fields | rest),
        )

    def describe(self) -> dict[str, Any]:
        """Return the declaration as plain values that can be written as JSON."""
        return {
            "id": self.id,
            "edition": self.edition,
            "dated": self.dated.isoformat(),
            "source": self.source,
            "unit": self.unit,
            "inputs": [_describe_input(role) for role in self.inputs],
            "params": describe_params(self.params),
            "needs": list(self.needs),
        }

    def _missing(self, inputs: Mapping[str, GeoDataFrame]) -> NotMeasurable | None:
        required = [role for role in self.inputs if not role.optional]
        absent = [role.id for role in required if role.id not in inputs]
        if absent:
            return NotMeasurable(needs=tuple(absent), reason="needs_input")
        frames = [(role, inputs[role.id]) for role in required]
        empty = [role.id for role, frame in frames if not (role.may_be_empty or len(frame))]
        if empty:
            return NotMeasurable(needs=tuple(empty), reason="empty_input")
        undrawn = [role.id for role, frame in frames if role.drawn and _undrawn(frame)]
        return NotMeasurable(needs=tuple(undrawn), reason="geometry_awaited") if undrawn else None


def _undrawn(frame: GeoDataFrame) -> bool:
    array = np.asarray(frame.geometry.to_numpy(), dtype=object)
    blank = shapely.is_missing(array) | shapely.is_empty(array)
    return len(frame) > 0 and bool(np.all(blank))


def _describe_input(role: Input) -> dict[str, Any]:
    return {
        "role": role.id,
        "optional": role.optional,
        "columns": [vars(column).copy() for column in role.contract.columns],
        "geometry_types": sorted(role.contract.geometry_types),
    }
