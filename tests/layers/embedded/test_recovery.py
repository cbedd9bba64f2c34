"""After something was killed."""

import os
import signal
import subprocess
import threading
import time

import psycopg
import pytest

from layers.embedded import Cluster, account, folder, postmaster, processes, watching
from layers.embedded.postmaster import running

BUSY = "do $$ begin loop perform 1; end loop; end $$"
ENOUGH_S = 20  # the aim is 5 s on an idle machine; shared machines get room


def connect(url):
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def busy_backend(url):
    """Keep one backend busy until it is ended."""
    database = connect(url)

    def work():
        with pytest.raises(psycopg.OperationalError):
            database.execute(BUSY)
        database.close()

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def pid_file(data_dir):
    return data_dir / "postgres" / "postmaster.pid"


@pytest.fixture
def crashed(made_dir, start_user):
    """A folder whose service and postmaster were killed, with 1000 rows committed."""
    service = start_user(made_dir)
    with connect(service.url) as database:
        database.execute("create table kept as select generate_series(1, 1000) as n")
    service.kill()
    killed = running(made_dir / "postgres")
    killed.send(signal.SIGKILL)
    assert processes.wait_gone([killed], 5) == []
    return made_dir


def rows_after_restart(data_dir):
    begin = time.monotonic()
    with Cluster(data_dir).use() as url, connect(url) as database:
        assert time.monotonic() - begin < ENOUGH_S
        return database.execute("select count(*) from kept").fetchone()[0]


def test_a_killed_service_leaves_a_database_that_is_adopted(made_dir, start_user):
    service = start_user(made_dir)
    left_behind = running(made_dir / "postgres")
    service.kill()
    assert left_behind.lives()
    with Cluster(made_dir).use():
        assert running(made_dir / "postgres") == left_behind
    assert processes.of(made_dir / "postgres") == []


def test_a_busy_backend_of_a_killed_postmaster_does_not_block_the_next_start(made_dir, start_user):
    service = start_user(made_dir)
    with connect(service.url) as database:
        database.execute("create table kept as select generate_series(1, 1000) as n")
    working = busy_backend(service.url)
    time.sleep(0.2)
    service.kill()
    running(made_dir / "postgres").send(signal.SIGKILL)
    assert rows_after_restart(made_dir) == 1000
    working.join(timeout=10)
    assert not working.is_alive()


def test_a_running_service_gets_its_killed_database_back(made_dir):
    with Cluster(made_dir).use() as url:
        with connect(url) as database:
            database.execute("create table kept as select 7 as n")
        working = busy_backend(url)
        time.sleep(0.2)
        killed = running(made_dir / "postgres")
        killed.send(signal.SIGKILL)
        assert first_answer(url, "select n from kept", within_s=ENOUGH_S) == 7
        assert running(made_dir / "postgres") != killed
        working.join(timeout=10)
    assert processes.of(made_dir / "postgres") == []


def first_answer(url, question, within_s):
    give_up = time.monotonic() + within_s
    while True:
        try:
            with connect(url) as database:
                return database.execute(question).fetchone()[0]
        except psycopg.OperationalError:
            assert time.monotonic() < give_up
            time.sleep(0.05)


def test_a_stranger_with_the_recorded_number_is_left_alone(crashed):
    owner = account.choose(folder.DataFolder(crashed))
    stranger = subprocess.Popen(["sleep", "60"], **owner.identity())
    try:
        lines = pid_file(crashed).read_text().splitlines()
        pid_file(crashed).write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        assert rows_after_restart(crashed) == 1000
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_stranger_working_in_the_folder_is_left_alone(crashed):
    stranger = subprocess.Popen(["sleep", "60"], cwd=crashed / "postgres")
    try:
        assert rows_after_restart(crashed) == 1000
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_an_empty_pid_file_does_not_block(crashed):
    pid_file(crashed).write_text("")
    assert rows_after_restart(crashed) == 1000


def test_a_pid_file_is_kept_until_the_server_replaces_it(crashed, monkeypatch):
    before = pid_file(crashed).read_text()
    monkeypatch.setattr(account.Account, "start", lambda *_: pytest.fail("start"))
    with pytest.raises(pytest.fail.Exception), Cluster(crashed).use():
        pass
    assert pid_file(crashed).read_text() == before


def test_a_server_that_hangs_is_replaced(made_dir, start_user, monkeypatch):
    monkeypatch.setattr(postmaster, "SILENCE_TIMEOUT_S", 0.5)
    monkeypatch.setattr(postmaster, "SILENT_STEPS", ((signal.SIGQUIT, 0.2), (signal.SIGKILL, 5.0)))
    service = start_user(made_dir)
    hanging = running(made_dir / "postgres")
    service.kill()
    hanging.send(signal.SIGSTOP)
    with Cluster(made_dir).use() as url, connect(url) as database:
        assert database.execute("select 1").fetchone() == (1,)
        assert not hanging.lives()


def test_an_interrupted_first_start_is_begun_again(data_dir):
    unfinished = data_dir / "postgres.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("15")
    with Cluster(data_dir).use() as url, connect(url) as database:
        assert database.execute("select 1").fetchone() == (1,)
    assert not unfinished.exists()


def test_a_process_is_not_taken_for_the_next_one_with_its_number():
    child = subprocess.Popen(["sleep", "60"])
    try:
        real = processes.known(child.pid)
        processes.Process(real.pid, real.started + 1).send(signal.SIGKILL)
        assert child.poll() is None
        assert real.lives()
    finally:
        child.kill()
        child.wait()
    assert not real.lives()


def test_the_watcher_tries_again_after_a_failure(monkeypatch, caplog):
    monkeypatch.setattr(watching, "LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(watching, "PAUSE_AFTER_FAILURE_S", 0.01)
    attempts = []
    revived = threading.Event()

    def revive():
        attempts.append(1)
        if len(attempts) < 3:
            raise OSError
        revived.set()
        return processes.known(os.getpid())

    with watching.watched(processes.Process(0, 0), revive):
        assert revived.wait(5)
        time.sleep(0.1)
    assert len(attempts) == 3
    assert caplog.text.count("cannot be started again") == 2
