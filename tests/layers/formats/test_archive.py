"""Unpacking: what belongs together stays together, and names are read as they were meant."""

from __future__ import annotations

import zipfile

import pytest

from layers.formats import archive
from layers.inspection import UploadRefused
from layers.sandbox import LimitExceeded, Limits
from tests.files import canonical, making


def unpacked(tmp_path, raw: bytes, limits: Limits | None = None):
    path = tmp_path / "a.zip"
    path.write_bytes(raw)
    target = tmp_path / "out"
    target.mkdir()
    return archive.unpack(path, target, limits or Limits(), name="a.zip")


def test_files_of_one_stem_keep_one_name(tmp_path):
    members = unpacked(
        tmp_path, making.zip_of({"x/a.SHP": b"1", "x/a.dbf": b"2", "y/a.shp": b"3", "b.shp": b"4"})
    )
    stems = {member.name: member.path.stem for member in members}
    assert stems["x/a.SHP"] == stems["x/a.dbf"]
    assert len(set(stems.values())) == 3
    assert [member.path.suffix for member in members] == [".shp", ".dbf", ".shp", ".shp"]
    assert [member.path.read_bytes() for member in members] == [b"1", b"2", b"3", b"4"]


def test_a_geodatabase_keeps_its_folder_and_file_names(tmp_path):
    members = unpacked(
        tmp_path, making.zip_of({"p/d.gdb/a00000001.gdbtable": b"1", "p/d.gdb/gdb": b"2"})
    )
    assert {member.path.parent.suffix for member in members} == {".gdb"}
    assert len({member.path.parent for member in members}) == 1
    assert [member.path.name for member in members] == ["a00000001.gdbtable", "gdb"]


def test_names_of_old_programs_are_read_as_gb18030(tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "行政区.txt").write_text("x")
    path = canonical.zipped(source, tmp_path / "old.zip", encoding="gb18030")
    with zipfile.ZipFile(path) as opened:
        assert opened.infolist()[0].flag_bits & 0x800 == 0
    target = tmp_path / "out"
    target.mkdir()
    [member] = archive.unpack(path, target, Limits(), name="old.zip")
    assert member.name == "行政区.txt"
    assert member.path.name.isascii()


def test_litter_is_left_out(tmp_path):
    raw = making.zip_of(
        {"__MACOSX/x/._a.shp": b"", ".DS_Store": b"", "x/Thumbs.db": b"", "x/a.csv": b"1"}
    )
    assert [member.name for member in unpacked(tmp_path, raw)] == ["x/a.csv"]


def test_the_ratio_counts_only_above_ten_megabytes(tmp_path):
    raw = making.zip_of({"a.csv": bytes(9 * 2**20)})
    assert len(raw) * 200 < 9 * 2**20
    assert len(unpacked(tmp_path, raw)) == 1


def test_what_comes_out_is_counted_while_it_comes_out(tmp_path):
    raw = making.zip_of({f"{number}.csv": bytes(2**20) for number in range(5)})
    with pytest.raises(LimitExceeded) as caught:
        unpacked(tmp_path, raw, Limits(unpacked_bytes=3 * 2**20))
    assert caught.value.facts["limit"] == "unpacked_bytes"
    written = sum(path.stat().st_size for path in (tmp_path / "out").iterdir())
    assert written <= 3 * 2**20


def test_an_unknown_compression_is_refused(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as made:
        made.writestr("a.csv", "x" * 100)
    (tmp_path / "out").mkdir()
    with pytest.raises(UploadRefused) as caught:
        archive.unpack(path, tmp_path / "out", Limits(), name="a.zip")
    assert caught.value.finding == "archive_unsupported"


def test_what_does_not_print_is_shown():
    assert archive.printable("a\u202eb\n") == "a\\x202eb\\x0a"
    assert len(archive.printable("x" * 500)) == 120
