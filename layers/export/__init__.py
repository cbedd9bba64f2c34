"""Output formats: one file each, found by itself. A format declares id, suffixes and ``write``."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from layers.errors import NotWritable, UnknownFormat
from layers.export.base import Format

if TYPE_CHECKING:
    from pathlib import Path

    from geopandas import GeoDataFrame


@cache
def every() -> dict[str, Format]:
    """Return every output format by its id."""
    found: dict[str, Format] = {}
    for module in pkgutil.iter_modules(__path__):
        declared = getattr(import_module(f"{__name__}.{module.name}"), "FORMAT", None)
        if isinstance(declared, Format):
            found[declared.id] = declared
    return found


def for_path(path: Path) -> Format:
    """Return the format that a file name asks for.

    Raises
    ------
    UnknownFormat
        When no format has this suffix.
    NotWritable
        When the folder is not there.
    """
    for one in every().values():
        if path.suffix.lower() in one.suffixes:
            if not path.absolute().parent.is_dir():
                raise NotWritable(where=str(path), reason="folder")
            return one
    known = ", ".join(sorted(suffix for one in every().values() for suffix in one.suffixes))
    raise UnknownFormat(where=str(path), known=known)


def named(name: str) -> Format:
    """Return the format of this id.

    Raises
    ------
    UnknownFormat
        When there is none; ``known`` lists those there are.
    """
    found = every().get(name)
    if found is None:
        raise UnknownFormat(where=name, known=", ".join(sorted(every())))
    return found


def write(frame: GeoDataFrame, path: Path) -> None:
    """Write a frame in the format its file name asks for.

    Raises
    ------
    UnknownFormat
        When no format has this suffix.
    NotWritable
        When the file cannot be written there.
    """
    for_path(path).write(frame, path)
