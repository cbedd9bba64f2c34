"""kill -9 at every step: what was answered for stays, nothing half is seen, and it can go on."""

from __future__ import annotations

import pkgutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from layers import catalogue, features, uploads, version_changes
from layers.errors import DatabaseUnavailable
from layers.uploads import Quotas
from layers.version_changes import Retention
from tests import staging
from tests.invariants import assert_kept, assert_sound
from tests.staging import SMALL, frame

PROJECT = Path(__file__).resolve().parents[3]
CHILD = """
import os, pkgutil, signal, sys
from pathlib import Path
from layers import uploads, version_changes
from layers.db import Database
from layers.uploads import UploadFolder
from tests import staging

url, root, upload, point, action = sys.argv[1:]
owner, _, name = point.rpartition(".")
setattr(pkgutil.resolve_name(owner), name, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
database, folder = Database(url), UploadFolder(Path(root))
ACTIONS = {
    "chunk": lambda: uploads.take_chunk(database, folder, upload, 0, b"{}"),
    "inspect": lambda: uploads.inspect(database, folder, upload),
    "publish": lambda: uploads.publish(
        database, folder, upload, staging.publication(database, upload, mode="upsert"),
        author="li"),
    "discard": lambda: uploads.discard(database, folder, upload, author="li"),
    "roll_back": lambda: version_changes.roll_back(
        database, "wells", 1, expected=2, author="li"),
    "retain": lambda: version_changes.apply(
        database, version_changes.Retention(keep_last=1, keep_days=0), author="li"),
}
ACTIONS[action]()
"""


def killed(database, folder, upload: str, action: str, point: str) -> None:
    """Have another process do something and kill it where it reaches a point."""
    pkgutil.resolve_name(point)
    command = [sys.executable, "-c", CHILD, database.url, str(folder.root), upload, point, action]
    ended = subprocess.run(
        command, cwd=PROJECT, capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    wait_for_the_server(database)


def wait_for_the_server(database) -> None:
    """Wait until the server has noticed that the process is gone."""
    others = sa.text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND state <> 'idle'"
    )
    for _ in range(100):
        with database.begin() as connection:
            if connection.scalar(others) == 0:
                return
        time.sleep(0.05)
    message = "a killed process still holds a transaction"
    raise AssertionError(message)


def codes(database) -> list[str]:
    with database.begin() as connection:
        layer = catalogue.get(connection, "wells", internal=True)
        return sorted(features.frame(connection, layer)["code"])


@pytest.fixture
def wells(database, folder):
    """A layer that shows a and b."""
    staging.published(database, folder, frame(a=1, b=2))
    return database


@pytest.mark.parametrize("point", ["layers.uploads.receiving._note_chunk",
                                   "layers.uploads.receiving.complete_file",
                                   "layers.uploads.receiving._settle"])  # fmt: skip
def test_while_a_file_is_received(database, folder, point):
    file = uploads.Announced(file_name="x.geojson", size_bytes=2, layer="wells")
    upload = uploads.announce(database, folder, SMALL, file, author="li")["id"]
    killed(database, folder, upload, "chunk", point)
    assert staging.state(database, upload) == "receiving"
    assert_sound(database, folder)
    assert uploads.take_chunk(database, folder, upload, 0, b"{}")["state"] == "received"
    assert folder.source(upload).read_bytes() == b"{}"
    assert_sound(database, folder)


@pytest.mark.parametrize("point", ["layers.inspection.inspect", "layers.uploads.inspecting._keep"])
def test_while_a_file_is_inspected(database, folder, point):
    upload = staging.sent(database, folder, staging.wells(a=1))
    killed(database, folder, upload, "inspect", point)
    assert staging.state(database, upload) == "received"
    assert_sound(database, folder)
    uploads.inspect(database, folder, upload)
    assert staging.state(database, upload) == "inspected"
    assert len(list(folder.root.glob("*/inspection-*"))) == 1
    assert_sound(database, folder)


