"""Shares of area and of people within reach, worked out by hand on squares and discs."""

import math

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon, box

from geo import indicators
from geo.crs import GEOD
from geo.errors import BadParameter
from geo.indicators import Aim, NotMeasurable
from geo.indicators.park_service import whole_parks
from geo.measures import area_m2
from tests import gridcity

HALF = Aim(comparator=">=", value=0.5)


def frame(geometries, **columns):
    ids = [f"z{number}" for number in range(len(geometries))]
    return gpd.GeoDataFrame({"id": ids, **columns}, geometry=list(geometries), crs=4326)


def rectangle(west_m, east_m, south_m, north_m):
    """A rectangle in metres east and north of the origin of the city, on the equator."""
    lat = [south_m / M_PER_DEG_LAT, north_m / M_PER_DEG_LAT]
    (west, _), (east, _) = gridcity.east(west_m / 1000), gridcity.east(east_m / 1000)
    return box(west, lat[0], east, lat[1])


M_PER_DEG_LAT = gridcity.meridian_arc_m(0, 0.01) / 0.01


def measure(rule, inputs, aim=HALF, **params):
    indicator = indicators.get(rule)
    return indicator.run(inputs, indicator.parse(params), aim)


def site(km=0.0):
    return frame([Point(gridcity.east(km))])


def test_a_disc_covers_its_area_of_a_zone():
    zones = frame([rectangle(-1000, 1000, -1000, 1000)])
    found = measure("coverage-area", {"zones": zones, "sites": site()}, distance_m=500.0)
    assert found.numerator == pytest.approx(math.pi * 500**2, rel=1e-3)
    assert found.denominator == pytest.approx(4e6, rel=1e-6)
    assert found.value == pytest.approx(math.pi / 16, rel=1e-3)
    missing_ha = (0.5 - math.pi / 16) * 400
    assert found.shortfall[0].amount == pytest.approx(missing_ha, rel=1e-3)
    assert (found.status, found.shortfall[0].unit) == ("missed", "ha")


def test_no_site_covers_nothing():
    zones = frame([rectangle(-1000, 1000, -1000, 1000)])
    found = measure("coverage-area", {"zones": zones, "sites": frame([])}, distance_m=500.0)
    assert (found.value, found.status) == (0.0, "missed")


def test_positions_that_may_be_off_open_the_share():
    # Radii 400, 500 and 600 of a disc inside the zone.
    zones = frame([rectangle(-1000, 1000, -1000, 1000)])
    sites = site().assign(error_m=100.0)
    for value, status in ((0.12, "met"), (0.2, "uncertain"), (0.29, "missed")):
        aim = Aim(comparator=">=", value=value)
        inputs = {"zones": zones, "sites": sites}
        assert measure("coverage-area", inputs, aim, distance_m=500.0).status == status


def test_a_bus_stop_reaches_500_m_and_two_at_one_place_no_further():
    zones = frame([rectangle(-1000, 1000, -1000, 1000), rectangle(5000, 6000, 0, 1000)])
    stops = frame([Point(gridcity.east(0))] * 2)
    found = measure("bus-stops", {"zones": zones, "stops": stops})
    assert found.value == pytest.approx(math.pi * 500**2 / 5e6, rel=1e-3)
    assert found.parts["value"].tolist() == pytest.approx([math.pi / 16, 0], rel=1e-3)


def test_a_greenway_reaches_1_000_m_on_both_sides():
    way = frame([LineString([gridcity.east(-10), gridcity.east(10)])])
    zones = frame([rectangle(-1000, 1000, 0, 2000)])
    found = measure("greenways", {"zones": zones, "greenways": way})
    assert found.value == pytest.approx(0.5, rel=1e-3)


def park(area, west_m=0.0):
    side = math.sqrt(area)
    return rectangle(west_m, west_m + side, 0, side)


@pytest.mark.parametrize(
    ("area", "radius"),
    [(1_990, 0), (2_010, 300), (4_990, 300), (5_010, 500)],
)
def test_a_park_serves_by_its_size_from_its_edge(area, radius):
    zones = frame([rectangle(-2000, 2000, -2000, 2000)])
    found = measure("park-service", {"zones": zones, "parks": frame([park(area)])})
    side = math.sqrt(area)
    # A square grown by r: itself, four strips and four quarter discs.
    expected = area + 4 * side * radius + math.pi * radius**2 if radius else 0.0
    assert found.numerator == pytest.approx(expected, rel=2e-3)


