"""A run as one folium page: Leaflet inside, no outside URL, opens from a memory stick."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import folium

from layers import catalogue, features, runs, texts
from layers.errors import LayerError, NotWritable
from layers.export import classes_legend, folium_parts

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlalchemy as sa
    from branca.element import Figure
    from geopandas import GeoDataFrame

    from layers.db import Database
    from layers.texts import Language

VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor" / "leaflet"
STYLE = Path(__file__).with_suffix(".css")


class VendorMissing(LayerError):
    """Leaflet is not installed beside the page."""

    code = "export_needs_vendor"


def write_run(
    database: Database,
    run_id: str,
    out: Path,
    *,
    target_km: float | None = None,
    language: Language = "zh",
    internal: bool = False,
) -> None:
    """Write the result of a charging-distance run as a self-contained page.

    Parameters
    ----------
    database
        The store that holds the run.
    run_id
        The run's id.
    out
        The HTML file to write.
    target_km
        The plan's limit; classes beyond it get the other hue.
    language
        Language of title, legend and fields.
    internal
        Whether a run on internal layers may be written.

    Raises
    ------
    UnknownRun
        When there is no such run, or none that may be known of.
    VendorMissing
        When Leaflet has not been installed.
    NotWritable
        When the file cannot be written.
    """
    with database.begin() as connection:
        run = runs.get(connection, run_id, internal=internal)
        page = _page(connection, run, target_km, language)
    try:
        out.write_text(page.get_root().render(), encoding="utf-8")
    except OSError as error:
        raise NotWritable(where=str(out), reason=error.strerror or str(error)) from error


def _page(
    connection: sa.Connection, run: dict[str, Any], target_km: float | None, language: Language
) -> folium.Map:
    # Whoever may see the run may see its result.
    layer = catalogue.get(connection, run["result_collection"], internal=True)
    result = features.frame(connection, layer)
    legend = classes_legend.entries(run["summary"]["classes"], target_km)
    page = _bare_map(result)
    colours = {entry.label: entry.colour for entry in legend}
    page.add_child(folium_parts.Features(_coloured(result, colours), _fields(layer, language)))
    page.add_child(
        folium_parts.Caption(
            title=_title(layer, run, language),
            lines=[_headline(run, language)],
            legend=legend,
            credits_=_credits(layer, language),
        )
    )
    return page


def _bare_map(frame: GeoDataFrame) -> folium.Map:
    """Return a map without tiles whose libraries are part of the page."""
    west, south, east, north = frame.total_bounds
    page = folium.Map(
        tiles=None, control_scale=True, attributionControl=False, zoomSnap=0.25, zoomDelta=0.5
    )
    # On the instance: the lists on the class are shared by every map.
    page.default_js, page.default_css = [], []
    page.fit_bounds([[south, west], [north, east]])
    head = cast("Figure", page.get_root()).header
    for name in ("leaflet.css", "leaflet.js"):
        if not (VENDOR / name).is_file():
            raise VendorMissing(where=f"static/vendor/leaflet/{name}")
    head.add_child(folium_parts.inline_style(_without_images((VENDOR / "leaflet.css").read_text())))
    head.add_child(folium_parts.inline_style(STYLE.read_text(encoding="utf-8")))
    head.add_child(folium_parts.inline_script(_without_links((VENDOR / "leaflet.js").read_text())))
    return page


def _without_images(css: str) -> str:
    return _without_links(re.sub(r"url\([^)]*\)", "none", css))


def _without_links(script: str) -> str:
    """Drop addresses from comments and credits; the names of XML vocabularies stay."""
    return re.sub(r"https?://(?!www\.w3\.org)[^\"'\s)]*", "#", script)


def _coloured(frame: GeoDataFrame, colours: Mapping[str, str]) -> dict[str, Any]:
    unknown = classes_legend.colours()["unknown"]
    painted = frame.assign(
        _colour=[colours.get(name, unknown) for name in frame["class"]],
        _line=classes_legend.colours()["boundary"],
        distance_m=frame["distance_m"].round(1),
    )
    collection: dict[str, Any] = json.loads(painted.to_json())
    return collection


def _fields(layer: dict[str, Any], language: Language) -> list[tuple[str, str]]:
    shown = ("name_zh", "code", "distance_m", "nearest_id", "class")
    return [
        (_label(attribute, language), attribute["name"])
        for attribute in layer["attributes"]
        if attribute["name"] in shown
    ]


def _label(attribute: dict[str, Any], language: Language) -> str:
    unit = f" ({attribute['unit']})" if attribute["unit"] else ""
    return f"{attribute['title'][language]}{unit}"


def _title(layer: dict[str, Any], run: dict[str, Any], language: Language) -> str:
    year = run["params"].get("year")
    return f"{layer['title'][language]} {year}" if year else str(layer["title"][language])


def _headline(run: dict[str, Any], language: Language) -> str:
    summary = run["summary"]
    return texts.text(
        "folium.headline",
        language,
        count=summary["count"],
        median_km=f"{(summary['median_m'] or 0) / 1000:.1f}",
        max_km=f"{(summary['max_m'] or 0) / 1000:.1f}",
    )


def _credits(layer: dict[str, Any], language: Language) -> list[str]:
    quality = texts.text(f"quality.{layer['quality']}", language)
    return [
        texts.text("folium.quality", language, quality=quality),
        texts.text("folium.source", language, source=layer["source"]),
        texts.text("folium.licence", language, licence=layer["licence"]),
    ]
