"""Read layers through the vector library, with exactly one driver, as Arrow tables."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from layers.formats.base import RawLayer, Reading, StatedCrs
from layers.formats.text_columns import decoded
from layers.inspection.findings import UploadRefused, Where
from layers.sandbox import drivers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

    from layers.formats.base import Dataset


def layers_of(
    dataset: Dataset,
    reading: Reading,
    driver: str,
    *,
    path: Path | None = None,
    only: frozenset[str] | None = None,
    **options: Any,  # noqa: ANN401 - open options of the driver
) -> list[RawLayer]:
    """Return the layers of a dataset that have geometry, or the one that is asked for.

    Parameters
    ----------
    dataset, reading
        What to read and how.
    driver
        The one driver that may open it; if another one answers the file is refused.
    path
        Another file to open than the dataset's main one.
    only
        The names of the layers that may be taken.
    options
        Open options of the driver.

    Raises
    ------
    UploadRefused
        When it cannot be read, another driver answers, or the layer asked for is not there.
    LimitExceeded
        When it has too many layers, features or columns.
    """
    library = drivers.only(driver)
    opened = path or dataset.main
    with _translated(library, dataset.name):
        listed = [(str(name), kind) for name, kind in library.list_layers(opened)]
        reading.limits.check("layers", len(listed), where=dataset.name)
        names = _chosen(listed, reading, dataset.name, only)
        return [
            _layer(library, dataset, reading, opened, (name, driver), options) for name in names
        ]


def _chosen(
    listed: list[tuple[str, Any]], reading: Reading, where: str, only: frozenset[str] | None
) -> list[str]:
    names = [name for name, _ in listed if only is None or name in only]
    if reading.asked.layer is not None:
        if reading.asked.layer not in names:
            raise UploadRefused(finding="layer_not_there", where=where, layers=", ".join(names))
        return [reading.asked.layer]
    spatial = [name for name, kind in listed if kind is not None and name in names]
    return spatial or names


def _layer(
    library: ModuleType,
    dataset: Dataset,
    reading: Reading,
    path: Path,
    which: tuple[str, str],
    options: dict[str, Any],
) -> RawLayer:
    name, driver = which
    about = library.read_info(path, layer=name, force_feature_count=True, **options)
    if about["driver"] != driver:
        raise UploadRefused(
            finding="content_differs", where=dataset.name, expected=driver, looks="unknown_content"
        )
    reading.limits.check("features", max(0, about["features"]), where=dataset.name)
    reading.limits.check("columns", len(about["fields"]), where=dataset.name)
    meta, table = library.read_arrow(path, layer=name, **options)
    if table.num_rows < about["features"]:
        at = Where(file=dataset.name, layer=name)
        facts = {"said": about["features"], "present": table.num_rows}
        reading.findings.error("file_cut", at, **facts)
    geometry = _geometry_column(meta, table)
    attributes = table.drop_columns([geometry]) if geometry else table
    shown = name if driver not in _ONE_LAYER else dataset.title
    text = decoded(attributes, reading, Where(file=dataset.name, layer=shown))
    return RawLayer(
        name=shown,
        table=text.table,
        wkb=table.column(geometry) if geometry else None,
        crs=StatedCrs(text=str(meta["crs"]), by="file") if meta["crs"] else None,
        encoding=text.encoding,
        encoding_candidates=text.candidates,
    )


_ONE_LAYER = frozenset({"GeoJSON", "GeoJSONSeq", "FlatGeobuf", "MapInfo File", "ESRI Shapefile"})
"""Formats of one layer, which the library names after the stored file."""


def _geometry_column(meta: dict[str, Any], table: pa.Table) -> str | None:
    for name in (meta.get("geometry_name"), "wkb_geometry", "geometry", "geom"):
        if (
            name
            and name in table.column_names
            and pa.types.is_binary(table.schema.field(name).type)
        ):
            return str(name)
    return None


@contextmanager
def _translated(library: ModuleType, where: str) -> Iterator[None]:
    """Turn the library's errors into a refusal without its words, which may quote the file."""
    known = library.errors
    expected = (
        known.DataSourceError, known.DataLayerError, known.GeometryError, known.FieldError,
        known.FeatureError, pa.ArrowInvalid, ValueError, RuntimeError, OSError,
    )  # fmt: skip
    with warnings.catch_warnings():
        # The library remarks on what it repairs or passes over; the checks look for themselves.
        warnings.simplefilter("ignore")
        try:
            yield
        except expected as error:
            if "memory" in str(error).lower():
                raise MemoryError from error
            raise UploadRefused(finding="damaged", where=where) from error
