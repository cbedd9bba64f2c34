"""The private cluster of a data folder, shared by all processes that use it.

The first user starts it, the last one to leave stops it. A command beside a running service uses
the service's database, and neither stops it under the other.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING
from urllib.parse import quote

from layers.embedded import account, folder, locks, making, placing, settings
from layers.embedded.notices import log_notice
from layers.embedded.postmaster import Postmaster, running
from layers.embedded.watching import watched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from layers.embedded.notices import Tell
    from layers.embedded.processes import Process


class Cluster:
    """A private PostgreSQL cluster with PostGIS in a data folder, reached by a unix socket.

    Parameters
    ----------
    data_dir
        The folder; made where it is missing. The cluster lies in ``postgres`` in it.
    tell
        Called with a code and facts when something takes time or goes elsewhere.
    """

    def __init__(self, data_dir: Path, tell: Tell = log_notice) -> None:
        self.data_dir = data_dir
        self.tell = tell

    @contextlib.contextmanager
    def use(self) -> Iterator[str]:
        """Have the database for the time of the context; give its SQLAlchemy URL.

        The server is started with its first user and stopped with its last, in whatever process
        they are. If it dies meanwhile it is started again within a second.

        Raises
        ------
        EmbeddedError
            One of ``layers.embedded.errors``, saying what is missing and what to do.
        """
        place = folder.prepare(self.data_dir)
        with locks.opened(place.users) as users, contextlib.ExitStack() as leaving:
            with locks.turn(place.start):
                locks.share(users)
                server = self._server(place)
                leaving.callback(_leave, place, users, server)
                process = server.ensure()
                making.make_database(server.cluster, server.socket())
            with watched(process, lambda: _revive(place, server)):
                yield url(server.socket())

    def runs(self) -> bool:
        """Tell whether the database runs at this moment; nothing is made or started."""
        cluster = folder.DataFolder(self.data_dir).cluster
        try:
            return cluster.exists() and running(cluster.resolve()) is not None
        except OSError:
            return False

    def _server(self, place: folder.DataFolder) -> Postmaster:
        owner = account.choose(place)
        cluster = placing.place_cluster(place, owner, self.tell)
        making.make_cluster(cluster, place, owner, self.tell)
        socket_dir = placing.place_socket(place, owner)
        return Postmaster(cluster, socket_dir, owner, place.log, self.tell)


def _revive(place: folder.DataFolder, server: Postmaster) -> Process:
    with locks.turn(place.start):
        return server.ensure()


def _leave(place: folder.DataFolder, users: int, server: Postmaster) -> None:
    """Stop the server if nobody else uses it; the start lock keeps newcomers waiting meanwhile."""
    with locks.turn(place.start):
        if locks.alone(users):
            server.stop()
            placing.leave_socket(place, server.socket_dir)


def url(socket_dir: Path) -> str:
    """Give the SQLAlchemy URL of the database behind a socket directory."""
    host = quote(str(socket_dir), safe="")
    name = f"{settings.SUPERUSER}@/{settings.DATABASE}"
    return f"postgresql+psycopg://{name}?host={host}&port={settings.PORT}"
