"""The plans that come with jintu."""

from __future__ import annotations

from pathlib import Path

import pytest

from layers.plans import Registry, load
from layers.plans_audit import audit_json

PROJECT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def registry() -> Registry:
    return load(PROJECT / "data" / "plans")


@pytest.fixture(scope="session")
def report(registry) -> list[dict]:
    return audit_json(registry, "en")


@pytest.fixture(scope="session")
def of(report):
    """Return a function: the arithmetic of a rule's findings."""
    return lambda rule: [one["arithmetic"] for one in report if one["rule"] == rule]
