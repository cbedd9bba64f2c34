"""What every test may use: a real PostGIS, a fresh database each, and the running service."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"

_LONGEST_FIRST = {name: place for place, name in enumerate(("web", "scenarios", "uploads"))}

for name in [name for name in os.environ if name.startswith("JINTU_")]:
    # A developer's own settings must not change what the tests see.
    del os.environ[name]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The files that take longest first, so that two workers end at about the same time.
    items.sort(key=lambda item: _LONGEST_FIRST.get(item.path.parent.name, len(_LONGEST_FIRST)))
    missing = pytest.mark.skip(reason="the development geodata is not beside the project")
    for item in items:
        if item.get_closest_marker("shared_geodata") and not (SHARED / "geodata").is_dir():
            item.add_marker(missing)


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """A folder that the account of the private database can reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="jintu-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server_url(open_folder: Path) -> Iterator[str]:
    """The address of a private PostGIS that lives as long as the tests."""
    from layers.embedded import Cluster

    with Cluster(open_folder / "cluster").use() as url:
        yield url


def named(url: str, database: str) -> str:
    """The same server, another database."""
    return re.sub(r"/[^/?]*\?", f"/{database}?", url, count=1)


@pytest.fixture(scope="session")
def administer(server_url: str) -> Callable[[str], None]:
    """Execute a statement that cannot run in a transaction, such as CREATE DATABASE."""
    from layers.db import driver_url

    def execute(statement: str) -> None:
        address = driver_url(named(server_url, "postgres"))
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)

    return execute


@pytest.fixture(scope="session")
def migrated_template(server_url: str, administer: Callable[[str], None]) -> str:
    """The name of a database with the schema and nothing in it."""
    from layers import migrate
    from layers.db import Database

    administer("CREATE DATABASE migrated")
    database = Database(named(server_url, "migrated"))
    migrate.upgrade(database)
    database.dispose()
    return "migrated"


@pytest.fixture(scope="session")
def loaded_template(
    server_url: str, administer: Callable[[str], None], migrated_template: str
) -> str:
    """The name of a database with the bundled data and the standing runs in it."""
    from api.commands.store import prepare

    administer(f"CREATE DATABASE loaded TEMPLATE {migrated_template}")
    prepare(named(server_url, "loaded"))
    return "loaded"


@pytest.fixture
def clone(server_url: str, administer: Callable[[str], None]) -> Iterator[Callable[[str], str]]:
    """Make a database of a template for one test; give its address."""
    made: list[str] = []

    def copy(template: str) -> str:
        made.append(f"test_{uuid.uuid4().hex}")
        administer(f"CREATE DATABASE {made[-1]} TEMPLATE {template}")
        return named(server_url, made[-1])

    yield copy
    for name in made:
        administer(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty_url(clone: Callable[[str], str], migrated_template: str) -> str:
    """A migrated database without any layer."""
    return clone(migrated_template)


@pytest.fixture
def loaded_url(clone: Callable[[str], str], loaded_template: str) -> str:
    """A database with the bundled data."""
    return clone(loaded_template)


@pytest.fixture
def database(empty_url: str) -> Iterator[object]:
    """The store on a migrated database without any layer."""
    from layers.db import Database

    opened = Database(empty_url)
    yield opened
    opened.dispose()


@pytest.fixture(scope="session")
def read_url(server_url: str, administer: Callable[[str], None], loaded_template: str) -> str:
    """A database with the bundled data that no test writes to."""
    administer(f"CREATE DATABASE reading TEMPLATE {loaded_template}")
    return named(server_url, "reading")


@pytest.fixture(scope="session")
def live_url(
    server_url: str, administer: Callable[[str], None], loaded_template: str, open_folder: Path
) -> Iterator[str]:
    """The address of the real service, started by the command line on the bundled data."""
    administer(f"CREATE DATABASE live TEMPLATE {loaded_template}")
    environment = os.environ | {
        "JINTU_DATABASE_URL": named(server_url, "live"),
        "JINTU_DATA_DIR": str(open_folder / "live"),
    }
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
    log = (open_folder / "service.log").open("w")
    with subprocess.Popen(
        command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=log, text=True
    ) as service:
        try:
            yield ready_address(service)
        finally:
            service.terminate()
            service.wait(20)
            log.close()


def ready_address(service: subprocess.Popen[str]) -> str:
    """Wait for the line that says where the service answers."""
    assert service.stdout is not None
    for line in service.stdout:
        if found := re.match(r"jintu ready at (http://\S+)", line):
            return found[1]
    message = "the service ended before it was ready"
    raise AssertionError(message)
