"""Opening the store for a command: the named server, or the private one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from api.settings import PROJECT, Settings, read_settings
from layers import bundled, loading, migrate, plans, standing
from layers.db import Database
from layers.embedded import Cluster

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from layers.loading import Loaded

STANDING_RUNS = PROJECT / "data" / "standing-runs.toml"


def settings_for(data_dir: Path | None, **overrides: object) -> Settings:
    """Return the settings with what the command line says put above the environment."""
    given = {name: value for name, value in overrides.items() if value is not None}
    if data_dir is not None:
        given["data_dir"] = data_dir.absolute()
    return read_settings(**given)


@contextmanager
def database_url(settings: Settings) -> Iterator[str]:
    """Yield the address of the database; the private one runs at least that long.

    Raises
    ------
    LayerError
        When there is no database and none can be started; the error says why.
    """
    if settings.database_url:
        yield settings.database_url
        return
    with Cluster(settings.data_dir).use() as url:
        yield url


@contextmanager
def store(data_dir: Path | None) -> Iterator[Database]:
    """Yield the migrated database for one command."""
    settings = settings_for(data_dir)
    with database_url(settings) as url:
        database = Database(url)
        try:
            migrate.upgrade(database)
            yield database
        finally:
            database.dispose()


@contextmanager
def running_store(data_dir: Path | None) -> Iterator[Database | None]:
    """Yield the database if it answers now, else None; nothing is started, made or migrated."""
    settings = settings_for(data_dir)
    if not (settings.database_url or Cluster(settings.data_dir).runs()):
        yield None
        return
    with database_url(settings) as url:
        database = Database(url)
        try:
            yield database
        finally:
            database.dispose()


def prepare(url: str, report: Callable[[Loaded], None] = lambda _: None) -> None:
    """Bring a database to the state the service needs: schema, bundled data, standing runs.

    Raises
    ------
    LayerError
        When the database cannot be brought there; it is left as it was.
    """
    database = Database(url)
    try:
        is_upgraded = migrate.upgrade(database)
        load_bundled(database, report, anew=is_upgraded)
    finally:
        database.dispose()


def load_bundled(
    database: Database, report: Callable[[Loaded], None] = lambda _: None, *, anew: bool = False
) -> list[Loaded]:
    """Load the bundled layers that are new and answer the standing questions.

    These are asked when a layer is new, or with ``anew``: a newer program may have more of them.
    """
    loaded = loading.load(database, bundled.contents(), created_by=loading.BUNDLED, report=report)
    if anew or any(one.outcome == "loaded" for one in loaded):
        refresh(database, created_by=loading.BUNDLED)
    return loaded


def refresh(database: Database, *, created_by: str) -> None:
    """Answer the standing questions anew after layers have changed."""
    standing.answer(database, STANDING_RUNS, created_by=created_by)
    registry = plans.load(PROJECT / "data" / "plans")
    standing.evaluate(database, registry, STANDING_RUNS, created_by=created_by)
