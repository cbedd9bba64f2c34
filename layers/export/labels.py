"""What a file says about itself to people: source, quality, licence, version, system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from layers import texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.export.base import Wishes
    from layers.export.content import Content


def facts(content: Content, wishes: Wishes) -> dict[str, str]:
    """Return what is known about a content under names for people; nothing of a bare frame."""
    about = content.about
    if about is None:
        return {}
    language = wishes.language
    values = {
        "title": content.title[language],
        "layer": about["id"],
        "version": str(about["version"]["number"]),
        "published": about["version"]["published_at"][:10],
        "quality": texts.text(f"page.quality.{about['quality']}", language),
        "source": about["source"],
        "source_date": about["source_date"],
        "licence": about["licence"],
        "review_number": about["review_number"] or "",
        "note": _note(about, wishes),
        "crs": system(wishes),
        "sha256": about["version"]["sha256"] or "",
    }
    named = {texts.text(f"export.fact.{name}", language): text for name, text in values.items()}
    return {name: text for name, text in named.items() if text}


def system(wishes: Wishes) -> str:
    """Return the reference system in words; of an approximate one, that it is."""
    return texts.text(f"export.system.{wishes.placement.id}", wishes.language)


def description(content: Content, wishes: Wishes) -> str:
    """Return all of it as one text, a line each."""
    return "\n".join(f"{name}: {text}" for name, text in facts(content, wishes).items())


def _note(about: Mapping[str, Any], wishes: Wishes) -> str:
    why = ""
    if about["quality"] == "illustrative":
        why = texts.text("page.quality.illustrative.why", wishes.language)
    note = about["note"][wishes.language]
    return "; ".join(part for part in (why, note) if part)
