"""What is ordered: a file of what, in which format and reference system, for whom."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from layers import export
from layers.export import positions
from layers.export.base import Wishes
from layers.export.errors import BadExport
from layers.export.stored import Asked
from layers.texts import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.export.base import Encoding, Format, Shape
    from layers.texts import Language

Part = Literal["units", "stations", "targets", "summary"]
PARTS: Final[tuple[Part, ...]] = get_args(Part)
PLACELESS: Final = ("targets", "summary")
"""The parts of a scenario that are tables."""
SUBJECTS: Final = ("layer", "run", "evaluation", "scenario")


@dataclass(frozen=True, kw_only=True)
class Order:
    """An order for a file of a layer, a run, an evaluation or a part of a scenario.

    ``version`` is that of the layer, or the revision of the scenario; ``token`` that of the link
    by which a scenario was shown.
    """

    layer: str | None = None
    run: str | None = None
    evaluation: str | None = None
    scenario: str | None = None
    version: int | None = None
    part: Part | None = None
    token: str | None = None
    format: str = "geojson"
    crs: str | None = None
    encoding: Encoding = "UTF-8"
    shape: Shape = "auto"
    language: Language = "zh"

    @property
    def writer(self) -> Format:
        """The format.

        Raises
        ------
        UnknownFormat
            When there is none of this name.
        """
        return export.named(self.format)

    @property
    def wishes(self) -> Wishes:
        """How the file is wanted.

        Raises
        ------
        BadQuery
            When there is no such reference system.
        """
        return Wishes(
            placement=positions.placement(self.crs),
            encoding=self.encoding,
            language=self.language,
            shape=self.shape,
        )

    @property
    def object(self) -> str:
        """What the journal calls it."""
        return next(f"{name}:{given}" for name in SUBJECTS if (given := getattr(self, name)))

    def asked(self) -> Asked:
        """Return what of the store is ordered, when it is no scenario."""
        if self.layer:
            return Asked(kind="layer", id=self.layer, version=self.version)
        if self.run:
            return Asked(kind="run", id=self.run)
        return Asked(kind="evaluation", id=self.evaluation or "")

    def plain(self) -> dict[str, Any]:
        """Return the order as JSON-able values."""
        return asdict(self)

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Order:
        """Return the order that :meth:`plain` made."""
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in plain.items() if name in known})

    def check(self) -> None:
        """Refuse what cannot be made, before anything is looked up or written.

        Raises
        ------
        BadExport
            When the order contradicts itself, or a value is not one of those there are.
        UnknownFormat
            When there is no such format.
        BadQuery
            When the format cannot be written as wished.
        """
        given = [name for name in SUBJECTS if getattr(self, name)]
        if len(given) != 1:
            raise BadExport(where=", ".join(SUBJECTS), reason="one_subject")
        _require("lang", self.language, LANGUAGES)
        self._check_only(given[0])
        self.writer.check(self.wishes)
        if self.part in PLACELESS and not self.writer.is_table:
            tables = tuple(one.id for one in export.every().values() if one.is_table)
            _require("format", self.format, tables)

    def _check_only(self, subject: str) -> None:
        if self.version is not None and subject not in {"layer", "scenario"}:
            raise BadExport(where="version", reason="only_layer")
        for name in ("part", "token"):
            if getattr(self, name) is not None and subject != "scenario":
                raise BadExport(where=name, reason="only_scenario")
        if self.part is not None:
            _require("part", self.part, PARTS)


def _require(where: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise BadExport(where=where, reason="choice", value=value, known=", ".join(known))