@pytest.mark.parametrize(
    ("point", "state"),
    [
        ("layers.uploads.staging._Noting.__call__", "inspected"),
        ("layers.versions._close", "inspected"),
        ("layers.uploads.staging._settle", "inspected"),
        ("layers.uploads.publishing.make_visible", "staged"),
        ("layers.versions.move_pointer", "staged"),
        ("layers.journal.append", "staged"),
        ("layers.uploads.publishing.answer_standing", "published"),
    ],
)
def test_while_an_upload_is_published(wells, folder, point, state):
    upload = staging.ready(wells, folder, frame(b=20, c=3))
    killed(wells, folder, upload, "publish", point)
    assert staging.state(wells, upload) == state
    assert codes(wells) == (["a", "b", "c"] if state == "published" else ["a", "b"])
    assert len(staging.partitions(wells)) == (1 if state == "inspected" else 2)
    assert_kept(wells, {"wells": 1})
    assert_sound(wells, folder)
    wanted = staging.publication(wells, upload, mode="upsert")
    answer = uploads.publish(wells, folder, upload, wanted, author="li")
    assert answer["version"]["number"] == 2
    assert codes(wells) == ["a", "b", "c"]
    assert len(staging.partitions(wells)) == 2
    assert_sound(wells, folder)


@pytest.mark.parametrize("point", ["layers.journal.append",
                                   "layers.uploads.folder.UploadFolder.drop_inspections",
                                   "layers.uploads.discarding.give_back"])  # fmt: skip
def test_while_an_upload_is_discarded(wells, folder, point):
    upload = staging.ready(wells, folder, frame(c=3))
    wanted = staging.publication(wells, upload)
    uploads.publish(wells, folder, upload, wanted, author="li", dry_run=True)
    killed(wells, folder, upload, "discard", point)
    uploads.discard(wells, folder, upload, author="li")
    assert staging.state(wells, upload) == "discarded"
    assert len(staging.partitions(wells)) == 1
    assert list(folder.root.glob(f"{upload}/inspection-*")) == []
    assert_sound(wells, folder)


@pytest.mark.parametrize("point", ["layers.versions.move_pointer", "layers.journal.append"])
def test_while_a_layer_is_rolled_back(wells, folder, point):
    staging.published(wells, folder, frame(c=3))
    killed(wells, folder, "", "roll_back", point)
    assert codes(wells) == ["c"]
    assert_sound(wells, folder)
    version_changes.roll_back(wells, "wells", 1, expected=2, author="li")
    assert codes(wells) == ["a", "b"]
    assert_sound(wells, folder)


def test_while_old_versions_are_given_up(wells, folder):
    staging.published(wells, folder, frame(c=3))
    killed(wells, folder, "", "retain", "layers.version_changes.dropping.give_back")
    assert codes(wells) == ["c"]
    assert len(staging.partitions(wells)) == 2
    version_changes.apply(wells, Retention(keep_last=1, keep_days=0), author="li")
    assert len(staging.partitions(wells)) == 1
    assert_sound(wells, folder)


def test_a_worker_that_dies_in_a_publication_is_followed_by_one_that_ends_it(wells, folder):
    from layers import jobs
    from layers.uploads import work

    upload = staging.ready(wells, folder, frame(c=3))
    wanted = staging.publication(wells, upload, mode="append")
    request = work.publish_request(folder, upload, wanted, dry_run=False)
    job = jobs.queue(wells, "publish", request, created_by="li")
    script = (
        "import os, signal, sys\n"
        "from layers.db import Database\n"
        "from layers.uploads import publishing\n"
        "from tests import staging\n"
        "publishing.make_visible = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)\n"
        "staging.work_off(Database(sys.argv[1]))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, wells.url], cwd=PROJECT, timeout=120, check=False
    )
    assert ended.returncode == -signal.SIGKILL
    wait_for_the_server(wells)
    with wells.begin() as connection:
        shown = uploads.describe(connection, uploads.find(connection, upload))
    assert (shown["state"], shown["job"]["id"]) == ("publishing", job["id"])
    staging.work_off(wells)
    with wells.begin() as connection:
        done = jobs.get(connection, job["id"])
    assert (done["status"], done["result"]["version"]["number"]) == ("done", 2)
    assert codes(wells) == ["a", "b", "c"]
    assert_sound(wells, folder)


