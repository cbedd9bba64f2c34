"""Indicators: every module of this package with an ``INDICATOR`` is one, and is found by itself.

To add one, write one file here and its texts in ``static/i18n/{zh,en}/indicators.json``; see
`geo.indicators.base`. Its validation, description and contract test follow. Which indicator
measures which target on which layers is data, not code: ``data/evaluation/bindings.toml``.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any

from geo.errors import BadParameter
from geo.indicators.aims import Aim
from geo.indicators.base import Indicator, Measured, Need, NotMeasurable, Uncertainty

__all__ = [
    "Aim",
    "Indicator",
    "Measured",
    "Need",
    "NotMeasurable",
    "Uncertainty",
    "every",
    "get",
]


def every() -> tuple[Indicator[Any], ...]:
    """Return all indicators, ordered by id."""
    return tuple(_registry().values())


def get(indicator_id: str) -> Indicator[Any]:
    """Return the indicator with an id.

    Raises
    ------
    BadParameter
        If there is none; ``allowed`` lists those there are.
    """
    known = _registry()
    if indicator_id not in known:
        raise BadParameter(where="method", value=indicator_id, allowed=list(known))
    return known[indicator_id]


@cache
def _registry() -> dict[str, Indicator[Any]]:
    modules = [
        importlib.import_module(f"{__name__}.{found.name}")
        for found in pkgutil.iter_modules(__path__)
    ]
    found = [module.INDICATOR for module in modules if hasattr(module, "INDICATOR")]
    return {indicator.id: indicator for indicator in sorted(found, key=lambda each: each.id)}
