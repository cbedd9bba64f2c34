import pytest

from geo import units


@pytest.mark.parametrize("tenths", range(1, 1_000, 7))
def test_kilometres_become_metres_without_a_trace_of_binary_fractions(tenths):
    assert units.metres_from_km(tenths / 10) == tenths * 100


def test_there_and_back():
    assert units.km_from_metres(units.metres_from_km(12.5)) == 12.5
    assert units.M2_PER_MU * 15 == units.M2_PER_HECTARE
