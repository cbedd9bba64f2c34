import pytest

from geo import analyses
from geo.errors import BadParameter
from tests import gridcity

ANALYSIS = analyses.get("estimated-distance")


def run(**raw):
    inputs = {"origins": gridcity.townships(), "stations": gridcity.stations()}
    return ANALYSIS.run(inputs, ANALYSIS.parse({"year": 2025, "thresholds_km": [6, 15], **raw}))


def test_every_row_and_the_summary_say_that_it_is_an_estimate():
    result = run(factor=1.5)
    assert set(result.features["method"]) == {"estimated_by_detour_factor"}
    assert (result.summary["method"], result.summary["factor"]) == (
        "estimated_by_detour_factor",
        1.5,
    )


def test_the_straight_line_is_multiplied_and_the_changed_classes_are_counted():
    # Straight 0 5 11 10 10 1 km; times 1.5: 0 7.5 16.5 15 15 1.5.
    result = run(factor=1.5)
    found = (result.features["estimated_distance_m"] / 1000).tolist()
    assert found == pytest.approx([0, 7.5, 16.5, 15, 15, 1.5], abs=1e-6)
    assert result.summary["class_changed"] >= 2
    assert {"straight": "<6 km", "estimated": "6-15 km", "count": 1} in result.summary[
        "class_changes"
    ]
    assert run(factor=1).summary["class_changed"] == 0


def test_a_road_shorter_than_the_straight_line_is_refused():
    with pytest.raises(BadParameter) as raised:
        run(factor=0.9)
    assert raised.value.where == "factor"
