"""What one township or county page says: figures, targets missed, the nearest station."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.crs import GEOD
from geo.distances import nearest
from layers.evaluation import rollup
from layers.evaluation.words import sentences
from layers.sheets.atlas.chapters import station_lonlat
from layers.sheets.distance_classes import Class, class_of
from layers.sheets.map_drawing import Emphasis
from layers.sheets.words import is_number, km

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geopandas import GeoDataFrame

    from layers.sheets.atlas.chapters import Chapter
    from layers.sheets.subjects import View

    Json = dict[str, Any]

_COUNTY_DIGITS = 6
_LINE_POINTS = 16


@dataclass(frozen=True, kw_only=True)
class Missed:
    """A target that a unit misses: its title, the sentence about it, the clause that sets it."""

    title: str
    sentence: str
    clause: str
    is_own: bool
    """Whether the unit itself was judged, and not the county it lies in."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """One unit's page."""

    code: str
    name: str
    place: str
    said: str
    figures: list[tuple[str, str]]
    missed: list[Missed]
    emphasis: Emphasis
    bounds: tuple[float, float, float, float]


def page(view: View, chapter: Chapter, row: Any) -> Page:  # noqa: ANN401 - a row of the units
    """Return what the page of a unit says."""
    code = str(row.code)
    emphasis = Emphasis(code=code)
    bounds = tuple(row.geometry.bounds)
    if chapter.level == "township":
        emphasis = _nearest(chapter, row, code)
        figures = [*_township(view, chapter, row, emphasis), *_standing(view, chapter, code)]
    else:
        figures = [*_county(view, chapter, code), *_standing(view, chapter, code)]
    if emphasis.line is not None:
        bounds = shapely.union(row.geometry, emphasis.line).bounds
    return Page(
        code=code,
        name=str(row.name),
        place=county_name(chapter, code) if chapter.level == "township" else "",
        said=_said(view, chapter, row, figures),
        figures=figures,
        missed=list(missed_by(view, chapter, code)),
        emphasis=emphasis,
        bounds=bounds,
    )


def _said(view: View, chapter: Chapter, row: Any, figures: list[tuple[str, str]]) -> str:  # noqa: ANN401
    """Return the answer of a page in one line."""
    words, distance = view.words, getattr(row, "distance_m", None)
    if not is_number(distance):
        return words("sheet.atlas.line").join(figures[-1]) if len(figures) > 1 else ""
    told = _in_km(view, distance, chapter.limit_km)
    if chapter.limit_km is None:
        return words("sheet.atlas.distance", year=chapter.year, distance=told)
    status = "missed" if is_beyond(chapter, float(distance or 0)) else "met"
    limit, verdict = _limit(view, chapter), words(f"page.verdict.{status}")
    facts = {"year": chapter.year, "distance": told, "limit": limit, "verdict": verdict}
    return words("sheet.atlas.distance_judged", **facts)


def county_name(chapter: Chapter, code: str) -> str:
    """Return what the county of a unit is called."""
    if chapter.counties is None:
        return ""
    own = chapter.counties[chapter.counties["code"] == code[:_COUNTY_DIGITS]]
    return "" if own.empty else str(own["name"].iloc[0])


def missed_by(view: View, chapter: Chapter, code: str) -> Iterator[Missed]:
    """Yield the targets that a unit, or the county it lies in, misses."""
    language = view.words.language
    for entry in chapter.entries:
        own = next((unit for unit in entry["units"] if unit["code"] == code), None)
        if status_of(entry, own, code) != "missed":
            continue
        plan = view.registry.plan(entry["plan"])
        title = plan.title_zh if language == "zh" else plan.title_en
        is_own = own is not None or code == code[:_COUNTY_DIGITS]
        named = view.words.pick(entry["title"])
        yield Missed(
            title=named if is_own else view.words("sheet.atlas.of_county", title=named),
            is_own=is_own,
            sentence=sentences(entry, own, view.registry.vocabulary)[language],
            clause=view.words("sheet.clause", plan=title, clause=entry["clause_path"]),
        )


def status_of(entry: Json, own: Json | None, code: str) -> str | None:
    """Return how a target stands for a unit; None if it does not concern it by itself."""
    if own is not None:
        return str(own["status"])
    county = code[:_COUNTY_DIGITS]
    if code == county:
        return rollup.status_in(entry, county)
    return str(entry["status"]) if entry["scope"]["region"] == county else None


def _standing(view: View, chapter: Chapter, code: str) -> list[tuple[str, str]]:
    """Return how many targets the unit keeps, misses and leaves open."""
    units = [
        next((unit for unit in entry["units"] if unit["code"] == code), None)
        for entry in chapter.entries
    ]
    found = [status_of(entry, own, code) for entry, own in zip(chapter.entries, units, strict=True)]
    if not any(found):
        return []
    counts = {name: found.count(name) for name in ("met", "missed", "uncertain")}
    words = view.words
    return [(words("sheet.row.targets"), words("sheet.row.targets_value", **counts))]


