"""The corpus of uploads: how each is made, what is said with it, and what must be reported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from layers.inspection import Asked


@dataclass(frozen=True, kw_only=True)
class Case:
    """An upload with the report it must get.

    ``codes`` are findings that must be there, ``absent`` those that must not; ``layers`` gives for
    each layer what must hold of its report.
    """

    id: str
    build: Callable[[Path], Path]
    accepted: bool
    codes: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    asked: Asked = field(default_factory=Asked)
    format: str | None = None
    layers: tuple[dict[str, object], ...] | None = None
    name: str = ""


def case(
    id_: str, build: Callable[[Path], Path], codes: str = "", *, accepted: bool, absent: str = "",
    **more,
) -> Case:  # fmt: skip
    """Return a case; codes are separated by spaces."""
    return Case(
        id=id_,
        build=build,
        accepted=accepted,
        codes=frozenset(codes.split()),
        absent=frozenset(absent.split()),
        **more,
    )


def text(name: str, content: str | bytes) -> Callable[[Path], Path]:
    """Return a builder that writes a file with this content."""

    def build(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return build
