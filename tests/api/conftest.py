"""The application on bundled data, called without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE = "http://127.0.0.1"


def client_for(url: str, *, worker: bool = False) -> TestClient:
    from api import services
    from api.app import create_app
    from api.settings import Settings

    app = create_app(services.build(Settings(worker=worker), url))
    return TestClient(app, base_url=BASE, raise_server_exceptions=False)


@pytest.fixture
def client(loaded_url: str) -> Iterator[TestClient]:
    """A client on a database of its own; for tests that write."""
    with client_for(loaded_url, worker=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def reader(read_url: str) -> Iterator[TestClient]:
    """A client that all reading tests share."""
    with client_for(read_url) as opened:
        yield opened
