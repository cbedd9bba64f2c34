"""The same layer through every format gives the same features."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.geometry import area_m2
from layers import inspection
from tests.files import canonical

ORDER = list(canonical.EVERY_FORMAT)


@pytest.fixture(scope="module")
def inspected(tmp_path_factory):
    """All formats, inspected in one confined process."""
    uploads = {}
    for name, build in canonical.EVERY_FORMAT.items():
        folder = tmp_path_factory.mktemp(name)
        path = build(folder)
        uploads[name] = (inspection.Upload(path=path), folder / "result")
    reports = inspection.inspect_all(list(uploads.values()))
    return {
        name: (report, folder)
        for (name, (_, folder)), report in zip(uploads.items(), reports, strict=True)
    }


def features(folder) -> gpd.GeoDataFrame:
    return pd.concat(inspection.batches(folder), ignore_index=True)


@pytest.mark.parametrize("name", ORDER)
def test_the_layer_is_accepted_whole(inspected, name):
    report, _ = inspected[name]
    assert report.accepted, report.to_json("en")["findings"]
    [layer] = report.layers
    assert (layer.feature_count, layer.valid_count) == (6, 6)
    assert layer.geometry_type in {"Polygon", "MultiPolygon"}
    assert [one for one in report.findings if one.level == "error"] == []


@pytest.mark.parametrize("name", ORDER)
def test_the_geometry_is_the_same_to_a_centimetre(inspected, name):
    expected = canonical.polygons()
    found = features(inspected[name][1])
    difference = shapely.symmetric_difference(
        shapely.normalize(found.geometry.to_numpy()), expected.geometry.to_numpy()
    )
    # A square of 0.02° is 7.6 km around: a centimetre all along its edge is 76 m².
    assert area_m2(difference).max() < 76


@pytest.mark.parametrize("name", ORDER)
def test_the_attributes_are_the_same(inspected, name):
    expected = canonical.polygons()
    found = features(inspected[name][1]).rename(columns=str.lower)
    code = found["code"].astype(str)
    assert code.tolist() == expected["code"].tolist()
    assert found["name"].tolist() == expected["name"].tolist()
    assert found["piles"].astype(int).tolist() == expected["piles"].tolist()
    assert found["ratio"].astype(float).tolist() == expected["ratio"].tolist()


@pytest.mark.parametrize(
    ("name", "crs", "encoding"),
    [
        ("shapefile-gbk", "EPSG:4546", "GB18030"),
        ("shapefile-utf8", "EPSG:4546", "UTF-8"),
        ("shapefile-zone-prefix", "EPSG:4525", "GB18030"),
        ("shapefile-cgcs2000", "EPSG:4490", "GB18030"),
        ("shapefile-mercator", "EPSG:3857", "GB18030"),
        ("geopackage", "EPSG:4326", "UTF-8"),
        ("geopackage-4547", "EPSG:4547", "UTF-8"),
        ("geojson", "EPSG:4326", "UTF-8"),
        ("geoparquet", "EPSG:4326", "UTF-8"),
        ("kml", "EPSG:4326", "UTF-8"),
        ("gml", "EPSG:4326", "UTF-8"),
        ("file-geodatabase", "EPSG:4326", "UTF-8"),
        ("mapinfo-tab", "EPSG:4326", "UTF-8"),
        ("tsv-wkt-gbk", "EPSG:4326", "GB18030"),
    ],
)
def test_crs_and_encoding_are_those_of_the_file(inspected, name, crs, encoding):
    [layer] = inspected[name][0].layers
    assert (layer.crs, layer.encoding) == (crs, encoding)
