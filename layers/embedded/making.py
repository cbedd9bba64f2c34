"""Making a cluster and the database in it.

A cluster is made beside its place and moved there in one step once it is complete, so an
interrupted first start leaves nothing that could be taken for a cluster.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any, LiteralString

import psycopg

from layers.embedded import binaries, settings, traces
from layers.embedded.folder import disk_full, touch, writing

if TYPE_CHECKING:
    from pathlib import Path

    from layers.embedded.account import Account
    from layers.embedded.folder import DataFolder
    from layers.embedded.notices import Tell

    Connection = psycopg.Connection[Any]

NEEDED_BYTES = 300_000_000  # a cluster with PostGIS takes 60 MB, its log and first layers the rest
LOCALES = ("C.UTF-8", "C")

DATABASE_FOUND = f"select from pg_database where datname = '{settings.DATABASE}'"
MAKE_DATABASE = f"create database {settings.DATABASE}"
POSTGIS_FOUND = "select from pg_extension where extname = 'postgis'"
MAKE_POSTGIS = "create extension postgis"


def make_cluster(cluster: Path, folder: DataFolder, account: Account, tell: Tell) -> None:
    """Make the cluster if it is not there yet.

    Raises
    ------
    DiskFull
        There is less room than a cluster with PostGIS needs.
    ClusterCannotStart
        ``initdb`` refused; its output is the ``detail``.
    """
    if traces.made_by(cluster) is None:
        tell("cluster_making", {"folder": str(cluster)})
        server = binaries.find(None)
        with writing(cluster):
            _require_room(cluster.parent)
            unfinished = _empty_beside(cluster, account)
            _initialise(server, unfinished, account)
            unfinished.rename(cluster)
            _sync(cluster.parent)
    with writing(folder.made):
        touch(folder.made)


def _require_room(parent: Path) -> None:
    if shutil.disk_usage(parent).free < NEEDED_BYTES:
        raise disk_full(parent)


def _empty_beside(cluster: Path, account: Account) -> Path:
    path = cluster.with_name(cluster.name + ".unfinished")
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(mode=0o700)
    account.own(path)
    return path


def _initialise(server: binaries.Server, cluster: Path, account: Account) -> None:
    """Run ``initdb``, with plain byte order where the machine lacks the UTF-8 form of it."""
    for locale in LOCALES:
        result = account.run(_initdb(server, cluster, locale))
        if result.returncode == 0:
            return
        if "locale" not in result.stderr:
            break
    raise traces.failure(result.stdout + result.stderr, cluster)


def _initdb(server: binaries.Server, cluster: Path, locale: str) -> list[str]:
    return [
        server.program("initdb"),
        f"--pgdata={cluster}",
        f"--username={settings.SUPERUSER}",
        f"--locale={locale}",
        "--lc-messages=C",
        "--encoding=UTF8",
        "--data-checksums",
        "--auth-local=trust",  # the socket directory lets in nobody but its owner and root
        "--auth-host=reject",
        "--no-instructions",
    ]


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_database(cluster: Path, socket_dir: Path) -> None:
    """Make the database with PostGIS in a running cluster, where they are not there yet.

    Raises
    ------
    ClusterCannotStart, DiskFull
        The server refused, for example because the files of the extension are incomplete.
    """
    try:
        with _connected(socket_dir, "postgres") as server:
            _unless_found(server, DATABASE_FOUND, MAKE_DATABASE)
        with _connected(socket_dir, settings.DATABASE) as database:
            _unless_found(database, POSTGIS_FOUND, MAKE_POSTGIS)
    except psycopg.Error as refusal:
        raise traces.failure(str(refusal), cluster) from refusal


def _unless_found(connection: Connection, question: LiteralString, make: LiteralString) -> None:
    if connection.execute(question).fetchone() is None:
        connection.execute(make)


def _connected(socket_dir: Path, name: str) -> Connection:
    return psycopg.connect(
        host=str(socket_dir),
        port=settings.PORT,
        user=settings.SUPERUSER,
        dbname=name,
        autocommit=True,
    )
