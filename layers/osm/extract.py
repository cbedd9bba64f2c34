"""Read an OpenStreetMap extract into layers."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from layers.osm.clip import Clip
from layers.osm.contents import contents
from layers.osm.errors import NothingInside
from layers.osm.gather import Gathered
from layers.osm.source import recognise
from layers.osm.spool import BATCH_ROWS
from layers.osm.themes import THEMES
from layers.osm.walk import Walk
from layers.types import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geopandas import GeoDataFrame

    from layers.types import LayerContent


@dataclass(frozen=True)
class Extract:
    """What a file gave: its layers, and what was noticed.

    The layers read from temporary files; use them inside the ``with`` block of :func:`read`.
    """

    layers: list[LayerContent]
    findings: list[Finding]


def _silent(_done: int, _total: int | None) -> None:
    """Report nothing."""


@contextmanager
def read(
    source: Path,
    counties: GeoDataFrame,
    progress: Callable[[int, int | None], None] = _silent,
    *,
    temporary: Path | None = None,
    batch_rows: int = BATCH_ROWS,
) -> Iterator[Extract]:
    """Read the layers of planning interest from an OpenStreetMap file.

    ``roads``, ``rivers``, ``parks``, ``bus-stops``, ``stations``, ``places`` and ``streets``, each
    only where the file has some, clipped to the counties (see ``layers.osm.clip``). Memory does
    not grow with the file: nodes and features wait in temporary files, which are gone when the
    block is left, however it is left.

    Parameters
    ----------
    source
        PBF, or OSM XML plain or packed (gzip, bzip2); recognised by content.
    counties
        Polygons with ``adcode`` and ``name_zh``.
    progress
        Called with the bytes read and the size of the file. What it raises ends the reading.
    temporary
        The folder for temporary files, by default the system's. A large extract needs 16 bytes a
        node there and about the size of the result.
    batch_rows
        The most features of a layer held in memory, and yielded at a time.

    Raises
    ------
    OsmFileMissing, NotOsm
        When the file is not there, is no OpenStreetMap data, or ends too early.
    NothingInside
        When none of the layers has anything inside the counties.
    """
    file = recognise(source)
    clip = Clip(counties)
    with tempfile.TemporaryDirectory(prefix="jintu-osm-", dir=temporary) as name:
        folder = Path(name)
        gathered = Gathered(THEMES, clip, folder, batch_rows)
        walk = Walk(file, THEMES, folder, progress)
        gathered.fill(walk)
        layers, findings = contents(gathered, file)
        if not layers:
            raise NothingInside(where=source.name, broken=walk.broken)
        if walk.broken:
            broken = Finding(level="warning", code="osm_broken", facts={"count": walk.broken})
            findings.append(broken)
        yield Extract(layers, findings)
