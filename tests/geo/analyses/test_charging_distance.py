from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import Point, box

from geo import analyses
from geo.errors import (
    BadParameter,
    EmptyInput,
    MissingColumn,
    UnknownRegion,
    WrongColumnKind,
    YearWithoutData,
)
from tests import gridcity

ANALYSIS = analyses.get("charging-distance")


def run(origins=None, stations=None, **raw):
    inputs = {
        "origins": gridcity.townships() if origins is None else origins,
        "stations": gridcity.stations() if stations is None else stations,
    }
    return ANALYSIS.run(inputs, ANALYSIS.parse(raw))


@pytest.mark.parametrize("year", [2023, 2024, 2025])
def test_each_year_has_the_distances_worked_out_by_hand(year):
    features = run(year=year).features
    assert features["distance_m"].to_numpy() / 1000 == pytest.approx(
        gridcity.NEAREST_KM[year], abs=1e-9
    )
    assert features["code"].tolist() == gridcity.townships()["code"].tolist()


def test_stations_classes_and_summary_of_2024():
    result = run(year=2024, thresholds_km=[6, 10.5, 30])
    features, summary = result.features, result.summary
    assert features["nearest_id"].tolist() == ["s1", "s1", "s1", "s2", "s2", "s2"]
    assert features["class"].tolist() == [
        "<6 km",
        "<6 km",
        "10.5-30 km",
        "6-10.5 km",
        "6-10.5 km",
        ">=30 km",
    ]
    assert list(features.columns) == [
        "code",
        "name_zh",
        "county_code",
        "distance_m",
        "nearest_id",
        "class",
        "lon",
        "lat",
        "geometry",
    ]
    assert (summary["count"], summary["year"], summary["without_position"]) == (6, 2024, 0)
    assert summary["max_m"] == pytest.approx(50_000)
    assert summary["mean_m"] == pytest.approx(86_000 / 6)
    assert summary["p90_m"] == pytest.approx(30_500)  # 0.9 · 5 = 4.5: between 11 and 50 km
    assert [each["count"] for each in summary["within"]] == [2, 4, 5]
    assert [each["count"] for each in summary["classes"]] == [2, 2, 1, 1]


def test_without_a_year_every_station_counts_dated_or_not():
    stations = gridcity.stations().assign(year=[2023, None, 2025])
    assert run(stations=stations).features["distance_m"][3] == pytest.approx(10_000)
    # Asked for a year, the undated one cannot be shown to be there.
    assert run(stations=stations, year=2025).features["distance_m"][3] == pytest.approx(20_000)


@pytest.mark.parametrize("year", [2022, 2026])
def test_a_year_before_or_after_the_data_lists_the_years_there_are(year):
    with pytest.raises(YearWithoutData) as raised:
        run(year=year)
    assert raised.value.facts == {"year": year, "years": [2023, 2024, 2025]}


def test_a_year_between_those_of_the_data_is_fine():
    stations = gridcity.stations().drop(index=1)
    assert run(stations=stations, year=2024).features["distance_m"][5] == pytest.approx(80_000)


def test_a_year_needs_the_column_of_years():
    with pytest.raises(MissingColumn) as raised:
        run(stations=gridcity.stations().drop(columns="year"), year=2024)
    assert raised.value.facts["columns"] == ["year"]


def test_a_region_keeps_its_places_and_looks_across_its_border():
    features = run(region="140702").features
    assert features["name_zh"].tolist() == ["D镇", "E镇", "F镇"]
    west = run(region="140702", stations=gridcity.stations().iloc[:1]).features
    assert west["distance_m"][0] == pytest.approx(20_000)
    assert len(run(region="140700").features) == 6


def test_an_unknown_region_and_a_code_that_is_none_are_refused():
    with pytest.raises(UnknownRegion) as raised:
        run(region="1501")
    assert raised.value.facts["allowed"] == ["1407"]
    with pytest.raises(BadParameter):
        ANALYSIS.parse({"region": "晋中"})


def test_without_a_county_code_it_follows_from_the_code():
    features = run(origins=gridcity.townships().drop(columns="county_code")).features
    assert features["county_code"].tolist() == ["140701"] * 3 + ["140702"] * 3


