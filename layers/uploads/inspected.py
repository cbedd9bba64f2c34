"""What an inspection found: the report in the table of uploads, the features in its folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import orjson
import shapely

from layers import inspection
from layers.inspection import InspectionReport, LayerReport
from layers.uploads.columns import NULLABLE
from layers.uploads.errors import FileGone, LayerNotChosen, MixedGeometry, RowsRejected, WrongState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import sqlalchemy as sa
    from geopandas import GeoDataFrame

    from layers.uploads.folder import UploadFolder

PREVIEW_FEATURES: Final = 1_000
_PREVIEW_VERTICES: Final = 400_000


@dataclass(frozen=True, kw_only=True)
class Source:
    """A layer of an inspected file: where its features lie and what was found out about it."""

    folder: Path
    number: int
    about: LayerReport

    def frames(self) -> Iterator[GeoDataFrame]:
        """Yield the valid rows in frames in EPSG:4326; a geometry may be missing.

        Raises
        ------
        EmptyLayer
            When there are none.
        """
        kinds = {field["name"]: field["type"] for field in self.about.fields}
        for frame in inspection.batches(self.folder, self.number):
            changed = {
                name: frame[name].astype(NULLABLE[kinds[name]])
                for name in frame.columns
                if kinds.get(name) in NULLABLE and frame[name].dtype == object
            }
            yield frame.assign(**changed) if changed else frame

    @property
    def columns(self) -> list[str]:
        """The names of the attributes."""
        return [field["name"] for field in self.about.fields]


def report_of(row: sa.Row[Any]) -> InspectionReport:
    """Return the report of an inspected upload.

    Raises
    ------
    WrongState
        When it was not inspected.
    """
    if row.report is None or row.inspection is None:
        raise WrongState(where=row.id, state=row.state, needed="inspected")
    return InspectionReport.of_stored(row.report)


def source_of(folder: UploadFolder, row: sa.Row[Any], name: str | None = None) -> Source:
    """Return one layer of an inspected upload; the name may be left out where there is only one.

    Raises
    ------
    WrongState
        When the upload was not inspected.
    LayerNotChosen
        When there are several, or none of this name; ``layers`` lists them.
    FileGone
        When what was found is no longer kept.
    """
    report = report_of(row)
    usable = [place for place, layer in enumerate(report.layers) if name in {None, layer.name}]
    if len(usable) != 1:
        names = ", ".join(layer.name for layer in report.layers)
        raise LayerNotChosen(where=name or row.id, layers=names)
    path = folder.inspection(row.id, row.inspection)
    if not path.is_dir():
        raise FileGone(where=row.id)
    return Source(folder=path, number=usable[0], about=report.layers[usable[0]])


def require_valid(source: Source, *, accept_valid: bool) -> None:
    """Refuse rows that were left out unless it was said that the valid ones will do.

    Raises
    ------
    RowsRejected
        With how many rows are valid and how many there are.
    """
    about = source.about
    if about.rejected_count and not accept_valid:
        raise RowsRejected(
            where=about.name,
            valid=about.valid_count,
            total=about.feature_count,
            rejected=about.rejected_count,
        )


def require_one_kind(source: Source) -> None:
    """Refuse a layer that mixes points, lines and polygons, which no map can show as one.

    Raises
    ------
    MixedGeometry
        With the layer's name.
    """
    if source.about.geometry_type == "GeometryCollection":
        raise MixedGeometry(where=source.about.name)


def preview(source: Source, limit: int = PREVIEW_FEATURES) -> bytes:
    """Return at most ``limit`` valid rows as GeoJSON, taken evenly from the whole layer.

    Layers with very large geometries show fewer. ``numberMatched`` says how many rows there are.
    """
    step = max(1, -(-source.about.valid_count // limit))
    features: list[dict[str, Any]] = []
    vertices = place = 0
    for frame in source.frames():
        part = frame.iloc[-place % step :: step]
        place += len(frame)
        for record, geometry in zip(_records(part), part.geometry, strict=True):
            vertices += int(shapely.get_num_coordinates(geometry))
            if len(features) == limit or vertices > _PREVIEW_VERTICES:
                break
            features.append(_feature(len(features), record, geometry))
    answer = {
        "type": "FeatureCollection",
        "numberMatched": source.about.valid_count,
        "numberReturned": len(features),
        "features": features,
    }
    return orjson.dumps(answer, default=_plain, option=orjson.OPT_SERIALIZE_NUMPY)


def _records(frame: GeoDataFrame) -> list[dict[str, Any]]:
    return list(frame.drop(columns=frame.geometry.name).to_dict("records"))


def _feature(number: int, record: dict[str, Any], geometry: Any) -> dict[str, Any]:  # noqa: ANN401 - shapely
    shape = None if geometry is None else orjson.loads(shapely.to_geojson(geometry))
    return {"type": "Feature", "id": number, "geometry": shape, "properties": record}


def _plain(value: object) -> str | None:
    import pandas as pd

    return None if value is pd.NA or value is pd.NaT else str(value)
