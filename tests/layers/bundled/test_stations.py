"""The demonstration stations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.distances import nearest
from layers.bundled import charging_allocations, counties, stations, townships

if TYPE_CHECKING:
    import geopandas as gpd


@pytest.fixture(scope="module")
def frame() -> gpd.GeoDataFrame:
    return stations.frame()


def test_piles_of_each_county_and_year_equal_the_printed_cell(frame):
    piles = frame.groupby(["county_code", "year"])["piles"].sum()
    printed = charging_allocations.frame().set_index("adcode")
    for year in (2023, 2024, 2025):
        cells = printed[f"new_{year}"]
        assert piles.xs(year, level="year").to_dict() == cells.to_dict()
    assert frame["piles"].sum() == 2100 + 1683 + 2241


def test_ids_count_up_within_county_and_year(frame):
    assert frame["id"].iloc[0] == "140702-2023-001"
    for (county, year), part in frame.groupby(["county_code", "year"]):
        numbers = range(1, len(part) + 1)
        assert list(part["id"]) == [f"{county}-{year}-{number:03d}" for number in numbers]
    assert frame["id"].is_unique


def test_two_stations_and_thirty_piles_in_each_county_from_the_first_year(frame):
    first = frame[frame["year"] == 2023].groupby("county_code")["piles"]
    assert (first.size() >= 2).all()
    assert (first.sum() >= 30).all()
    assert len(first) == 11


def test_every_township_has_five_piles_by_2025(frame):
    listed = townships.frame()
    jinzhong = listed.loc[listed["prefecture_code"] == "140700", "code"]
    piles = frame.groupby("township_code")["piles"].sum()
    assert set(piles.index) == set(jinzhong)
    assert piles.min() >= 5


def test_fewer_townships_are_served_in_the_years_before(frame):
    served = [frame.loc[frame["year"] <= year, "township_code"].nunique() for year in (2023, 2024)]
    # Three and six tenths of each county's townships, rounded up and at least two.
    assert served == [44, 83]


def test_stations_stand_in_their_township_apart_from_each_other(frame):
    areas = townships.frame().set_index("code").geometry
    for row in frame.itertuples():
        assert areas[row.township_code].intersects(row.geometry), row.id
    assert frame.geometry.to_wkb().is_unique


def test_distances_shrink_from_year_to_year(frame):
    listed = townships.frame()
    origins = listed.loc[listed["prefecture_code"] == "140700", ["lon", "lat"]].to_numpy()
    farthest_m, mean_m = [], []
    for year in (2023, 2024, 2025):
        open_by_then = frame[frame["year"] <= year].geometry
        found = nearest(origins, np.column_stack((open_by_then.x, open_by_then.y)))
        farthest_m.append(found.distance_m.max())
        mean_m.append(found.distance_m.mean())
    assert farthest_m[0] > 1.2 * farthest_m[1] > 1.2**2 * farthest_m[2] > 0
    assert mean_m[0] > 1.2 * mean_m[1] > 1.2**2 * mean_m[2] > 0


def test_township_lies_in_the_county_of_its_stations(frame):
    county_of = townships.frame().set_index("code")["county_code"]
    assert (county_of[frame["township_code"]].to_numpy() == frame["county_code"].to_numpy()).all()
    assert set(frame["county_code"]) <= set(counties.frame()["adcode"])


def test_names_say_that_they_are_examples(frame):
    assert frame["name_zh"].str.contains("（示例）", regex=False).all()
    township = townships.frame().set_index("code")["name_zh"][frame["township_code"]]
    number = frame.groupby("township_code").cumcount() + 1
    expected = [f"{name}充电站（示例）{n}" for name, n in zip(township, number, strict=True)]
    assert list(frame["name_zh"]) == expected
