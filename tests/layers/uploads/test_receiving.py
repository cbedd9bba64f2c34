"""Chunks in any order, again and again; what arrives is what was announced, or nothing is taken."""

from __future__ import annotations

import dataclasses
import hashlib
import random
import shutil
from collections import namedtuple

import pytest

from layers import journal, uploads
from layers.errors import BadQuery
from layers.uploads import Announced, Seen
from layers.uploads.errors import (
    ChunkRefused,
    DiskFull,
    QuotaExceeded,
    ReservedLayer,
    UnknownUpload,
    UploadIncomplete,
    UploadTooLarge,
    WrongHash,
    WrongState,
)
from tests import staging
from tests.staging import SMALL

BODY = bytes(range(256)) * 2 + b"tail"
"""516 bytes: eight chunks of 64 and one of 4."""


def announced(body: bytes = BODY, **changes: object) -> Announced:
    file = Announced(
        file_name="wells.geojson",
        size_bytes=len(body),
        layer="wells",
        sha256=hashlib.sha256(body).hexdigest(),
    )
    return dataclasses.replace(file, **changes)


def begun(database, folder, file=None, quotas=SMALL, author="li") -> str:
    return uploads.announce(database, folder, quotas, file or announced(), author=author)["id"]


def test_chunks_come_in_any_order_and_again(database, folder):
    upload = begun(database, folder)
    chunks = list(enumerate(staging.chunked(BODY, 64)))
    random.Random(5).shuffle(chunks)
    for number, chunk in [*chunks[:4], chunks[0], *chunks[4:]]:
        shown = uploads.take_chunk(database, folder, upload, number, chunk)
    assert shown["state"] == "received"
    assert shown["sha256"] == hashlib.sha256(BODY).hexdigest()
    assert folder.source(upload).read_bytes() == BODY


def test_what_is_missing_is_told(database, folder):
    upload = begun(database, folder)
    shown = uploads.take_chunk(database, folder, upload, 8, b"tail")
    assert shown["chunks"] == {
        "size": 64, "total": 9, "received": [8], "missing": [0, 1, 2, 3, 4, 5, 6, 7],
    }  # fmt: skip
    assert shown["state"] == "receiving"
    with pytest.raises(UploadIncomplete) as caught:
        uploads.inspect(database, folder, upload)
    assert caught.value.facts["missing"] == [0, 1, 2, 3, 4, 5, 6, 7]


def test_the_last_chunk_may_be_sent_twice(database, folder):
    upload = staging.sent(database, folder, BODY)
    assert uploads.take_chunk(database, folder, upload, 8, b"tail")["state"] == "received"
    assert folder.source(upload).read_bytes() == BODY


@pytest.mark.parametrize(
    ("number", "body", "reason"),
    [(9, b"x" * 64, "number"), (-1, b"x" * 64, "number"), (0, b"x" * 63, "length"),
     (0, b"x" * 65, "length"), (8, b"long tail", "length"), (0, b"", "length")],
)  # fmt: skip
def test_a_chunk_that_does_not_fit_is_refused(database, folder, number, body, reason):
    upload = begun(database, folder)
    with pytest.raises(ChunkRefused) as caught:
        uploads.take_chunk(database, folder, upload, number, body)
    assert caught.value.facts["reason"] == reason
    assert not folder.source(upload).exists()


def test_a_wrong_hash_is_refused_and_everything_is_to_be_sent_again(database, folder):
    upload = begun(database, folder, announced(sha256="0" * 64))
    *first, last = enumerate(staging.chunked(BODY, 64))
    for number, chunk in first:
        uploads.take_chunk(database, folder, upload, number, chunk)
    with pytest.raises(WrongHash):
        uploads.take_chunk(database, folder, upload, *last)
    with database.begin() as connection:
        row = uploads.find(connection, upload)
    assert (row.state, row.chunks, row.sha256) == ("receiving", [], None)


def test_a_file_whose_hash_was_not_announced_is_fingerprinted(database, folder):
    upload = begun(database, folder, announced(b"ab", sha256=None, size_bytes=2))
    shown = uploads.take_chunk(database, folder, upload, 0, b"ab")
    assert shown["sha256"] == hashlib.sha256(b"ab").hexdigest()


def test_receiving_is_written_into_the_journal(database, folder):
    upload = staging.sent(database, folder, BODY)
    with database.begin() as connection:
        [entry] = journal.read(connection)
    assert (entry["action"], entry["actor"], entry["object"]) == ("upload", "li", "wells")
    assert entry["details"]["upload"] == upload


def test_a_discarded_upload_takes_no_chunk(database, folder):
    upload = begun(database, folder)
    uploads.discard(database, folder, upload, author="li")
    with pytest.raises(WrongState):
        uploads.take_chunk(database, folder, upload, 0, b"x" * 64)


