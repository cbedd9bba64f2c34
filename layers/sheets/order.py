"""What is ordered: one sheet or an atlas, of what, on which paper, in whose name."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from geo.errors import UnknownRegion
from geo.regions import region_prefix
from layers.sheets.errors import BadSheet
from layers.sheets.paper import Paper, paper
from layers.texts import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.texts import Language

Level = Literal["county", "township"]
LEVELS: Final[tuple[Level, ...]] = get_args(Level)
FILE_KINDS: Final = ("pdf", "png")
MEDIA_TYPES: Final = {"pdf": "application/pdf", "png": "image/png"}
SUBJECTS: Final = ("run", "layer", "evaluation", "scenario")

_LONGEST: Final = {"title": 80, "organisation": 60, "review_number": 40}


@dataclass(frozen=True, kw_only=True)
class Order:
    """An order for a sheet (``by`` is None) or for an atlas with a page for each unit.

    Exactly one of ``run``, ``layer``, ``evaluation`` and ``scenario`` is given; a sheet of an
    evaluation needs its ``target``. ``year`` chooses a column of allocations. ``token`` is that of
    the link by which a scenario was shown.
    """

    run: str | None = None
    layer: str | None = None
    evaluation: str | None = None
    scenario: str | None = None
    token: str | None = None
    target: str | None = None
    year: int | None = None
    by: str | None = None
    region: str | None = None
    size: str = "A4"
    orientation: str = "landscape"
    title: str | None = None
    organisation: str | None = None
    review_number: str | None = None
    language: Language = "zh"
    kind: Literal["pdf", "png"] = "pdf"

    @property
    def paper(self) -> Paper:
        """The paper.

        Raises
        ------
        BadSheet
            When there is no such size or orientation.
        """
        return paper(self.size, self.orientation)

    def plain(self) -> dict[str, Any]:
        """Return the order as JSON-able values."""
        return asdict(self)

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Order:
        """Return the order that :meth:`plain` made."""
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in plain.items() if name in known})

    def check(self) -> None:
        """Refuse what cannot be made, before anything is looked up or drawn.

        Raises
        ------
        BadSheet
            When the order contradicts itself, or a value is not one of those there are.
        """
        _ = self.paper
        self._check_subject()
        self._check_choice("language", self.language, LANGUAGES)
        self._check_choice("format", self.kind, FILE_KINDS)
        for name, longest in _LONGEST.items():
            _check_text(name, getattr(self, name), longest)
        if self.by is not None:
            self._check_atlas()
        elif self.region is not None:
            raise BadSheet(where="region", reason="only_atlas")

    def _check_subject(self) -> None:
        given = [name for name in SUBJECTS if getattr(self, name)]
        if len(given) != 1:
            raise BadSheet(where=", ".join(SUBJECTS), reason="one_subject")
        if self.token and not self.scenario:
            raise BadSheet(where="token", reason="only_scenario")
        wants_target = self.evaluation is not None and self.by is None
        if wants_target and not self.target:
            raise BadSheet(where="target", reason="needed")
        if self.target and not wants_target:
            raise BadSheet(where="target", reason="only_evaluation")
        if self.year is not None and self.layer is None:
            raise BadSheet(where="year", reason="only_layer")

    def _check_atlas(self) -> None:
        self._check_choice("by", self.by, LEVELS)
        self._check_choice("format", self.kind, ("pdf",))
        self._check_choice("orientation", self.orientation, ("landscape",))
        for name in ("layer", "scenario"):
            if getattr(self, name):
                raise BadSheet(where=name, reason="no_atlas")
        if self.region is not None and not (self.region.isascii() and self.region.isdigit()):
            raise UnknownRegion(where="region", value=self.region, allowed=[])

    @property
    def prefix(self) -> str:
        """What the codes of an atlas's units begin with; empty is everything."""
        return region_prefix(self.region) if self.region else ""

    @staticmethod
    def _check_choice(where: str, value: object, known: tuple[str, ...]) -> None:
        if value not in known:
            raise BadSheet(where=where, reason="choice", value=value, known=", ".join(known))


def _check_text(where: str, text: str | None, longest: int) -> None:
    if text is None:
        return
    if not text.strip() or len(text) > longest or not text.isprintable():
        raise BadSheet(where=where, reason="text", longest=longest)
