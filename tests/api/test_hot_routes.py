"""Routes found before the others answer as they would if the framework had found them."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api import services
from api.app import build
from api.routes import ogc
from api.routes.ogc.hot import HotRoutes
from api.settings import Settings

PATHS = [
    "/ogc/collections/stations/items?limit=2",
    "/ogc/collections/stations/items?bbox=112,37,113",
    "/ogc/collections/stations/items/no-such-station",
    "/ogc/collections/stationz/items",
    "/ogc/collections/townships/tiles/WebMercatorQuad/8/99/208",
    "/ogc/collections/townships/tiles/WebMercatorQuad/99/0/0",
    "/ogc/collections/townships/tiles/Nowhere/8/99/208",
]


@pytest.fixture(scope="module")
def clients(server_url, administer, loaded_template):
    """The service as it is, and with nothing found early."""
    from tests.conftest import named

    administer(f"CREATE DATABASE hot_routes TEMPLATE {loaded_template}")
    url = named(server_url, "hot_routes")
    app, plain = (build(services.build(Settings(worker=False, cache_mb=0), url)) for _ in range(2))
    quick = HotRoutes(app, app, ogc.HOT)
    with (
        TestClient(quick, base_url="http://127.0.0.1") as one,
        TestClient(plain, base_url="http://127.0.0.1") as other,
    ):
        yield one, other


@pytest.mark.parametrize("path", PATHS)
def test_status_headers_and_body_are_the_same(clients, path):
    quick, plain = (client.get(path) for client in clients)
    assert quick.status_code == plain.status_code
    assert dict(quick.headers) == dict(plain.headers)
    assert quick.content == plain.content


def test_tokens_are_looked_at_and_other_methods_refused(clients):
    for client in clients:
        refused = client.get(PATHS[0], headers={"authorization": "Bearer nonsense"})
        assert refused.status_code == 401
        assert refused.json()["error"]["code"] == "bad_token"
        assert client.post(PATHS[0]).status_code == 405


def test_an_unexpected_failure_is_told_and_raised(clients, monkeypatch):
    def fail(*_):
        message = "unforeseen"
        raise ValueError(message)

    monkeypatch.setattr("api.routes.ogc.items.item_form", fail)
    place = "/ogc/collections/stations/items/1"
    answers = []
    for client in clients:
        with pytest.raises(ValueError, match="unforeseen"):
            client.get(place)
        monkeypatch.setattr(client._transport, "raise_server_exceptions", False)
        answers.append(client.get(place))
        monkeypatch.undo()
        monkeypatch.setattr("api.routes.ogc.items.item_form", fail)
    assert [one.status_code for one in answers] == [500, 500]
    assert answers[0].json() == answers[1].json()
