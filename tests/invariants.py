"""What must hold after every test, whatever was done or killed in it.

I1 each layer has one published version or none, and the pointer is there. I2 what is stored of it
is what was counted and fingerprinted. I3 every version has its table and the other way round. I4
the last entry of the journal is what readers see. I5 nothing that was told of is lost. I7 no work
is stuck. I9 what failed takes no room.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers import check

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from layers.db import Database
    from layers.uploads import UploadFolder


def assert_sound(database: Database, folder: UploadFolder) -> None:
    """Every invariant that `jintu check` knows holds."""
    found = [violation.plain() for violation in check.every_violation(database, folder)]
    assert found == []


def assert_kept(database: Database, acknowledged: Mapping[str, int]) -> None:
    """I5: every version that was answered for is still there, and was published."""
    from layers import version_changes

    with database.begin() as connection:
        for layer, number in acknowledged.items():
            numbers = {
                one["number"]
                for one in version_changes.history(connection, layer)
                if one["published_at"]
            }
            assert number in numbers, (layer, number)


def taken_bytes(root: Path) -> int:
    """I9: what the files in a folder take."""
    return sum(path.stat().st_size for path in root.rglob("*") if path.is_file())
