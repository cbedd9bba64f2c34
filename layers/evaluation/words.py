"""What a target says, as a sentence for the people who live there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from layers import texts

if TYPE_CHECKING:
    from layers.plans.reader import Vocabulary
    from layers.texts import Language

    Json = dict[str, Any]

_ROUND = 2
_COUNTED = "count"


def sentences(entry: Json, unit: Json | None, vocabulary: Vocabulary) -> dict[str, str]:
    """Return the sentence for a target in both languages.

    Parameters
    ----------
    entry
        A target of an evaluation.
    unit
        The unit of it that is spoken of; without one the target as a whole is.
    vocabulary
        Titles of units of measurement and layers.
    """
    return {language: _sentence(entry, unit, vocabulary, language) for language in texts.LANGUAGES}


def number(value: float | None) -> str:
    """Write a number as short as two decimals allow; a dash for none."""
    if value is None:
        return "—"
    return f"{value:,.{_ROUND}f}".rstrip("0").rstrip(".")


def _sentence(entry: Json, unit: Json | None, vocabulary: Vocabulary, language: Language) -> str:
    if entry["status"] == "not_measurable":
        reason = _reason(entry, vocabulary, language)
        return _say("evaluation.plain.not_measurable", entry, language, reason=reason)
    told = entry if unit is None else unit
    # A unit is covered by so many sites, whatever the share of units is told in.
    own_count = unit is not None and entry["method"] == "coverage-units"
    measured_in = _COUNTED if own_count else entry["unit"]
    key = "evaluation.plain.region" if unit is None else f"evaluation.plain.{entry['method']}"
    if key not in texts.catalogue(language):
        key = "evaluation.plain.unit"
    measured = _say(
        key,
        entry,
        language,
        value=_amount(told["value"], measured_in, vocabulary, language),
        edge=texts.text(f"indicator.edge.{entry['edge_rule']}", language),
        threshold=_amount(entry["threshold"], entry["unit"], vocabulary, language),
        status=_status(entry, told["status"], language),
    )
    if entry["quality"] != "illustrative":
        return measured
    return measured + texts.text("evaluation.plain.illustrative", language)


def _amount(value: float | None, unit: str, vocabulary: Vocabulary, language: Language) -> str:
    """Write a number with its unit; what is merely counted has none in English."""
    if unit == _COUNTED and language == "en":
        return number(value)
    return f"{number(value)} {_title(vocabulary.units, unit, language)}"


def need(lacking: Json, vocabulary: Vocabulary, language: Language) -> str:
    """Say one part of what it would take: ``lacking`` is an entry of ``shortfall``."""
    unit = _title(vocabulary.units, lacking["unit"], language)
    return texts.text(lacking["key"], language, amount=number(lacking["amount"]), unit=unit)


def _status(entry: Json, status: str, language: Language) -> str:
    said = texts.text(f"evaluation.status.{status}", language)
    if status != "uncertain" or entry["reason"] is None:
        return said
    reason = texts.text(f"evaluation.reason.{entry['reason']}", language)
    return texts.text("evaluation.because", language, status=said, reason=reason)


def _reason(entry: Json, vocabulary: Vocabulary, language: Language) -> str:
    needs = [_title(vocabulary.layers, layer, language) for layer in entry["needs"]]
    joined = texts.text("evaluation.list", language).join(needs)
    return texts.text(f"evaluation.reason.{entry['reason']}", language, layers=joined)


def _say(key: str, entry: Json, language: Language, **facts: str) -> str:
    return texts.text(key, language, title=entry["title"][language], **facts)


def _title(terms: Any, key: str, language: Language) -> str:  # noqa: ANN401 - any vocabulary
    term = terms.get(key)
    return key if term is None else str(getattr(term, f"title_{language}"))
