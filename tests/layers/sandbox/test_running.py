"""A confined process: it is bounded, its end is told, and it reaches nothing."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from geo.errors import BadParameter
from layers.sandbox import LimitExceeded, Limits, Task, level, levels, privileges, run
from layers.sandbox.errors import SandboxUnavailable
from layers.sandbox.levels import LEVELS, Space

AVAILABLE = [name for name in LEVELS if levels._works(name)]


@pytest.fixture
def space(tmp_path_factory):
    # The account of the weaker levels has to be able to enter, unlike pytest's own folder.
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="jintu-test-"))
    made = Space(folder)
    made.make()
    yield made
    shutil.rmtree(folder)


def test_the_strongest_level_that_works_is_taken():
    assert level() == AVAILABLE[0]


@pytest.mark.parametrize("name", AVAILABLE)
def test_each_end_is_told_and_ends_nothing_else(space, name):
    tasks = [
        Task(function="builtins:len", argument="three"),
        Task(function="faulthandler:_sigsegv", argument=0),
        Task(function="time:sleep", argument=30, limits=Limits(wall_s=1)),
        Task(function="builtins:bytearray", argument=3 * 2**30),
        Task(function="builtins:int", argument="no number"),
        Task(function="layers.sandbox.limits:Limits", argument=1),
        Task(function="builtins:len", argument="last"),
    ]
    ends = run(tasks, space, level=name)
    assert [end.kind for end in ends] == [
        "done", "crashed", "limit", "limit", "crashed", "crashed", "done",
    ]  # fmt: skip
    assert (ends[0].value, ends[-1].value) == (5, 4)
    assert ends[1].facts == {"how": "SIGSEGV"}
    assert ends[2].facts == {"limit": "wall_s", "allowed": 1}
    assert ends[3].facts == {"limit": "memory_bytes", "allowed": Limits().memory_bytes}
    assert ends[4].facts == {"how": "exception"}


@pytest.mark.parametrize("name", AVAILABLE)
def test_every_text_codec_is_there_for_an_account_that_owns_nothing(space, name):
    # The search tries several codecs on this text; none of them is imported before.
    task = Task(function="layers.inspection.mojibake:find", argument=["é"])
    assert run([task], space, level=name)[0].kind == "done"


def test_processor_time_is_bounded(space):
    endless = Task(function="functools:partial", argument=None)
    counting = Task(function="builtins:sum", argument=[1], limits=Limits(cpu_s=1))
    heavy = Task(function="math:factorial", argument=3_000_000, limits=Limits(cpu_s=1, wall_s=60))
    ends = run([endless, counting, heavy], space)
    assert ends[1].kind == "done"
    assert ends[2].facts == {"limit": "cpu_s", "allowed": 1}


@pytest.mark.skipif("bubblewrap" not in AVAILABLE, reason="bubblewrap does not work here")
def test_the_strongest_level_shows_neither_files_nor_processes_nor_network(space):
    project = str(levels.PROJECT)
    places = ["/", "/etc", "/code", "/proc", "/sys", "/home", str(levels.PROJECT)]
    ends = run(
        [Task(function="os:listdir", argument=place) for place in places],
        space,
        level="bubblewrap",
    )
    root, etc, code, processes, system, homes, project = ends
    assert {"in", "out", "code", "usr"} <= set(root.value)
    assert {"var", "opt", "srv", "boot", "mnt"}.isdisjoint(root.value)
    assert set(etc.value) <= {"ld.so.cache"}
    assert set(code.value) == set(levels.CODE)
    # The sandbox's own init, the supervisor and the worker.
    assert len([name for name in processes.value if name.isdigit()]) <= 3
    assert (system.kind, homes.kind) == ("crashed", "crashed")
    assert project.kind == "crashed" or set(project.value) <= {".venv"}


@pytest.mark.parametrize("name", AVAILABLE)
def test_the_network_is_not_there_or_dead(space, name):
    said = run([Task(function="os:getenv", argument="GDAL_HTTP_PROXY")], space, level=name)
    assert said[0].value == "http://127.0.0.1:9"


@pytest.mark.parametrize("name", AVAILABLE)
def test_nothing_of_our_environment_is_passed_on(space, name, monkeypatch):
    monkeypatch.setenv("JINTU_DATABASE_URL", "postgresql://secret")
    said = run([Task(function="os:getenv", argument="JINTU_DATABASE_URL")], space, level=name)
    assert said[0].value is None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another account")
def test_root_becomes_an_account_that_owns_nothing(space):
    start = levels.started("limits", space, [])
    assert space.outbox.stat().st_uid == privileges.NOBODY
    statement = (
        "import os; from layers.sandbox import privileges as p; p.drop(); print(os.getuid())"
    )
    done = subprocess.run(
        [sys.executable, "-c", statement],
        env=start.environment, cwd=levels.PROJECT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == f"{privileges.NOBODY}\n"


def test_a_link_in_place_of_the_answer_is_not_followed(tmp_path):
    from layers.sandbox.runner import _answer

    secret = tmp_path / "secret.json"
    secret.write_text('"secret"')
    link = tmp_path / "result.json"
    link.symlink_to(secret)
    with pytest.raises(OSError, match=r"symbolic|Too many"):
        _answer(link)


def test_a_process_that_cannot_start_is_told(space, monkeypatch):
    monkeypatch.setattr("layers.sandbox.runner._INNER", ["-c", "raise SystemExit(3)"])
    with pytest.raises(SandboxUnavailable):
        run([Task(function="builtins:len", argument="a")], space)


def test_cancelling_ends_the_process(space):
    asked = iter([False, True])
    ends = run(
        [Task(function="time:sleep", argument=30)],
        space,
        cancelled=lambda: next(asked, True),
    )
    assert [end.kind for end in ends] == ["cancelled"]


def test_the_folders_are_closed_to_others(space):
    assert stat.S_IMODE(space.outbox.stat().st_mode) == 0o700


def test_a_limit_can_be_changed_up_to_its_top():
    assert Limits(upload_bytes=2**31).upload_bytes == 2**31
    with pytest.raises(BadParameter) as caught:
        Limits(upload_bytes=2**31 + 1)
    assert caught.value.where == "upload_bytes"
    with pytest.raises(BadParameter):
        Limits(columns=0)


def test_exactly_the_limit_is_allowed():
    limits = Limits(columns=256)
    limits.check("columns", 256)
    with pytest.raises(LimitExceeded) as caught:
        limits.check("columns", 257, where="a.csv")
    assert caught.value.facts == {"limit": "columns", "allowed": 256, "found": 257}


def test_every_limit_is_described():
    described = {one["name"]: one for one in Limits().described()}
    assert described["upload_bytes"] == {
        "name": "upload_bytes", "value": 200 * 2**20, "top": 2 * 2**30, "unit": "B",
    }  # fmt: skip
    assert described.keys() == Limits().plain().keys()
