"""Discarding, restoring, and what the sweep tidies away."""

from __future__ import annotations

import dataclasses
import os
import time

import pytest
import sqlalchemy as sa

from layers import jobs, journal, uploads, version_changes
from layers.uploads.errors import FileGone, WrongState
from layers.version_changes import Retention
from tests import staging
from tests.invariants import assert_sound, taken_bytes
from tests.staging import SMALL, frame


def aged(database, upload, hours) -> None:
    with database.begin() as connection:
        connection.execute(
            sa.text(
                "UPDATE upload SET updated_at = now() - make_interval(hours => :hours)"
                " WHERE id = :id"
            ),
            {"hours": hours, "id": upload},
        )


def staged(database, folder, **depths) -> str:
    upload = staging.ready(database, folder, frame(**depths))
    wanted = staging.publication(database, upload)
    uploads.publish(database, folder, upload, wanted, author="li", dry_run=True)
    return upload


def test_discarding_drops_what_was_staged_and_found(database, folder):
    upload = staged(database, folder, a=1)
    assert len(staging.partitions(database)) == 1
    shown = uploads.discard(database, folder, upload, author="wang")
    assert (shown["state"], shown["version"], shown["report"]) == ("discarded", None, None)
    assert staging.partitions(database) == set()
    assert [path.name for path in folder.root.rglob("*")] == [upload, "source"]
    with database.begin() as connection:
        entry = journal.read(connection)[0]
    assert (entry["action"], entry["actor"]) == ("discard", "wang")
    assert entry["details"]["step"] == "staged"
    assert_sound(database, folder)


def test_discarding_again_does_no_harm_and_is_told_of_once(database, folder):
    upload = staging.sent(database, folder, b"{}")
    uploads.discard(database, folder, upload, author="li")
    uploads.discard(database, folder, upload, author="li")
    with database.begin() as connection:
        actions = [entry["action"] for entry in journal.read(connection)]
    assert actions == ["discard", "upload"]


def test_a_discarded_file_can_be_restored_and_published(database, folder):
    body = staging.wells(a=1)
    upload = staging.sent(database, folder, body)
    uploads.discard(database, folder, upload, author="li")
    assert uploads.restore(database, folder, upload)["state"] == "received"
    uploads.inspect(database, folder, upload)
    wanted = staging.publication(database, upload)
    uploads.publish(database, folder, upload, wanted, author="li")
    assert staging.state(database, upload) == "published"


def test_a_purged_file_is_gone_at_once(database, folder):
    upload = staging.sent(database, folder, b"{}")
    uploads.discard(database, folder, upload, author="li", purge=True)
    assert list(folder.root.iterdir()) == []
    with pytest.raises(FileGone):
        uploads.restore(database, folder, upload)
    assert_sound(database, folder)


def test_a_discarded_file_can_still_be_purged(database, folder):
    upload = staging.sent(database, folder, b"{}")
    uploads.discard(database, folder, upload, author="li")
    uploads.discard(database, folder, upload, author="li", purge=True)
    assert list(folder.root.iterdir()) == []


def test_half_a_file_is_not_kept(database, folder):
    file = uploads.Announced(file_name="x.csv", size_bytes=100, layer="wells")
    upload = uploads.announce(database, folder, SMALL, file, author="li")["id"]
    uploads.take_chunk(database, folder, upload, 0, b"x" * 64)
    uploads.discard(database, folder, upload, author="li")
    assert list(folder.root.iterdir()) == []
    assert_sound(database, folder)


def test_a_published_upload_is_not_discarded(database, folder):
    answer = staging.published(database, folder, frame(a=1))
    with pytest.raises(WrongState):
        uploads.discard(database, folder, answer["upload"], author="li")


def test_only_a_discarded_upload_is_restored(database, folder):
    upload = staging.sent(database, folder, b"{}")
    with pytest.raises(WrongState):
        uploads.restore(database, folder, upload)


@pytest.mark.parametrize("step", ["receiving", "received", "inspected", "refused", "staged"])
def test_what_waited_for_a_day_is_swept(database, folder, step):
    upload = staged(database, folder, a=1)
    with database.begin() as connection:
        uploads.records.move(connection, upload, state=step)
    aged(database, upload, 23)
    assert uploads.sweep(database, folder, SMALL).discarded == []
    aged(database, upload, 25)
    assert uploads.sweep(database, folder, SMALL).discarded == [upload]
    assert staging.state(database, upload) == "discarded"
    assert list(folder.root.iterdir()) == []
    assert staging.partitions(database) == set()
    assert_sound(database, folder)
    assert uploads.sweep(database, folder, SMALL) == uploads.Swept(
        discarded=[], emptied=[], orphans=[], versions=[]
    )


def test_an_upload_that_a_job_works_on_is_not_swept(database, folder):
    upload = staging.ready(database, folder, frame(a=1))
    aged(database, upload, 99)
    jobs.queue(database, "run", {"upload": upload}, created_by="li")
    assert uploads.sweep(database, folder, SMALL).discarded == []


def test_a_discarded_file_is_kept_for_a_day(database, folder):
    upload = staging.sent(database, folder, b"{}")
    uploads.discard(database, folder, upload, author="li")
    aged(database, upload, 23)
    assert uploads.sweep(database, folder, SMALL).emptied == []
    aged(database, upload, 25)
    assert uploads.sweep(database, folder, SMALL).emptied == [upload]
    assert list(folder.root.iterdir()) == []
    with pytest.raises(FileGone):
        uploads.restore(database, folder, upload)


def test_the_file_of_a_published_version_is_kept_as_long_as_the_version(database, folder):
    first = staging.published(database, folder, frame(a=1))["upload"]
    second = staging.published(database, folder, frame(b=1))["upload"]
    aged(database, first, 25)
    aged(database, second, 25)
    uploads.sweep(database, folder, SMALL)
    left = sorted(path.name for path in folder.root.rglob("*"))
    assert left == sorted([first, second, "source", "source"])
    version_changes.apply(database, Retention(keep_last=1, keep_days=0), author="operator")
    assert uploads.sweep(database, folder, SMALL).emptied == [first]
    assert sorted(path.name for path in folder.root.rglob("*")) == sorted([second, "source"])
    assert_sound(database, folder)


def test_folders_of_nothing_are_swept_when_they_are_old(database, folder):
    kept = staging.sent(database, folder, b"{}")
    orphan = folder.root / ("0" * 32)
    orphan.mkdir()
    assert uploads.sweep(database, folder, SMALL).orphans == []
    hours_ago = time.time() - 2 * 3600
    for path in (orphan, folder.root / kept):
        os.utime(path, (hours_ago, hours_ago))
    assert uploads.sweep(database, folder, SMALL).orphans == ["0" * 32]
    assert folder.source(kept).is_file()


def test_after_failed_work_the_disk_is_as_before(database, folder):
    staging.published(database, folder, frame(a=1, b=2))
    before = taken_bytes(folder.root), len(staging.partitions(database))
    for _ in range(3):
        upload = staging.ready(database, folder, frame(c=1))
        wanted = staging.publication(database, upload, mode="append", key="nummer")
        with pytest.raises(uploads.errors.KeyMissing):
            uploads.publish(database, folder, upload, wanted, author="li")
        uploads.discard(database, folder, upload, author="li", purge=True)
    assert (taken_bytes(folder.root), len(staging.partitions(database))) == before


def test_the_hours_can_be_set(database, folder):
    upload = staging.sent(database, folder, b"{}")
    aged(database, upload, 2)
    short = dataclasses.replace(SMALL, staging_hours=1)
    assert uploads.sweep(database, folder, short).discarded == [upload]
