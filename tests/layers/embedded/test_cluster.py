"""Using the private cluster: first, again, together."""

import stat
import time

import psycopg
import pytest
import sqlalchemy as sa

from layers.embedded import Cluster, processes
from layers.embedded.postmaster import running


def connect(url):
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


@pytest.fixture(scope="module")
def first(shared_data_dir):
    """What the first use of a folder showed; the cluster is stopped again."""
    begin = time.monotonic()
    with Cluster(shared_data_dir).use() as url, connect(url) as database:
        seconds = time.monotonic() - begin
        database.execute("create table kept as select generate_series(1, 1000) as n")
        return {
            "seconds": seconds,
            "distance": database.execute(
                "select st_distance('POINT(0 0)', 'POINT(3 4)')"
            ).fetchone()[0],
            "settings": dict(database.execute("select name, setting from pg_settings").fetchall()),
            "collation": database.execute(
                "select datcollate, pg_encoding_to_char(encoding) from pg_database"
                " where datname = 'jintu'"
            ).fetchone(),
        }


def test_first_use_gives_postgis_soon(first):
    assert first["distance"] == 5.0
    assert first["seconds"] < 30  # 1.3 s on an idle machine


def test_names_are_utf8_in_byte_order(first):
    assert first["collation"] == ("C.UTF-8", "UTF8")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("listen_addresses", ""),
        ("unix_socket_permissions", "0700"),
        ("fsync", "on"),
        ("full_page_writes", "on"),
        ("synchronous_commit", "on"),
        ("data_checksums", "on"),
        ("wal_level", "minimal"),
        ("max_wal_senders", "0"),
        ("jit", "off"),
        ("max_parallel_workers_per_gather", "0"),
        ("TimeZone", "UTC"),
    ],
)
def test_setting(first, name, value):
    assert first["settings"][name] == value


def test_nothing_runs_after_use(first, shared_data_dir):
    assert processes.of(shared_data_dir / "postgres") == []
    assert not (shared_data_dir / "postgres" / "postmaster.pid").exists()


def test_second_use_finds_the_rows_and_starts_at_once(first, shared_data_dir):
    begin = time.monotonic()
    with Cluster(shared_data_dir).use() as url:
        assert time.monotonic() - begin < 5  # 0.1 s on an idle machine
        engine = sa.create_engine(url)
        with engine.connect() as database:
            assert database.scalar(sa.text("select sum(n) from kept")) == 500_500
        engine.dispose()


def test_the_socket_is_closed_to_others(first, shared_data_dir):
    with Cluster(shared_data_dir).use():
        folder = (shared_data_dir / "run").stat()
        cluster = (shared_data_dir / "postgres").stat()
    assert stat.S_IMODE(folder.st_mode) == 0o700
    assert stat.S_IMODE(cluster.st_mode) == 0o700
    assert folder.st_uid == cluster.st_uid != 0


def test_the_environment_of_the_caller_changes_nothing(first, shared_data_dir, monkeypatch):
    for name, value in {"PGPORT": "1", "PGDATABASE": "x", "PGUSER": "x", "PGHOST": "x"}.items():
        monkeypatch.setenv(name, value)
    with Cluster(shared_data_dir).use() as url, connect(url) as database:
        assert database.execute("select current_database(), current_user").fetchone() == (
            "jintu",
            "jintu",
        )


def test_two_uses_in_one_process_share(first, shared_data_dir):
    cluster = Cluster(shared_data_dir)
    with cluster.use() as outer:
        with cluster.use() as inner:
            assert inner == outer
        with connect(outer) as database:
            assert database.execute("select 1").fetchone() == (1,)
    assert processes.of(shared_data_dir / "postgres") == []


def test_a_command_beside_a_service_uses_its_database(first, shared_data_dir, start_user):
    service = start_user(shared_data_dir)
    served_by = running(shared_data_dir / "postgres")
    with connect(service.url) as open_before:
        with Cluster(shared_data_dir).use() as url:
            assert url == service.url
            assert running(shared_data_dir / "postgres") == served_by
        assert open_before.execute("select count(*) from kept").fetchone() == (1000,)
    assert service.leave() == ""
    assert processes.of(shared_data_dir / "postgres") == []


def test_the_last_to_leave_stops_it_whoever_began(first, shared_data_dir, start_user):
    service = start_user(shared_data_dir)
    with Cluster(shared_data_dir).use() as url:
        service.leave()
        with connect(url) as database:
            assert database.execute("select count(*) from kept").fetchone() == (1000,)
    assert processes.of(shared_data_dir / "postgres") == []


def test_several_starts_at_once_make_one_server(first, shared_data_dir, start_user):
    users = [start_user(shared_data_dir) for _ in range(3)]
    assert {user.url for user in users} == {users[0].url}
    assert [user.leave() for user in users] == ["", "", ""]
    assert processes.of(shared_data_dir / "postgres") == []


def test_the_terminal_s_interrupt_does_not_reach_the_server(first, shared_data_dir):
    import os

    with Cluster(shared_data_dir).use():
        server = running(shared_data_dir / "postgres")
        assert os.getsid(server.pid) == server.pid != os.getsid(0)
