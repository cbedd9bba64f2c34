"""Published layers as files at once, for whoever may read them: nothing is ordered or recorded.

A published version does not change, so its file is made once and handed to all who ask.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

import orjson

from layers import export, made_files
from layers.export import stored
from layers.export.base import Wishes
from layers.export.errors import ExportTooLarge
from layers.export.naming import FileName
from layers.export.stored import Asked
from layers.export.work import Made

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from layers.db import Database
    from layers.export.content import Content
    from layers.texts import Language

FORMATS: Final = ("geojson", "csv")
MOST_FEATURES: Final = 100_000


def file(
    database: Database,
    folder: Path,
    layer: str,
    format_id: str,
    *,
    internal: bool,
    language: Language,
) -> Made:
    """Return the file of the version of a layer that readers see, in degrees.

    Raises
    ------
    UnknownLayer, EmptyLayer
        When there is none, or none that may be known of.
    ExportTooLarge
        When it has too many features to wait for.
    """
    content = stored.content(database, Asked(kind="layer", id=layer), internal=internal)
    if content.count > MOST_FEATURES:
        raise ExportTooLarge(where=layer, count=content.count, most=MOST_FEATURES)
    writer, wishes = export.named(format_id), Wishes(language=language)
    path = folder / f"direct-{_key(content, language)}{writer.suffixes[0]}"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        made_files.sweep(folder)
        # Two who ask at once write two files, and the second takes the place of the first.
        own = folder / f"{made_files.name()}{writer.suffixes[0]}"
        writer.save(content, own, wishes)
        own.replace(path)
    name = FileName.of(content, writer, wishes)
    return Made(path=path, name=name, media_type=writer.media_type)


def _key(content: Content, language: Language) -> str:
    """Return what a file depends on: the version, and what the layer says of itself."""
    about: Mapping[str, Any] = content.about or {}
    told = orjson.dumps([language, about], default=str, option=orjson.OPT_NON_STR_KEYS)
    return hashlib.blake2b(told, digest_size=12).hexdigest()
