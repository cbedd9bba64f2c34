"""Folders that the database account can reach, and processes that use a cluster."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from layers.embedded import Cluster, processes
from layers.embedded.postmaster import reap

ROOT = Path(__file__).parents[3]
USE_UNTIL_TOLD = """
import sys
from pathlib import Path
from layers.embedded import Cluster
with Cluster(Path(sys.argv[1])).use() as url:
    print(url, flush=True)
    sys.stdin.readline()
"""


@contextmanager
def reachable_folder() -> Iterator[Path]:
    """A short path that every account may pass; what still runs in it is ended at the end."""
    path = Path(tempfile.mkdtemp(prefix="jt-", dir="/tmp"))
    path.chmod(0o755)
    try:
        yield path
    finally:
        for cluster in path.glob("**/PG_VERSION"):
            kill_all(cluster.parent)
        reap()
        shutil.rmtree(path)


def kill_all(cluster: Path) -> None:
    for process in processes.of(cluster):
        process.send(9)
    assert processes.wait_gone(processes.of(cluster), 5) == []


@pytest.fixture
def data_dir() -> Iterator[Path]:
    with reachable_folder() as path:
        yield path / "data"


@pytest.fixture(scope="session")
def made_once() -> Iterator[Path]:
    """A stopped cluster with its database, to be copied."""
    with reachable_folder() as path:
        with Cluster(path / "data").use():
            pass
        yield path / "data"


@pytest.fixture
def made_dir(data_dir: Path, made_once: Path) -> Path:
    """A data folder whose cluster was made before and is this test's to break."""
    subprocess.run(["cp", "-a", str(made_once), str(data_dir)], check=True)
    return data_dir


@pytest.fixture(scope="module")
def shared_data_dir() -> Iterator[Path]:
    """One folder for the tests of a module that leave its cluster whole."""
    with reachable_folder() as path:
        yield path / "data"


class User:
    """Another process that uses the cluster of a folder until it is told to leave."""

    def __init__(self, data_dir: Path, before: tuple[str, ...] = ()) -> None:
        self.process = subprocess.Popen(
            [*before, sys.executable, "-c", USE_UNTIL_TOLD, str(data_dir)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd="/",
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        )
        self.url = self.process.stdout.readline().strip()

    def leave(self) -> str:
        """Let it leave; give what it wrote to its standard error."""
        return self.process.communicate("leave\n", timeout=30)[1]

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=30)


@pytest.fixture
def start_user() -> Iterator[Callable[..., User]]:
    users: list[User] = []

    def start(data_dir: Path, before: tuple[str, ...] = ()) -> User:
        users.append(User(data_dir, before))
        return users[-1]

    yield start
    for user in users:
        if user.process.returncode is None:
            user.kill()
