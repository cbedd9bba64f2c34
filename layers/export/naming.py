"""What a file is called: for people in their language, and in plain ASCII."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from layers.export.base import Format, Wishes
    from layers.export.content import Content

_NOT_IN_NAMES: Final = re.compile(r'\s*[\x00-\x1f\x7f/\\:*?"<>|]+\s*|^\.+')
_LONGEST: Final = 80


@dataclass(frozen=True, kw_only=True)
class FileName:
    """A name for people, with the title of the content, and one that every program can read."""

    shown: str
    plain_ascii: str

    @classmethod
    def of(cls, content: Content, writer: Format, wishes: Wishes) -> Self:
        """Return the names of a file: content, version, system when it is another, suffix.

        A system that is only approximate is named in both, so that the file never goes without.
        """
        placement = wishes.placement
        tail = f"-{placement.label}" if placement.label else ""
        suffix = writer.suffixes[0]
        version = f"-v{content.about['version']['number']}" if content.about else ""
        title = content.title.get(wishes.language) or content.name
        told = _NOT_IN_NAMES.sub("_", title)[:_LONGEST].strip()
        return cls(
            shown=f"{told}{version}{tail}{suffix}", plain_ascii=f"{content.name}{tail}{suffix}"
        )

    def plain(self) -> dict[str, str]:
        """Return the names as JSON-able values."""
        return asdict(self)
