"""The made-up town, layer by layer, against what was counted by hand (see conftest)."""

from __future__ import annotations

import osmium
import pandas as pd
import pyproj
import pytest
import shapely

from layers import osm
from layers.osm.contents import DESCRIPTIONS, description
from layers.osm.errors import NothingInside, NotOsm, OsmFileMissing
from layers.osm.themes import THEMES

GEOD = pyproj.Geod(ellps="WGS84")


def test_roads_for_cars_inside_are_kept_and_nothing_else(layers_of):
    assert sorted(layers_of["roads"].index) == ["w1", "w10", "w2", "w3", "w4", "w5"]


def test_road_attributes(layers_of):
    roads = layers_of["roads"]
    assert roads.loc["w1", "name_zh"] == "长宁街"
    assert roads.loc["w1", "name_en"] == "Changning Street"
    assert roads.loc["w1", "maxspeed_kmh"] == 60
    assert roads.loc["w2", "maxspeed_kmh"] is pd.NA
    assert roads["oneway"].to_dict() == {
        "w1": "false", "w2": "false", "w3": "true", "w4": "true", "w5": "reverse", "w10": "false",
    }  # fmt: skip
    assert roads.loc["w10", ["bridge", "tunnel", "layer", "access"]].tolist() == [
        True, False, 1, "private",
    ]  # fmt: skip


def test_a_road_is_cut_at_the_border_in_its_own_direction(layers_of):
    roads = layers_of["roads"]
    assert list(roads.loc["w3", "geometry"].coords) == [(113.05, 37.52), (113.1, 37.52)]
    assert list(roads.loc["w5", "geometry"].coords) == [(113.1, 37.53), (113.08, 37.53)]


def test_rivers_are_classed_by_name_and_prefecture(layers_of):
    rivers = layers_of["rivers"]
    assert rivers["class"].fillna("").to_dict() == {
        "w20": "main_stem",
        "w21": "",
        "w22": "tributary",
    }
    assert rivers.loc["w20", "name_en"] == "Fen River"


def test_parks_with_holes_and_across_the_border(layers_of):
    parks = layers_of["parks"]
    assert sorted(parks.index) == ["r1", "w32"]
    assert parks.loc["w32", "geometry"].bounds == (113.09, 37.56, 113.11, 37.57)
    outer = abs(
        GEOD.polygon_area_perimeter([112.95, 112.96, 112.96, 112.95], [37.56, 37.56, 37.57, 37.57])[
            0
        ]
    )
    pond = abs(
        GEOD.polygon_area_perimeter(
            [112.954, 112.956, 112.956, 112.954], [37.564, 37.564, 37.566, 37.566]
        )[0]
    )
    assert parks.loc["r1", "area_m2"] == pytest.approx(outer - pond, abs=1e-3)


def test_each_bus_stop_once(layers_of):
    stops = layers_of["bus-stops"]
    assert sorted(stops.index) == ["n52", "n54", "n56"]
    assert stops.loc["n56", ["county_code", "county_zh"]].tolist() == ["140105", "东区"]


def test_public_stations_with_where_their_numbers_come_from(layers_of):
    stations = layers_of["stations"]
    columns = ["piles", "piles_from", "connectors", "year", "year_from", "county_code"]
    told = stations[columns].astype(object).where(stations[columns].notna(), None)
    assert told.loc["n58"].tolist() == [4, "capacity", None, 2023, "start_date", "140702"]
    assert told.loc["n59"].tolist() == [2, "socket", 2, 2024, "last_edit", "140105"]
    assert told.loc["w41"].tolist() == [None, None, None, None, None, "140105"]
    assert len(stations) == 3


def test_a_station_drawn_as_a_building_gets_a_point_inside(layers_of):
    point = layers_of["stations"].loc["w41", "geometry"]
    assert shapely.box(113.04, 37.54, 113.041, 37.541).contains(point)


def test_places_need_a_name(layers_of):
    places = layers_of["places"]
    assert places.loc["n62", ["name_zh", "name_en", "class"]].tolist() == ["某村", "Mou", "village"]
    assert places.loc["n62", "population"] == 1234
    assert len(places) == 1


def test_streets_are_joined_by_name_within_each_county(layers_of):
    streets = layers_of["streets"]
    assert sorted(streets.index) == ["140105-长宁街", "140702-长宁街"]
    west = streets.loc["140702-长宁街"]
    assert west["pieces"] == 1
    # From 112.92 to 113.00 along the parallel, with vertices at 112.95.
    expected_m = GEOD.line_length([112.92, 112.95, 113.0], [37.55] * 3)
    assert west["length_m"] == pytest.approx(expected_m, abs=1e-3)
    assert streets.loc["140105-长宁街", "name_en"] == "Changning Street"


def test_small_batches_give_the_same_features(town, town_counties, layers_of, frames_of):
    for name, frame in frames_of(town, town_counties, batch_rows=1).items():
        pd.testing.assert_frame_equal(frame.sort_index(), layers_of[name].sort_index())


