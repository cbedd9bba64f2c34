"""Standing questions: the runs that the page shows first, kept answered for the current data.

They are listed in ``data/standing-runs.toml``. Asking again costs nothing while the layers stand.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from geo.errors import GeoError
from layers import evaluation, runs
from layers.runs import Question

if TYPE_CHECKING:
    from pathlib import Path

    from layers.db import Database
    from layers.plans import Registry


def questions(path: Path) -> list[Question]:
    """Read the standing questions."""
    with path.open("rb") as file:
        listed: list[dict[str, Any]] = tomllib.load(file)["run"]
    return [Question(**entry) for entry in listed]


def answer(database: Database, path: Path, *, created_by: str) -> list[dict[str, Any] | GeoError]:
    """Carry out every standing question that the current versions do not answer yet.

    A question that the data cannot answer (stations without a year, say) gives its error in
    place of a run; the others are answered all the same.

    Raises
    ------
    UnknownLayer
        When a question names a layer that is not loaded.
    """
    return [_answer(database, question, created_by) for question in questions(path)]


def evaluate(database: Database, registry: Registry, path: Path, *, created_by: str) -> None:
    """Evaluate the plans and years that people look at first, for the current versions."""
    with path.open("rb") as file:
        listed: list[dict[str, Any]] = tomllib.load(file)["evaluation"]
    for asked in listed:
        evaluation.evaluate(database, registry, asked["plan"], asked["year"], created_by=created_by)


def _answer(database: Database, question: Question, created_by: str) -> dict[str, Any] | GeoError:
    try:
        return runs.carry_out(database, question, created_by=created_by, internal=True)
    except GeoError as error:
        return error
