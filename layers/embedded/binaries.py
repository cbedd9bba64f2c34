"""Finding PostgreSQL with PostGIS on the machine.

Debian keeps each major version in a folder of its own outside the search path; other systems put
one version on the path. Nothing here names a version: the newest with PostGIS is taken, or the one
that made the cluster.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from layers.embedded.errors import ClusterVersion, PostgisMissing, ServerMissing

FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin")
NEEDED = ("postgres", "initdb", "pg_config")
INSTALL = "apt-get install --no-install-recommends postgresql-{major} postgresql-{major}-postgis-3"
DEBIAN_12_MAJOR = 15


@dataclass(frozen=True)
class Server:
    """The binaries of one PostgreSQL: their folder, major version and how they were built."""

    folder: Path
    major: int
    postgis: bool
    lz4: bool

    def program(self, name: str) -> str:
        """Give the path of one of its programs."""
        return str(self.folder / name)


def find(made_by: int | None) -> Server:
    """Find the server to run: of major version ``made_by`` when a cluster exists, else the newest.

    Raises
    ------
    ServerMissing, PostgisMissing, ClusterVersion
        None is installed, none has PostGIS, or none is of the version that made the cluster; each
        carries the command that installs it.
    """
    servers = installed()
    if not servers:
        raise ServerMissing(command=INSTALL.format(major=made_by or DEBIAN_12_MAJOR))
    fitting = [server for server in servers if made_by in (None, server.major)]
    if not fitting:
        found = ", ".join(str(server.major) for server in servers)
        raise ClusterVersion(made_by=made_by, found=found, command=INSTALL.format(major=made_by))
    ready = next((server for server in fitting if server.postgis), None)
    if ready is None:
        raise PostgisMissing(command=INSTALL.format(major=fitting[0].major))
    return ready


def installed() -> list[Server]:
    """List the PostgreSQL servers of this machine, newest first."""
    found = {folder.resolve() for folder in _folders()}
    servers = [_described(folder) for folder in found if _complete(folder)]
    return sorted(servers, key=lambda server: (server.major, str(server.folder)), reverse=True)


def _folders() -> list[Path]:
    folders = [path for pattern in FOLDERS for path in Path("/").glob(pattern.lstrip("/"))]
    on_path = shutil.which("postgres")
    return [*folders, Path(on_path).resolve().parent] if on_path else folders


def _complete(folder: Path) -> bool:
    return all(os.access(folder / name, os.X_OK) for name in NEEDED)


def _described(folder: Path) -> Server:
    told = subprocess.run(  # noqa: S603
        [str(folder / "pg_config"), "--version", "--sharedir", "--configure"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    major = re.search(r"\d+", told[0])
    return Server(
        folder=folder,
        major=int(major.group()) if major else 0,
        postgis=Path(told[1], "extension", "postgis.control").is_file(),
        lz4="--with-lz4" in told[2],
    )
