import numpy as np
import pytest

from geo.errors import BadParameter
from geo.network import (
    NothingToCalibrate,
    calibrate_detour,
    estimate_by_detour,
    network_from_roads,
)
from tests.geo.network.roadcity import at, frame, road


def test_on_a_straight_road_nothing_is_longer():
    network = network_from_roads(frame(road((0, 0), (10, 0))))
    found = calibrate_detour(network, [at(x, 0) for x in (0, 2, 5, 9)], 100)
    assert found.median == pytest.approx(1, abs=1e-6)
    assert list(found.quantiles.values()) == pytest.approx([1] * 5, abs=1e-6)


def test_round_a_corner_it_is_the_root_of_two():
    network = network_from_roads(frame(road((0, 0), (1, 0), (1, 1))))
    found = calibrate_detour(network, [at(0, 0), at(1, 1)], 50)
    # Half of the pairs are a place with itself and are passed over.
    assert found.median == pytest.approx(np.sqrt(2), abs=1e-5)
    assert 0 < found.pairs < 50
    assert found.unreachable == 0


def test_the_same_seed_draws_the_same_pairs():
    network = network_from_roads(frame(road((0, 0), (3, 0), (3, 4), (1, 4))))
    places = [at(0, 0), at(2, 0), at(3, 1), at(3, 4), at(1, 4)]
    assert calibrate_detour(network, places, 7, seed=3) == calibrate_detour(
        network, places, 7, seed=3
    )
    assert calibrate_detour(network, places, 7, seed=3) != calibrate_detour(
        network, places, 7, seed=4
    )


def test_pairs_without_a_way_are_counted_and_without_any_there_is_no_factor():
    network = network_from_roads(frame(road((0, 0), (1, 0)), road((5, 0), (6, 0))))
    places = [at(0, 0), at(1, 0), at(5, 0)]
    found = calibrate_detour(network, places, 60)
    assert found.pairs > 0
    assert found.unreachable > 0
    for none in ([at(0, 0), at(5, 0)], [], [at(0, 0)]):
        with pytest.raises(NothingToCalibrate):
            calibrate_detour(network, np.array(none).reshape(-1, 2), 60)
    with pytest.raises(BadParameter):
        calibrate_detour(network, places, 0)


def test_an_estimate_carries_its_factor_and_label():
    estimate = estimate_by_detour([1000, 2500], 1.3)
    assert estimate.distance_m == pytest.approx([1300, 3250])
    assert (estimate.factor, estimate.method) == (1.3, "estimated_by_detour_factor")
    for wrong in (0.99, float("inf"), float("nan")):
        with pytest.raises(BadParameter):
            estimate_by_detour([1000], wrong)
