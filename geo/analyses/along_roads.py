"""What all analyses along roads have in common: their parameters, their input, their network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from geo.analyses.base import Analysis, AnalysisResult, ByRoad, OutputColumn, Role
from geo.analyses.params import Param, param
from geo.network import RoadRules, network_from_roads
from geo.network.ways import ROADS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geopandas import GeoDataFrame

    from geo.network import Network
    from geo.network.road_rules import Noding

ROLE: Final = "roads"


@dataclass(frozen=True, kw_only=True)
class RoadParams:
    """Parameters of everything measured along roads.

    ``max_snap_m`` is how far from a road a place or station may be (≤). ``noding`` and
    ``tolerance_m`` say how roads are joined, see `geo.network.RoadRules`: "shared" for
    OpenStreetMap, "crossings" for layers drawn without common vertices.
    """

    max_snap_m: float = param(
        Param(kind="number", unit="m", minimum=0, maximum=50_000), default=1_000.0
    )
    noding: str = param(Param(kind="text", pattern="shared|crossings"), default="shared")
    tolerance_m: float = param(Param(kind="number", unit="m", minimum=0, maximum=100), default=0.0)


@dataclass(frozen=True, kw_only=True)
class AreaParams(RoadParams):
    """Parameters of areas along roads.

    ``width_m`` is how far from a reached road the area goes (≤). Blocks between reached roads
    smaller than ``fill_below_m2`` (<) belong to it.
    """

    width_m: float = param(Param(kind="number", unit="m", minimum=1, maximum=5_000), default=200.0)
    fill_below_m2: float = param(
        Param(kind="number", unit="m2", minimum=0, maximum=1e8), default=250_000.0
    )


P = TypeVar("P", bound=RoadParams)


def rules_of(params: RoadParams) -> RoadRules:
    """Return how the parameters want roads joined."""
    return RoadRules(noding=cast("Noding", params.noding), tolerance_m=params.tolerance_m)


def along_roads(
    *,
    analysis_id: str,
    inputs: tuple[Role, ...],
    params: type[P],
    columns: tuple[OutputColumn, ...],
    compute: Callable[[Network, Mapping[str, GeoDataFrame], P], AnalysisResult],
) -> Analysis[Any]:
    """Return an analysis with a layer of roads as its last input.

    ``compute`` takes the network of the roads and the other inputs; without a network given, one
    is built of the roads.
    """

    def built(frames: Mapping[str, GeoDataFrame], given: P) -> AnalysisResult:
        return compute(network_from_roads(frames[ROLE], rules_of(given)), frames, given)

    return Analysis(
        id=analysis_id,
        inputs=(*inputs, Role(id=ROLE, contract=ROADS)),
        params=params,
        columns=columns,
        compute=built,
        by_road=ByRoad(role=ROLE, rules=rules_of, compute=compute),
    )
