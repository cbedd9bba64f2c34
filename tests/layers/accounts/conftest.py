"""Accounts by hand, and hashing at the lowest cost so that the tests are quick."""

# ruff: noqa: S105 - the passwords of accounts that live as long as a test
from __future__ import annotations

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from layers.accounts import POLICIES, Newcomer, hashing, people

PASSWORD = "heron-lantern-quartz-51"
OTHER = "velvet-anchor-prairie-77"


@pytest.fixture(autouse=True)
def cheap_hashing(monkeypatch):
    monkeypatch.setattr(
        hashing, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    )
    hashing._nobodys.cache_clear()
    yield
    hashing._nobodys.cache_clear()


@pytest.fixture
def make(database):
    def made(name, role="planner", password=PASSWORD):
        newcomer = Newcomer(name=name, role=role, password=password)
        return people.make(database, POLICIES["asvs"], newcomer, actor="operator")

    return made


@pytest.fixture
def execute(database):
    """Run a statement as somebody who waits, or meddles, would leave it."""

    def run(statement, **values):
        with database.begin() as connection:
            result = connection.execute(sa.text(statement), values)
            return result.all() if result.returns_rows else None

    return run


@pytest.fixture
def actions(execute):
    """What the journal tells of, oldest first: action, actor, object."""
    return lambda: [
        tuple(row) for row in execute("SELECT action, actor, object FROM journal ORDER BY number")
    ]
