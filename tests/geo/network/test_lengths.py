import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.crs import GEOD
from geo.distances import geodesic_m
from geo.network.lengths import conformal, steps_m


@given(
    lon=st.floats(110, 115),
    lat=st.floats(-60, 60),
    azimuth=st.floats(0, 360),
    distance_m=st.floats(0.01, 5_000),
)
def test_a_step_is_as_long_as_its_geodesic(lon, lat, azimuth, distance_m):
    there = GEOD.fwd(lon, lat, azimuth, distance_m)[:2]
    assert steps_m(np.array([(lon, lat), there])) == pytest.approx([distance_m], abs=2e-8)


def test_every_step_of_a_line_is_measured():
    lonlat = np.array([(112.0, 37.0), (112.001, 37.0), (112.5, 37.5), (112.5, 37.5)])
    expected = geodesic_m(lonlat[:-1], lonlat[1:])
    assert steps_m(lonlat) == pytest.approx(expected, abs=2e-8)
    assert steps_m(lonlat)[2] == 0


@given(lat=st.floats(-60, 60), azimuth=st.floats(0, 360))
def test_the_plane_is_conformal(lat, azimuth):
    """A metre is equally long in the plane whatever way it points."""
    east, there = (GEOD.fwd(112.0, lat, each, 100.0)[:2] for each in (90.0, azimuth))
    plane = conformal(np.array([(112.0, lat), east, there]))
    along, across = np.hypot(*(plane[1:] - plane[0]).T)
    assert across / along == pytest.approx(1, abs=1e-4)


def test_the_poles_are_not_infinite():
    assert np.isfinite(conformal(np.array([(0.0, 90.0), (0.0, -90.0)]))).all()
