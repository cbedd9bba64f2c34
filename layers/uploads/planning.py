"""From an inspected upload and what is asked for to content that the store can take.

Everything that can be refused without reading the features is refused here, so that whoever asks
is told at once and not by a job.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from layers import catalogue
from layers.errors import EmptyLayer, UnknownLayer
from layers.types import LayerContent
from layers.uploads import columns, combining, description, inspected, joining
from layers.uploads.combining import Base
from layers.version_changes import conflicts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import sqlalchemy as sa
    from geopandas import GeoDataFrame

    from layers.db import Database
    from layers.types import LayerMeta
    from layers.uploads.folder import UploadFolder
    from layers.uploads.inspected import Source
    from layers.uploads.publication import Publication


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is going to be stored: the features of ``source``, alone or joining ``base``."""

    publication: Publication
    source: Source
    meta: LayerMeta
    base: Base | None
    said: dict[str, str | None]
    sha256: str
    columns: list[dict[str, Any]]
    places: Mapping[str, Any] | None
    casts: dict[str, str | None]

    @property
    def rows(self) -> int:
        """About how many rows are going to be stored."""
        return self.source.about.valid_count + (0 if self.base is None else self.base.rows)

    def content(self, database: Database, note: Callable[[int], None]) -> LayerContent:
        """Return it as the store takes it; ``note`` is told of the rows of each batch."""
        titles = {
            column["name"]: (column["title"]["zh"], column["title"]["en"])
            for column in self.columns
        }
        units = {column["name"]: column["unit"] for column in self.columns if column["unit"]}
        return LayerContent(
            meta=self.meta,
            batches=lambda: _noted(self._frames(database), note),
            sha256=self.sha256,
            titles=titles,
            units=units,
        )

    def _frames(self, database: Database) -> Iterable[GeoDataFrame]:
        mode, key = self.publication.mode, self.meta.key
        if self.base is None or mode == "replace":
            return self._joined(self._fresh())
        if mode == "append" or key is None:
            base = combining.published(database, self.base)
            return _chained(base, self._joined(self._fresh()))
        return self._joined(combining.upserted(database, self.base, key, self._fresh))

    def _fresh(self) -> Iterable[GeoDataFrame]:
        frames = (columns.cast(frame, self.casts) for frame in self.source.frames())
        return frames if self.meta.key is None else columns.with_keys(frames, self.meta.key)

    def _joined(self, frames: Iterable[GeoDataFrame]) -> Iterable[GeoDataFrame]:
        """Give the rows of a table without positions those of the layer that it joins."""
        join = self.source.about.join
        if self.places is None or join is None:
            return frames
        return joining.placed(frames, join["column"], self.places)


def _chained(*parts: Iterable[GeoDataFrame]) -> Iterator[GeoDataFrame]:
    for part in parts:
        yield from part


def _noted(frames: Iterable[GeoDataFrame], note: Callable[[int], None]) -> Iterator[GeoDataFrame]:
    for frame in frames:
        note(len(frame))
        yield frame


def plan(
    connection: sa.Connection, folder: UploadFolder, row: sa.Row[Any], publication: Publication
) -> Plan:
    """Return what is going to be stored, or say why it cannot be.

    Raises
    ------
    UploadError, BadParameter
        When something is missing or does not fit; the class says what.
    VersionConflict
        When readers see another version than the publisher saw.
    FileGone
        When what the inspection found is no longer kept.
    """
    source = inspected.source_of(folder, row, publication.source_layer)
    inspected.require_valid(source, accept_valid=publication.accept_valid)
    inspected.require_one_kind(source)
    conflicts.refuse(connection, row.layer_id, publication.base_version_id)
    layer = published(connection, row.layer_id)
    said = description.completed(publication.description, layer)
    base = None if layer is None else _base(layer)
    joins = base is not None and publication.mode != "replace"
    key = columns.key_of(
        publication.mode, publication.key, None if base is None else base.key, source.columns
    )
    found = _found(connection, source, base if joins else None)
    fields = [_column(field) for field in source.about.fields]
    known = base.attributes if base is not None else []
    return Plan(
        publication=publication,
        source=source,
        meta=description.meta_of(row.layer_id, said, found, key),
        base=base if joins else None,
        said=said,
        sha256=inspected.report_of(row).sha256,
        columns=_described(known, fields),
        places=found["places"],
        casts=columns.casts(known, fields) if joins else {},
    )


def published(connection: sa.Connection, layer_id: str) -> dict[str, Any] | None:
    """Return a layer as :func:`layers.catalogue.get` does, or None without a published version."""
    try:
        return catalogue.get(connection, layer_id, internal=True)
    except (UnknownLayer, EmptyLayer):
        return None


def _base(layer: dict[str, Any]) -> Base:
    return Base(
        version_id=layer["version"]["id"],
        attributes=layer["attributes"],
        key=layer["key"],
        geometry_type=layer["geometry_type"],
        crs=layer["crs"],
        datum=layer["datum"],
        rows=layer["version"]["feature_count"],
    )


def _found(connection: sa.Connection, source: Source, base: Base | None) -> dict[str, Any]:
    """Return geometry type, reference system and datum of the version to be made."""
    about, places = source.about, None
    found = {
        "geometry_type": about.geometry_type,
        "crs": about.crs,
        "datum": about.datum or "wgs84",
    }
    if about.join is not None:
        places = joining.places(connection, about.join)
        joined = base or _base(catalogue.get(connection, about.join["layer"], internal=True))
        found = {name: getattr(joined, name) for name in found}
    elif base is not None:
        found["geometry_type"] = columns.widest(base.geometry_type, about.geometry_type or "")
    return found | {"places": places}


def _column(field: Mapping[str, Any]) -> dict[str, Any]:
    title = {"zh": field["original"], "en": field["original"]}
    return {"name": field["name"], "type": field["type"], "title": title, "unit": None}


def _described(known: list[dict[str, Any]], fields: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return every column with its titles and unit, those that are published first."""
    return list({column["name"]: column for column in [*fields, *known]}.values())
