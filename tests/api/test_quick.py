"""Answers given before: the same to the last header, and never a moment too long."""

import os
import threading

import geopandas as gpd
import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from shapely.geometry import Point

from api import services
from api.app import create_app
from api.settings import Settings
from layers import loading
from layers.db import Database
from layers.stamps import Stamps
from layers.types import LayerContent, LayerMeta

ITEMS = "/ogc/collections/wells/items"
TILE = "/ogc/collections/wells/tiles/WebMercatorQuad/0/0/0"


class Wells:
    """A layer whose every version holds its own number in each of its features."""

    def __init__(self, url):
        self.database = Database(url)
        self.version = 0

    def publish(self):
        self.version += 1
        frame = gpd.GeoDataFrame(
            {"version": [self.version] * 50},
            geometry=[Point(112 + n / 100, 37) for n in range(50)], crs=4326,
        )  # fmt: skip
        meta = LayerMeta(
            id="wells", title_zh="水井", title_en="Wells", role="place", geometry_type="Point",
            quality="illustrative", licence="none", source="made for a test", source_date="2024",
        )  # fmt: skip
        content = LayerContent(meta=meta, batches=lambda: [frame], sha256=os.urandom(8).hex())
        loading.load(self.database, [content], created_by="test")

    def execute(self, statement):
        with self.database.begin() as connection:
            connection.execute(sa.text(statement))


@pytest.fixture
def wells(empty_url):
    made = Wells(empty_url)
    made.publish()
    yield made
    made.database.dispose()


def service(url, **settings):
    app = create_app(services.build(Settings(worker=False, **settings), url))
    return TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)


@pytest.fixture
def client(empty_url, wells):
    with service(empty_url) as opened:
        yield opened


def held(client):
    return len(client.app._answers)


def versions(answer):
    assert answer.status_code == 200
    return {one["properties"]["version"] for one in answer.json()["features"]}


@pytest.mark.parametrize("address", [ITEMS, TILE, f"{ITEMS}/1", f"{ITEMS}?f=html"])
@pytest.mark.parametrize("coding", ["br", "gzip", "identity"])
def test_an_answer_given_again_is_the_same(client, empty_url, address, coding):
    headers = {"Accept-Encoding": coding}
    first = client.get(address, headers=headers)
    assert held(client) == 1
    again = client.get(address, headers=headers)
    with service(empty_url, cache_mb=0) as plain:
        anew = plain.get(address, headers=headers)
        known = headers | {"If-None-Match": anew.headers["etag"]}
        unchanged_anew = plain.get(address, headers=known)
        assert held(plain) == 0
    assert first.status_code == again.status_code == anew.status_code == 200
    assert first.content == again.content == anew.content
    assert first.headers == again.headers == anew.headers
    unchanged = client.get(address, headers=known)
    assert unchanged.status_code == unchanged_anew.status_code == 304
    assert unchanged.content == b""
    assert unchanged.headers == unchanged_anew.headers


def test_a_publication_is_seen_by_the_very_next_request(client, wells):
    for _ in range(15):
        client.get(ITEMS)
        tile = client.get(TILE).content
        assert versions(client.get(ITEMS)) == {wells.version}
        wells.publish()
        assert versions(client.get(ITEMS)) == {wells.version}
        assert client.get(TILE).content != tile


def test_no_answer_mixes_versions_while_they_are_published(client, wells):
    over, seen = threading.Event(), []

    def read():
        while not over.is_set():
            before = wells.version
            seen.append((before, versions(client.get(ITEMS)), wells.version))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(8):
        wells.publish()
    over.set()
    for reader in readers:
        reader.join()
    assert len(seen) > 20
    for before, found, after in seen:
        assert len(found) == 1
        # The number is counted up before the version is published, so one below it may be seen.
        assert before - 1 <= found.pop() <= after


def test_a_layer_that_becomes_internal_is_gone_at_once(client, wells):
    assert versions(client.get(ITEMS)) == versions(client.get(ITEMS)) == {1}
    wells.execute("UPDATE layer SET visibility = 'internal'")
    assert client.get(ITEMS).status_code == 404
    assert client.get(f"{TILE}?v=1").status_code == 404


@pytest.mark.parametrize("shown", ["Authorization", "Cookie"])
def test_who_shows_who_he_is_gets_no_kept_answer_and_leaves_none(client, shown):
    client.get(ITEMS, headers={shown: "jintu=nonsense"})
    assert held(client) == 0
    client.get(ITEMS)
    assert held(client) == 1
    answer = client.get(ITEMS, headers={"Authorization": "Bearer nonsense"})
    assert answer.status_code == 401


def test_what_is_kept_is_bounded(empty_url, wells):
    with service(empty_url, cache_mb=1) as client:
        for limit in range(1, 200):
            client.get(ITEMS, params={"limit": limit})
        assert 0 < client.app._size <= 1_000_000
        assert client.app._size == sum(one.size for one in client.app._answers.values())


def test_failures_are_not_kept(client):
    assert client.get("/ogc/collections/nothing/items").status_code == 404
    assert client.get(f"{ITEMS}?limit=x").status_code == 400
    assert held(client) == 0


def test_an_answer_made_anew_asks_once_whether_anything_was_written(empty_url, wells, monkeypatch):
    asked = []
    ask = Stamps._ask
    monkeypatch.setattr(Stamps, "_ask", lambda self: (asked.append(1), ask(self))[1])
    with service(empty_url) as client:
        client.get(f"{ITEMS}?limit=3")
        asked.clear()
        assert client.get(f"{ITEMS}?limit=4").status_code == 200
        assert len(asked) == 1
