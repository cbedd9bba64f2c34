import geopandas as gpd
import pytest
from shapely import Point, box

from geo import analyses
from geo.buffers import buffer_m
from geo.errors import BadParameter, WrongGeometry, YearWithoutData
from geo.measures import area_m2
from tests.gridcity import east

ANALYSIS = analyses.get("service-area")
WEST, EAST = (box(east(km)[0], -0.02, east(km + 4)[0], 0.02) for km in (-2, 20))


def inputs():
    zones = {"code": ["140702", "140703"], "name_zh": ["西区", "东区"]}
    sites = {"id": ["p1", "p2"], "year": [2023, 2024]}
    points = [Point(east(0)), Point(east(22))]
    return {
        "zones": gpd.GeoDataFrame(zones, geometry=[WEST, EAST], crs=4326),
        "sites": gpd.GeoDataFrame(sites, geometry=points, crs=4326),
    }


def test_one_row_for_each_distance_and_zone_with_the_share_of_a_disc():
    result = ANALYSIS.run(inputs(), ANALYSIS.parse({"thresholds_km": [0.3, 0.5], "year": 2023}))
    features = result.features
    assert features["threshold_km"].tolist() == [0.3, 0.3, 0.5, 0.5]
    assert features["code"].tolist() == ["140702", "140703"] * 2
    discs_m2 = [area_m2(buffer_m(Point(east(0)), r)) for r in (300, 500)]
    assert features["covered_m2"].tolist() == pytest.approx([discs_m2[0], 0, discs_m2[1], 0])
    assert features["share"][2] == pytest.approx(discs_m2[1] / area_m2(WEST))
    within = result.summary["within"]
    assert within[1]["share"] == pytest.approx(discs_m2[1] / (area_m2(WEST) + area_m2(EAST)))
    assert (result.summary["count"], result.summary["year"]) == (2, 2023)


def test_the_default_is_the_500_m_of_parks_and_stops_with_all_sites():
    result = ANALYSIS.run(inputs())
    assert result.features["threshold_km"].tolist() == [0.5, 0.5]
    assert (result.features["share"] > 0).all()


def test_a_year_without_data_and_zones_that_are_no_areas_are_refused():
    with pytest.raises(YearWithoutData):
        ANALYSIS.run(inputs(), ANALYSIS.parse({"year": 2030}))
    with pytest.raises(WrongGeometry):
        ANALYSIS.run(
            {**inputs(), "zones": inputs()["zones"].set_geometry(inputs()["sites"].geometry)}
        )
    with pytest.raises(BadParameter):
        ANALYSIS.parse({"thresholds_km": [0.5, 200]})
