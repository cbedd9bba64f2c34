"""What can be wrong with roads, networks and routes."""

from __future__ import annotations

from geo.errors import GeoError


class NoRoads(GeoError):
    """The road layer holds no road that cars may use."""

    code = "no_roads"


class UnreadableNetwork(GeoError):
    """These bytes are not a network of the kind this version writes."""

    code = "unreadable_network"


class UnknownRoute(GeoError):
    """No road has this name."""

    code = "unknown_route"


class RouteBroken(GeoError):
    """The pieces of the route lie further apart than may be bridged."""

    code = "route_broken"


class NothingToCalibrate(GeoError):
    """No pair of places is connected by road, so that there is no ratio to take."""

    code = "nothing_to_calibrate"
