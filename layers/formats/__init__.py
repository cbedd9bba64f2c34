"""Upload formats: one file each, found by itself. A format declares id, suffixes, claim, reader.

Content and name decide together: of the formats that take a suffix exactly one must recognise the
first bytes. A file is then read by that format's reader alone, with one driver at most.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from layers.formats.base import UploadFormat


@cache
def every() -> dict[str, UploadFormat]:
    """Return every upload format by its id."""
    found: dict[str, UploadFormat] = {}
    for module in pkgutil.iter_modules(__path__):
        declared = getattr(import_module(f"{__name__}.{module.name}"), "FORMAT", None)
        if isinstance(declared, UploadFormat):
            found[declared.id] = declared
    return found


def main_suffixes() -> frozenset[str]:
    """Return the suffixes of main files."""
    return frozenset(suffix for one in every().values() for suffix in one.suffixes)


def sendable_suffixes() -> list[str]:
    """Return the suffixes of files that can be sent, sorted."""
    alone = {suffix for one in every().values() if not one.archive for suffix in one.suffixes}
    return sorted(alone | {".zip"})