def test_the_size_limits_belong_to_the_class_above_them():
    zones, parks = frame([rectangle(-2000, 2000, -2000, 2000)]), frame([park(3000)])
    exact = float(area_m2(parks)[0])
    larger, smaller = (
        measure("park-service", {"zones": zones, "parks": parks}, **limits).numerator
        for limits in ({"large_m2": exact}, {"large_m2": math.nextafter(exact, 1e9)})
    )
    assert larger > 1.5 * smaller > 0
    at_the_least = measure("park-service", {"zones": zones, "parks": parks}, small_m2=exact)
    assert at_the_least.numerator == pytest.approx(smaller)
    none = measure("park-service", {"zones": zones, "parks": parks},
                   small_m2=math.nextafter(exact, 1e9), large_m2=1e6)  # fmt: skip
    assert none.numerator == 0
    with pytest.raises(BadParameter):
        measure("park-service", {"zones": zones, "parks": parks}, small_m2=9000.0)


def test_one_park_drawn_in_two_pieces_is_one_park():
    # Two halves of 3 000 m² each: apart they serve 300 m, together 500 m.
    halves = [rectangle(0, 50, 0, 60), rectangle(50, 100, 0, 60)]
    assert len(whole_parks(frame(halves))) == 1
    zones = frame([rectangle(-2000, 2000, -2000, 2000)])
    found = measure("park-service", {"zones": zones, "parks": frame(halves)})
    assert found.numerator == pytest.approx(6000 + 500 * 320 + math.pi * 500**2, rel=2e-3)


def test_a_park_outside_the_zone_serves_too():
    zones = frame([rectangle(0, 100, 0, 100)])
    parks = frame([rectangle(-300, -200, 0, 100)])
    assert measure("park-service", {"zones": zones, "parks": parks}).value == pytest.approx(1.0)


def test_area_share_counts_overlaps_once_and_only_inside():
    zones = frame([rectangle(0, 1000, 0, 1000)])
    patches = frame([rectangle(0, 500, 0, 500), rectangle(0, 500, 0, 500),
                     rectangle(500, 2000, 500, 1000)])  # fmt: skip
    found = measure("area-share", {"zones": zones, "patches": patches})
    assert found.value == pytest.approx(0.5, rel=1e-6)
    assert measure("area-share", {"zones": zones, "patches": patches},
                   Aim(comparator=">=", value=0.6)).shortfall[0].amount == pytest.approx(
        10, rel=1e-4
    )  # fmt: skip


def test_a_zone_of_no_area_is_no_denominator():
    sliver = Polygon([(112, 0), (112.01, 0), (112, 0)])
    found = measure("area-share", {"zones": frame([sliver]), "patches": frame([park(100)])})
    assert found == NotMeasurable(needs=("zones",), reason="no_denominator")


def test_people_within_reach_by_weight():
    places = gridcity.townships().rename(columns={"code": "id", "weight": "amount"})
    sites = gridcity.stations()  # 0, 5, 11, 10, 10, 1 km
    found = measure("coverage-population", {"places": places, "sites": sites}, distance_m=8000.0)
    assert (found.numerator, found.denominator) == (1 + 2 + 32, 63)
    edge = float(found.parts["value"][1])
    for comparator, people in (("<", 33), ("<=", 35)):
        inputs = {"places": places, "sites": sites}
        at = measure("coverage-population", inputs, distance_m=edge, comparator=comparator)
        assert at.numerator == people
    assert measure("coverage-population", {"places": places, "sites": sites},
                   Aim(comparator=">=", value=1.0), distance_m=8000.0
                   ).shortfall[0].amount == pytest.approx(28)  # fmt: skip


def test_no_people_is_no_denominator():
    places = gridcity.townships().rename(columns={"code": "id"}).assign(amount=0.0)
    found = measure("coverage-population", {"places": places, "sites": gridcity.stations()},
                    distance_m=1.0)  # fmt: skip
    assert found.reason == "no_denominator"


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(-3, 3), min_size=1, max_size=4), st.floats(-3, 3), st.floats(50, 900))
def test_another_stop_never_lowers_coverage(there, further, radius):
    zones = frame([rectangle(-2000, 0, -1000, 1000), rectangle(0, 2000, -1000, 1000)])
    stops = [frame([Point(gridcity.east(km)) for km in at]) for at in (there, [*there, further])]
    before, after = (
        measure("bus-stops", {"zones": zones, "stops": each}, radius_m=radius) for each in stops
    )
    assert after.value >= before.value - 1e-9
    assert (after.parts["value"] >= before.parts["value"] - 1e-9).all()
    assert 0 <= after.value <= 1


def test_the_radius_holds_on_the_ground_at_the_latitude_of_shanxi():
    lon, lat = 112.55, 37.87
    ring = [GEOD.fwd(lon, lat, azimuth, 2000)[:2] for azimuth in np.arange(0, 360, 5)]
    zones = frame([Polygon(ring)])
    found = measure("bus-stops", {"zones": zones, "stops": frame([Point(lon, lat)])})
    assert found.numerator == pytest.approx(math.pi * 500**2, rel=1e-3)
