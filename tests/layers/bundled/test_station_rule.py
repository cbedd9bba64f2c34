"""How a county's quota is handed to its townships."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.bundled import station_rule
from layers.bundled.station_rule import Rule, Share

RULE = Rule(
    served_by={2023: 0.3, 2024: 0.6, 2025: 1.0},
    least_piles_per_township=5,
    most_piles_per_station=40,
    least_stations_per_county=2,
    name_zh="{township}{number}",
)
# On a meridian, one minute of latitude (1.85 km) to a unit: 0, 1, 2, 3 and, far off, 9.
ON_A_LINE = np.array([[112.0, 37 + minute / 60] for minute in (0, 1, 2, 3, 9)])


@pytest.mark.parametrize(
    ("total", "parts", "expected"),
    [(80, 3, [27, 27, 26]), (2, 3, [1, 1, 0]), (0, 2, [0, 0]), (7, 1, [7])],
)
def test_split(total: int, parts: int, expected: list[int]):
    assert station_rule.split(total, parts) == expected


def test_order_begins_in_the_middle_and_goes_to_the_farthest():
    # Sums of distances: 15, 12, 11, 12, 30, so row 2 is first; 9 is then 7 away, 0 is 2 away,
    # and of 1 and 3, both 1 away, 3 is farther: a minute of latitude is longer farther north.
    assert station_rule.service_order(ON_A_LINE) == [2, 4, 0, 3, 1]


def test_a_tie_goes_to_the_lower_row():
    on_a_parallel = np.array([[112.2, 37.0], [112.0, 37.0], [112.1, 37.0]])
    assert station_rule.service_order(on_a_parallel) == [2, 0, 1]


def test_served_follows_the_shares():
    quotas = {2023: 100, 2024: 100, 2025: 100}
    assert station_rule.served(RULE, 10, quotas) == {2023: 3, 2024: 6, 2025: 10}


def test_served_is_held_down_by_a_small_quota_and_never_falls():
    # 27 piles are enough for 5 townships, 12 for 2, but those 5 stay served.
    assert station_rule.served(RULE, 10, {2023: 100, 2024: 27, 2025: 12}) == {
        2023: 3,
        2024: 5,
        2025: 5,
    }


def test_a_share_that_is_a_whole_number_is_not_rounded_up():
    rule = dataclasses.replace(RULE, served_by={2023: 0.07})
    assert 0.07 * 100 > 7
    assert station_rule.served(rule, 100, {2023: 500}) == {2023: 7}


def test_two_townships_are_served_from_the_start():
    assert station_rule.served(RULE, 4, {2023: 80}) == {2023: 2}


def test_shares_of_a_county_worked_by_hand():
    shares = station_rule.allot(RULE, ON_A_LINE, {2023: 90, 2024: 10})
    # 2023: 0.3 of 5 is 1.5, so 2 townships get 45 each, in stations of 23 and 22.
    # 2024: 3 townships, but 10 piles are enough for 2 only: 5 each.
    assert shares == [
        Share(township=2, year=2023, stations=(23, 22)),
        Share(township=4, year=2023, stations=(23, 22)),
        Share(township=2, year=2024, stations=(5,)),
        Share(township=4, year=2024, stations=(5,)),
    ]


@given(
    minutes=st.lists(st.integers(0, 500), min_size=1, max_size=16, unique=True),
    quotas=st.lists(st.integers(0, 1200), min_size=3, max_size=3),
)
def test_quotas_are_met_whatever_they_are(minutes: list[int], quotas: list[int]):
    lonlat = np.array([[112.0, 36 + minute / 100] for minute in minutes])
    by_year = dict(zip((2023, 2024, 2025), quotas, strict=True))
    shares = station_rule.allot(RULE, lonlat, by_year)
    for year, quota in by_year.items():
        assert sum(sum(share.stations) for share in shares if share.year == year) == quota
    assert all(0 < piles <= 40 for share in shares for piles in share.stations)


def test_rule_is_read_with_years_as_numbers_in_order():
    table = {
        "served_by": {"2025": 1, "2023": 0.3},
        "least_piles_per_township": 5,
        "most_piles_per_station": 40,
        "least_stations_per_county": 2,
        "name_zh": "x",
    }
    assert list(station_rule.read(table).served_by.items()) == [(2023, 0.3), (2025, 1.0)]
