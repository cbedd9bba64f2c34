"""The report of an inspection: one object, with or without words."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from layers import texts
from layers.inspection.findings import Finding

if TYPE_CHECKING:
    from layers.texts import Language

Kind = Literal["features", "attributes"]


@dataclass(frozen=True, kw_only=True)
class LayerReport:
    """What a layer of an upload is.

    ``valid_count`` of ``feature_count`` rows can be published, ``repaired_count`` of them with a
    changed geometry. ``crs`` is an EPSG code or None where it is unknown, and ``crs_likelier`` the
    first suggestion where it is unknown or cannot be; likewise the datum. A table without positions
    is of kind ``attributes``, with the column by which it joins a layer. ``stored`` says
    whether the layer's features lie ready to be published.
    """

    name: str
    kind: Kind = "features"
    feature_count: int = 0
    valid_count: int = 0
    rejected_count: int = 0
    repaired_count: int = 0
    geometry_type: str | None = None
    crs: str | None = None
    crs_by: str = ""
    crs_candidates: list[dict[str, Any]] = field(default_factory=list)
    crs_likelier: str | None = None
    datum: str | None = None
    datum_likelier: str | None = None
    datum_evidence: dict[str, int] = field(default_factory=dict)
    encoding: str = "UTF-8"
    encoding_candidates: list[dict[str, Any]] = field(default_factory=list)
    fields: list[dict[str, Any]] = field(default_factory=list)
    bbox: list[float] | None = None
    join: dict[str, Any] | None = None
    stored: bool = False


@dataclass(frozen=True, kw_only=True)
class InspectionReport:
    """What an upload is, what was noticed about it, and whether it can be published as asked.

    ``accepted_if_valid_only`` says whether it could be with its valid rows alone.
    """

    file: str
    sha256: str
    size_bytes: int
    format: str | None
    accepted: bool
    accepted_if_valid_only: bool
    layers: list[LayerReport]
    findings: list[Finding]
    sandbox: str

    def stored(self) -> dict[str, Any]:
        """Return everything for JSON without words, to be read again by ``of_stored``."""
        return {
            **{name: value for name, value in vars(self).items() if name not in _NESTED},
            "layers": [asdict(layer) for layer in self.layers],
            "findings": [finding.plain() for finding in self.findings],
        }

    @classmethod
    def of_stored(cls, plain: dict[str, Any]) -> InspectionReport:
        """Return the report that ``stored`` gave."""
        return cls(
            **{name: value for name, value in plain.items() if name not in _NESTED},
            layers=[LayerReport(**layer) for layer in plain["layers"]],
            findings=[Finding.of(finding) for finding in plain["findings"]],
        )

    def to_json(self, language: Language, *, command_line: bool = False) -> dict[str, Any]:
        """Return everything, each finding with its message and its repair in a language."""
        return {
            **self.stored(),
            "findings": [
                finding.plain() | worded(finding, language, command_line=command_line)
                for finding in self.findings
            ],
        }

    def brief(self, language: Language) -> dict[str, Any]:
        """Return what the command line prints as JSON.

        For a layer whose reference system or datum is unknown or cannot be, and that is therefore
        refused, ``crs`` and ``datum`` are the first suggestion.
        """
        return {
            "accepted": self.accepted,
            "layers": [_brief(layer) for layer in self.layers],
            "findings": [
                {
                    "level": finding.level,
                    "code": finding.code,
                    "where": finding.where.plain(),
                    **worded(finding, language, command_line=True),
                }
                for finding in self.findings
            ],
        }


_NESTED = frozenset({"layers", "findings"})


def _brief(layer: LayerReport) -> dict[str, Any]:
    return {
        "name": layer.name,
        "feature_count": layer.feature_count,
        "geometry_type": layer.geometry_type,
        "crs": layer.crs_likelier or layer.crs,
        "datum": layer.datum_likelier or layer.datum,
        "encoding": layer.encoding,
    }


def worded(finding: Finding, language: Language, *, command_line: bool = False) -> dict[str, str]:
    """Return the message and the repair of a finding; both have its facts and its place.

    The repair says what to do without saying where to press; for the ``command_line`` it names the
    option besides.
    """
    facts = {name: _shown(name, value, language) for name, value in finding.facts.items()}
    words = {**finding.where.plain(), **facts, **_limit(finding.facts, language)}
    if finding.code == "more_of_a_kind":
        words["example"] = _message(str(finding.facts["of"]), finding.facts["example"], language)
    repair = texts.text(f"repair.{finding.code}", language, **words)
    option = f"cli.repair.{finding.code}"
    if command_line and option in texts.catalogue(language):
        told = texts.text(option, language, **finding.facts)
        repair = texts.text("cli.repair", language, repair=repair, option=told)
    return {"message": texts.text(f"finding.{finding.code}", language, **words), "repair": repair}


def _message(code: str, facts: dict[str, Any], language: Language) -> str:
    shown = {name: _shown(name, value, language) for name, value in facts.items()}
    return texts.text(f"finding.{code}", language, **shown)


_MEGABYTE = 2**20
_OURS = frozenset(
    {"area_unit", "by", "cause", "datum", "evidence", "expected", "formats", "kind", "kinds",
     "looks", "reason", "type_after", "type_before", "unit"}
)  # fmt: skip
"""Facts in words of our own; all others are told as they stand, whoever wrote them."""


def _shown(name: str, value: object, language: Language) -> object:
    """Return a fact as people read it: words of our own (``word.…``) in their language."""
    if isinstance(value, list):
        tokens = [_token(str(one), language) if name in _OURS else str(one) for one in value]
        return ", ".join(tokens) or "-"
    return _word(value, language) if name in _OURS else value


def _limit(facts: dict[str, Any], language: Language) -> dict[str, str]:
    """Return a limit with its name for people and in the settings, and its value with a unit."""
    name, allowed = facts.get("limit"), facts.get("allowed")
    if name is None or not isinstance(allowed, int | float):
        return {}
    told = f"{allowed:,.15g}"
    if str(name).endswith("_bytes") and allowed >= _MEGABYTE:
        told = f"{allowed / _MEGABYTE:,.0f} MB"
    elif str(name).endswith("_s"):
        told += " s"
    label = texts.text(f"limit.{name}", language)
    return {"limit": f"{label} ({name})", "allowed": told}


def _word(value: object, language: Language) -> object:
    for key in (f"word.{value}", f"format.{value}"):
        if key in texts.catalogue(language):
            return texts.text(key, language)
    return value


def _token(text: str, language: Language) -> str:
    """Return a piece of evidence (``zone=37``) or a count (``Point=3``) as people read it."""
    name, equals, value = text.partition("=")
    key = f"evidence.{name}"
    if equals and key in texts.catalogue(language):
        return texts.text(key, language, value=_word(value, language))
    word = str(_word(name, language))
    return f"{word} {value}" if equals and word != name else str(_word(text, language))
