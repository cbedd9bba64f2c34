"""Offices with accounts, on the bundled layers and on a city whose distances are known by hand."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack

import pytest

from layers import loading
from layers.types import LayerContent, LayerMeta
from tests import gridcity
from tests.api.auth.conftest import Office, cheap_hashing  # noqa: F401 - a fixture
from tests.geo.network import roadcity


def stored(database, layer_id, frame, *, role, key=None, visibility="public"):
    """Load a frame as a layer."""
    content = LayerContent(
        meta=LayerMeta(
            id=layer_id, title_zh=layer_id, title_en=layer_id, role=role,
            geometry_type=frame.geometry.geom_type.iloc[0], quality="official", licence="none",
            source="a test", source_date="2025-01-01", key=key, visibility=visibility,
        ),
        batches=lambda: [frame],
        sha256=hashlib.sha256(frame.to_json().encode()).hexdigest(),
    )  # fmt: skip
    loading.load(database, [content], created_by="a test")


@pytest.fixture
def town(loaded_url):
    """An office with the bundled layers."""
    with ExitStack() as stack:
        yield Office(loaded_url, stack)


@pytest.fixture
def city(empty_url):
    """An office with the grid city, and the roads of the road city beside it."""
    with ExitStack() as stack:
        opened = Office(empty_url, stack)
        stored(opened.database, "townships", gridcity.townships(), role="township", key="code")
        stored(opened.database, "stations", gridcity.stations(), role="station", key="id")
        stored(opened.database, "roads", roadcity.town(), role="road")
        yield opened


@pytest.fixture
def planner(city):
    """Somebody who plans in the grid city."""
    city.account("wang", "planner")
    browser = city.browser()
    city.enter(browser, "wang")
    return browser
