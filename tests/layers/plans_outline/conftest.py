"""The Taiyuan outline as filled, and the text it was taken from where that lies at hand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from layers.plans.reader import read_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.plans.reader import FolderContent
    from layers.plans.schema import Place, PlanFile, Target

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "data" / "plans"
FILE = "taiyuan-outline-14fyp.toml"
PREFIX = "taiyuan-outline."


@pytest.fixture(scope="session")
def content() -> FolderContent:
    return read_folder(FOLDER)


@pytest.fixture(scope="session")
def outline(content: FolderContent) -> PlanFile:
    return content.files[FILE]


@pytest.fixture(scope="session")
def targets(outline: PlanFile) -> Mapping[str, Target]:
    """Every target by its id without the name of the plan."""
    return {target.id.removeprefix(PREFIX): target for target in outline.target}


@pytest.fixture(scope="session")
def places(outline: PlanFile) -> Mapping[str, Place]:
    """Every place by its id without the name of the plan."""
    return {place.id.removeprefix(PREFIX): place for place in outline.place}


@pytest.fixture(scope="session")
def printed_text(outline: PlanFile) -> str:
    """The source document with all white space taken out, as its lines break inside figures."""
    path = ROOT.parent / "shared" / "seeds" / outline.document.seed
    if not path.is_file():
        pytest.skip("the source documents do not lie beside the project")
    return re.sub(r"\s", "", path.read_text(encoding="utf-8"))
