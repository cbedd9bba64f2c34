"""Analyses: every module of this package with an ``ANALYSIS`` is one, and is found by itself.

To add one, write one file here and its texts in ``static/i18n/{zh,en}/geo.json``; see
`geo.analyses.base`. The list of analyses, their validation, description and contract test follow.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Any

from geo.errors import DuplicateAnalysis, UnknownAnalysis

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.analyses.base import Analysis


def every() -> tuple[Analysis[Any], ...]:
    """Return all analyses, ordered by id."""
    return tuple(_registry().values())


def get(analysis_id: str) -> Analysis[Any]:
    """Return the analysis with an id.

    Raises
    ------
    UnknownAnalysis
        If there is none; the error lists those there are.
    """
    known = _registry()
    if analysis_id not in known:
        raise UnknownAnalysis(where=analysis_id, known=list(known))
    return known[analysis_id]


def register(analyses: Iterable[Analysis[Any]]) -> dict[str, Analysis[Any]]:
    """Return analyses by id, ordered by id.

    Raises
    ------
    DuplicateAnalysis
        If two have the same id.
    """
    known: dict[str, Analysis[Any]] = {}
    for analysis in sorted(analyses, key=lambda each: each.id):
        if analysis.id in known:
            raise DuplicateAnalysis(where=analysis.id)
        known[analysis.id] = analysis
    return known


@cache
def _registry() -> dict[str, Analysis[Any]]:
    modules = [
        importlib.import_module(f"{__name__}.{found.name}")
        for found in pkgutil.iter_modules(__path__)
    ]
    return register(module.ANALYSIS for module in modules if hasattr(module, "ANALYSIS"))
