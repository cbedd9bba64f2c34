"""What can be wrong in the plan files, and the error that carries it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from layers.errors import LayerError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, kw_only=True, order=True)
class Fault:
    """One fault: the file, the entry in it, a code (``plans.fault.<code>``) and the facts."""

    file: str
    entry: str
    code: str
    facts: Mapping[str, str] = field(default_factory=dict, compare=False)

    def line(self) -> str:
        """Return the fault as one line for a terminal: ``file: entry: code name=value``."""
        facts = "".join(f" {name}={value}" for name, value in self.facts.items())
        return f"{self.file}: {self.entry}: {self.code}{facts}"


class PlanFaults(LayerError):
    """The plan files have faults."""

    code: ClassVar[str] = "plan_faults"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        first = self.faults[0]
        super().__init__(where=first.file, count=len(self.faults), first=first.line())


class UnknownPlan(LayerError):
    """There is no plan of this id."""

    code: ClassVar[str] = "unknown_plan"
