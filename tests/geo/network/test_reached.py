import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import BadParameter
from geo.geometry import area_m2, length_m
from geo.network import (
    cost_between,
    isodistance,
    lines_of,
    network_from_roads,
    position_at,
    reached,
    snap,
)
from tests.geo.network.roadcity import at, frame, road, town

TOWN = network_from_roads(town())


def places(*chosen):
    return snap(TOWN, [at(*each) for each in chosen])


def reached_km(station, limit_m, **options):
    """Kilometres of road within the limit, each point counted once."""
    lines = lines_of(TOWN, reached(TOWN, places(station), limit_m, **options))
    return float(length_m(shapely.union_all(lines, grid_size=1e-9))) / 1000 if len(lines) else 0.0


def test_the_stretches_end_exactly_at_the_limit():
    # From the dead end D0: 1 km to C0, then 400 m each west and north.
    assert reached_km((3, 0), 1400) == pytest.approx(1 + 0.4 + 0.4, abs=1e-4)


def test_a_station_in_the_middle_of_an_edge_reaches_both_ways():
    assert reached_km((1, 2), 300) == pytest.approx(0.6, abs=1e-4)


def test_on_one_way_streets_to_and_from_differ():
    # Beside A1 to B1 at 0.5: to it one comes from behind, from it one goes ahead.
    to = lines_of(TOWN, reached(TOWN, places((0.5, 1)), 200))
    away = lines_of(TOWN, reached(TOWN, places((0.5, 1)), 200, direction="from"))
    assert shapely.union_all(to).bounds[::2] == pytest.approx((at(0.3, 1)[0], at(0.5, 1)[0]))
    assert shapely.union_all(away).bounds[::2] == pytest.approx((at(0.5, 1)[0], at(0.7, 1)[0]))
    # B1 is reached within 1 km from A1 only; from it 1 km leads to C1 and to B0.
    assert reached_km((1, 1), 1000) == pytest.approx(1, abs=1e-4)
    assert reached_km((1, 1), 1000, direction="from") == pytest.approx(2, abs=1e-4)


def test_the_straight_line_to_the_road_uses_up_the_limit():
    assert reached_km((1, 2.25), 300) == pytest.approx(2 * 0.05, abs=1e-4)
    assert reached_km((1, 2.25), 250) == pytest.approx(0, abs=1e-4)
    assert reached_km((1, 8), 300) == 0


def test_seconds_reach_farther_on_faster_roads():
    # 36 s: 1 km on the motorway at 100 km/h each way.
    assert reached_km((1, 2), 36, weight="seconds") == pytest.approx(2, abs=1e-4)


def test_everything_is_reached_with_enough():
    # All but the island: 3 + 2 + 2 + 2 + 1 + 2 km.
    assert reached_km((0, 0), 50_000) == pytest.approx(12, abs=1e-4)


@settings(deadline=None)
@given(
    x=st.floats(0, 3),
    limit_m=st.floats(1, 5_000),
    seed=st.integers(0, 1_000),
    direction=st.sampled_from(["to", "from"]),
)
def test_a_point_of_a_road_is_in_a_stretch_exactly_if_it_is_within_the_limit(
    x, limit_m, seed, direction
):
    station = places((x, 0))
    pieces = reached(TOWN, station, limit_m, direction=direction)
    rng = np.random.default_rng(seed)
    edge = rng.integers(TOWN.edge_count, size=60)
    offset_m = rng.uniform(1, TOWN.edge_m[edge] - 1)
    points = snap(TOWN, position_at(TOWN, edge, offset_m)[0])
    cost = cost_between(TOWN, *((points, station) if direction == "to" else (station, points)))
    clear = np.abs(cost.ravel() - limit_m) > 0.01
    inside = [
        bool(((pieces.edge == e) & (pieces.from_m <= m) & (m <= pieces.to_m)).any())
        for e, m in zip(edge.tolist(), offset_m.tolist(), strict=True)
    ]
    assert np.array_equal(np.array(inside)[clear], (cost.ravel() <= limit_m)[clear])


def test_the_area_follows_the_roads():
    (area,) = isodistance(TOWN, places((3, 0)), [1400.0], width_m=50)
    # The T at C0: 1.8 km of road 100 m wide, three round ends, less the corners counted twice.
    strips = 1800 * 100 + 1.5 * np.pi * 50**2
    assert area_m2(area) == pytest.approx(strips - 0.5 * 100 * 100 / 2, rel=0.02)
    assert area.contains(shapely.Point(at(2.5, 0.04)))
    assert not area.contains(shapely.Point(at(2.5, 0.06)))


def test_blocks_between_reached_streets_are_filled_if_small_enough():
    block = frame(road((0, 0), (1, 0), (1, 1), (0, 1), (0, 0)), road((0, 0), (-1, 0)))
    network = network_from_roads(block)
    station = snap(network, [at(0, 0)])
    inside_m2 = 900.0**2
    for fill_m2, holes in ((0, 1), (inside_m2 * 0.99, 1), (inside_m2 * 1.01, 0)):
        (area,) = isodistance(network, station, [3000.0], width_m=50, fill_below_m2=fill_m2)
        assert [len(part.interiors) for part in area.geoms] == [holes]


def test_areas_come_in_the_order_of_the_limits_and_contain_smaller_ones():
    large, none, small = isodistance(TOWN, places((0, 0)), [3000.0, 0.0, 1000.0])
    assert area_m2(large) > area_m2(small) > 0
    assert none.is_empty
    assert large.buffer(1e-6).contains(small)


@pytest.mark.parametrize("wrong", [{"limits": [-1]}, {"limits": [np.inf]}, {"width_m": 0}])
def test_limits_and_widths_out_of_range_are_refused(wrong):
    with pytest.raises(BadParameter):
        isodistance(TOWN, places((0, 0)), **{"limits": [1000.0], **wrong})
