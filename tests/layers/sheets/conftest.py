"""The store as the sheets read it, and what is written on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.settings import PROJECT
from layers import evaluation, plans, runs
from layers.accounts import absent, anonymous
from layers.db import Database
from layers.sheets import canvas as canvas_module
from layers.sheets import subjects
from layers.sheets.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="session")
def registry():
    return plans.load(PROJECT / "data" / "plans")


@pytest.fixture(scope="session")
def stored(read_url: str) -> Iterator[Database]:
    """The bundled data, which no test changes."""
    opened = Database(read_url)
    yield opened
    opened.dispose()


@pytest.fixture(scope="session")
def run_of(stored: Database) -> dict[int, str]:
    """The standing charging-distance runs by year."""
    with stored.begin() as connection:
        found = runs.find(connection, filters={}, analysis="charging-distance", limit=9)
    return {run["params"]["year"]: run["id"] for run in found}


@pytest.fixture(scope="session")
def evaluation_of(stored: Database) -> dict[int, str]:
    """The standing evaluations of the charging plan by year."""
    with stored.begin() as connection:
        found = evaluation.find(connection, {"plan": "jinzhong-charging"}, 9)
    return {each["year"]: each["id"] for each in found}


@pytest.fixture
def seen(stored: Database, registry) -> Iterator[Callable[..., subjects.View]]:
    """The store as somebody sees it, in a language."""
    with stored.begin() as connection:
        yield lambda language="zh", *, internal=False: subjects.View(
            connection=connection,
            registry=registry,
            words=Words(language),
            caller=absent.operator() if internal else anonymous(open_runs=True),
        )


@pytest.fixture
def written(monkeypatch) -> dict[str, str]:
    """Every text drawn while a test runs, with the characters that had no glyph."""
    said: dict[str, str] = {}
    draw = canvas_module.Canvas.text

    def recording(self, x, y, text, *rest, **named):
        said[text] = self.missing_glyphs(text)
        draw(self, x, y, text, *rest, **named)

    monkeypatch.setattr(canvas_module.Canvas, "text", recording)
    return said