def _township(
    view: View,
    chapter: Chapter,
    row: Any,  # noqa: ANN401
    emphasis: Emphasis,
) -> Iterator[tuple[str, str]]:
    words = view.words
    yield words("sheet.row.county"), county_name(chapter, str(row.code))
    yield words("sheet.row.code"), str(row.code)
    distance = getattr(row, "distance_m", None)
    if is_number(distance):
        yield words("sheet.row.distance"), _in_km(view, distance, chapter.limit_km)
        yield from _judged(view, chapter, float(distance or 0))
        yield words("sheet.row.rank"), _rank(view, chapter, row)
    if emphasis.station_name:
        yield words("sheet.row.station"), emphasis.station_name
    yield from _own_stations(view, chapter, "township_code", str(row.code))


def _in_km(view: View, distance: float | None, limit: float | None = None) -> str:
    return f"{km(distance, limit)} {view.words('page.unit.km')}"


def _judged(view: View, chapter: Chapter, distance: float) -> Iterator[tuple[str, str]]:
    if chapter.limit_km is None:
        return
    words = view.words
    yield words("sheet.row.limit", year=chapter.year), _limit(view, chapter)
    status = "missed" if is_beyond(chapter, distance) else "met"
    yield words("sheet.row.verdict"), words(f"page.verdict.{status}")


def is_beyond(chapter: Chapter, distance: float | None) -> bool:
    """Tell whether a distance misses the plan's limit, at whose edge the clause decides."""
    if chapter.limit_km is None or distance is None:
        return False
    near = Class(low=0, high=chapter.limit_km, side="within", colour="")
    far = Class(low=chapter.limit_km, high=float("inf"), side="beyond", colour="")
    return class_of([near, far], distance, chapter.sign) == 1


def _rank(view: View, chapter: Chapter, row: Any) -> str:  # noqa: ANN401
    shapes = chapter.subject.shapes
    county = str(row.code)[:_COUNTY_DIGITS]
    same = shapes[shapes["code"].astype(str).str.startswith(county)]
    place = int((same["distance_m"] < row.distance_m).sum()) + 1
    return view.words("sheet.row.rank_value", place=place, count=len(same))


def _own_stations(
    view: View, chapter: Chapter, column: str, code: str
) -> Iterator[tuple[str, str]]:
    stations = chapter.subject.stations
    if stations is None or column not in stations.columns:
        return
    own = stations[stations[column].astype(str) == code]
    piles = int(own["piles"].fillna(0).sum()) if "piles" in own.columns else None
    words = view.words
    yield words("sheet.row.own_stations"), f"{len(own):,}"
    if piles is not None:
        yield words("sheet.row.own_piles"), f"{piles:,}"


def _county(view: View, chapter: Chapter, code: str) -> Iterator[tuple[str, str]]:
    words, shapes = view.words, chapter.subject.shapes
    yield words("sheet.row.code"), code
    if "distance_m" not in shapes.columns:
        return
    own = shapes[shapes["code"].astype(str).str.startswith(code)]
    known = own[own["distance_m"].notna()]
    yield words("sheet.row.townships"), f"{len(own):,}"
    if known.empty:
        return
    if chapter.limit_km is not None:
        beyond = sum(is_beyond(chapter, each) for each in known["distance_m"])
        yield words("sheet.row.limit", year=chapter.year), _limit(view, chapter)
        yield words("sheet.row.within"), f"{len(known) - beyond:,}"
        yield words("sheet.row.beyond"), f"{beyond:,}"
    yield words("sheet.row.mean"), _in_km(view, float(known["distance_m"].mean()))
    last = known.loc[known["distance_m"].idxmax()]
    far = _in_km(view, float(last["distance_m"]), chapter.limit_km)
    yield words("sheet.row.farthest"), words("sheet.row.farthest_value", name=last["name"], km=far)
    yield from _own_stations(view, chapter, "county_code", code)


def _limit(view: View, chapter: Chapter) -> str:
    return f"{view.words.sign(chapter.sign)}{chapter.limit_km:g} {view.words('page.unit.km')}"


def _nearest(chapter: Chapter, row: Any, code: str) -> Emphasis:  # noqa: ANN401
    """Return the nearest station and the geodesic to it."""
    stations = chapter.subject.stations
    if stations is None or stations.empty:
        return Emphasis(code=code)
    start = _position(row)
    at = station_lonlat(stations)
    found = _row_of(stations, getattr(row, "nearest_id", None))
    if found is None:
        found = int(nearest(np.array([start]), at).index[0])
    end = (float(at[found, 0]), float(at[found, 1]))
    between = GEOD.npts(*start, *end, _LINE_POINTS)
    return Emphasis(
        code=code,
        line=shapely.LineString([start, *between, end]),
        station=end,
        station_name=str(stations["name"].iloc[found]),
    )


def _position(row: Any) -> tuple[float, float]:  # noqa: ANN401
    """Return where a unit's distance is counted from: its own point, else one inside it."""
    lon, lat = getattr(row, "lon", None), getattr(row, "lat", None)
    if is_number(lon) and is_number(lat):
        return float(lon or 0), float(lat or 0)
    point = row.geometry.representative_point()
    return point.x, point.y


def _row_of(stations: GeoDataFrame, station_id: object) -> int | None:
    if station_id is None or "id" not in stations.columns:
        return None
    places = np.flatnonzero((stations["id"].astype(str) == str(station_id)).to_numpy())
    return int(places[0]) if len(places) else None
