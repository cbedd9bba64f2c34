"""What can be done with the versions of a layer: list, compare, go back, let go of old ones."""

from layers.version_changes.diff import Change, Counts, Diff, between
from layers.version_changes.dropping import discard, give_back
from layers.version_changes.listing import history, version_id, visibility_of
from layers.version_changes.retention import Retention, apply, expired
from layers.version_changes.rolling_back import roll_back

__all__ = [
    "Change",
    "Counts",
    "Diff",
    "Retention",
    "apply",
    "between",
    "discard",
    "expired",
    "give_back",
    "history",
    "roll_back",
    "version_id",
    "visibility_of",
]
