"""A layer: allocations in classes of a year's piles, anything else in a plain style."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from layers.sheets import colours
from layers.sheets.errors import BadSheet, NothingToPrint
from layers.sheets.quantity_classes import count_classes, place_of
from layers.sheets.subject import Entry, Legend, Subject
from layers.sheets.subjects.of_run import class_entries, placed, unknown_entry
from layers.sheets.subjects.view import review_number

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from layers.sheets.subjects.view import View

    Json = dict[str, Any]

_YEAR_COLUMN = re.compile(r"new_(\d{4})")
_ALLOCATION = "allocation"


def of_layer(view: View, layer_id: str, year: int | None = None) -> Subject:
    """Return the subject of a layer's published version; ``year`` is for allocations.

    Raises
    ------
    UnknownLayer, EmptyLayer
        When there is no such layer, or none that may be known of, or nothing in it.
    NothingToPrint
        When no feature has a place.
    BadSheet
        When the allocations have no such year.
    """
    layer = view.layer(layer_id)
    frame = view.frame(layer)
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    if frame.empty:
        raise NothingToPrint(where=layer_id)
    years = _years(layer)
    if layer["role"] == _ALLOCATION and years:
        return _allocations(view, layer, frame, _chosen(years, year))
    return _plain(view, layer, frame)


def _years(layer: Json) -> list[int]:
    names = (_YEAR_COLUMN.fullmatch(each["name"]) for each in layer["attributes"])
    return sorted(int(found.group(1)) for found in names if found)


def _chosen(years: list[int], year: int | None) -> int:
    if year is None:
        return years[-1]
    if year not in years:
        known = ", ".join(str(each) for each in years)
        raise BadSheet(where="year", reason="choice", value=year, known=known)
    return year


def _allocations(view: View, layer: Json, frame: GeoDataFrame, year: int) -> Subject:
    words, column = view.words, f"new_{year}"
    values = [None if each is None or each != each else float(each) for each in frame[column]]  # noqa: PLR0124
    scale = count_classes([each for each in values if each is not None])
    places = [place_of(scale, each) for each in values]
    total = sum(each for each in values if each is not None)
    labels = [words.range_count(one.low, one.high) for one in scale]
    names = _with_counts(_names(view, frame), values)
    return Subject(
        title=words("sheet.title.allocations", title=words.pick(layer["title"]), year=year),
        subtitle=words(
            "page.headline.allocations", year=year, sum=f"{total:,.0f}", count=len(frame)
        ),
        headline=[],
        shapes=placed(frame, places, names, [True] * len(frame)),
        legend=Legend(
            title=words("page.allocations.legend", year=year),
            classes=[*class_entries(scale, places, labels), *unknown_entry(words, places)],
            notes=_notes(view, layer),
        ),
        sources=view.source(layer),
        region=_region(frame),
        review_number=review_number([layer]),
        outline_mm=0.3,
    )


def _with_counts(names: list[str], values: list[float | None]) -> list[str]:
    """Return names with the figure behind them: it is what the map is for."""
    return [
        name if value is None else f"{name} {value:,.0f}"
        for name, value in zip(names, values, strict=True)
    ]


def _plain(view: View, layer: Json, frame: GeoDataFrame) -> Subject:
    words, title = view.words, view.words.pick(layer["title"])
    entry = _sign(layer, title, len(frame), view.tag(layer["quality"]))
    return Subject(
        title=title,
        subtitle=words("sheet.layer_count", count=f"{len(frame):,}"),
        headline=[],
        shapes=placed(frame, [0] * len(frame), _names(view, frame), [False] * len(frame)),
        legend=Legend(
            title=words("sheet.legend.layer"), classes=[entry], notes=_notes(view, layer)
        ),
        sources=view.source(layer),
        region=_region(frame),
        review_number=review_number([layer]),
        outline_mm=0.3,
    )


def _sign(layer: Json, title: str, count: int, tag: str) -> Entry:
    """Return how a layer looks, by its geometry and role, as on the page."""
    kind = layer["geometry_type"]
    has_width = any(each["name"] == "width_m" for each in layer["attributes"])
    if "Point" in kind:
        return Entry(label=title, colour=colours.STATION, look="point", count=count, tag=tag)
    if "Line" in kind:
        return Entry(label=title, colour=colours.WATER_LINE, look="line", count=count, tag=tag)
    colour = colours.WATER if has_width else colours.ACCENT
    look = "fill" if has_width else "schematic"
    return Entry(label=title, colour=colour, look=look, count=count, tag=tag)  # type: ignore[arg-type]


def _notes(view: View, layer: Json) -> list[str]:
    weak = view.illustrative([{"layer": layer["id"], "quality": layer["quality"]}])
    note = layer["note"][view.words.language]
    return [*weak, *([note] if note else [])]


def _names(view: View, frame: GeoDataFrame) -> list[str]:
    """Return what features are called; counties in the language of the sheet."""
    names, counties = _own_names(view, frame), view.counties()
    if counties is None or "adcode" not in frame.columns:
        return names
    told = dict(zip(counties["code"], counties["name"], strict=True))
    return [str(told.get(code, name)) for code, name in zip(frame["adcode"], names, strict=True)]


def _own_names(view: View, frame: GeoDataFrame) -> list[str]:
    wanted = ["name_zh", "name", "name_en"]
    if view.words.language == "en":
        wanted = ["name_en", "name_zh", "name"]
    column = next((each for each in wanted if each in frame.columns), None)
    if column is None:
        return [""] * len(frame)
    return [str(each) if each is not None and each == each else "" for each in frame[column]]  # noqa: PLR0124


def _region(frame: GeoDataFrame) -> str:
    """Return the beginning that the codes of all features share, of whole levels only."""
    for column in ("adcode", "code", "county_code"):
        if column in frame.columns and frame[column].notna().all():
            codes = frame[column].astype(str)
            for digits in (6, 4, 2):
                heads = {code[:digits] for code in codes}
                if len(heads) == 1:
                    return str(heads.pop())
    return ""