def test_areas_are_measured_from_their_stated_point_and_keep_their_outline():
    lon, lat = gridcity.east(11)
    area = box(lon - 0.1, -0.05, lon + 0.3, 0.05)
    origins = gridcity.townships().iloc[[2]].assign(lon=lon, lat=lat).set_geometry([area], crs=4326)
    features = run(origins=origins, year=2023).features
    assert features["distance_m"][0] == pytest.approx(11_000)
    assert features.geometry[0].equals(area)
    inside = run(origins=origins.drop(columns=["lon", "lat"]), year=2023).features
    assert inside["distance_m"][0] > 12_000
    assert area.contains(Point(inside["lon"][0], inside["lat"][0]))


def test_places_without_a_position_stay_without_a_distance():
    origins = gridcity.townships()
    origins.loc[1, "geometry"] = None
    result = run(origins=origins, year=2023)
    row = result.features.iloc[1]
    assert np.isnan(row["distance_m"])
    assert pd.isna(row["nearest_id"])
    assert row["class"] == "unknown"
    assert (result.summary["count"], result.summary["without_position"]) == (6, 1)
    assert sum(each["count"] for each in result.summary["classes"]) == 5
    assert result.summary["mean_m"] == pytest.approx(151_000 / 5)


def test_stations_without_a_position_are_passed_over_and_none_at_all_is_refused():
    stations = gridcity.stations()
    stations.loc[0, "geometry"] = None
    assert run(stations=stations).features["nearest_id"][0] == "s2"
    stations["geometry"] = None
    with pytest.raises(EmptyInput):
        run(stations=stations)


def test_equally_far_stations_are_chosen_by_id_whatever_the_order_of_rows():
    twice = pd.concat([gridcity.stations().assign(id="t"), gridcity.stations()])
    for stations in (twice, twice.iloc[::-1]):
        features = run(stations=gpd.GeoDataFrame(stations, crs=4326)).features
        assert set(features["nearest_id"]) == {"s1", "s2", "s3"}


def test_codes_that_are_numbers_are_refused():
    origins = gridcity.townships()
    origins["code"] = origins["code"].astype(int)
    with pytest.raises(WrongColumnKind):
        run(origins=origins)


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 2**32 - 1))
def test_the_order_of_rows_changes_nothing(seed):
    rng = np.random.default_rng(seed)
    straight = run().features.set_index("code")
    turned = run(
        origins=gridcity.townships().iloc[rng.permutation(6)],
        stations=gridcity.stations().iloc[rng.permutation(3)],
    ).features.set_index("code")
    assert turned.loc[straight.index].equals(straight)


@settings(deadline=None, max_examples=25)
@given(km=st.floats(-10, 90), north=st.floats(-0.2, 0.2))
def test_another_station_never_lengthens_a_distance(km, north):
    more = gpd.GeoDataFrame(
        {"id": ["s9"], "year": [2023], "piles": [1]},
        geometry=shapely.points([gridcity.east(km, north)]),
        crs=4326,
    )
    stations = pd.concat([gridcity.stations(), more], ignore_index=True)
    after = run(stations=stations).features["distance_m"]
    assert (after <= run().features["distance_m"]).all()


@pytest.mark.parametrize("system", [4490, 4546, 4547, 4525, 3857])
def test_the_system_the_data_comes_in_changes_nothing(system):
    origins = gridcity.townships().set_geometry(gridcity.townships().translate(yoff=37.5))
    stations = gridcity.stations().set_geometry(gridcity.stations().translate(yoff=37.4))
    plain = run(origins=origins, stations=stations).features
    moved = run(origins=origins.to_crs(system), stations=stations.to_crs(4547)).features
    assert moved["distance_m"].to_numpy() == pytest.approx(plain["distance_m"], abs=1e-3)
    assert moved.crs.to_epsg() == 4326
    assert moved["nearest_id"].tolist() == plain["nearest_id"].tolist()


@pytest.mark.shared_geodata
def test_real_townships_agree_with_comparing_all_pairs_to_a_decimetre():
    folder = Path(__file__).resolve().parents[4] / "shared" / "geodata"
    origins = gpd.read_file(folder / "jinzhong_township_points.geojson")
    origins = origins.rename(columns={"name": "name_zh"})
    stations = origins.iloc[::9].reset_index(drop=True)
    stations = stations.assign(id=[f"s{row:02d}" for row in stations.index])
    found = run(origins=origins.to_crs(4547), stations=stations).features
    for row, lon, lat in zip(found.itertuples(), origins["lon"], origins["lat"], strict=True):
        all_m = [Geod(ellps="WGS84").inv(lon, lat, p.x, p.y)[2] for p in stations.geometry]
        assert row.distance_m == pytest.approx(min(all_m), abs=0.1)
        assert row.nearest_id == stations["id"][int(np.argmin(all_m))]
