"""The layers that come with jintu, one module each.

A layer is bundled by putting ``<id>.toml`` into ``data/layers`` and a module of that name (with
underscores) into this package; the module offers ``build() -> LayerContent``.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from layers.bundled import sources

if TYPE_CHECKING:
    from collections.abc import Callable

    from layers.types import LayerContent


@dataclass(frozen=True, kw_only=True)
class Builder:
    """One bundled layer: ``build`` describes it at once and computes features when asked."""

    id: str
    needs: tuple[str, ...]
    build: Callable[[], LayerContent]


def every() -> tuple[Builder, ...]:
    """Return the builders of all bundled layers, each after those it needs, else by id."""
    needs = {layer_id: sources.describe(layer_id).needs for layer_id in sources.ids()}
    sorter = TopologicalSorter(needs)
    sorter.prepare()
    order: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += ready
        sorter.done(*ready)
    return tuple(_builder(layer_id) for layer_id in order)


def contents() -> tuple[LayerContent, ...]:
    """Return all bundled layers ready to be stored, in the order of ``every``."""
    return tuple(builder.build() for builder in every())


def _builder(layer_id: str) -> Builder:
    module = importlib.import_module(f"{__name__}.{layer_id.replace('-', '_')}")
    return Builder(id=layer_id, needs=sources.describe(layer_id).needs, build=module.build)
