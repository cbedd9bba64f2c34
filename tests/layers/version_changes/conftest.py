"""A folder for uploads beside the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from layers.uploads import UploadFolder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> UploadFolder:
    return UploadFolder(tmp_path / "uploads")
