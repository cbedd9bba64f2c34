"""I2: what is stored of each published version is what was counted and fingerprinted."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

import orjson
import sqlalchemy as sa

from layers import sql
from layers.check.violations import Violation
from layers.db import literal, raw, run
from layers.models import LayerVersion

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT_ONCE: Final = 2_000
_EXPONENT_FROM: Final = 1e16
"""Numbers with a fraction from here on are written with an exponent, which the store spells out."""


def check(connection: sa.Connection) -> Iterator[Violation]:
    """Yield the published versions that hold something else than was written down."""
    query = sa.select(LayerVersion.__table__).where(LayerVersion.state == "published")
    for version in connection.execute(query.order_by(LayerVersion.layer_id)).all():
        where = f"{version.layer_id} {version.number}"
        for code, facts in _wrong(connection, version):
            yield Violation(invariant="I2", code=code, where=where, facts=facts)


def _wrong(connection: sa.Connection, version: sa.Row[Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    if not _has_table(connection, version.id):
        return
    measured = run(connection, sql.get("measure_version", version=version.id)).one()
    recorded = (version.feature_count, version.awaited_count)
    found = (measured.feature_count, measured.awaited_count)
    if found != recorded:
        yield "count", {"recorded": recorded[0], "found": found[0]}
    if measured.bbox != version.bbox:
        yield "extent", {"recorded": version.bbox, "found": measured.bbox}
    if run(connection, sql.get("strangers", version=version.id)).scalar_one():
        yield "strangers", {}
    if found == recorded and digest(connection, version) != version.content_sha256:
        yield "content", {}


def _has_table(connection: sa.Connection, version_id: int) -> bool:
    """Tell whether the features are there at all; that they are not is found elsewhere."""
    tables = run(connection, sql.get("partitions"))
    return any(row.version == version_id and not row.coarse for row in tables)


def digest(connection: sa.Connection, version: sa.Row[Any]) -> str:
    """Return the fingerprint of a version's features, made again from what is stored."""
    kinds = {column["name"]: column["type"] for column in version.attributes}
    made = hashlib.sha256()
    statement = literal(sql.get("feature_texts"))
    with raw(connection).cursor(name="feature_texts") as cursor:
        cursor.itersize = _AT_ONCE
        cursor.execute(statement, {"version": version.id})
        for wkb, attributes in cursor:
            made.update(b"\x00" if wkb is None else bytes(wkb))
            made.update(_written(attributes, kinds))
    return made.hexdigest()


def _written(attributes: str, kinds: dict[str, str]) -> bytes:
    """Return attributes as they were written before they were stored, in the source's order.

    The store spells large numbers out, so those with a fraction look whole.
    """
    record: dict[str, Any] = json.loads(attributes)
    order = [*kinds, *(name for name in record if name not in kinds)]
    values = {name: record[name] for name in order if name in record}
    for name, value in values.items():
        if isinstance(value, int) and kinds.get(name) != "integer" and abs(value) >= _EXPONENT_FROM:
            values[name] = float(value)
    return orjson.dumps(values)
