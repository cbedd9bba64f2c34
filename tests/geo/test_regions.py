import pandas as pd
import pytest

from geo.errors import UnknownRegion
from geo.regions import in_region, region_prefix

CODES = pd.DataFrame(
    {
        "code": ["140702001", "140781100", "140110003", None],
        "county_code": ["140702", "140781", "140110", "140702"],
    }
)


@pytest.mark.parametrize(
    ("code", "prefix"),
    [
        ("14", "14"),
        ("140000", "14"),
        ("1407", "1407"),
        ("140700", "1407"),
        ("140702", "140702"),
        ("140110", "140110"),
        ("1400", "14"),
        ("140702100", "140702100"),
        ("140702000", "140702"),
        ("140702001000", "140702001"),
        ("140700000000", "1407"),
    ],
)
def test_zeros_at_the_end_stand_for_the_level_above(code, prefix):
    assert region_prefix(code) == prefix


@pytest.mark.parametrize(
    ("region", "inside"),
    [
        ("14", [True, True, True, True]),
        ("140700", [True, True, False, True]),
        ("140702", [True, False, False, True]),
        ("140702001", [True, False, False, False]),
        ("140110", [False, False, True, False]),
    ],
)
def test_rows_belong_by_either_code(region, inside):
    assert in_region(CODES, region).tolist() == inside


def test_a_region_without_rows_lists_those_there_are():
    with pytest.raises(UnknownRegion) as raised:
        in_region(CODES, "1501")
    assert raised.value.where == "region"
    assert raised.value.facts == {"value": "1501", "allowed": ["1401", "1407"]}
