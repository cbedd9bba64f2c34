"""The findings as JSON-able dictionaries, with a sentence in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from layers import texts

if TYPE_CHECKING:
    from geo.audit import Citation, Finding
    from layers.plans import Registry
    from layers.texts import Language

    Json = dict[str, Any]


def finding_json(registry: Registry, finding: Finding, language: Language) -> Json:
    """Return one finding; ``adcode`` is there only where a county is concerned."""
    county = {} if finding.adcode is None else {"adcode": finding.adcode}
    sentences = {one: _message(registry, finding, one) for one in texts.LANGUAGES}
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "region": finding.region,
        **county,
        "plans": list(finding.plans),
        "places": [_place(place) for place in finding.places],
        "arithmetic": finding.arithmetic,
        "message": sentences[language],
        **{f"message_{one}": sentence for one, sentence in sentences.items()},
    }


def _place(citation: Citation) -> Json:
    """Return one place; what does not apply (an official list has no plan) is ``None``."""
    return {
        "document": citation.document,
        "plan": citation.plan or None,
        "clause": citation.clause or None,
        "clause_path": citation.clause_path or None,
        "target": citation.target or None,
        "printed": citation.printed,
    }


def _message(registry: Registry, finding: Finding, language: Language) -> str:
    variant = f".{finding.variant}" if finding.variant else ""
    facts = {**finding.facts, **_names(registry, finding, language)}
    return texts.text(f"audit.{finding.rule}{variant}", language, **facts)


def _names(registry: Registry, finding: Finding, language: Language) -> dict[str, str]:
    """Return the titles of what the facts name by id, in one language."""
    words = registry.vocabulary
    lists = {"indicator": words.indicators, "zones": words.zones}
    names = {
        fact: ", ".join(
            getattr(terms[one], f"title_{language}") if one in terms else one
            for one in finding.facts[fact].split(", ")
        )
        for fact, terms in lists.items()
        if fact in finding.facts
    }
    region = words.regions.get(finding.region)
    names["region"] = getattr(region, f"title_{language}") if region else finding.region
    if "unit" in finding.facts:
        names["unit"] = texts.text(f"audit.unit.{finding.facts['unit']}", language)
    return names
