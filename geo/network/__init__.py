"""Distance and time by road.

Places enter the network along edges, at the nearest point of the nearest road, not at junctions.
Lengths are geodesic, times come from the roads' speeds, one-way roads hold. What cannot be
reached is infinite and says why.

::

    network = network_from_roads(roads)
    origins, stations = snap(network, from_lonlat), snap(network, to_lonlat)
    found = nearest_by_road(network, origins, stations)
"""

from geo.network.between import cost_between, cost_of_pairs
from geo.network.build import network_from_roads, network_from_ways
from geo.network.detour import DetourFactor, Estimate, calibrate_detour, estimate_by_detour
from geo.network.errors import (
    NoRoads,
    NothingToCalibrate,
    RouteBroken,
    UnknownRoute,
    UnreadableNetwork,
)
from geo.network.isodistance import isodistance
from geo.network.nearest import NO_STATION, RoadNearest, nearest_by_road, nodes_to_nearest
from geo.network.network import Network, Weight
from geo.network.reached import Pieces, lines_of, reached
from geo.network.reasons import Reason
from geo.network.road_rules import SPEEDS_KMH, RoadRules
from geo.network.routes import Route, RouteGap, assemble_route, route_pieces
from geo.network.snapping import DEFAULT_MAX_SNAP_M, Snapped, position_at, snap
from geo.network.ways import Ways, ways_from_roads

__all__ = [
    "DEFAULT_MAX_SNAP_M",
    "NO_STATION",
    "SPEEDS_KMH",
    "DetourFactor",
    "Estimate",
    "Network",
    "NoRoads",
    "NothingToCalibrate",
    "Pieces",
    "Reason",
    "RoadNearest",
    "RoadRules",
    "Route",
    "RouteBroken",
    "RouteGap",
    "Snapped",
    "UnknownRoute",
    "UnreadableNetwork",
    "Ways",
    "Weight",
    "assemble_route",
    "calibrate_detour",
    "cost_between",
    "cost_of_pairs",
    "estimate_by_detour",
    "isodistance",
    "lines_of",
    "nearest_by_road",
    "network_from_roads",
    "network_from_ways",
    "nodes_to_nearest",
    "position_at",
    "reached",
    "route_pieces",
    "snap",
    "ways_from_roads",
]
