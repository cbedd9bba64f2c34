"""``jintu serve``: the service, with its database if none is named."""

from __future__ import annotations

import errno
import signal
import socket
import sys
import threading
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands import options, store
from api.commands.options import AsJson, DataDir, say
from api.settings import Settings
from geo.errors import JintuError
from layers import accounts
from layers.db import Database

if TYPE_CHECKING:
    from types import FrameType

    from layers.loading import Loaded


class AddressInUse(JintuError):
    """Another program listens at this address."""

    code = "address_in_use"


class AddressUnusable(JintuError):
    """The address cannot be listened at."""

    code = "address_unusable"


def serve(
    host: Annotated[str | None, typer.Option(help=say("cli.serve.host"))] = None,
    port: Annotated[int | None, typer.Option(help=say("cli.serve.port"), min=0, max=65535)] = None,
    data_dir: DataDir = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Prepare the database, serve until interrupted, and leave nothing running."""
    settings = store.settings_for(data_dir, host=host, port=port)
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _leave)
    with listening(settings) as listener:
        # While the database starts, this thread would only wait.
        threading.Thread(target=_import_service, daemon=True).start()
        _serve(settings, listener, as_json=as_json)


def _import_service() -> None:
    import api.app
    import api.server
    import api.services  # noqa: F401


def _serve(settings: Settings, listener: socket.socket, *, as_json: bool) -> None:
    with store.database_url(settings) as url:
        store.prepare(url, report=lambda loaded: _report(loaded, as_json=as_json))
        address = settings.base_url or _address(settings, listener)
        _tell_set_up_link(url, address, as_json=as_json)
        _run(settings, url, listener, as_json=as_json)


def listening(settings: Settings) -> socket.socket:
    """Return a socket at the address, before anything slow begins.

    Raises
    ------
    AddressInUse
        When somebody listens there already.
    AddressUnusable
        When the address is not one of this machine or needs more rights.
    """
    where = f"{settings.host}:{settings.port}"
    try:
        family, *_, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM
        )[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(1024)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise AddressInUse(where=where, port=settings.port) from error
        raise AddressUnusable(where=where, reason=error.strerror or str(error)) from error
    return listener


def _run(settings: Settings, url: str, listener: socket.socket, *, as_json: bool) -> None:
    from api import server, services
    from api.app import create_app

    address = _address(settings, listener)

    def announce() -> None:
        if as_json:
            options.emit({"ready": address})
        else:
            options.tell(f"jintu ready at {address}")

    server.run(create_app(services.build(settings, url)), listener, announce)


def _address(settings: Settings, listener: socket.socket) -> str:
    return f"http://{settings.host}:{listener.getsockname()[1]}"


def _tell_set_up_link(url: str, address: str, *, as_json: bool) -> None:
    """Say where the first administrator is set up, once, as long as there is no account."""
    database = Database(url)
    try:
        code = accounts.setup_code(database)
    finally:
        database.dispose()
    if code is not None and not as_json:
        link = f"{address.rstrip('/')}/manage#/set-up/{code}"
        options.tell(say("accounts.set_up_link", link=link))


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """End on SIGTERM or a closed terminal the way ^C does, through every closing block."""
    sys.exit(0)


def _report(loaded: Loaded, *, as_json: bool) -> None:
    if loaded.outcome == "loaded" and not as_json:
        options.tell(say("cli.serve.loaded", layer=loaded.layer_id, number=loaded.number))
