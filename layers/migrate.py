"""Bring a database to the schema of this program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from layers.db import raw
from layers.errors import NotMigrated, SchemaTooNew

if TYPE_CHECKING:
    import sqlalchemy as sa

    from layers.db import Database

_LOCK = 0x6A696E7475
"""One number for everybody who migrates ("jintu" in bytes): two starts at once take turns."""


def head() -> str:
    """Return the newest revision that this program knows."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    if revision is None:  # pragma: no cover - the folder always has one
        raise NotMigrated
    return revision


def current(connection: sa.Connection) -> str | None:
    """Return the revision that the database is at, or None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(database: Database) -> bool:
    """Migrate to the newest revision in one transaction; return whether that changed anything.

    Raises
    ------
    SchemaTooNew
        When the database is at a revision that this program does not know.
    DatabaseUnavailable
        When the server does not answer.
    """
    with database.begin() as connection:
        raw(connection).execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        _refuse_newer(connection)
        is_old = current(connection) != head()
        if is_old:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    return is_old


def require_current(connection: sa.Connection) -> None:
    """Refuse to work on a database of another revision.

    Raises
    ------
    NotMigrated
        When it is older than this program.
    SchemaTooNew
        When it is newer.
    """
    _refuse_newer(connection)
    if current(connection) != head():
        raise NotMigrated(found=current(connection), needed=head())


def _refuse_newer(connection: sa.Connection) -> None:
    found = current(connection)
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if found is not None and found not in known:
        raise SchemaTooNew(found=found, known=head())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
