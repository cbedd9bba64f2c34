"""GeoParquet 1.1: WKB, the system as PROJJSON, a box for each feature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from layers.export import labels, positions
from layers.export.base import Format
from layers.export.content import unused

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from layers.export.base import Wishes
    from layers.export.content import Content
    from layers.types import Finding

_SIDES: Final = ("xmin", "ymin", "xmax", "ymax")
_BOX: Final = pa.struct([(side, pa.float64()) for side in _SIDES])


def _write(content: Content, path: Path, wishes: Wishes) -> list[Finding]:
    box = unused("bbox", [*(one.name for one in content.attributes), content.geometry])
    schema = content.schema.append(pa.field(box, _BOX))
    edges = np.array([np.inf, np.inf, -np.inf, -np.inf])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in positions.placed(content, wishes.placement):
            bounds = shapely.bounds(
                shapely.from_wkb(batch.columns[-1].to_numpy(zero_copy_only=False))
            )
            edges = _widened(edges, bounds)
            writer.write_batch(pa.record_batch([*batch.columns, _boxes(bounds)], schema=schema))
        told = {
            "geo": orjson.dumps(_geo(content, wishes, box, edges)).decode(),
            "about": orjson.dumps(labels.facts(content, wishes)).decode(),
        }
        writer.add_key_value_metadata(told)
    return []


def _widened(edges: NDArray[np.float64], bounds: NDArray[np.float64]) -> NDArray[np.float64]:
    known = bounds[~np.isnan(bounds[:, 0])]
    if len(known) == 0:
        return edges
    low = np.minimum(edges[:2], known[:, :2].min(axis=0))
    return np.concatenate([low, np.maximum(edges[2:], known[:, 2:].max(axis=0))])


def _boxes(bounds: NDArray[np.float64]) -> pa.Array:
    sides = [pa.array(bounds[:, place]) for place in range(4)]
    missing = pa.array(np.isnan(bounds[:, 0]))
    return pa.StructArray.from_arrays(sides, fields=list(_BOX), mask=missing)


def _geo(content: Content, wishes: Wishes, box: str, edges: NDArray[np.float64]) -> dict[str, Any]:
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted(content.kinds),
        "crs": wishes.placement.crs.to_json_dict(),
        "covering": {"bbox": {side: [box, side] for side in _SIDES}},
    }
    if np.isfinite(edges).all():
        column["bbox"] = edges.tolist()
    return {
        "version": "1.1.0",
        "primary_column": content.geometry,
        "columns": {content.geometry: column},
    }


FORMAT = Format(
    id="geoparquet",
    suffixes=(".parquet", ".geoparquet"),
    media_type="application/vnd.apache.parquet",
    writer=_write,
)
