"""The same without root, and root in an ordinary user's folder."""

import os
import pwd
import shutil
import subprocess
import sys

import psycopg
import pytest

from layers.embedded import Cluster, processes

NOBODY = pwd.getpwnam("nobody")
AS_NOBODY = ("setpriv", f"--reuid={NOBODY.pw_uid}", f"--regid={NOBODY.pw_gid}", "--clear-groups")
# an interpreter under a closed home can be read, though nothing more, with this one capability
READING = ("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search")

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("setpriv") is None,
    reason="needs root to become another user (an ordinary user runs every other test as one)",
)


@pytest.fixture(scope="module")
def as_nobody():
    ask = [*AS_NOBODY, sys.executable, "-c", ""]
    readable = subprocess.run(ask, check=False, capture_output=True, cwd="/").returncode == 0
    return AS_NOBODY if readable else (*AS_NOBODY, *READING)


@pytest.fixture
def nobodys(data_dir):
    os.chown(data_dir.parent, NOBODY.pw_uid, NOBODY.pw_gid)
    return data_dir


def test_an_ordinary_user_runs_it_under_the_own_account(nobodys, start_user, as_nobody):
    user = start_user(nobodys, as_nobody)
    with psycopg.connect(user.url.replace("+psycopg", "")) as database:
        assert database.execute("select st_x('POINT(1 2)')").fetchone() == (1.0,)
    assert (nobodys / "postgres").stat().st_uid == NOBODY.pw_uid
    assert user.leave() == ""
    assert processes.of(nobodys / "postgres") == []


def test_root_and_the_owner_of_the_folder_share_it(nobodys, start_user, as_nobody):
    start_user(nobodys, as_nobody).leave()
    with Cluster(nobodys).use() as url:
        beside = start_user(nobodys, as_nobody)
        assert beside.url == url
        assert beside.leave() == ""
    again = start_user(nobodys, as_nobody)
    assert again.url == url
    assert again.leave() == ""


def test_a_folder_that_root_began_for_its_owner(nobodys, start_user, as_nobody):
    nobodys.mkdir()
    os.chown(nobodys, NOBODY.pw_uid, NOBODY.pw_gid)
    with Cluster(nobodys).use():
        assert (nobodys / "postgres").stat().st_uid == NOBODY.pw_uid
    user = start_user(nobodys, as_nobody)
    assert user.url
    assert user.leave() == ""


def test_a_folder_of_somebody_else_is_refused(data_dir, start_user, as_nobody):
    data_dir.mkdir()
    refused = start_user(data_dir, as_nobody)
    assert refused.url == ""
    assert "FolderNotWritable" in refused.leave()
