"""What differs between two versions of a layer: counted, listed, drawn.

Features are paired by the layer's key where both versions have the same one, else by what they
are. A geometry has changed when a coordinate has, seen to seven digits (about 1 cm), which is what
readers are given; an attribute when its value has, whatever the order of the columns.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import orjson

from layers import sql
from layers.db import run
from layers.version_changes.listing import describe, with_features

if TYPE_CHECKING:
    import sqlalchemy as sa


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many features differ; ``changed`` are those where geometry, attributes or both do."""

    added: int
    removed: int
    changed: int
    changed_geometry: int
    changed_attributes: int
    unchanged: int


@dataclass(frozen=True, kw_only=True)
class Change:
    """One feature that came, went or changed; ``fields`` has before and after by name.

    ``geometry`` is GeoJSON as it is now (for what went: as it was); ``before`` is what it was
    where it has changed.
    """

    kind: Literal["added", "removed", "changed"]
    id: str
    geometry_changed: bool
    fields: dict[str, tuple[Any, Any]]
    geometry: dict[str, Any] | None
    before: dict[str, Any] | None = None

    def feature(self) -> dict[str, Any]:
        """Return the change as a GeoJSON feature; ``before`` is a member of its own."""
        properties = {
            "id": self.id,
            "change": self.kind,
            "geometry_changed": self.geometry_changed,
            "fields": self.fields,
        }
        return {
            "type": "Feature",
            "id": f"{self.kind}-{self.id}",
            "geometry": self.geometry,
            "before": self.before,
            "properties": properties,
        }


@dataclass(frozen=True, kw_only=True)
class Diff:
    """The difference of two versions, with one page of the changes."""

    layer: str
    before: dict[str, Any]
    after: dict[str, Any]
    matched_by: Literal["key", "content"]
    key: str | None
    counts: Counts
    columns: dict[str, list[str]]
    changes: list[Change]
    offset: int

    @property
    def total(self) -> int:
        """How many changes there are on all pages."""
        return self.counts.added + self.counts.removed + self.counts.changed

    def plain(self) -> dict[str, Any]:
        """Return it for JSON: the page as a table."""
        told = {name: getattr(self, name) for name in ("layer", "before", "after", "matched_by")}
        rows = [asdict(change) for change in self.changes]
        for row in rows:
            del row["geometry"], row["before"]
        return told | {
            "key": self.key,
            "counts": asdict(self.counts),
            "columns": self.columns,
            "total": self.total,
            "offset": self.offset,
            "changes": rows,
        }

    def collection(self) -> dict[str, Any]:
        """Return the page as a GeoJSON collection."""
        return {
            "type": "FeatureCollection",
            "numberMatched": self.total,
            "numberReturned": len(self.changes),
            "features": [change.feature() for change in self.changes],
        }


def between(
    connection: sa.Connection,
    layer_id: str,
    before: int,
    after: int,
    *,
    limit: int = 100,
    offset: int = 0,
) -> Diff:
    """Return what differs from version number ``before`` to version number ``after``.

    What went comes first, then what changed, then what came; ``limit`` and ``offset`` choose the
    page.

    Raises
    ------
    UnknownLayer
        When there is no such layer.
    UnknownVersion
        When one of the versions does not exist or its features are no longer kept.
    """
    old = with_features(connection, layer_id, before)
    new = with_features(connection, layer_id, after)
    return Diff(
        layer=layer_id,
        before=describe(old),
        after=describe(new),
        matched_by="key" if _shares_key(old, new) else "content",
        key=new.key if _shares_key(old, new) else None,
        counts=counts(connection, old, new),
        columns=columns(old.attributes, new.attributes),
        changes=_page(connection, {"before": old.id, "after": new.id}, limit, offset),
        offset=offset,
    )


def _shares_key(old: sa.Row[Any], new: sa.Row[Any]) -> bool:
    return old.key is not None and old.key == new.key


def counts(connection: sa.Connection, old: sa.Row[Any], new: sa.Row[Any]) -> Counts:
    """Return how many features differ between two rows of versions.

    The pairs stay in a temporary table until the transaction ends.
    """
    statement = "changes_by_key" if _shares_key(old, new) else "changes_by_content"
    run(connection, sql.get("drop_changes"))
    run(connection, sql.get(statement), {"before": old.id, "after": new.id})
    row = run(connection, sql.get("change_counts")).one()
    unchanged = new.feature_count - row.added - row.changed
    return Counts(**row._mapping, unchanged=unchanged)  # noqa: SLF001 - the public name


def _page(
    connection: sa.Connection, versions: dict[str, int], limit: int, offset: int
) -> list[Change]:
    values = {**versions, "limit": limit, "offset": offset}
    return [_change(row) for row in run(connection, sql.get("change_page"), values)]


def _change(row: sa.Row[Any]) -> Change:
    old, new = row.before_attributes, row.after_attributes
    before, after = (
        None if text is None else orjson.loads(text)
        for text in (row.before_geometry, row.after_geometry)
    )
    return Change(
        kind=row.kind,
        id=row.id,
        geometry_changed=row.geometry_changed,
        fields=_fields(old or {}, new or {}),
        geometry=before if row.kind == "removed" else after,
        before=before if row.geometry_changed else None,
    )


def _fields(old: dict[str, Any], new: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return what each attribute was and is, for those where that differs."""
    names = dict.fromkeys([*old, *new])
    pairs = {name: (old.get(name), new.get(name)) for name in names}
    return {name: pair for name, pair in pairs.items() if _differs(name, old, new)}


def _differs(name: str, old: dict[str, Any], new: dict[str, Any]) -> bool:
    return (name in old) != (name in new) or old.get(name) != new.get(name)


def columns(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Return which columns came, went, or hold another kind of value."""
    before = {column["name"]: column["type"] for column in old}
    after = {column["name"]: column["type"] for column in new}
    return {
        "added": [name for name in after if name not in before],
        "removed": [name for name in before if name not in after],
        "retyped": [name for name in after if before.get(name, after[name]) != after[name]],
    }
