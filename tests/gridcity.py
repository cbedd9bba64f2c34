"""A city on the equator whose distances anybody can work out.

Along the equator a geodesic is the equator itself, so 1 km east is 1000 / 6 378 137 radians of
longitude, exactly. Places stand at round kilometres east of 112°E; their weights are powers of
two, so that a sum of weights says which places are in it.

::

    km east        0     5    11    20    40    80
    township       A     B     C     D     E     F
    weight         1     2     4     8    16    32
    station     2023                2024 at 30        2025 at 79
"""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np
import shapely

A_M = 6_378_137.0
F = 1 / 298.257223563
WEST_LON = 112.0

TOWNSHIP_KM = (0, 5, 11, 20, 40, 80)
WEIGHTS = (1, 2, 4, 8, 16, 32)
STATION_KM = {2023: 0, 2024: 30, 2025: 79}

# Worked out by hand: to 0; to 0 or 30; to 0, 30 or 79.
NEAREST_KM = {
    2023: (0, 5, 11, 20, 40, 80),
    2024: (0, 5, 11, 10, 10, 50),
    2025: (0, 5, 11, 10, 10, 1),
}


def east(km, north_deg=0.0):
    """Longitude and latitude of a place so many km east along the equator."""
    return (WEST_LON + math.degrees(km * 1000.0 / A_M), north_deg)


def townships():
    letters = "ABCDEF"
    return gpd.GeoDataFrame(
        {
            "code": [f"14070{1 + i // 3}{i:03d}" for i in range(6)],
            "name_zh": [f"{letter}镇" for letter in letters],
            "county_code": [f"14070{1 + i // 3}" for i in range(6)],
            "weight": WEIGHTS,
        },
        geometry=shapely.points([east(km) for km in TOWNSHIP_KM]),
        crs="EPSG:4326",
    )


def stations():
    return gpd.GeoDataFrame(
        {"id": ["s1", "s2", "s3"], "year": list(STATION_KM), "piles": [10, 20, 30]},
        geometry=shapely.points([east(km) for km in STATION_KM.values()]),
        crs="EPSG:4326",
    )


def meridian_arc_m(south_deg, north_deg, steps=2000):
    """Length of a meridian between two latitudes, by Simpson's rule on its radius of curvature."""
    e2 = F * (2 - F)
    lat = np.radians(np.linspace(south_deg, north_deg, 2 * steps + 1))
    radius_m = A_M * (1 - e2) / (1 - e2 * np.sin(lat) ** 2) ** 1.5
    weights = np.ones_like(lat)
    weights[1:-1:2], weights[2:-1:2] = 4, 2
    return float((radius_m * weights).sum() * (lat[1] - lat[0]) / 3)


def parallel_band_m2(west_deg, east_deg, south_deg, north_deg):
    """Area between two meridians and two parallels, from the closed formula for the ellipsoid."""
    return math.radians(east_deg - west_deg) * (_zone(north_deg) - _zone(south_deg))


def _zone(lat_deg):
    """The area from the equator to a latitude, per radian of longitude."""
    e = math.sqrt(F * (2 - F))
    sine = math.sin(math.radians(lat_deg))
    b2 = (A_M * (1 - F)) ** 2
    return b2 / 2 * (sine / (1 - (e * sine) ** 2) + math.atanh(e * sine) / e)
