"""What is noticed about an upload: collected in the worker, told by the parent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from layers.errors import LayerError

if TYPE_CHECKING:
    from collections.abc import Callable

Level = Literal["error", "warning", "info"]

MOST_OF_A_KIND = 20
"""How many findings of one code and layer are told one by one; the others are counted."""


class UploadRefused(LayerError):
    """The upload cannot be used; the facts name the finding."""

    code = "upload_refused"

    def __init__(self, *, finding: str, where: str | None = None, **facts: object) -> None:
        self.finding = finding
        super().__init__(where=where, finding=finding, **facts)


@dataclass(frozen=True, kw_only=True)
class Where:
    """The place of a finding.

    ``file`` as the sender named it, ``row`` as people count (the line of a table, or the feature's
    position, from 1), ``coordinate`` as it stands in the file and ``lonlat`` in degrees.
    """

    file: str | None = None
    layer: str | None = None
    row: int | None = None
    field: str | None = None
    coordinate: tuple[float, float] | None = None
    lonlat: tuple[float, float] | None = None

    def plain(self) -> dict[str, Any]:
        """Return what is known, for JSON."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in vars(self).items()
            if value is not None
        }

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Where:
        """Return the place that ``plain`` described."""
        told: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in plain.items()
        }
        return cls(**told)

    def at(self, **more: Any) -> Where:  # noqa: ANN401 - any of its own fields
        """Return the same place, told more exactly."""
        return replace(self, **more)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing noticed: an error stops the upload, a warning needs a look, info is a remark."""

    level: Level
    code: str
    where: Where = field(default_factory=Where)
    facts: dict[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Return it for JSON, without words."""
        return {
            "level": self.level,
            "code": self.code,
            "where": self.where.plain(),
            "facts": self.facts,
        }

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Finding:
        """Return the finding that ``plain`` described."""
        return cls(
            level=plain["level"],
            code=str(plain["code"]),
            where=Where.of(plain["where"]),
            facts=dict(plain["facts"]),
        )


class Findings:
    """Collects findings; of many of a kind the first ones are kept and the others counted."""

    def __init__(self, file: str | None = None) -> None:
        self.file = file
        self._kept: list[Finding] = []
        self._seen: Counter[tuple[Level, str, str | None]] = Counter()

    def add(self, level: Level, code: str, where: Where | None = None, **facts: object) -> None:
        """Take note of something; the facts fill the placeholders of its text."""
        place = where or Where()
        if place.file is None and self.file is not None:
            place = place.at(file=self.file)
        kind = (level, code, place.layer)
        self._seen[kind] += 1
        if self._seen[kind] <= MOST_OF_A_KIND:
            plain = {name: _plain(value) for name, value in facts.items()}
            self._kept.append(Finding(level=level, code=code, where=place, facts=plain))

    def each(
        self,
        level: Level,
        code: str,
        where: Where,
        count: int,
        told: Callable[[int], tuple[Where, dict[str, object]]],
    ) -> None:
        """Take note of many of a kind; only for those that are kept the place is looked up.

        Parameters
        ----------
        level, code
            What it is.
        where
            The layer.
        count
            How many there are.
        told
            Gives place and facts of one, by its number from 0.
        """
        kind = (level, code, where.layer)
        room = max(0, MOST_OF_A_KIND - self._seen[kind])
        for number in range(min(room, count)):
            place, facts = told(number)
            self.add(level, code, place, **facts)
        self._seen[kind] += max(0, count - room)

    def error(self, code: str, where: Where | None = None, **facts: object) -> None:
        """Take note of something that stops the upload."""
        self.add("error", code, where, **facts)

    def warn(self, code: str, where: Where | None = None, **facts: object) -> None:
        """Take note of something that needs a look."""
        self.add("warning", code, where, **facts)

    def info(self, code: str, where: Where | None = None, **facts: object) -> None:
        """Take note of something worth knowing."""
        self.add("info", code, where, **facts)

    def revise(self, layer: str | None, change: Callable[[Finding], Finding]) -> None:
        """Replace the findings of a layer by what is known of them now."""
        self._kept = [change(one) if one.where.layer == layer else one for one in self._kept]

    def count(self, code: str, layer: str | None = None) -> int:
        """Return how often something was noticed, also beyond those kept."""
        return sum(
            times
            for (_, seen, place), times in self._seen.items()
            if seen == code and layer in {None, place}
        )

    def all(self) -> list[Finding]:
        """Return the findings, errors first, with a remark for each kind that was cut short."""
        order = {"error": 0, "warning": 1, "info": 2}
        cut = [
            Finding(
                level=level,
                code="more_of_a_kind",
                where=Where(file=self.file, layer=layer),
                facts={
                    "of": code,
                    "count": times - MOST_OF_A_KIND,
                    "total": times,
                    "example": self._example(level, code, layer),
                },
            )
            for (level, code, layer), times in self._seen.items()
            if times > MOST_OF_A_KIND
        ]
        return sorted([*self._kept, *cut], key=lambda finding: order[finding.level])

    def _example(self, level: Level, code: str, layer: str | None) -> dict[str, Any]:
        """Return place and facts of one finding of a kind, as its text takes them."""
        kind = (level, code, layer)
        one = next(f for f in self._kept if (f.level, f.code, f.where.layer) == kind)
        facts = {name: fact for name, fact in one.facts.items() if not isinstance(fact, dict)}
        return {**one.where.plain(), **facts}


def _plain(value: object) -> Any:  # noqa: ANN401 - JSON
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    return str(value)
