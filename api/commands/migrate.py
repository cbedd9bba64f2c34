"""``jintu migrate``: bring a database to the schema of this program."""

from __future__ import annotations

from api.commands import options, store
from api.commands.options import AsJson, DataDir, say
from layers import migrate as migration


def migrate(data_dir: DataDir = None, *, as_json: AsJson = False) -> None:
    """Migrate the database and say at which revision it is."""
    with store.store(data_dir):
        revision = migration.head()
    if as_json:
        options.emit({"schema": revision})
    else:
        options.tell(say("cli.migrate.done", revision=revision))
