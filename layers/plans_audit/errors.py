"""What can be wrong with the data of the audit."""

from __future__ import annotations

from typing import ClassVar

from layers.errors import LayerError


class BadRelations(LayerError):
    """The statements about indicators cannot be read, or name one that does not exist."""

    code: ClassVar[str] = "bad_relations"


class BadCounts(LayerError):
    """The official counts of villages and townships cannot be read."""

    code: ClassVar[str] = "bad_counts"
