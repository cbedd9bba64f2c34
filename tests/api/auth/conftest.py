"""The service with accounts: people of each role, in a browser or with a token."""

# ruff: noqa: S105 - the passwords of accounts that live as long as a test
from __future__ import annotations

from contextlib import ExitStack

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from layers.accounts import (
    POLICIES,
    Caller,
    Newcomer,
    hashing,
    people,
    rights_of,
    sessions,
    tokens,
)
from layers.db import Database

PASSWORD = "heron-lantern-quartz-51"
OURS = {"x-jintu": "1"}


@pytest.fixture(autouse=True)
def cheap_hashing(monkeypatch):
    monkeypatch.setattr(
        hashing, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    )
    hashing._nobodys.cache_clear()
    yield
    hashing._nobodys.cache_clear()


class Office:
    """A database with accounts in it, and browsers that look at the service on it."""

    def __init__(self, url, stack):
        self.url, self.stack = url, stack
        self.database = Database(url)
        stack.callback(self.database.dispose)

    def browser(self, base_url="http://127.0.0.1", settings=None):
        """Someone who has not signed in; every browser is another service in memory."""
        from api import services
        from api.app import create_app
        from api.settings import Settings

        app = create_app(services.build(Settings(worker=False, **settings or {}), self.url))
        client = TestClient(app, base_url=base_url, raise_server_exceptions=False)
        return self.stack.enter_context(client)

    def account(self, name, role="planner", policy="asvs"):
        newcomer = Newcomer(name=name, role=role, password=PASSWORD)
        people.make(self.database, POLICIES[policy], newcomer, actor="operator")
        return name

    def secret(self, name):
        """The secret of a new session, as if the person had signed in."""
        with self.database.begin() as connection:
            account = people.find(connection, name)
            return sessions.open_session(connection, POLICIES["asvs"], account.id)

    def enter(self, client, name):
        client.cookies.clear()
        client.cookies.set("jintu", self.secret(name))
        client.headers.update(OURS)

    def token(self, name, *rights):
        with self.database.begin() as connection:
            role = people.get(connection, name)["role"]
            owner = Caller(kind="session", role=role, rights=rights_of(role), name=name)
            wish = tokens.Wish(label="test", rights=rights or sorted(rights_of(role)))
            return tokens.make(connection, owner, wish)["token"]

    def execute(self, statement, **values):
        with self.database.begin() as connection:
            result = connection.execute(sa.text(statement), values)
            return result.all() if result.returns_rows else None

    def actions(self):
        """What the journal tells of people, oldest first."""
        rows = self.execute("SELECT action, actor, object FROM journal ORDER BY number")
        return [tuple(row) for row in rows if row.actor != "bundled"]


@pytest.fixture
def office(empty_url):
    with ExitStack() as stack:
        yield Office(empty_url, stack)


@pytest.fixture
def town(loaded_url):
    """An office with the bundled layers."""
    with ExitStack() as stack:
        yield Office(loaded_url, stack)
