"""Frames as rows of a version, against JSON written row by row."""

from __future__ import annotations

import hashlib

import geopandas as gpd
import orjson
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers.types import LayerContent, LayerMeta
from layers.version_rows import VersionRows, _pieces
from tests.layers.copied import rows_in

WHERE = shapely.Point(112.5, 37.8)


def rows_of(*frames, key=None):
    meta = LayerMeta(
        id="wells", title_zh="井", title_en="Wells", role="place", geometry_type="Point", key=key,
        quality="derived", licence="none", source="test", source_date="2026",
        native_crs="EPSG:4326", datum="wgs84",
    )  # fmt: skip
    content = LayerContent(
        meta=meta, batches=lambda: iter(frames), sha256="0" * 64, titles={}, units={}
    )
    return VersionRows(7, content)


def frame(geometries, **columns):
    return gpd.GeoDataFrame(columns, geometry=geometries, crs=4326)


def unpacked(rows):
    """Return what goes over the wire as version, number, id, geometry, attributes."""
    fields = [field for part in rows for field in rows_in(part)]
    return [
        (int.from_bytes(version), int.from_bytes(seq), name.decode(), wkb, attributes)
        for version, seq, name, wkb, attributes in fields
    ]


def test_rows_carry_the_number_the_key_the_place_and_the_attributes():
    rows = rows_of(
        frame([WHERE, None], code=["a", 'b"%s'], depth=[12, 7]),
        frame([WHERE], code=["c\n"], depth=[0]),
        key="code",
    )
    made = unpacked(rows)
    assert [one[:3] for one in made] == [(7, 1, "a"), (7, 2, 'b"%s'), (7, 3, "c\n")]
    assert [one[4] for one in made] == [
        b'\x01{"code":"a","depth":12}',
        b'\x01{"code":"b\\"%s","depth":7}',
        b'\x01{"code":"c\\n","depth":0}',
    ]
    assert made[1][3] is None
    assert made[0][3] == shapely.to_wkb(shapely.set_srid(WHERE, 4326), include_srid=True)
    assert (rows.feature_count, rows.awaited_count) == (3, 1)
    assert rows.bbox == [112.5, 37.8, 112.5, 37.8]
    content = b"".join((one[3] or b"\x00") + one[4][1:] for one in made)
    assert rows.digest.hexdigest() == hashlib.sha256(content).hexdigest()


def test_without_a_key_the_number_is_the_id_and_without_attributes_there_is_an_empty_object():
    made = unpacked(rows_of(frame([WHERE]), frame([WHERE])))
    assert [(one[1], one[2], one[4]) for one in made] == [(1, "1", b"\x01{}"), (2, "2", b"\x01{}")]


def test_names_with_percent_signs_and_quotes_are_names():
    [made] = unpacked(rows_of(frame([WHERE], **{'share "%d" %%': [0.5]})))
    assert orjson.loads(made[4][1:]) == {'share "%d" %%': 0.5}


def test_extent_without_any_place_is_none():
    rows = rows_of(frame([None], code=["a"]))
    list(rows)
    assert (rows.bbox, rows.awaited_count) == (None, 1)


@pytest.mark.parametrize(("codes", "repeated"), [(["a", "b"], False), (["a", "a"], True)])
def test_repeated_ids_are_noticed(codes, repeated):
    rows = rows_of(frame([WHERE, WHERE], code=codes), key="code")
    list(rows)
    assert rows.may_repeat is repeated


def test_types_widen_over_batches():
    rows = rows_of(frame([WHERE], depth=[1]), frame([WHERE], depth=[1.5]))
    list(rows)
    assert [(one["name"], one["type"]) for one in rows.attributes()] == [("depth", "number")]


PLAIN = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text() | st.floats()
NESTED = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


@given(st.lists(PLAIN, max_size=6) | st.lists(NESTED, max_size=4))
def test_pieces_are_what_each_value_is_alone(values):
    assert _pieces(values) == [orjson.dumps(value) for value in values]


def test_missing_values_of_pandas_are_null():
    assert _pieces([pd.NA, pd.NaT, float("nan")]) == [b"null"] * 3
