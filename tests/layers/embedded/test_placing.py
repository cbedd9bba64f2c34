"""Where the cluster and the socket go when the data folder cannot hold them."""

import os
import shutil
import stat
from pathlib import Path

import psycopg
import pytest

from layers.embedded import Cluster, placing, processes
from layers.embedded.errors import ClusterGone, FolderUnreachable

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the cluster to an account")


@pytest.fixture
def closed(data_dir, monkeypatch):
    """A data folder that other accounts cannot reach, with a place elsewhere that they can."""
    monkeypatch.setattr(placing, "ELSEWHERE", data_dir.parent / "elsewhere")
    parent = data_dir.parent / "closed"
    parent.mkdir(mode=0o700)
    return parent / "data"


def answer(url):
    with psycopg.connect(url.replace("+psycopg", "")) as database:
        return database.execute("select count(*) from pg_extension").fetchone()[0]


@as_root
def test_an_unreachable_folder_gets_a_link(closed):
    told = []
    cluster = Cluster(closed, lambda code, facts: told.append((code, facts)))
    with cluster.use() as url:
        assert answer(url) == 2  # plpgsql and postgis
    target = (closed / "postgres").readlink()
    assert target.parent == placing.ELSEWHERE
    assert told == [
        ("cluster_moved", {"folder": str(closed), "cluster": str(target)}),
        ("cluster_making", {"folder": str(target)}),
    ]
    assert stat.S_IMODE(closed.parent.stat().st_mode) == 0o700
    with cluster.use() as url:
        assert answer(url) == 2
    assert len(told) == 2
    assert (closed / "postgres").readlink() == target
    assert processes.of(target) == []


@as_root
def test_a_socket_outside_the_folder_goes_with_its_server(closed):
    with Cluster(closed).use():
        _, socket_dir = (closed / "cluster.socket").read_text().splitlines()
        assert stat.S_IMODE(Path(socket_dir).stat().st_mode) == 0o700
    assert not Path(socket_dir).exists()


@as_root
def test_a_cluster_that_was_elsewhere_and_is_gone_is_not_made_anew(closed):
    with Cluster(closed).use():
        pass
    shutil.rmtree(placing.ELSEWHERE)
    with pytest.raises(ClusterGone), Cluster(closed).use():
        pass
    assert not placing.ELSEWHERE.exists()


@as_root
def test_a_link_left_by_an_interrupted_first_start_is_used(closed):
    target = placing.ELSEWHERE / "begun"
    placing.ELSEWHERE.mkdir()
    closed.mkdir()
    (closed / "postgres").symlink_to(target)
    with Cluster(closed).use() as url:
        assert answer(url) == 2
    assert (target / "PG_VERSION").exists()


@as_root
def test_a_cluster_whose_folder_was_closed_afterwards(data_dir):
    with Cluster(data_dir).use():
        pass
    data_dir.parent.chmod(0o700)
    with pytest.raises(FolderUnreachable) as refused, Cluster(data_dir).use():
        pass
    assert refused.value.where == str(data_dir)


def test_a_long_path_puts_the_socket_elsewhere(data_dir):
    long = data_dir.parent / ("long-" * 20) / "data folder"
    with Cluster(long).use() as url:
        assert answer(url) == 2
        assert not (long / "run").exists()


def test_a_socket_recorded_for_another_folder_is_not_used(data_dir):
    long = data_dir.parent / ("long-" * 20)
    with Cluster(long).use():
        _, used = (long / "cluster.socket").read_text().splitlines()
        copy = data_dir.parent / ("copy-" * 20)
        copy.mkdir()
        shutil.copy(long / "cluster.socket", copy)
        with Cluster(copy).use():
            _, other = (copy / "cluster.socket").read_text().splitlines()
            assert other != used


@pytest.mark.parametrize("name", ['晋图 "quoted", listed', "-x\n100%20"])
def test_an_odd_path(data_dir, name):
    odd = data_dir.parent / name
    with Cluster(odd).use() as url:
        assert answer(url) == 2
