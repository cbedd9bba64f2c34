import json

import numpy as np
import pytest

from geo.errors import BadParameter
from geo.summaries import distance_summary


def test_figures_of_ten_distances_worked_out_by_hand():
    distances_m = np.array([1, 2, 3, 4, 5, 10, 20, 30, 40, 90]) * 1000.0
    found = distance_summary(distances_m, [10, 30])
    assert found["count"] == 10
    assert found["max_m"] == 90_000
    assert found["mean_m"] == 20_500
    assert found["median_m"] == 7_500
    # Rank 0.9 · 9 = 8.1: a tenth of the way from 40 to 90 km.
    assert found["p90_m"] == pytest.approx(45_000)
    # Exactly 10 and 30 km are not less than 10 and 30 km.
    assert found["within"] == [
        {"threshold_km": 10.0, "comparator": "<", "count": 5, "share": 0.5, "mean_m": 3_000.0},
        {"threshold_km": 30.0, "comparator": "<", "count": 7, "share": 0.7, "mean_m": 45_000 / 7},
    ]
    assert [(each["class"], each["count"], each["share"]) for each in found["classes"]] == [
        ("<10 km", 5, 0.5),
        ("10-30 km", 2, 0.2),
        (">=30 km", 3, 0.3),
    ]
    assert [(each["from_km"], each["to_km"]) for each in found["classes"]] == [
        (0.0, 10.0),
        (10.0, 30.0),
        (30.0, None),
    ]


def test_unknown_positions_are_counted_once_and_measured_nowhere():
    found = distance_summary(np.array([5_000.0, np.nan, 15_000.0]), [10])
    assert (found["count"], found["without_position"]) == (3, 1)
    assert (found["mean_m"], found["within"][0]["share"]) == (10_000, 0.5)
    assert sum(each["count"] for each in found["classes"]) == 2


@pytest.mark.parametrize("distances_m", [np.array([]), np.array([np.nan, np.nan])])
def test_of_nothing_known_no_figure_is_made_up(distances_m):
    found = distance_summary(distances_m, [10])
    assert found["max_m"] is found["p90_m"] is found["mean_m"] is found["median_m"] is None
    assert found["within"][0] == {
        "threshold_km": 10.0,
        "comparator": "<",
        "count": 0,
        "share": None,
        "mean_m": None,
    }
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_thresholds_are_checked():
    with pytest.raises(BadParameter):
        distance_summary(np.array([1.0]), [])