def test_somebody_elses_upload_is_not_known_of(database, folder):
    upload = begun(database, folder)
    for action in (
        lambda seen: uploads.take_chunk(database, folder, upload, 0, b"x" * 64, seen=seen),
        lambda seen: uploads.discard(database, folder, upload, author="wang", seen=seen),
        lambda seen: uploads.restore(database, folder, upload, seen=seen),
    ):
        with pytest.raises(UnknownUpload):
            action(Seen(author="wang"))
    with database.begin() as connection:
        assert uploads.listing(connection, Seen(author="wang")) == []
        assert len(uploads.listing(connection, Seen(author="li"))) == 1


@pytest.mark.parametrize("size", [201, 10**15])
def test_a_file_above_the_limit_is_refused_before_it_is_sent(database, folder, size):
    quotas = dataclasses.replace(SMALL, upload_bytes=200)
    with pytest.raises(UploadTooLarge) as caught:
        begun(database, folder, announced(size_bytes=size), quotas)
    assert caught.value.facts == {"limit": "upload_bytes", "allowed": 200, "found": size}


def test_exactly_the_limit_is_allowed(database, folder):
    quotas = dataclasses.replace(SMALL, upload_bytes=200)
    assert begun(database, folder, announced(size_bytes=200), quotas)


def test_what_one_person_has_waiting_is_bounded(database, folder):
    quotas = dataclasses.replace(SMALL, author_bytes=1_000)
    first = begun(database, folder, quotas=quotas)
    with pytest.raises(QuotaExceeded) as caught:
        begun(database, folder, quotas=quotas)
    assert caught.value.facts == {"limit": "author_bytes", "allowed": 1_000, "found": 1_032}
    assert begun(database, folder, quotas=quotas, author="wang")
    uploads.discard(database, folder, first, author="li")
    assert begun(database, folder, quotas=quotas)


def with_free(monkeypatch, free):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 0, free))


def test_all_waiting_files_together_leave_half_of_the_disk(database, folder, monkeypatch):
    with_free(monkeypatch, 2_000)
    begun(database, folder)
    with_free(monkeypatch, 1_484)
    with pytest.raises(QuotaExceeded) as caught:
        begun(database, folder, author="wang")
    # Half of what is free now and taken by waiting files: (1484 + 516) / 2.
    assert caught.value.facts == {"limit": "disk_share", "allowed": 1_000, "found": 1_032}


def test_a_disk_that_would_be_too_full_takes_nothing(database, folder, monkeypatch):
    with_free(monkeypatch, 1_547)
    with pytest.raises(DiskFull) as caught:
        begun(database, folder)
    assert caught.value.facts == {"limit": "keep_free_bytes", "needed": 1_548, "free": 1_547}
    with_free(monkeypatch, 1_548)
    assert begun(database, folder)


def test_a_full_disk_while_writing_is_told_and_the_chunk_can_be_sent_again(
    database, folder, monkeypatch
):
    upload = begun(database, folder)
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "no space")))
        with pytest.raises(DiskFull):
            uploads.take_chunk(database, folder, upload, 0, BODY[:64])
    shown = uploads.take_chunk(database, folder, upload, 0, BODY[:64])
    assert shown["chunks"]["received"] == [0]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.geojson", "passwd.geojson"),
        ("C:\\data\\井.shp", "井.shp"),
        ("a\x00b\r\nSet-Cookie: x.csv", "abSet-Cookie: x.csv"),
        ("wells\u202egnp.csv", "wellsgnp.csv"),
        ("/vsicurl/http://example.org/x.geojson", "x.geojson"),
        ("|id", "|id"),
        ("....", "file"),
        ("\ud800.csv", "file.csv"),
        (".geojson", "file.geojson"),
        ("<img src=x onerror=alert(1)>.zip", "<img src=x onerror=alert(1)>.zip"),
        ("井" * 200 + ".gpkg", "井" * 83 + ".gpkg"),
    ],
)
def test_a_hostile_name_is_shown_harmlessly_and_never_reaches_the_disk(
    database, folder, name, shown
):
    upload = staging.sent(database, folder, b"{}", name=name)
    with database.begin() as connection:
        assert uploads.find(connection, upload).file_name == shown
    assert [path.name for path in folder.root.rglob("*")] == [upload, "source"]
    assert len(upload) == 32


@pytest.mark.parametrize("layer", ["", "Wells", "a_b", "../x", "井", "x" * 64, "-a", "a;drop"])
def test_a_layer_needs_a_name_that_is_one(database, folder, layer):
    with pytest.raises(BadQuery) as caught:
        begun(database, folder, announced(layer=layer))
    assert caught.value.where == "layer"


@pytest.mark.parametrize("layer", ["run-0123456789abcdef", "evaluation-1"])
def test_layers_of_jintus_own_take_no_uploads(database, folder, layer):
    with pytest.raises(ReservedLayer):
        begun(database, folder, announced(layer=layer))


def test_an_empty_file_is_refused(database, folder):
    with pytest.raises(BadQuery):
        begun(database, folder, announced(size_bytes=0))
