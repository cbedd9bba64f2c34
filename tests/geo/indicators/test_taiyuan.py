"""Real streets and parks of Taiyuan, against sums in a Gauss-Krüger plane, true to 0.05 %."""

from pathlib import Path

import geopandas as gpd
import pytest
from shapely import box

from geo import indicators
from geo.indicators import Aim

pytestmark = pytest.mark.shared_geodata

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "geodata"
PLANE = "EPSG:4547"
ZONE = gpd.GeoDataFrame({"id": ["z"]}, geometry=[box(112.5, 37.8, 112.58, 37.9)], crs=4326)


def measure(rule, inputs, aim, **params):
    indicator = indicators.get(rule)
    return indicator.run(inputs, indicator.parse(params), aim)


def areas(column, values):
    frame = gpd.read_file(FOLDER / "taiyuan_osm_areas.geojson")
    return frame[frame[column].isin(values)].rename(columns={"osm_id": "id"}).astype({"id": str})


def test_road_density_of_the_centre():
    roads = gpd.read_file(FOLDER / "taiyuan_osm_roads.geojson")
    roads = roads[roads["highway"].isin(["trunk", "primary", "secondary", "tertiary"])]
    single = roads["oneway"] == "yes"
    found = measure(
        "density",
        {"zones": ZONE, "lines": roads.assign(paired=single)},
        Aim(comparator=">=", value=8.0),
    )
    inside = roads.to_crs(PLANE).intersection(ZONE.to_crs(PLANE).geometry.iloc[0]).length / 1000
    expected_km = float(inside[~single].sum() + inside[single].sum() / 2)
    assert expected_km > 100
    assert found.numerator == pytest.approx(expected_km, rel=1e-3)
    assert found.denominator == pytest.approx(ZONE.to_crs(PLANE).area.sum() / 1e6, rel=1e-3)


def test_park_service_of_the_residential_land():
    homes, parks = areas("landuse", ["residential"]), areas("leisure", ["park"])
    found = measure(
        "park-service", {"zones": homes, "parks": parks}, Aim(comparator=">=", value=0.8)
    )
    plane = parks.to_crs(PLANE).union_all()
    pieces = gpd.GeoSeries([plane], crs=PLANE).explode()
    large, small = pieces[pieces.area >= 5000], pieces[(pieces.area >= 2000) & (pieces.area < 5000)]
    reach = large.buffer(500, quad_segs=64).union_all().union(small.buffer(300, 64).union_all())
    homes_plane = homes.to_crs(PLANE)
    covered = homes_plane.intersection(reach).area.sum()
    assert 0.2 < found.value < 1
    assert found.value == pytest.approx(covered / homes_plane.area.sum(), rel=2e-3)
