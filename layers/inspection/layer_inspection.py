"""Inspect one layer from its raw form to features that lie ready, step by step."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import shapely

from layers.inspection import (
    codes,
    crs_catalogue,
    crs_detective,
    crs_text,
    datum_detective,
    field_names,
    field_values,
    geometry,
    locating,
    measures,
    mojibake,
    output,
    placement,
    validity,
)
from layers.inspection.findings import Where
from layers.inspection.report import LayerReport

if TYPE_CHECKING:
    from pathlib import Path

    from pyproj import CRS

    from layers.formats.base import RawLayer, Reading
    from layers.inspection.crs_detective import Decision
    from layers.inspection.geometry import Shapes
    from layers.inspection.reference import Reference


@dataclass(kw_only=True)
class _Layer:
    """A layer on its way through the inspection."""

    raw: RawLayer
    number: int
    where: Where
    reading: Reading
    reference: Reference
    outbox: Path
    table: pa.Table
    rows: np.ndarray
    originals: dict[str, str] = field(default_factory=dict)


def inspect_layer(
    raw: RawLayer, number: int, reading: Reading, reference: Reference, outbox: Path
) -> LayerReport:
    """Return what a layer is, and leave its features in a folder when they can be placed.

    Raises
    ------
    LimitExceeded
        When the layer holds more than is allowed.
    """
    where = Where(file=reading.findings.file, layer=raw.name)
    table = raw.table if raw.table.num_columns else _numbered(raw)
    table = mojibake.undo(table, reading.findings, where)
    table, originals = field_names.usable(table, reading.limits, reading.findings, where)
    rows = np.arange(1, len(table) + 1) if raw.rows is None else np.asarray(raw.rows)
    layer = _Layer(
        raw=raw, number=number, where=where, reading=reading, reference=reference, outbox=outbox,
        table=table, rows=rows, originals=originals,
    )  # fmt: skip
    field_values.check(raw, table, rows, reading.limits, reading.findings, where)
    codes.check(table, rows, reference, reading.findings, where)
    if len(table) == 0:
        reading.findings.error("layer_empty", where)
        stated = crs_text.understood(raw.crs.text) if raw.crs else None
        return LayerReport(
            name=raw.name,
            crs=crs_text.code(stated) if stated else None,
            datum=crs_text.datum(stated) if stated else None,
            encoding=raw.encoding,
            encoding_candidates=raw.encoding_candidates,
            fields=_fields(layer),
        )
    return _attributes(layer) if raw.wkb is None else _features(layer)


def _numbered(raw: RawLayer) -> pa.Table:
    """Return a column for features without any: a table without columns has no length."""
    count = 0 if raw.wkb is None else len(raw.wkb)
    return pa.table({"row": pa.array(range(1, count + 1), pa.int64())})


def _attributes(layer: _Layer) -> LayerReport:
    """Inspect a table without positions: it can only join a layer that is there."""
    findings, where = layer.reading.findings, layer.where
    join = codes.find_join(layer.table, layer.reference)
    if join is None:
        findings.error("no_positions", where, columns=", ".join(layer.table.column_names[:20]))
    else:
        findings.info("table_joins", where, **join.plain())
        _report_unmatched(join, layer)
        output.write_features(layer.outbox, layer.number, layer.table, None)
    rejected = output.write_rejected(
        layer.outbox, layer.number, layer.table, None, layer.raw.rejected
    )
    count = len(layer.table)
    return LayerReport(
        name=layer.raw.name,
        kind="attributes",
        feature_count=count + rejected,
        valid_count=count,
        rejected_count=rejected,
        encoding=layer.raw.encoding,
        encoding_candidates=layer.raw.encoding_candidates,
        fields=_fields(layer),
        join=join.plain() if join else None,
        stored=join is not None,
    )


def _report_unmatched(join: codes.Join, layer: _Layer) -> None:
    column = layer.table.column(join.column)

    def told(number: int) -> tuple[Where, dict[str, object]]:
        place = join.rows[number]
        at = layer.where.at(row=int(layer.rows[place]), field=join.column)
        return at, {"value": str(column[place].as_py())[:40], "of": join.layer}

    layer.reading.findings.each("warning", "join_unmatched", layer.where, len(join.rows), told)


def _features(layer: _Layer) -> LayerReport:
    reading, where = layer.reading, layer.where
    shapes = _shapes(layer)
    repaired = validity.check(shapes, reading.limits, reading.findings, where)
    if reading.asked.swap_axes:
        shapes.geometries = shapely.transform(shapes.geometries, lambda part: part[:, ::-1])
    coordinates = geometry.sample(shapes.geometries[shapes.placed], _SAMPLE)
    decision = crs_detective.decide(
        layer.raw, coordinates, reading.asked, layer.reference, reading.findings, where
    )
    kind = _geometry_type(shapes, layer)
    evidence: dict[str, int] = {}
    bbox: list[float] | None = None
    stored = decision.crs is not None and not _contradicted(layer)
    if decision.crs is not None and stored:
        evidence, bbox = _place(shapes, decision.crs, decision, layer)
    rejected = output.write_rejected(
        layer.outbox, layer.number, layer.table, shapes, layer.raw.rejected
    )
    total = len(layer.table) + len(layer.raw.rejected)
    return LayerReport(
        name=layer.raw.name,
        feature_count=total,
        valid_count=total - rejected,
        rejected_count=rejected,
        repaired_count=repaired,
        geometry_type=kind,
        crs=decision.code,
        crs_by=decision.by,
        crs_candidates=[one.plain() for one in decision.candidates],
        crs_likelier=decision.likelier,
        datum=decision.datum,
        datum_likelier=decision.likelier_datum,
        datum_evidence=evidence,
        encoding=layer.raw.encoding,
        encoding_candidates=layer.raw.encoding_candidates,
        fields=_fields(layer),
        bbox=bbox,
        stored=stored,
    )


def _shapes(layer: _Layer) -> Shapes:
    reading = layer.reading
    wkb = layer.raw.wkb if layer.raw.wkb is not None else pa.nulls(0, pa.binary())
    shapes = geometry.parse(wkb, layer.rows, reading.limits, reading.findings, layer.where)
    if shapes.had_z:
        reading.findings.info("heights_dropped", layer.where, count=shapes.had_z)
    return shapes


_STOPPERS = frozenset(
    {"axes_swapped", "crs_impossible", "crs_contradicted", "crs_contradicted_swapped",
     "crs_asked_unknown", "crs_off_lines"}
)  # fmt: skip


def _contradicted(layer: _Layer) -> bool:
    """Tell whether the reference system of this layer does not fit its coordinates."""
    found = layer.reading.findings
    return any(found.count(code, layer.where.layer) for code in _STOPPERS)


def _place(
    shapes: Shapes, crs: CRS, decision: Decision, layer: _Layer
) -> tuple[dict[str, int], list[float] | None]:
    """Bring the features to longitude and latitude, check them there, and write them."""
    reading, where = layer.reading, layer.where
    if not crs_catalogue.is_lonlat(crs):
        shapes.geometries = shapely.transform(
            shapes.geometries,
            lambda part: crs_catalogue.to_lonlat(crs, part[:, 0], part[:, 1]),
        )
    geometry.refuse_unplaced(shapes, reading.findings, where)
    evidence = datum_detective.settle(shapes, decision, layer.raw, layer.reference, reading, where)
    way = locating.Way(crs=crs, asked=reading.asked)
    locating.locate(reading.findings, where, way, shapes.repaired)
    placement.check(shapes, layer.reference.within(reading.asked.region), reading.findings, where)
    measures.check(layer.table, shapes, reading.findings, where)
    keep = shapes.usable
    table = layer.table if keep.all() else layer.table.filter(pa.array(keep))
    output.write_features(layer.outbox, layer.number, table, shapes.geometries[keep])
    return evidence, _bbox(shapes.geometries[keep])


def _bbox(geometries: np.ndarray) -> list[float] | None:
    bounds = shapely.total_bounds(geometries) if len(geometries) else np.array([np.nan])
    return [round(float(value), 7) for value in bounds] if np.isfinite(bounds).all() else None


_SAMPLE = 4_000
"""Of how many geometries the vertices are looked at to tell where a layer lies."""
_TYPES = (
    "Point", "LineString", "LinearRing", "Polygon", "MultiPoint", "MultiLineString",
    "MultiPolygon", "GeometryCollection",
)  # fmt: skip
"""In the order of GEOS."""
_MULTI = {"Point": "MultiPoint", "LineString": "MultiLineString", "Polygon": "MultiPolygon"}


def _geometry_type(shapes: Shapes, layer: _Layer) -> str | None:
    """Return the widest type of a layer; several dimensions in one layer are told."""
    ids, counts = np.unique(
        shapely.get_type_id(shapes.geometries[shapes.placed]), return_counts=True
    )
    kinds = Counter({_TYPES[int(one)]: int(count) for one, count in zip(ids, counts, strict=True)})
    single = {kind: "LineString" if kind == "LinearRing" else kind for kind in kinds}
    families = {_MULTI.get(kind, kind) for kind in single.values()}
    if not families:
        layer.reading.findings.error("no_geometry", layer.where)
        return None
    if len(families) == 1:
        return next(iter(single.values())) if len(kinds) == 1 else families.pop()
    counted = [f"{kind}={count}" for kind, count in kinds.most_common()]
    layer.reading.findings.warn("geometry_mixed", layer.where, kinds=counted)
    return "GeometryCollection"


def _fields(layer: _Layer) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "type": _kind(one.type),
            "original": layer.originals.get(one.name, one.name),
        }
        for one in layer.table.schema
    ]


def _kind(kind: pa.DataType) -> str:
    if pa.types.is_integer(kind):
        return "integer"
    if pa.types.is_floating(kind):
        return "number"
    return "boolean" if pa.types.is_boolean(kind) else "string"
