"""What the published layers have names for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from layers import sql
from layers.db import run
from layers.named_places.naming import Naming, spelled

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlalchemy as sa

_KEPT_VERSIONS = 32
_kept: dict[tuple[str, int, str], Gazetteer] = {}
"""A version never changes, so what it names is read once; the oldest one kept gives way."""


@dataclass(frozen=True)
class Named:
    """A feature with a name and a shape; ``bbox`` is west, south, east, north in degrees."""

    id: str
    name: str
    county: str | None
    is_line: bool
    bbox: tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Gazetteer:
    """The named features of one version of a layer, by name as written and as spelled plainly."""

    layer: str
    version: int
    written: Mapping[str, tuple[Named, ...]] = field(repr=False)
    plain: Mapping[str, tuple[Named, ...]] = field(repr=False)

    def find(self, text: str, *, plainly: bool) -> tuple[Named, ...]:
        """Return the features of a name."""
        return (self.plain if plainly else self.written).get(text, ())

    def holds(self, features: list[str]) -> bool:
        """Tell whether every one of these features is there, with a name and a shape."""
        ids = {one.id for named in self.written.values() for one in named}
        return set(features) <= ids


def of_layer(connection: sa.Connection, layer: Mapping[str, Any], naming: Naming) -> Gazetteer:
    """Return what the published version of a layer names.

    ``layer`` is what :func:`layers.catalogue.published` returns of it.
    """
    version = layer["version"]
    key = (layer["id"], int(version["id"]), version["sha256"])
    if key not in _kept:
        while len(_kept) >= _KEPT_VERSIONS:
            _kept.pop(next(iter(_kept)), None)
        _kept[key] = _read(connection, layer, naming)
    return _kept[key]


def _read(connection: sa.Connection, layer: Mapping[str, Any], naming: Naming) -> Gazetteer:
    values = {
        "version": layer["version"]["id"],
        "names": list(naming.name_columns),
        "counties": list(naming.county_columns),
    }
    written, plain = defaultdict(list), defaultdict(list)
    for row in run(connection, sql.get("named_features"), values):
        bbox = (row.west, row.south, row.east, row.north)
        one = Named(row.id, row.name, row.county, row.is_line, bbox)
        written[row.name].append(one)
        plain[spelled(row.name)].append(one)
    return Gazetteer(
        layer=layer["id"],
        version=layer["version"]["number"],
        written={name: tuple(found) for name, found in written.items()},
        plain={name: tuple(found) for name, found in plain.items()},
    )
