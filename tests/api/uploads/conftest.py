"""The service with GIS staff at work: people with tokens, and a data folder of its own."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from layers.accounts import POLICIES, Caller, Newcomer, hashing, people, rights_of, tokens
from layers.db import Database
from layers.uploads import UploadFolder
from tests import staging

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSWORD = "heron-lantern-quartz-51"  # noqa: S105 - of accounts that live as long as a test
METADATA = {
    "title": {"zh": "水井", "en": "Wells"},
    "source": "made for a test",
    "source_date": "2024",
    "licence": "none",
    "quality": "derived",
}


class Desk:
    """One service on one database, asked by people of several roles."""

    def __init__(self, url: str, data_dir: Path, stack: ExitStack) -> None:
        self.url = url
        self.data_dir = data_dir
        self.folder = UploadFolder(data_dir / "uploads")
        self.database = Database(url)
        stack.callback(self.database.dispose)
        self.client = stack.enter_context(self._client())
        self._tokens: dict[str, str] = {}

    def _client(self) -> TestClient:
        from api import services
        from api.app import create_app
        from api.settings import Settings

        settings = Settings(worker=False, data_dir=self.data_dir)
        app = create_app(services.build(settings, self.url))
        return TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)

    def person(self, name: str, role: str = "staff") -> str:
        newcomer = Newcomer(name=name, role=role, password=PASSWORD)
        people.make(self.database, POLICIES["asvs"], newcomer, actor="operator")
        owner = Caller(kind="session", role=role, rights=rights_of(role), name=name)
        wish = tokens.Wish(label="test", rights=sorted(rights_of(role)))
        with self.database.begin() as connection:
            self._tokens[name] = tokens.make(connection, owner, wish)["token"]
        return name

    def ask(self, method: str, path: str, *, by: str | None = "li", **more: Any) -> Any:
        headers = {"Accept-Language": "en", **more.pop("headers", {})}
        if by is not None:
            headers["Authorization"] = f"Bearer {self._tokens[by]}"
        return self.client.request(method, path, headers=headers, **more)

    def get(self, path: str, **more: Any) -> Any:
        return self.ask("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.ask("POST", path, json=body, **more)

    def send(self, body: bytes, *, by: str = "li", **announced: Any) -> str:
        """Send a whole file; give the path of its upload."""
        about = {
            "file_name": "wells.geojson",
            "size": len(body),
            "sha256": hashlib.sha256(body).hexdigest(),
            "layer": "wells",
        }
        made = self.post("/api/uploads", about | announced, by=by)
        assert made.status_code == 201, made.text
        path = made.headers["Location"]
        for number, chunk in enumerate(staging.chunked(body, made.json()["chunks"]["size"])):
            answer = self.ask("PUT", f"{path}/chunks/{number}", content=chunk, by=by)
            assert answer.status_code == 200, answer.text
        return str(path)

    def inspected(self, body: bytes, *, by: str = "li", **announced: Any) -> str:
        """Send a file and have it inspected for real."""
        path = self.send(body, by=by, **announced)
        answer = self.post(f"{path}/inspect", by=by)
        assert answer.status_code == 202, answer.text
        self.work_off()
        return path

    def work_off(self) -> None:
        """Do what waits in the queue, as a worker does."""
        staging.work_off(self.database)

    def publish(self, path: str, *, by: str = "li", **wanted: Any) -> Any:
        """Publish, and when that needs a job, do it; give the answer to the request."""
        answer = self.post(f"{path}/publish", {"metadata": METADATA, "key": "code"} | wanted, by=by)
        if answer.status_code == 202:
            self.work_off()
        return answer


@pytest.fixture(autouse=True)
def cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(
        hashing, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    )
    hashing._nobodys.cache_clear()
    yield
    hashing._nobodys.cache_clear()


@pytest.fixture
def desk(empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Li of the GIS staff at an empty service; chunks are one kilobyte."""
    monkeypatch.setenv("JINTU_UPLOAD_CHUNK_KB", "1")
    monkeypatch.setenv("JINTU_UPLOAD_KEEP_FREE_MB", "0")
    with ExitStack() as stack:
        opened = Desk(empty_url, tmp_path, stack)
        opened.person("li")
        yield opened
