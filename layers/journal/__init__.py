"""The journal: who did what and when, append-only, each entry chained to the one before it.

Writing it is part of the action it tells of: append in the action's own transaction, as the last
statement of it, and neither is there without the other.
"""

from layers.journal.chain import FIRST, digest, safe_text
from layers.journal.entries import Action, append, read
from layers.journal.verifying import Verdict, verify

__all__ = ["FIRST", "Action", "Verdict", "append", "digest", "read", "safe_text", "verify"]
