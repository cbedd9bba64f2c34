"""``jintu analyse`` along roads and routes: the figures, and why there is none."""

import json

import geopandas as gpd
import pytest
from shapely.geometry import LineString, Point

from tests.api.test_cli_files import jintu, rows_of
from tests.gridcity import east


@pytest.fixture
def folder(tmp_path):
    def lines(name, *spans, **columns):
        shapes = [LineString(span) for span in spans]
        gpd.GeoDataFrame(columns, geometry=shapes, crs=4326).to_file(tmp_path / name)

    def points(name, *places):
        table = {"id": [f"s{row}" for row in range(len(places))]}
        gpd.GeoDataFrame(table, geometry=list(places), crs=4326).to_file(tmp_path / name)

    lines("route.geojson", [east(40), east(100)], [east(0), east(39.5)], [east(200), east(300)],
          名称=["太行一号", "太行一号", "别的路"])  # fmt: skip
    lines("cross.geojson", [east(0), east(10)], [east(5, -0.03), east(5, 0.03)])
    lines("foot.geojson", [east(0), east(10)], highway=["footway"])
    points("none.geojson")
    points("along.geojson", Point(east(10)), Point(east(25, 0.017)), Point(east(70)))
    points("side.geojson", Point(east(5, 0.02)))
    points("away.geojson", Point(east(900)))
    points("places.geojson", Point(east(2)), Point(east(2, 0.4)))
    return tmp_path


def spacing(folder, *more):
    return jintu("analyse", "route-spacing", "--route", folder / "route.geojson", "--stations",
                 folder / "along.geojson", "--out", folder / "o.csv", *more)  # fmt: skip


def by_road(folder, roads, stations, *more):
    return jintu("analyse", "charging-distance", "--mode", "network", "--origins",
                 folder / "places.geojson", "--stations", folder / stations, "--roads",
                 folder / roads, "--out", folder / "o.csv", *more)  # fmt: skip


def test_gaps_along_a_named_route_count_its_ends(folder):
    done = spacing(folder, "--name", "太行一号", "--thresholds-km", "20,50")
    assert done.returncode == 0, done.stderr
    rows = rows_of(folder / "o.csv")
    gaps = [round(float(row["gap_m"]) / 1000, 2) for row in rows]
    assert gaps == [10, 15, 45, 30]
    assert [row["from_id"] for row in rows] == ["", "s0", "s1", "s2"]
    assert "largest gap 45.000 km (20-50 km), from km 25.000 to km 70.000" in done.stdout
    assert "no road for 500 m" in done.stdout


def test_a_narrower_offset_leaves_a_station_out(folder):
    told = spacing(folder, "--name", "太行一号", "--lateral-offset-m", 1_800, "--json").stdout
    (route,) = json.loads(told)["summary"]["routes"]
    assert (route["stations"], round(route["max_gap_m"])) == (2, 60_000)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--name", "太行二号"], ["太行二号"]),
        (["--name", "太行一号", "--max-gap-m", 499], ["do not meet", "499"]),
        (["--lateral-offset-m", -1], ["lateral_offset_m", "-1"]),
    ],
)
def test_what_hinders_a_route_is_said(folder, more, words):
    done = spacing(folder, *more)
    assert done.returncode == 2
    assert all(word in done.stderr for word in words), done.stderr
    assert not (folder / "o.csv").exists()


@pytest.mark.parametrize(
    ("roads", "stations", "words"),
    [
        ("foot.geojson", "side.geojson", ["no road that cars may use", "footway"]),
        ("none.geojson", "side.geojson", ["roads holds no feature"]),
        ("cross.geojson", "none.geojson", ["stations holds no feature"]),
        ("side.geojson", "side.geojson", ["Point", "LineString"]),
    ],
)
def test_without_roads_or_stations_nothing_is_written(folder, roads, stations, words):
    done = by_road(folder, roads, stations)
    assert done.returncode == 2
    assert all(word in done.stderr for word in words), done.stderr
    assert not (folder / "o.csv").exists()


def test_a_missing_option_is_called_missing(folder):
    done = jintu("analyse", "charging-distance", "--mode", "network", "--origins",
                 folder / "places.geojson", "--stations", folder / "side.geojson",
                 "--out", folder / "o.csv")  # fmt: skip
    assert done.returncode == 2
    assert "--roads is missing" in done.stderr


@pytest.mark.parametrize(
    ("stations", "more", "reasons", "advice"),
    [
        ("side.geojson", [], ["disconnected", "too_far_from_road"], "--noding crossings"),
        ("side.geojson", ["--noding", "crossings"], ["", "too_far_from_road"], "--max-snap-m"),
        ("away.geojson", [], ["no_station_on_road", "too_far_from_road"], "same area"),
    ],
)
def test_why_there_is_no_way_is_in_the_table_and_told(folder, stations, more, reasons, advice):
    done = by_road(folder, "cross.geojson", stations, *more)
    assert done.returncode == 0, done.stderr
    assert [row["reason"] for row in rows_of(folder / "o.csv")] == reasons
    assert advice in done.stdout
    told = json.loads(by_road(folder, "cross.geojson", stations, *more, "--json").stdout)
    assert told["summary"]["reasons"] == {each: 1 for each in reasons if each}


def test_an_option_of_roads_needs_roads(folder):
    done = jintu("analyse", "charging-distance", "--origins", folder / "places.geojson",
                 "--stations", folder / "side.geojson", "--out", folder / "o.csv",
                 "--max-snap-m", 5)  # fmt: skip
    assert done.returncode == 2
    assert "--max-snap-m" in done.stderr


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["best-k", "--sites", 3, "--within-km", 2], ["3 sites", "2 candidates"]),
        (["best-k", "--sites", 1], ["within_km is missing"]),
        (["plan"], ["--quotas is missing"]),
        (["p-median", "--sites", 1, "--mode", "network"], ["--roads is missing"]),
    ],
)
def test_what_hinders_siting_is_said(folder, asked, words):
    done = jintu("site", *asked, "--origins", folder / "places.geojson", "--stations",
                 folder / "side.geojson")  # fmt: skip
    assert done.returncode == 2
    assert all(word in done.stderr for word in words), done.stderr


def test_siting_by_road_names_what_no_road_is_near(folder):
    done = jintu("site", "best-k", "--sites", 1, "--within-km", 5, "--mode", "network", "--roads",
                 folder / "cross.geojson", "--origins", folder / "places.geojson", "--stations",
                 folder / "away.geojson")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "1 places have no road near" in done.stdout
    assert "1 stations there are have no road near" in done.stdout
