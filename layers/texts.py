"""The words people read, in Chinese and English, from ``static/i18n/<language>/*.json``."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from geo.errors import JintuError

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
FOLDER = Path(__file__).resolve().parent.parent / "static" / "i18n"


@cache
def catalogue(language: Language) -> dict[str, str]:
    """Return every text of a language by its key, all area files merged.

    Raises
    ------
    ValueError
        When two area files carry the same key.
    """
    merged: dict[str, str] = {}
    for path in sorted((FOLDER / language).glob("*.json")):
        area: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        if twice := merged.keys() & area.keys():
            msg = f"{language}/{path.name}: keys exist already: {sorted(twice)}"
            raise ValueError(msg)
        merged |= area
    return merged


class _Facts(dict[str, Any]):
    """Leaves a placeholder without a value readable instead of failing on it."""

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


def text(key: str, language: Language, **facts: object) -> str:
    """Return the text of a key with its placeholders filled; an unknown key is shown as itself."""
    return catalogue(language).get(key, key).format_map(_Facts(facts))


def message(error: JintuError, language: Language) -> str:
    """Return the sentence for an error.

    ``error.<code>.<reason>`` is preferred where the error has a reason with a text of its own;
    a class without a text speaks with that of its nearest parent. What was not given at all is
    said to be missing.
    """
    is_missing = "value" in error.facts and error.facts["value"] is None
    reason = error.facts.get("reason") or ("missing" if is_missing else None)
    for kind in type(error).__mro__:
        code = getattr(kind, "code", None)
        for key in (f"error.{code}.{reason}", f"error.{code}"):
            if key in catalogue(language):
                return text(key, language, where=error.where or "", **error.facts)
    return str(error)


def preferred(header: str | None) -> Language:
    """Return the language that an ``Accept-Language`` header or a locale name asks for.

    Chinese when nothing is asked for: the product is Chinese first.
    """
    best: tuple[float, Language] = (0.0, "zh")
    for part in (header or "").split(","):
        tag, _, quality = part.strip().partition(";q=")
        weight = _weight(quality)
        for language in LANGUAGES:
            if tag.lower().startswith(language) and weight > best[0]:
                best = (weight, language)
    return best[1]


def _weight(quality: str) -> float:
    try:
        return float(quality) if quality else 1.0
    except ValueError:
        return 0.0
