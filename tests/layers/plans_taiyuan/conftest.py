"""The two Taiyuan sector plans, loaded with the vocabulary but without the other documents."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from layers.plans import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from layers.plans import Registry

PROJECT = Path(__file__).parents[3]
DATA = PROJECT / "data" / "plans"
SEEDS = PROJECT.parent / "shared" / "seeds"


@pytest.fixture(scope="session")
def taiyuan(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    folder = tmp_path_factory.mktemp("plans")
    names = ("indicators*.toml", "vocabulary*.toml", "taiyuan-urban-*.toml", "taiyuan-eco*.toml")
    for name in names:
        for file in DATA.glob(name):
            shutil.copy(file, folder)
    return load(folder)


@pytest.fixture(scope="session")
def seed_lines() -> Callable[[str], list[str]]:
    """The source lines of a document without spaces and without the lines of page numbers."""
    if not SEEDS.is_dir():
        pytest.skip("the source documents are not beside the project")

    def lines(seed: str) -> list[str]:
        raw = (SEEDS / seed).read_text(encoding="utf-8").splitlines()
        return [re.sub(r"—\d+—|\s", "", line) for line in raw]

    return lines


@pytest.fixture(scope="session")
def seed_text(seed_lines: Callable[[str], list[str]]) -> Callable[[str], str]:
    """The source text of a document in one piece."""
    return lambda seed: "".join(seed_lines(seed))
