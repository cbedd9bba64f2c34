"""Telling people what the private database is doing, one line each.

A notice is a code and its facts; the text is ``notice.<code>`` in ``static/i18n``. The caller says
where notices go; without a say they go to the log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

Tell = Callable[[str, Mapping[str, object]], None]

_log = logging.getLogger("jintu.database")


def log_notice(code: str, facts: Mapping[str, object]) -> None:
    """Write a notice to the log."""
    _log.info("%s %s", code, dict(facts))
