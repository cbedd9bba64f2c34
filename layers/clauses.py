"""Pieces of statements with their values bound: what filters, boxes and sorting are made of.

A clause never holds anything from outside in its text: values and attribute names are bound, and
the text comes from ``layers.sql`` or from fixed words of this package.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Bindings:
    """Hands out placeholders for values; one per statement, so that names never collide."""

    values: dict[str, Any] = field(default_factory=dict)

    def bind(self, value: object) -> str:
        """Remember a value and return its placeholder."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f"%({name})s"


def fill(statement: str, **parts: str) -> str:
    """Put clauses into the ``{name}`` places of a statement, and leave its comments out."""
    lines = [line for line in statement.splitlines() if not line.startswith("--")]
    text = "\n".join(lines)
    for name, part in parts.items():
        text = text.replace(f"{{{name}}}", part)
    return text
