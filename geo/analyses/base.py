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

    from geo.network import Network, RoadRules

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
class ByRoad(Generic[P]):
    """How an analysis measures along roads, so that a network built before can serve again.

    ``role`` is the input that holds the roads, ``rules`` what the parameters say about joining
    them, ``compute`` the computation on a network in place of the roads.
    """

    role: str
    rules: Callable[[P], RoadRules]
    compute: Callable[[Network, Mapping[str, GeoDataFrame], P], AnalysisResult]


@dataclass(frozen=True, kw_only=True)
class Analysis(Generic[P]):
    """A named computation with declared inputs, parameters and output columns.

    ``params`` is a frozen dataclass whose fields are made by `geo.analyses.params.param`.
    ``compute`` takes checked frames by role and the parameters; call `run`, which checks first.
    ``by_road`` is there where the analysis works on a road network.
    """

    id: str
    inputs: tuple[Role, ...]
    params: type[P]
    columns: tuple[OutputColumn, ...]
    compute: Callable[[Mapping[str, GeoDataFrame], P], AnalysisResult]
    by_road: ByRoad[P] | None = None

    def parse(self, raw: Mapping[str, Any]) -> P:
        """Return parameters as received, validated and with defaults filled in.

        Raises
        ------
        BadParameter
            With the parameter's name as ``where``.
        """
        return parse_params(self.params, raw)

    def run(
        self,
        inputs: Mapping[str, GeoDataFrame],
        params: P | None = None,
        network: Network | None = None,
    ) -> AnalysisResult:
        """Check the inputs against their contracts and compute.

        Parameters
        ----------
        inputs
            A frame for each role, in any declared system. They are not changed.
        params
            Parameters from `parse`; without them the defaults hold.
        network
            The roads as a network, built by the rules of ``by_road``; they are then no input.

        Raises
        ------
        EmptyInput
            If a role has no frame or a frame has no row.
        GeoError
            If a frame breaks its contract or the computation refuses the parameters.
        """
        prepared = self.by_road if network is not None else None
        for role in self.inputs:
            if prepared is not None and role.id == prepared.role:
                continue
            if role.id not in inputs:
                raise EmptyInput(where=role.id)
            check(inputs[role.id], role.contract)
        parsed = self.parse({}) if params is None else params
        if prepared is None or network is None:
            return self.compute(inputs, parsed)
        return prepared.compute(network, inputs, parsed)

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
