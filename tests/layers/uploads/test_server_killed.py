"""kill -9 of the database server itself at each step of upload, publication and roll-back.

The server is one of these tests' own. It is started again by whoever uses it, recovers from its
log, and every invariant holds: what was answered for is there, the rest can be done again.
"""

from __future__ import annotations

import contextlib
import os
import pkgutil
import signal
import tempfile
import time
from pathlib import Path

import pytest

from layers import catalogue, features, migrate, uploads, version_changes
from layers.db import Database
from layers.embedded import Cluster
from layers.embedded.postmaster import running
from layers.errors import DatabaseUnavailable
from layers.uploads import UploadFolder
from tests import staging
from tests.invariants import assert_kept, assert_sound
from tests.staging import SMALL, frame


@pytest.fixture(scope="module")
def cluster():
    """A server of one's own: the others' must not be killed."""
    with tempfile.TemporaryDirectory(prefix="jt-kill-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with Cluster(folder).use() as url:
            database = Database(url)
            migrate.upgrade(database)
            database.dispose()
            yield folder, url


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The uploads of this server: both know of each other."""
    return UploadFolder(tmp_path_factory.mktemp("uploads"))


class Killer:
    """Kills the server where a function is reached for the first time."""

    def __init__(self, data: Path, original) -> None:
        self.data, self.original, self.killed = data, original, False

    def __call__(self, *arguments, **named):
        if not self.killed:
            self.killed = True
            for process in processes_of(self.data):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
        return self.original(*arguments, **named)


def processes_of(data: Path) -> list[int]:
    """The server's process and those it has made: alone, its end would let them end their work."""
    server = (data / "postgres" / "postmaster.pid").read_text().split()[0]
    stats = Path("/proc").glob("[0-9]*/stat")
    children = [int(stat.parent.name) for stat in stats if parent_of(stat) == server]
    return [int(server), *children]


def parent_of(stat: Path) -> str | None:
    try:
        return stat.read_text().rpartition(")")[2].split()[1]
    except OSError:
        # It has ended since.
        return None


@pytest.fixture
def wells(cluster, folder):
    """A layer that shows a and b, on the server that is going to be killed."""
    database = Database(cluster[1])
    staging.published(database, folder, frame(a=1, b=2), how={"mode": "replace"})
    yield database
    database.dispose()


@pytest.fixture
def kill_at(monkeypatch, cluster):
    """Have the server killed at a point, once; give what waits until it is back."""

    def arrange(point: str) -> Killer:
        owner, _, name = point.rpartition(".")
        place = pkgutil.resolve_name(owner)
        killer = Killer(cluster[0], getattr(place, name))
        monkeypatch.setattr(place, name, killer)
        return killer

    return arrange


def come_back(database: Database, data: Path) -> None:
    """Wait until the server was started again and has recovered."""
    for _ in range(200):
        if running((data / "postgres").resolve()) is not None:
            try:
                with database.begin():
                    return
            except DatabaseUnavailable:
                pass
        time.sleep(0.1)
    message = "the server is not back"
    raise AssertionError(message)


def codes(database) -> list[str]:
    with database.begin() as connection:
        layer = catalogue.get(connection, "wells", internal=True)
        return sorted(features.frame(connection, layer)["code"])


def numbers(database) -> int:
    with database.begin() as connection:
        return max(one["number"] for one in version_changes.history(connection, "wells"))


def attempt(work) -> bool:
    """Do something during which the server goes away; tell whether it was answered for."""
    try:
        work()
    except DatabaseUnavailable:
        return False
    return True


@pytest.mark.parametrize("point", ["layers.uploads.receiving._note_chunk",
                                   "layers.uploads.receiving._settle"])  # fmt: skip
def test_while_a_file_is_received(wells, folder, cluster, kill_at, point):
    file = uploads.Announced(file_name="x.geojson", size_bytes=2, layer="wells")
    upload = uploads.announce(wells, folder, SMALL, file, author="li")["id"]
    killer = kill_at(point)
    attempt(lambda: uploads.take_chunk(wells, folder, upload, 0, b"{}"))
    assert killer.killed
    come_back(wells, cluster[0])
    assert_sound(wells, folder)
    assert uploads.take_chunk(wells, folder, upload, 0, b"{}")["state"] == "received"
    assert_sound(wells, folder)


@pytest.mark.parametrize(
    "point",
    ["layers.versions._close", "layers.uploads.staging._settle", "layers.versions.move_pointer",
     "layers.journal.append", "layers.uploads.publishing.answer_standing"],
)  # fmt: skip
def test_while_an_upload_is_published(wells, folder, cluster, kill_at, point):
    shown, before = codes(wells), numbers(wells)
    upload = staging.ready(wells, folder, frame(b=20, c=3))
    wanted = staging.publication(wells, upload, mode="upsert")
    killer = kill_at(point)
    answered = attempt(lambda: uploads.publish(wells, folder, upload, wanted, author="li"))
    assert killer.killed
    come_back(wells, cluster[0])
    visible = staging.state(wells, upload) == "published"
    assert visible or not answered
    assert visible == (point == "layers.uploads.publishing.answer_standing")
    assert codes(wells) == (["a", "b", "c"] if visible else shown)
    assert_kept(wells, {"wells": before})
    assert_sound(wells, folder)
    answer = uploads.publish(wells, folder, upload, wanted, author="li")
    assert codes(wells) == ["a", "b", "c"]
    assert_kept(wells, {"wells": answer["version"]["number"]})
    assert_sound(wells, folder)


@pytest.mark.parametrize("point", ["layers.versions.move_pointer", "layers.journal.append"])
def test_while_a_layer_is_rolled_back(wells, folder, cluster, kill_at, point):
    first = numbers(wells)
    staging.published(wells, folder, frame(c=3), how={"mode": "replace"})
    now = numbers(wells)
    killer = kill_at(point)
    assert not attempt(
        lambda: version_changes.roll_back(wells, "wells", first, expected=now, author="li")
    )
    assert killer.killed
    come_back(wells, cluster[0])
    assert codes(wells) == ["c"]
    assert_sound(wells, folder)
    version_changes.roll_back(wells, "wells", first, expected=now, author="li")
    assert codes(wells) == ["a", "b"]
    assert_sound(wells, folder)
