"""What is asked of a scenario: its parameters, validated, with their defaults."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from geo.analyses.charging_distance import ChargingDistanceParams
from geo.analyses.estimated_distance import TAIYUAN_FACTOR
from geo.analyses.params import Param, param, parse_params

if TYPE_CHECKING:
    from collections.abc import Mapping

Mode = Literal["straight", "network", "estimated"]


@dataclass(frozen=True, kw_only=True)
class ScenarioParams(ChargingDistanceParams):
    """Year, thresholds and region as for the charging distance; how distances are measured.

    The mode "estimated" is the straight line times ``factor``, for where no roads are loaded.
    """

    mode: str = param(Param(kind="text", pattern="straight|network|estimated"), default="straight")
    max_snap_m: float = param(
        Param(kind="number", unit="m", minimum=0, maximum=50_000), default=1_000.0
    )
    factor: float = param(Param(kind="number", minimum=1, maximum=5), default=TAIYUAN_FACTOR)

    @property
    def by_road(self) -> bool:
        """Whether distances are measured along roads."""
        return cast("Mode", self.mode) == "network"

    @property
    def detour(self) -> float:
        """How much longer than the straight line a distance is taken to be."""
        return self.factor if cast("Mode", self.mode) == "estimated" else 1.0

    def plain(self) -> dict[str, Any]:
        """Return the parameters as they are written in JSON."""
        return asdict(self) | {"thresholds_km": list(self.thresholds_km)}


def parse(raw: Mapping[str, Any]) -> ScenarioParams:
    """Return parameters as received, validated and with defaults filled in.

    Raises
    ------
    BadParameter
        With the parameter's name as ``where``.
    """
    return parse_params(ScenarioParams, raw)
