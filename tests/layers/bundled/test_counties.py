"""The 27 counties."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import pytest

from geo.geometry import area_m2
from layers.bundled import counties, sources
from layers.bundled.errors import BadBundledData

SHARED = Path(__file__).resolve().parents[4] / "shared/geodata/counties_tianditu.geojson"


def test_27_counties_of_three_prefectures():
    frame = counties.frame()
    assert len(frame) == 27
    assert frame["prefecture_zh"].value_counts().to_dict() == {
        "晋中市": 11,
        "太原市": 10,
        "朔州市": 6,
    }
    assert (frame["adcode"].str[:4] + "00" == frame["prefecture_code"]).all()
    assert all(a < b for a, b in pairwise(frame["adcode"]))


def test_names_in_both_languages():
    row = counties.frame().set_index("adcode").loc["140702"]
    assert (row["name_zh"], row["name_en"]) == ("榆次区", "Yuci District")
    assert (row["prefecture_zh"], row["prefecture_en"]) == ("晋中市", "Jinzhong")
    frame = counties.frame()
    ends = {"区": "District", "县": "County", "市": "City"}
    for name_zh, name_en in zip(frame["name_zh"], frame["name_en"], strict=True):
        assert name_en.split()[-1] == ends[name_zh[-1]], name_zh


def test_polygons_are_valid_and_apart():
    frame = counties.frame()
    assert frame.crs == "EPSG:4326"
    assert frame.geometry.is_valid.all()
    overlaps = frame.overlay(frame, keep_geom_type=True)
    twice = overlaps[overlaps["adcode_1"] != overlaps["adcode_2"]]
    assert twice.empty


def test_area_of_jinzhong_is_as_the_statistics_have_it():
    # The prefecture is 16 400 km2 by its own statistics.
    frame = counties.frame()
    jinzhong = frame[frame["prefecture_code"] == "140700"]
    assert area_m2(jinzhong).sum() / 1e6 == pytest.approx(16_400, rel=0.01)


def test_a_package_without_a_listed_county_is_refused(monkeypatch: pytest.MonkeyPatch):
    renamed = sources.table("layers/counties.csv").replace("榆次区", "榆次县")
    with pytest.raises(BadBundledData, match="榆次县"):
        counties._rows_of(renamed)


def test_a_caller_cannot_change_what_others_get():
    frame = counties.frame()
    frame.loc[0, "name_zh"] = "x"
    assert counties.frame().loc[0, "name_zh"] == "小店区"


@pytest.mark.shared_geodata
def test_counties_agree_with_a_finer_drawing_of_the_same_counties():
    finer = gpd.read_file(SHARED).set_index("adcode").geometry
    ours = counties.frame().set_index("adcode").geometry
    assert set(finer.index) == set(ours.index)
    for code, polygon in ours.items():
        differing = polygon.symmetric_difference(finer[code]).area / finer[code].area
        assert differing < 0.07, code
