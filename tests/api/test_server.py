"""The server around the application."""

import socket
import sys

import pytest

from api import server


async def nothing(_scope, _receive, _send):
    raise AssertionError


def test_without_uvloop_there_is_no_start(monkeypatch):
    """Another loop costs 44 ms a request as soon as there are several processes."""
    monkeypatch.setitem(sys.modules, "uvloop", None)
    told = []
    with socket.create_server(("127.0.0.1", 0)) as listener, pytest.raises(ImportError):
        server.run(nothing, listener, lambda: told.append("ready"))
    assert told == []
