"""Bindings: which rule measures which indicator on which layers, read from a table."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from geo import indicators
from geo.errors import BadParameter
from geo.indicators.aims import Comparator, Equal  # noqa: TC001 - pydantic reads them
from layers.evaluation.faults import BindingFaults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from layers.plans.reader import Vocabulary
    from layers.plans.schema import Target

PATH = Path(__file__).resolve().parents[2] / "data" / "evaluation" / "bindings.toml"
ANY = "*"
AIM = "aim"
"""As a parameter: the value of the target, in the unit of the rule."""

Level = Literal[
    "county", "township", "village", "reach", "area", "corridor", "gap", "place", "region"
]
Years = Literal["until", "in", "period", "before"]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ReadAs(_Table):
    """What the measured figure must be where the value of the target is a parameter."""

    comparator: Comparator
    value: float
    unit: str


class Binding(_Table):
    """One entry of the table; see ``data/evaluation/bindings.toml`` for each key."""

    id: str
    indicators: tuple[str, ...]
    zones: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    regions: tuple[str, ...] = ("",)
    method: str
    level: Level
    layers: dict[str, str | tuple[str, ...]]
    columns: dict[str, dict[str, str]] = {}
    keep: dict[str, dict[str, tuple[str, ...]]] = {}
    flags: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {}
    region_by: dict[str, Literal["location"] | tuple[str, ...]] = {}
    inside: dict[str, str] = {}
    years: dict[str, Years] = {}
    parameters: dict[str, float | str] = {}
    equal: Equal = "same"
    tolerance: float = Field(default=0.0, ge=0)
    read_as: ReadAs | None = None
    stock: bool = False
    beyond: tuple[str, ...] = ()

    def layers_of(self, role: str) -> tuple[str, ...]:
        """Return the layers that fill an input together."""
        named = self.layers[role]
        return (named,) if isinstance(named, str) else named

    @property
    def needed(self) -> tuple[str, ...]:
        """Every layer that must be there."""
        named = [layer for role in self.layers for layer in self.layers_of(role)]
        return tuple(dict.fromkeys([*named, *self.inside.values()]))

    def speaks_of(self, target: Target) -> bool:
        """Tell whether this binding is for the indicator and scope of a target."""
        return (
            target.indicator in self.indicators
            and _fits(self.zones, target.scope.zone)
            and _fits(self.classes, target.scope.class_)
            and target.scope.region.startswith(self.regions)
        )


class PositionError(_Table):
    """How far off the features of a layer may be, by the value of their ``position``."""

    layer: str
    metres: dict[str, float]


class BindingFile(_Table):
    """The whole table."""

    revision: int
    quality_error_m: dict[str, float]
    position_error: tuple[PositionError, ...] = ()
    factors: dict[str, float]
    binding: tuple[Binding, ...]


@dataclass(frozen=True, kw_only=True)
class Bindings:
    """The table, with the fingerprint of the file it is from."""

    table: BindingFile
    sha256: str

    def of(self, target: Target) -> tuple[Binding, ...]:
        """Return the bindings for a target, in the order of the table."""
        return tuple(each for each in self.table.binding if each.speaks_of(target))

    def position_errors(self, layer: str) -> Mapping[str, float]:
        """Return the errors in metres that a layer states feature by feature."""
        found = [each.metres for each in self.table.position_error if each.layer == layer]
        return found[0] if found else {}


@cache
def load(path: Path = PATH) -> Bindings:
    """Read the table.

    Raises
    ------
    BindingFaults
        If it cannot be read, or an entry names a rule, an input or a parameter that is not there.
    """
    raw = path.read_bytes()
    try:
        table = BindingFile.model_validate(tomllib.loads(raw.decode("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
        raise BindingFaults(where=path.name, faults=str(error)) from error
    faults = [fault for binding in table.binding for fault in _faults(binding)]
    if faults:
        raise BindingFaults(where=path.name, faults="; ".join(faults))
    return Bindings(table=table, sha256=hashlib.sha256(raw).hexdigest())


def unknown_words(bindings: Bindings, vocabulary: Vocabulary) -> list[str]:
    """Return what the table names and the vocabulary of the plans does not know."""
    found: list[str] = []
    for each in bindings.table.binding:
        words: tuple[tuple[Iterable[str], Mapping[str, Any]], ...] = (
            (each.indicators, vocabulary.indicators),
            ([zone for zone in each.zones if zone != ANY], vocabulary.zones),
            ([kind for kind in each.classes if kind != ANY], vocabulary.classes),
            ((*each.needed, *each.beyond), vocabulary.layers),
        )
        unknown = [one for named, known in words for one in named if one not in known]
        found += [f"{each.id}: {one}" for one in unknown]
    return found + [unit for unit in bindings.table.factors if unit not in vocabulary.units]


def _fits(wanted: tuple[str, ...], said: str | None) -> bool:
    if ANY in wanted:
        return True
    return said in wanted if wanted else said is None


def _faults(binding: Binding) -> Iterator[str]:
    try:
        rule = indicators.get(binding.method)
        rule.parse(_settled(binding))
    except BadParameter as error:
        yield f"{binding.id}: {error}"
        return
    roles = {role.id: role for role in rule.inputs}
    tables: tuple[Mapping[str, Any], ...] = (
        binding.layers, binding.columns, binding.keep, binding.flags, binding.region_by,
        binding.inside, binding.years,
    )  # fmt: skip
    yield from (f"{binding.id}: {role}" for table in tables for role in table if role not in roles)
    required = {name for name, role in roles.items() if not role.optional}
    yield from (f"{binding.id}: {role}" for role in sorted(required - binding.layers.keys()))


def _settled(binding: Binding) -> dict[str, Any]:
    """Return the parameters with a sample in place of what depends on the target."""
    given: dict[str, Any] = {
        name: 1.0 if value == AIM else value for name, value in binding.parameters.items()
    }
    return given | ({"year": 2025} if binding.method == "schedule" else {})
