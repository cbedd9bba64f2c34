"""A town on the equator whose road distances anybody can add up.

Streets run east and north by whole kilometres from 112°E on the equator, where a kilometre north
or east is a kilometre of road to within a few hundredths of a millimetre.

::

    y = 2   A2 ------------- C2
            |                |
    y = 1   A1 ---> B1 ---> C1         one-way eastwards
            |       v        |         B street one-way southwards (drawn northwards, "reverse")
    y = 0   A0 ---- B0 ---- C0 ---- D0     D0 is a dead end        island: x = 10 to 11
    x =     0       1        2       3
"""

from __future__ import annotations

import math

import geopandas as gpd
import shapely

A_M = 6_378_137.0
E2 = (2 - 1 / 298.257223563) / 298.257223563
WEST_LON = 112.0


def at(x_km, y_km):
    """Longitude and latitude of a place so many km east and north of the town's corner."""
    lon = WEST_LON + math.degrees(x_km * 1000.0 / A_M)
    return (lon, math.degrees(y_km * 1000.0 / (A_M * (1 - E2))))


def road(*places, **columns):
    return columns | {"geometry": shapely.LineString([at(*place) for place in places])}


def frame(*roads):
    return gpd.GeoDataFrame(list(roads), crs="EPSG:4326")


def town():
    return frame(
        road((0, 0), (1, 0), (2, 0), (3, 0), **{"class": "primary", "oneway": "false"}),
        road((0, 1), (1, 1), (2, 1), **{"class": "residential", "oneway": "true"}),
        road((0, 2), (2, 2), **{"class": "motorway", "oneway": "false"}),
        road((0, 0), (0, 1), (0, 2), **{"class": "residential", "oneway": "false"}),
        road((1, 0), (1, 1), **{"class": "residential", "oneway": "reverse"}),
        road((2, 0), (2, 1), (2, 2), **{"class": "residential", "oneway": "false"}),
        road((10, 0), (11, 0), **{"class": "service", "oneway": "false"}),
    )


def roundabout():
    """A ring driven anticlockwise from W over S, E and N, with a road to W and one from E."""
    ring = [(4, 0), (5, -1), (6, 0), (5, 1), (4, 0)]
    return frame(
        road((3, 0), (4, 0), highway="primary", junction=None, oneway=None),
        road(*ring, highway="primary", junction="roundabout", oneway=None),
        road((6, 0), (7, 0), highway="primary", junction=None, oneway=None),
    )