class Cutting:
    """Ends every connection to the database where a function is reached for the first time."""

    def __init__(self, url: str, original) -> None:
        self.url, self.original, self.cut = url, original, False

    def __call__(self, *arguments, **named):
        if not self.cut:
            self.cut = True
            with psycopg.connect(self.url, autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
        return self.original(*arguments, **named)


@pytest.fixture
def cut_at(monkeypatch, wells):
    """Have the database go away at a point, once."""

    def arrange(point: str) -> Cutting:
        owner, _, name = point.rpartition(".")
        place = pkgutil.resolve_name(owner)
        cutting = Cutting(wells.url, getattr(place, name))
        monkeypatch.setattr(place, name, cutting)
        return cutting

    return arrange


@pytest.mark.parametrize(
    "point",
    [
        "layers.copying.copy",
        "layers.versions._close",
        "layers.uploads.staging._settle",
        "layers.versions.move_pointer",
        "layers.journal.append",
    ],
)
def test_the_database_goes_away_while_an_upload_is_published(wells, folder, cut_at, point):
    upload = staging.ready(wells, folder, frame(b=20, c=3))
    wanted = staging.publication(wells, upload, mode="upsert")
    cutting = cut_at(point)
    with pytest.raises(DatabaseUnavailable):
        uploads.publish(wells, folder, upload, wanted, author="li")
    assert cutting.cut
    assert codes(wells) == ["a", "b"]
    assert staging.state(wells, upload) in {"inspected", "staged"}
    assert_kept(wells, {"wells": 1})
    assert_sound(wells, folder)
    answer = uploads.publish(wells, folder, upload, wanted, author="li")
    assert answer["version"]["number"] == 2
    assert codes(wells) == ["a", "b", "c"]
    assert_sound(wells, folder)


@pytest.mark.parametrize("point", ["layers.inspection.inspect", "layers.uploads.inspecting._keep"])
def test_the_database_goes_away_while_a_file_is_inspected(wells, folder, cut_at, point):
    upload = staging.sent(wells, folder, staging.wells(a=1))
    cut_at(point)
    try:
        uploads.inspect(wells, folder, upload)
    except DatabaseUnavailable:
        assert staging.state(wells, upload) == "received"
        uploads.inspect(wells, folder, upload)
    # A connection that is lost between two transactions is made anew and nobody notices.
    assert staging.state(wells, upload) == "inspected"
    assert len(list(folder.root.glob(f"{upload}/inspection-*"))) == 1
    assert_sound(wells, folder)


@pytest.mark.parametrize("point", ["layers.uploads.receiving._note_chunk",
                                   "layers.uploads.receiving._settle"])  # fmt: skip
def test_the_database_goes_away_while_a_file_is_received(wells, folder, cut_at, point):
    file = uploads.Announced(file_name="x.geojson", size_bytes=2, layer="wells")
    upload = uploads.announce(wells, folder, SMALL, file, author="li")["id"]
    cut_at(point)
    try:
        uploads.take_chunk(wells, folder, upload, 0, b"{}")
    except DatabaseUnavailable:
        assert staging.state(wells, upload) == "receiving"
        assert_sound(wells, folder)
    assert uploads.take_chunk(wells, folder, upload, 0, b"{}")["state"] == "received"
    assert_sound(wells, folder)


@pytest.mark.parametrize("point", ["layers.versions.move_pointer", "layers.journal.append"])
def test_the_database_goes_away_while_a_layer_is_rolled_back(wells, folder, cut_at, point):
    staging.published(wells, folder, frame(c=3))
    cut_at(point)
    with pytest.raises(DatabaseUnavailable):
        version_changes.roll_back(wells, "wells", 1, expected=2, author="li")
    assert codes(wells) == ["c"]
    assert_sound(wells, folder)
    version_changes.roll_back(wells, "wells", 1, expected=2, author="li")
    assert codes(wells) == ["a", "b"]
    assert_sound(wells, folder)


def test_a_command_that_is_killed_leaves_what_the_next_one_sweeps(wells, folder):
    from layers.uploads import sending

    path = folder.root.parent / "wells.geojson"
    path.write_bytes(staging.wells(c=3))
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from layers.db import Database\n"
        "from layers.uploads import UploadFolder, sending\n"
        "from tests.staging import SMALL\n"
        "database, folder = Database(sys.argv[1]), UploadFolder(Path(sys.argv[2]))\n"
        "with sending.sent(database, folder, SMALL, Path(sys.argv[3]), layer='wells', asked={},\n"
        "                  author='li'):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    command = [sys.executable, "-c", script, wells.url, str(folder.root), str(path)]
    ended = subprocess.run(command, cwd=PROJECT, timeout=120, check=False)
    assert ended.returncode == -signal.SIGKILL
    wait_for_the_server(wells)
    assert_sound(wells, folder)
    swept = uploads.sweep(wells, folder, Quotas(keep_free_bytes=1, staging_hours=1e-9))
    assert len(swept.discarded) == 1
    with sending.sent(wells, folder, SMALL, path, layer="wells", asked={}, author="li") as upload:
        uploads.inspect(wells, folder, upload)
        wanted = staging.publication(wells, upload, mode="append")
        uploads.publish(wells, folder, upload, wanted, author="li")
    assert codes(wells) == ["a", "b", "c"]
    assert_sound(wells, folder)
