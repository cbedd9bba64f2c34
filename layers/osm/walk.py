"""One streaming pass over an OpenStreetMap file.

osmium reads the file twice: the relations that may be multipolygons first, then everything. Nodes
go into an index (see ``source.IN_MEMORY_BYTES``), so that ways get their coordinates; objects
without a wanted tag never reach Python.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, cast

import osmium

from layers.osm.source import osmium_errors
from layers.osm.themes import Element

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from layers.osm.source import Source
    from layers.osm.themes import Row, Theme

_REPORT_EVERY = 500
_FIRST_OSM_YEAR = 2004
"""OpenStreetMap began in 2004; files without edit times say 1970."""


class Thing(Protocol):
    """What is asked of osmium's nodes, ways (``is_closed``) and areas (the last two)."""

    id: int
    tags: Iterable[tuple[str, str]]
    timestamp: datetime

    def type_str(self) -> str:
        """Return ``n``, ``w``, ``r`` or ``a``."""

    def is_closed(self) -> bool:
        """Tell whether a way ends where it begins."""

    def from_way(self) -> bool:
        """Tell whether an area is a closed way, not a relation."""

    def orig_id(self) -> int:
        """Return the number of the way or relation an area was made of."""


@dataclass
class Walk:
    """An iteration over the wanted objects of a file.

    Parameters
    ----------
    source
        The file.
    themes
        What is wanted.
    folder
        Where a large node index may be written.
    progress
        Called with the bytes read and the size of the file.
    """

    source: Source
    themes: tuple[Theme, ...]
    folder: Path
    progress: Callable[[int, int | None], None]
    broken: int = 0
    """Objects that were wanted but have no usable geometry: nodes are missing, an outline is
    open or crosses itself."""
    _wkb: osmium.geom.WKBFactory = field(default_factory=osmium.geom.WKBFactory)
    _rings: set[str] = field(default_factory=set)
    _lookup: dict[tuple[str, str, str], list[Theme]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the themes by kind of object and tag."""
        for theme in self.themes:
            for kind in theme.kinds:
                for key, value in theme.wanted:
                    self._lookup.setdefault((kind, key, value), []).append(theme)

    def __iter__(self) -> Iterator[tuple[Theme, Row, str]]:
        """Yield theme, attributes and geometry (WKB as hexadecimal text).

        Raises
        ------
        NotOsm
            When the file is damaged or ends too early.
        """
        with osmium_errors(self.source):
            for count, thing in enumerate(self._objects()):
                if count % _REPORT_EVERY == 0:
                    self.progress(min(self.source.position(), self.source.size), self.source.size)
                yield from self._features(thing)
        # What is left never came as an area: its ring crosses itself.
        self.broken += len(self._rings)
        self.progress(self.source.size, self.source.size)

    def _objects(self) -> Iterator[Thing]:
        wanted = sorted({pair for theme in self.themes for pair in theme.wanted})
        areas = sorted(
            {pair for theme in self.themes if "a" in theme.kinds for pair in theme.wanted}
        )
        processor = (
            osmium.FileProcessor(self.source.file())
            .with_locations(self.source.node_index(self.folder))
            .with_areas(osmium.filter.TagFilter(*areas))
            .with_filter(osmium.filter.TagFilter(*wanted))
        )
        return cast("Iterator[Thing]", iter(processor))

    def _features(self, thing: Thing) -> Iterator[tuple[Theme, Row, str]]:
        kind = thing.type_str()
        element = Element(_osm_id(thing, kind), dict(thing.tags), _edited(thing))
        for theme in self._matching(kind, element):
            if kind == "w" and "a" in theme.kinds and self._is_ring(thing, element, theme):
                continue
            if kind == "a":
                self._rings.discard(element.osm_id)
            row = theme.row(element)
            if row is not None and (geometry := self._geometry(thing, kind)) is not None:
                yield theme, row, geometry

    def _is_ring(self, thing: Thing, element: Element, theme: Theme) -> bool:
        """Tell whether a way is no line for this theme: it comes again as an area, or is broken."""
        if thing.is_closed() and element.tags.get("area") != "no":
            self._rings.add(element.osm_id)
            return True
        if theme.shape == "area":
            self.broken += 1
        return theme.shape == "area"

    def _matching(self, kind: str, element: Element) -> list[Theme]:
        found: dict[str, Theme] = {}
        for key, value in element.tags.items():
            for theme in self._lookup.get((kind, key, value), ()):
                found[theme.id] = theme
        return list(found.values())

    def _geometry(self, thing: Thing, kind: str) -> str | None:
        makers: dict[str, Any] = {
            "n": self._wkb.create_point,
            "w": self._wkb.create_linestring,
            "a": self._wkb.create_multipolygon,
        }
        # Missing nodes and lines of a single point; a cut-out extract has many of them.
        try:
            return str(makers[kind](thing))
        except (osmium.InvalidLocationError, RuntimeError):
            self.broken += 1
            return None


def _osm_id(thing: Thing, kind: str) -> str:
    if kind != "a":
        return f"{kind}{thing.id}"
    return f"{'w' if thing.from_way() else 'r'}{thing.orig_id()}"


def _edited(thing: Thing) -> int | None:
    year = int(thing.timestamp.year)
    return year if year >= _FIRST_OSM_YEAR else None
