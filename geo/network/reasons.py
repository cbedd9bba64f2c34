"""Why a place has no distance by road; the words for people are ``reason.<value>`` in i18n."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """What keeps a place from a station. ``REACHED`` is the empty text: nothing does.

    ``NO_POSITION``: it is not known where the place is. ``TOO_FAR_FROM_ROAD``: the nearest road is
    farther than a place may be from one. ``NO_STATION_ON_ROAD``: this holds for every station.
    ``DISCONNECTED``: no road joins the place's part of the network to a station, whatever the
    direction. ``ONE_WAY``: roads do, but not in the direction of travel. ``BEYOND_LIMIT``: not
    within the distance or time searched.
    """

    REACHED = ""
    NO_POSITION = "no_position"
    TOO_FAR_FROM_ROAD = "too_far_from_road"
    NO_STATION_ON_ROAD = "no_station_on_road"
    DISCONNECTED = "disconnected"
    ONE_WAY = "one_way"
    BEYOND_LIMIT = "beyond_limit"
