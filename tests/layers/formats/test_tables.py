"""Tables: attributes byte by byte, and the columns that hold positions."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from layers import formats
from layers.formats import dbase, merged_cells, packed_angles, positions
from layers.formats.base import Asked, Reading
from layers.inspection import UploadRefused, Where
from layers.inspection.findings import Findings
from layers.sandbox import Limits
from tests.files import making


@pytest.fixture
def reading(tmp_path):
    return Reading(asked=Asked(), limits=Limits(), findings=Findings("a"), scratch=tmp_path)


def test_merged_cells_give_their_value_to_the_lines_below():
    lines = [["名称", "县区"], ["a", "朔城区"], ["b", ""], ["c"], ["", ""], ["e", "平鲁区"]]
    ranges = merged_cells.of_part(b'<mergeCells><mergeCell ref="B2:B5"/><mergeCell ref="A1:B1"/>')
    assert ranges == [(2, 2, 2, 5), (1, 1, 2, 1)]
    assert merged_cells.filled(lines, ranges, 1) == 2
    assert lines[1:] == [
        ["a", "朔城区"],
        ["b", "朔城区"],
        ["c", "朔城区"],
        ["", ""],
        ["e", "平鲁区"],
    ]


@pytest.mark.parametrize(
    ("number", "degrees"),
    [
        (112.3712, 112 + 37 / 60 + 12 / 3600),
        (37.5959999, 37 + 59 / 60 + 59.999 / 3600),
        (-39.0, -39.0),
        (112.5, 112 + 50 / 60),
    ],
)
def test_packed_angles_are_opened(number, degrees):
    found = packed_angles.degrees(np.array([number]))
    assert found[0] == pytest.approx(degrees, abs=3e-8)


def table_of(tmp_path, raw: bytes, reading, label=None):
    path = tmp_path / "a.dbf"
    path.write_bytes(raw)
    return dbase.read(path, reading, Where(file="a", layer="a"), label=label)


def test_names_and_values_are_decoded_as_the_label_says(tmp_path, reading):
    raw = making.dbase([("名称".encode("gb18030"), 10)], [["朔城区".encode("gb18030")], [b""]])
    found = table_of(tmp_path, raw, reading, label="GBK")
    assert found.table.to_pydict() == {"名称": ["朔城区", None]}
    assert (found.choice.name, found.choice.why) == ("GB18030", "label")
    assert reading.findings.all() == []


def test_a_value_cut_inside_a_character_loses_only_that(tmp_path, reading):
    cut = "朔城区街道办".encode("gb18030")[:11]
    raw = making.dbase([(b"NAME", 11)], [[cut], ["平鲁区".encode("gb18030")]])
    found = table_of(tmp_path, raw, reading, label="936")
    assert found.table["NAME"].to_pylist() == ["朔城区街道", "平鲁区"]
    assert reading.findings.count("value_cut") == 1


def test_numbers_dates_and_truth_values_are_typed(tmp_path, reading):
    raw = bytearray(making.dbase([(b"N", 6), (b"D", 8), (b"L", 1), (b"F", 8)],
                                 [[b"    42", b"20240131", b"T", b"  1.5e3"],
                                  [b"******", b"        ", b"?", b"        "]]))  # fmt: skip
    for place, kind in enumerate(b"NDLF"):
        raw[32 + 32 * place + 11] = kind
    found = table_of(tmp_path, bytes(raw), reading)
    assert found.table.to_pydict() == {
        "N": [42, None], "D": ["2024-01-31", None], "L": [True, None], "F": [1500.0, None],
    }  # fmt: skip


@pytest.mark.parametrize("raw", [b"", b"\x03" * 20, b"\x03" + bytes(100)])
def test_a_header_without_sense_is_refused(tmp_path, reading, raw):
    with pytest.raises(UploadRefused) as caught:
        table_of(tmp_path, raw, reading)
    assert caught.value.finding == "dbf_damaged"


def find(cells, **asked):
    table = pa.table({name: pa.array(values, pa.string()) for name, values in cells.items()})
    return positions.find(table, Asked(**asked))


def test_names_go_before_values():
    found = find({"经度": ["112.5"], "纬度": ["39.3"], "甲": ["113.5"], "乙": ["38.3"]})
    assert (found.kind, found.columns, found.by) == ("lonlat", ("经度", "纬度"), "name")
    assert (found.x.tolist(), found.y.tolist()) == ([112.5], [39.3])


def test_units_in_brackets_do_not_matter():
    assert find({"经度（°）": ["112.5"], "Latitude (deg)": ["39.3"]}).kind == "lonlat"


def test_two_columns_that_can_only_be_degrees_are_found():
    found = find({"a": ["112.51", "112.52"], "b": ["39.31", "39.32"], "n": ["7", "8"]})
    assert (found.columns, found.by) == (("a", "b"), "value")


def test_three_candidates_are_no_answer():
    assert find({"a": ["112.51"], "b": ["39.31"], "c": ["38.31"]}) is None


def test_whole_numbers_are_not_taken_for_degrees():
    assert find({"a": ["112", "113"], "b": ["39", "38"]}) is None


def test_the_northing_that_surveyors_call_x_is_turned():
    found = find({"X": ["4355000.1"], "Y": ["37622000.2"]})
    assert found.turned
    assert (found.x.tolist(), found.y.tolist()) == ([37622000.2], [4355000.1])


def test_columns_that_are_asked_for_have_to_be_there():
    assert find({"p": ["112.5"], "q": ["39.3"]}, columns={"lon": "p", "lat": "q"}).by == "asked"
    with pytest.raises(UploadRefused):
        find({"p": ["1"]}, columns={"lon": "p", "lat": "r"})


def test_every_format_declares_itself_once():
    every = formats.every()
    assert len(every) == 14
    shared = {"geojson", "geojson-lines"}
    suffixes = [suffix for id_ in every.keys() - shared for suffix in every[id_].suffixes]
    assert len(suffixes) == len(set(suffixes))
    # Both kinds of GeoJSON come under every name; what is in the file tells them apart.
    assert every["geojson"].suffixes == every["geojson-lines"].suffixes
    assert set(suffixes).isdisjoint(every["geojson"].suffixes)
    assert ".zip" in formats.sendable_suffixes()
    assert ".shp" not in formats.sendable_suffixes()
