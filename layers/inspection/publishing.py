"""From an accepted upload to a layer content: what must be known before the store takes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from layers.errors import LayerError
from layers.inspection.contents import content
from layers.inspection.running import read_report
from layers.types import LayerMeta, Quality

if TYPE_CHECKING:
    from pathlib import Path

    from layers.inspection.report import InspectionReport
    from layers.types import LayerContent

_ID: Final = re.compile(r"[a-z][a-z0-9-]{1,62}")
_REQUIRED: Final = ("layer", "title_zh", "title_en", "source", "licence", "role", "quality")


class PublicationRefused(LayerError):
    """The upload cannot be published like this."""

    code = "publication_refused"


@dataclass(frozen=True, kw_only=True)
class Description:
    """What people say about an upload; all but the date and the key are required."""

    layer: str
    title_zh: str = ""
    title_en: str = ""
    source: str = ""
    source_date: str = ""
    licence: str = ""
    role: str = ""
    quality: Quality | None = None
    key: str | None = None


def publishable(folder: Path, about: Description) -> LayerContent:
    """Return the one layer of an accepted upload with its description, ready for the store.

    Parameters
    ----------
    folder
        The folder of the inspection.
    about
        What people say about it.

    Raises
    ------
    PublicationRefused
        When the upload was not accepted, holds several layers, mixes dimensions or has no
        positions, or when something of the description is missing.
    """
    report = read_report(folder)
    _check_description(about)
    if not report.accepted:
        raise PublicationRefused(where=report.file, reason="not_accepted")
    number = _one_layer(report)
    return content(folder, _meta(report, number, about), number)


def _check_description(about: Description) -> None:
    missing = [name for name in _REQUIRED if not getattr(about, name)]
    if missing:
        options = ", ".join(f"--{name.replace('_', '-')}" for name in missing)
        raise PublicationRefused(where=about.layer or None, reason="missing", missing=options)
    if _ID.fullmatch(about.layer) is None:
        raise PublicationRefused(where=about.layer, reason="bad_id")


def _one_layer(report: InspectionReport) -> int:
    stored = [number for number, layer in enumerate(report.layers) if layer.stored]
    if len(stored) != 1:
        names = ", ".join(report.layers[number].name for number in stored)
        raise PublicationRefused(where=report.file, reason="several_layers", layers=names)
    layer = report.layers[stored[0]]
    if layer.kind == "attributes":
        raise PublicationRefused(where=layer.name, reason="attributes")
    if layer.geometry_type == "GeometryCollection":
        kinds = next(
            (one.facts["kinds"] for one in report.findings if one.code == "geometry_mixed"), ""
        )
        raise PublicationRefused(where=layer.name, reason="mixed", kinds=kinds)
    return stored[0]


def _meta(report: InspectionReport, number: int, about: Description) -> LayerMeta:
    layer = report.layers[number]
    quality = about.quality
    if quality is None:  # pragma: no cover - refused before
        raise PublicationRefused(where=about.layer, reason="missing", missing="--quality")
    return LayerMeta(
        id=about.layer,
        title_zh=about.title_zh,
        title_en=about.title_en,
        role=about.role,
        geometry_type=layer.geometry_type or "GeometryCollection",
        quality=quality,
        licence=about.licence,
        source=about.source,
        source_date=about.source_date,
        key=about.key,
        native_crs=layer.crs or "EPSG:4326",
        datum=layer.datum or "wgs84",
    )
