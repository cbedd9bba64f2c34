"""What the file says is printed stands in the source document, and its sentences do not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.plans.schema import PlanFile

# kinds of place that are named in the text exactly as listed
VERBATIM = {"river", "mine", "wetland", "town", "village", "lake", "commercial-district"}
COPIED_FROM = 12  # characters: shorter runs are mere terms


def _close(text: str) -> str:
    return re.sub(r"\s", "", text).replace("（", "(").replace("）", ")")


def test_every_printed_figure_stands_in_the_document(outline: PlanFile, printed_text: str) -> None:
    missing = [one.id for one in outline.target if _close(one.printed) not in printed_text]
    assert missing == []


def test_every_part_of_a_clause_path_stands_in_the_document(
    outline: PlanFile, printed_text: str
) -> None:
    missing = [
        (clause.id, part)
        for clause in outline.clause
        for part in clause.path.split("/")
        if _close(part) not in printed_text
    ]
    assert missing == []


@pytest.mark.parametrize("kind", sorted(VERBATIM))
def test_names_stand_in_the_document(outline: PlanFile, printed_text: str, kind: str) -> None:
    names = [_close(place.name_zh) for place in outline.place if place.type == kind]
    assert names
    assert [name for name in names if name not in printed_text] == []


def _wordings(outline: PlanFile) -> Iterator[str]:
    for clause in outline.clause:
        yield clause.subject_zh
    yield from (target.title_zh for target in outline.target)
    yield from (task.title_zh for task in outline.task)
    for entry in (*outline.clause, *outline.target, *outline.place, *outline.task):
        yield entry.note_zh or ""


def test_titles_and_notes_are_our_own_wording(outline: PlanFile, printed_text: str) -> None:
    long = [one for one in map(_close, _wordings(outline)) if len(one) >= COPIED_FROM]
    assert long
    assert [one for one in long if one in printed_text] == []
