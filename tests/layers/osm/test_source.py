from __future__ import annotations

import pytest

from layers.osm import source
from layers.osm.errors import NotOsm, OsmFileMissing


def test_the_content_decides_and_not_the_name(town, tmp_path):
    renamed = tmp_path / "town.zip"
    renamed.write_bytes(town.read_bytes())
    assert source.recognise(renamed).kind == "pbf"


def test_a_name_that_looks_like_an_address_is_a_file(town, tmp_path, monkeypatch):
    (tmp_path / "http:").mkdir()
    (tmp_path / "http:" / "x.osm.pbf").write_bytes(town.read_bytes())
    monkeypatch.chdir(tmp_path)
    from pathlib import Path

    assert source.recognise(Path("http://x.osm.pbf")).date() == ""


def test_a_small_file_is_indexed_in_memory_and_a_large_one_on_disk(tmp_path):
    small = source.Source(tmp_path, "pbf", source.IN_MEMORY_BYTES)
    large = source.Source(tmp_path, "pbf", source.IN_MEMORY_BYTES + 1)
    assert small.node_index(tmp_path) == "sparse_mem_array"
    assert large.node_index(tmp_path) == f"sparse_file_array,{tmp_path / 'nodes'}"


def test_both_indexes_give_the_same(town, town_counties, layers_of, frames_of, monkeypatch):
    monkeypatch.setattr(source, "IN_MEMORY_BYTES", 0)
    again = frames_of(town, town_counties)
    assert {name: frame.to_json() for name, frame in again.items()} == {
        name: frame.to_json() for name, frame in layers_of.items()
    }


def test_the_position_moves_while_the_file_is_open(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    file = source.Source(path, "osm", 10)
    assert file.position() == 0
    with path.open("rb", buffering=0) as stream:
        stream.read(7)
        assert file.position() == 7


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00" * 64, b"name,lon,lat\n"])
def test_other_content_is_refused(content, tmp_path):
    path = tmp_path / "x.osm.pbf"
    path.write_bytes(content)
    with pytest.raises(NotOsm) as caught:
        source.recognise(path)
    assert caught.value.facts["reason"] == "unknown_content"


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(OsmFileMissing):
        source.recognise(tmp_path)
