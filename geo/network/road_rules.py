"""Which roads cars use and how fast: a table to be replaced, not a law in the code."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from geo.errors import BadParameter

if TYPE_CHECKING:
    from collections.abc import Mapping

Noding = Literal["shared", "crossings"]

SPEEDS_KMH: Final[Mapping[str, float]] = MappingProxyType(
    {
        "motorway": 100.0,
        "motorway_link": 50.0,
        "trunk": 80.0,
        "trunk_link": 40.0,
        "primary": 50.0,
        "primary_link": 30.0,
        "secondary": 40.0,
        "secondary_link": 30.0,
        "tertiary": 30.0,
        "tertiary_link": 20.0,
        "unclassified": 30.0,
        "residential": 30.0,
        "living_street": 15.0,
        "service": 15.0,
    }
)
"""Speed in km/h where a road states none, by OpenStreetMap ``highway`` class.

The middle design speed of the corresponding class: expressways and first-class highways from
JTG B01-2014; urban expressways, main, secondary and branch roads from CJJ 37-2012. Links take
about half of their road, inside the 0.4 to 0.7 that CJJ 37-2012 gives for ramps. Roads without a
centre line take the 30 km/h limit of article 45 of the Regulation on the Implementation of the
Road Traffic Safety Law. The 15 km/h of living streets and service roads is an assumption. Design
speeds know no traffic lights: times are lower bounds, not forecasts.
"""

CLOSED_ACCESS: Final = frozenset({"no", "private"})


@dataclass(frozen=True, kw_only=True)
class RoadRules:
    """How a layer of lines becomes a network.

    ``speeds_kmh``: the drivable classes with their speeds; roads of other classes are left out.
    ``plain_kmh``: the speed in a layer without a class column, where every line is a road.
    ``closed_access``: values of ``access`` that close a road to the public. ``noding``: "shared"
    joins roads where they have a vertex in common (OpenStreetMap: a bridge does not meet the road
    below), "crossings" also wherever lines cross or touch, for layers drawn without common
    vertices. ``tolerance_m``: with "crossings", how far (≤) an end may miss the next line and
    still be joined to it. ``min_component_m``: connected parts with less road than this (<) are
    left out; 0 keeps everything.
    """

    speeds_kmh: Mapping[str, float] = field(default_factory=lambda: SPEEDS_KMH)
    plain_kmh: float = 30.0
    closed_access: frozenset[str] = CLOSED_ACCESS
    noding: Noding = "shared"
    tolerance_m: float = 0.0
    min_component_m: float = 0.0

    def __post_init__(self) -> None:
        """Refuse speeds that are not above 0 and lengths below 0.

        Raises
        ------
        BadParameter
            Naming the value.
        """
        for name, kmh in (*self.speeds_kmh.items(), ("plain_kmh", self.plain_kmh)):
            if not 0 < kmh < float("inf"):
                raise BadParameter(where=name, value=kmh, allowed="> 0 km/h")
        for name in ("tolerance_m", "min_component_m"):
            if not 0 <= getattr(self, name) < float("inf"):
                raise BadParameter(where=name, value=getattr(self, name), allowed=">= 0 m")
