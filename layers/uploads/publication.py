"""How an upload is to become a version: asked for by people, carried to the job, kept beside it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from geo.errors import BadParameter
from layers.uploads.description import Description

if TYPE_CHECKING:
    from collections.abc import Mapping

Mode = Literal["replace", "append", "upsert"]
MODES: Final = ("replace", "append", "upsert")


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What shall be published and how.

    ``replace`` makes a version of the upload alone, ``append`` adds it to what is published,
    ``upsert`` replaces features of the same key and adds the others. ``key`` names the column that
    identifies a feature; None keeps the layer's, an empty text means none. ``base_version_id`` is
    the version that the publisher saw: when readers see another one, nothing is published.

    Raises
    ------
    BadParameter
        When the mode is none of these.
    """

    mode: Mode = "replace"
    key: str | None = None
    accept_valid: bool = False
    source_layer: str | None = None
    base_version_id: int | None = None
    description: Description = field(default_factory=Description)

    def __post_init__(self) -> None:
        """Check the mode, which may come from outside."""
        if self.mode not in MODES:
            raise BadParameter(where="mode", value=self.mode, allowed=", ".join(MODES))

    def plain(self) -> dict[str, Any]:
        """Return it for JSON, to be read again by :meth:`of`."""
        return asdict(self) | {"description": self.description.plain()}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Publication:
        """Return what ``plain`` described."""
        return cls(**{**plain, "description": Description(**plain["description"])})
