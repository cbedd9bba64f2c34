"""What cannot work says so, in both languages."""

import json
import os
import subprocess
from pathlib import Path

import psycopg
import pytest

from layers.embedded import Cluster, account, binaries, errors, locks, making, processes

ROOT = Path(__file__).parents[3]
EVERY_ERROR = [errors.EmbeddedError, *errors.EmbeddedError.__subclasses__()]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


def use(data_dir):
    with Cluster(data_dir).use():
        pass


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("error", EVERY_ERROR, ids=lambda error: error.code)
def test_every_error_has_a_text(error, language):
    texts = json.loads((ROOT / "static/i18n" / language / "platform.json").read_text("utf-8"))
    assert texts[f"error.{error.code}"].strip()


def test_codes_are_distinct():
    assert len({error.code for error in EVERY_ERROR}) == len(EVERY_ERROR)


@pytest.fixture
def fake_server(tmp_path, monkeypatch):
    """Make the machine have just the servers that this puts there."""

    def put(major, *, postgis):
        folder = tmp_path / str(major) / "bin"
        folder.mkdir(parents=True)
        share = tmp_path / str(major) / "share"
        (share / "extension").mkdir(parents=True)
        if postgis:
            (share / "extension" / "postgis.control").touch()
        for name in ("postgres", "initdb", "pg_config"):
            (folder / name).write_text(
                f"#!/bin/sh\nprintf 'PostgreSQL {major}.1 (Debian)\\n{share}\\n--with-x\\n'\n"
            )
            (folder / name).chmod(0o755)

    monkeypatch.setattr(binaries, "FOLDERS", (f"{tmp_path}/*/bin",))
    monkeypatch.setenv("PATH", str(tmp_path))
    return put


def test_no_server_names_the_command_that_installs_it(fake_server, data_dir):
    with pytest.raises(errors.ServerMissing) as refused:
        use(data_dir)
    assert refused.value.facts["command"] == (
        "apt-get install --no-install-recommends postgresql-15 postgresql-15-postgis-3"
    )


def test_a_server_without_postgis(fake_server, data_dir):
    fake_server(16, postgis=False)
    with pytest.raises(errors.PostgisMissing) as refused:
        use(data_dir)
    assert "postgresql-16-postgis-3" in refused.value.facts["command"]


def test_the_newest_with_postgis_is_taken(fake_server):
    fake_server(9, postgis=True)
    fake_server(15, postgis=True)
    fake_server(17, postgis=False)
    assert binaries.find(None).major == 15
    assert binaries.find(9).major == 9


def test_a_cluster_of_a_version_that_is_not_installed(made_dir):
    version = made_dir / "postgres" / "PG_VERSION"
    version.write_text("99\n")
    with pytest.raises(errors.ClusterVersion) as refused:
        use(made_dir)
    assert refused.value.facts["made_by"] == 99
    assert "postgresql-99" in refused.value.facts["command"]
    assert version.read_text() == "99\n"


@as_root
def test_root_without_an_account_to_hand_it_to(data_dir, monkeypatch):
    monkeypatch.setattr(account, "SERVER_ACCOUNT", "nobody-of-this-name")
    with pytest.raises(errors.AccountMissing):
        use(data_dir)


def test_a_file_in_place_of_the_folder(tmp_path):
    (tmp_path / "data").touch()
    with pytest.raises(errors.FolderNotWritable) as refused:
        use(tmp_path / "data")
    assert refused.value.where == str(tmp_path / "data")


@pytest.fixture
def small_disk(data_dir):
    """A disk of 40 MB, too small for a cluster."""
    data_dir.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(data_dir)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting a small disk needs root and a machine that lets it mount")
    data_dir.chmod(0o755)
    yield data_dir
    subprocess.run(["umount", str(data_dir)], check=True)


def test_too_small_a_disk_is_refused_before_anything_is_made(small_disk):
    with pytest.raises(errors.DiskFull) as refused:
        use(small_disk)
    assert refused.value.facts["free_mb"] <= 42
    assert not (small_disk / "postgres").exists()


def test_a_disk_that_fills_during_the_first_start_and_gets_room(small_disk, monkeypatch):
    monkeypatch.setattr(making, "NEEDED_BYTES", 0)
    with pytest.raises(errors.DiskFull):
        use(small_disk)
    assert processes.of(small_disk / "postgres") == []
    subprocess.run(["mount", "-o", "remount,size=400m", str(small_disk)], check=True)
    with Cluster(small_disk).use() as url, psycopg.connect(url.replace("+psycopg", "")) as database:
        assert database.execute("select st_x('POINT(1 2)')").fetchone() == (1.0,)


def test_a_folder_on_a_read_only_disk(small_disk):
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(errors.FolderNotWritable) as refused:
        use(small_disk)
    assert refused.value.facts["reason"] == "Read-only file system"


def test_a_cluster_that_cannot_start_shows_its_log(made_dir):
    with (made_dir / "postgres" / "postgresql.conf").open("a") as settings:
        settings.write("nonsense = 1\n")
    with pytest.raises(errors.ClusterCannotStart) as refused:
        use(made_dir)
    assert 'unrecognized configuration parameter "nonsense"' in refused.value.facts["detail"]
    assert refused.value.where == str(made_dir / "cluster.log")
    assert processes.of(made_dir / "postgres") == []


def test_an_extension_that_cannot_be_made(data_dir, monkeypatch):
    monkeypatch.setattr(making, "MAKE_POSTGIS", "create extension no_such_extension")
    with pytest.raises(errors.ClusterCannotStart) as refused:
        use(data_dir)
    assert "no_such_extension" in refused.value.facts["detail"]
    assert processes.of(data_dir / "postgres") == []
    monkeypatch.undo()
    with Cluster(data_dir).use() as url, psycopg.connect(url.replace("+psycopg", "")) as database:
        assert database.execute("select st_x('POINT(1 2)')").fetchone() == (1.0,)


def test_a_start_that_somebody_else_never_ends(tmp_path):
    lock = tmp_path / "cluster.start"
    lock.touch()
    with (
        locks.turn(lock),
        pytest.raises(errors.ClusterBusy),
        locks.turn(lock, timeout_s=0.05),
    ):
        pass
    with locks.turn(lock, timeout_s=0.05):
        pass


def test_a_long_log_is_put_aside(made_dir, monkeypatch):
    before = (made_dir / "cluster.log").read_text()
    monkeypatch.setattr("layers.embedded.traces.MAX_LOG_BYTES", 10)
    use(made_dir)
    assert (made_dir / "cluster.log.old").read_text() == before
    assert "starting PostgreSQL" in (made_dir / "cluster.log").read_text()
