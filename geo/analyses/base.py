"""What an analysis declares, so that forms, tables, validation and tests follow from it.

An analysis is one module in this package that ends with ``ANALYSIS = Analysis(…)``. Its texts for
people are in ``static/i18n/{zh,en}/geo.json`` under keys made of its id:

* ``analysis.<id>.title``, ``analysis.<id>.method``
* ``analysis.<id>.input.<role>``, ``analysis.<id>.param.<name>``, ``analysis.<id>.column.<name>``
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from geo.analyses.params import describe_params, parse_params
from geo.errors import EmptyInput
from geo.frames import Contract, Kind, check

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geopandas import GeoDataFrame

P = TypeVar("P")


@dataclass(frozen=True, kw_only=True)
class Role:
    """One input of an analysis: the name of its part and what its frame must hold."""

    id: str
    contract: Contract


@dataclass(frozen=True, kw_only=True)
class OutputColumn:
    """A column of the result, with its unit where it has one."""

    name: str
    kind: Kind
    unit: str | None = None


@dataclass(frozen=True, kw_only=True)
class AnalysisResult:
    """The outcome: one row per feature in EPSG:4326, and figures about all of them.

    ``summary`` holds plain numbers, texts, lists and dicts only, with None for what cannot be
    told; it can be written as JSON as it is.
    """

    features: GeoDataFrame
    summary: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Analysis(Generic[P]):
    """A named computation with declared inputs, parameters and output columns.

    ``params`` is a frozen dataclass whose fields are made by `geo.analyses.params.param`.
    ``compute`` takes checked frames by role and the parameters; call `run`, which checks first.
    """

    id: str
    inputs: tuple[Role, ...]
    params: type[P]
    columns: tuple[OutputColumn, ...]
    compute: Callable[[Mapping[str, GeoDataFrame], P], AnalysisResult]

    def parse(self, raw: Mapping[str, Any]) -> P:
        """Return parameters as received, validated and with defaults filled in.

        Raises
        ------
        BadParameter
            With the parameter's name as ``where``.
        """
        return parse_params(self.params, raw)

    def run(self, inputs: Mapping[str, GeoDataFrame], params: P | None = None) -> AnalysisResult:
        """Check the inputs against their contracts and compute.

        Parameters
        ----------
        inputs
            A frame for each role, in any declared system. They are not changed.
        params
            Parameters from `parse`; without them the defaults hold.

        Raises
        ------
        EmptyInput
            If a role has no frame or a frame has no row.
        GeoError
            If a frame breaks its contract or the computation refuses the parameters.
        """
        for role in self.inputs:
            if role.id not in inputs:
                raise EmptyInput(where=role.id)
            check(inputs[role.id], role.contract)
        return self.compute(inputs, self.parse({}) if params is None else params)

    def describe(self) -> dict[str, Any]:
        """Return the declaration as plain values that can be written as JSON."""
        return {
            "id": self.id,
            "inputs": [_describe_role(role) for role in self.inputs],
            "params": describe_params(self.params),
            "columns": [vars(column).copy() for column in self.columns],
        }


def _describe_role(role: Role) -> dict[str, Any]:
    return {
        "role": role.id,
        "columns": [vars(column).copy() for column in role.contract.columns],
        "geometry_types": sorted(role.contract.geometry_types),
    }