def test_the_columns_are_those_described(layers_of):
    for layer_id, frame in layers_of.items():
        described = [attribute["name"] for attribute in description(layer_id)["attribute"]]
        assert list(frame.columns) == [*described, "geometry"], layer_id


def test_every_theme_is_described_and_nothing_else():
    described = {path.stem for path in DESCRIPTIONS.glob("*.toml")}
    assert described == {theme.id for theme in THEMES} | {"streets"}


def test_findings_count_what_is_broken_and_name_what_is_empty(town, town_counties):
    with osm.read(town, town_counties) as extract:
        (broken,) = extract.findings
        assert (broken.code, broken.facts["count"]) == ("osm_broken", 3)
    only_west = town_counties.iloc[:1]
    with osm.read(town, only_west) as extract:
        assert {finding.where for finding in extract.findings} == {""}
        assert len(extract.layers) == 7


def test_layers_without_features_are_left_out(osm_file, town_counties):
    file = osm_file("village.osm")
    file.node(112.95, 37.55, tags={"place": "village", "name": "某村"})
    with osm.read(file.close(), town_counties) as extract:
        assert [layer.meta.id for layer in extract.layers] == ["places"]
        empty = {finding.where for finding in extract.findings if finding.code == "osm_layer_empty"}
    assert empty == {"roads", "rivers", "parks", "bus-stops", "stations", "streets"}


@pytest.mark.parametrize("suffix", ["osm", "osm.bz2", "osm.gz"])
def test_xml_gives_the_same_as_pbf(suffix, osm_file, town_in, town_counties, layers_of, frames_of):
    again = frames_of(town_in(osm_file(f"town.{suffix}")), town_counties)
    for name, frame in again.items():
        pd.testing.assert_frame_equal(frame.sort_index(), layers_of[name].sort_index())


def test_the_fingerprint_depends_on_file_and_counties(town, town_counties):
    def fingerprints(counties):
        with osm.read(town, counties) as extract:
            return {layer.meta.id: layer.sha256 for layer in extract.layers}

    first = fingerprints(town_counties)
    assert first == fingerprints(town_counties)
    assert len(set(first.values())) == len(first)
    assert not set(first.values()) & set(fingerprints(town_counties.iloc[:1]).values())


def test_progress_ends_at_the_size_of_the_file(town, town_counties):
    seen = []
    with osm.read(town, town_counties, lambda done, total: seen.append((done, total))):
        pass
    size = town.stat().st_size
    assert seen[-1] == (size, size)
    assert all(0 <= done <= total == size for done, total in seen)


def test_temporary_files_are_gone_afterwards(town, town_counties, tmp_path):
    with osm.read(town, town_counties, temporary=tmp_path):
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []


def test_stopping_in_the_middle_leaves_nothing(town, town_counties, tmp_path):
    def stop(_done, _total):
        raise KeyboardInterrupt

    with (
        pytest.raises(KeyboardInterrupt),
        osm.read(town, town_counties, stop, temporary=tmp_path),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file(tmp_path, town_counties):
    with pytest.raises(OsmFileMissing), osm.read(tmp_path / "no.osm.pbf", town_counties):
        pass


def test_a_file_that_ends_too_early(town, town_counties, tmp_path):
    cut = tmp_path / "cut.osm.pbf"
    content = town.read_bytes()
    cut.write_bytes(content[: len(content) - 20])
    with pytest.raises(NotOsm), osm.read(cut, town_counties, temporary=tmp_path):
        pass
    assert list(tmp_path.iterdir()) == [cut]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 zip", b'<?xml version="1.0"?>\n<kml/>'])
def test_a_file_that_is_something_else(content, town_counties, tmp_path):
    other = tmp_path / "other.osm.pbf"
    other.write_bytes(content)
    with pytest.raises(NotOsm), osm.read(other, town_counties):
        pass


def test_nothing_inside(town, town_counties):
    moved = town_counties.set_geometry(town_counties.translate(10, 0))
    with pytest.raises(NothingInside) as caught, osm.read(town, moved):
        pass
    assert caught.value.where == "town.osm.pbf"


def test_the_date_is_that_of_the_extract(tmp_path, town_counties):
    header = osmium.io.Header()
    header.set("osmosis_replication_timestamp", "2024-03-02T20:21:22Z")
    dated = tmp_path / "dated.osm.pbf"
    with osmium.SimpleWriter(str(dated), header=header) as writer:
        tags = {"place": "village", "name": "某村"}
        writer.add_node(osmium.osm.mutable.Node(id=1, location=(112.95, 37.55), tags=tags))
    with osm.read(dated, town_counties) as extract:
        assert extract.layers[0].meta.source_date == "2024-03-02"


def test_without_a_date_in_the_file_none_is_made_up(town, town_counties):
    with osm.read(town, town_counties) as extract:
        assert {layer.meta.source_date for layer in extract.layers} == {""}
