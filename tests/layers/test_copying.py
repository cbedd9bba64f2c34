"""Rows packed for COPY, against the format's own description and against PostGIS' own binary."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers import copying
from tests.layers.copied import rows_in

SQUARE = shapely.box(112, 37, 113, 38)
HIGH = shapely.Point(112, 37, 800)


def binary(*values):
    return pa.array(values, copying.BINARY)


@given(st.lists(st.tuples(st.none() | st.binary(), st.binary()), max_size=8))
def test_what_is_packed_is_read_again(rows):
    columns = [binary(*(row[place] for row in rows)) for place in (0, 1)]
    assert rows_in(copying.packed(columns)) == [list(row) for row in rows]


def test_a_part_of_an_array_is_packed_alone():
    part = binary(b"a", b"bc", None, b"d").slice(1, 2)
    assert rows_in(copying.packed([part])) == [[b"bc"], [None]]
    assert bytes(copying.content(binary(b"a", b"bc", b"d").slice(1, 2))) == b"bcd"


@pytest.mark.parametrize(("number", "size"), [(0, 4), (-1, 4), (2**31 - 1, 4), (2**62, 8)])
def test_whole_numbers_stand_with_the_highest_byte_first(number, size):
    expected = number.to_bytes(size, "big", signed=True)
    assert copying.whole([number], size).to_pylist() == [expected]


@pytest.mark.parametrize(
    "shapes",
    [
        [],
        [None],
        [SQUARE, None, shapely.Point(1, 2)],
        [HIGH, shapely.MultiPolygon([SQUARE]), shapely.LineString([(0, 0), (1, 1)])],
        [shapely.Point(), shapely.GeometryCollection([SQUARE, HIGH])],
    ],
)
def test_geometry_is_written_as_postgis_writes_it(shapes):
    array = np.array(shapes, dtype=object)
    expected = shapely.to_wkb(shapely.set_srid(array, 4490), byte_order=1, include_srid=True)
    assert copying.placed(array, 4490).to_pylist() == expected.tolist()


def test_the_server_takes_packed_rows(database):
    columns = [
        copying.whole([1, 2], 8),
        copying.placed(np.array([SQUARE, None], dtype=object), 4326),
    ]
    with database.begin() as connection:
        connection.exec_driver_sql("CREATE TEMP TABLE parts (n int8, geom geometry)")
        parts = [
            copying.packed(columns),
            copying.packed([column.slice(0, 0) for column in columns]),
        ]
        copying.copy(connection, "COPY parts FROM STDIN (FORMAT binary)", parts)
        found = connection.exec_driver_sql("SELECT n, ST_AsEWKT(geom) FROM parts ORDER BY n").all()
    assert [tuple(row) for row in found] == [
        (1, "SRID=4326;POLYGON((113 37,113 38,112 38,112 37,113 37))"),
        (2, None),
    ]
