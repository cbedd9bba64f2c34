"""The result of a run: charging distance in the plan's classes, anything else in even ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo import analyses
from geo.analyses.years import in_service
from geo.regions import region_prefix
from layers import runs
from layers.errors import UnknownRun
from layers.plans.charging_limit import INDICATOR, limit_of
from layers.sheets import colours
from layers.sheets.distance_classes import Class, class_of, distance_classes
from layers.sheets.errors import NothingToPrint
from layers.sheets.quantity_classes import even_classes, place_of
from layers.sheets.subject import Entry, Legend, Subject
from layers.sheets.words import amount, km

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame

    from layers.plans.schema import Target
    from layers.sheets.subjects.view import View
    from layers.sheets.words import Words

    Json = dict[str, Any]

DISTANCE = INDICATOR


def of_run(view: View, run_id: str) -> Subject:
    """Return the subject of a run.

    Raises
    ------
    UnknownRun
        When there is no such run, or none that may be known of.
    NothingToPrint
        When no result has a place.
    """
    run = runs.get(view.connection, run_id, internal=view.internal)
    if run["analysis"] == runs.EVALUATION or not run["result_collection"]:
        raise UnknownRun(where=run_id)
    # Whoever may see the run may see its result.
    layer = view.layer(run["result_collection"])
    frame = view.frame(layer)
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    if frame.empty:
        raise NothingToPrint(where=run_id)
    made = _distance if run["analysis"] == DISTANCE else _measured
    return made(view, run, frame)


def _distance(view: View, run: Json, frame: GeoDataFrame) -> Subject:
    words, params = view.words, run["params"]
    found = limit_of(view.registry, params)
    limit, sign = (found[0], found[1].comparator) if found else (None, "<")
    distances = [_plain(each) for each in frame["distance_m"]]
    scale = distance_classes(params["thresholds_km"], limit, distances)
    places = [class_of(scale, each, sign) for each in distances]
    stations = _stations(view, run)
    notes = view.illustrative(run["inputs"].values())
    if found is not None:
        notes = [limit_note(words, params["year"], *found), *notes]
    entries = class_entries(scale, places, [words.range_km(one.low, one.high) for one in scale])
    tag = view.tag(run["inputs"]["stations"]["quality"]) if stations is not None else ""
    sign_entry = Entry(
        label=words("sheet.stations"),
        colour=colours.STATION,
        look="point",
        count=None if stations is None else len(stations),
        tag=tag,
    )
    return Subject(
        title=_title(view, run),
        subtitle=headline(words, params.get("year"), limit, sign, distances),
        headline=figures(words, run["summary"]),
        shapes=placed(frame, places, frame["name_zh"], [is_beyond(scale, p) for p in places]),
        legend=Legend(
            title=words("page.distance.legend"),
            classes=[*entries, *unknown_entry(words, places)],
            signs=[] if stations is None else [sign_entry],
            notes=notes,
        ),
        sources=view.sources(run["inputs"]),
        stations=stations,
        region=region_prefix(params["region"]) if params.get("region") else "",
    )


def limit_note(words: Words, year: int | None, limit: float, target: Target) -> str:
    """Return what the legend says of the plan's limit."""
    sign = words.sign(target.comparator)
    return words("page.legend.target", year=year, limit=f"{limit:g}", comparator=sign)


def headline(
    words: Words,
    year: int | None,
    limit: float | None,
    sign: str,
    distances: Sequence[float | None],
) -> str:
    """Return how many places keep the plan's limit, in the words of the page."""
    count = len(distances)
    if limit is None:
        return words("sheet.no_limit", count=count)
    probe = [Class(low=0, high=limit, side="within", colour=""),
             Class(low=limit, high=float("inf"), side="beyond", colour="")]  # fmt: skip
    places = [class_of(probe, each, sign) for each in distances]
    facts = {
        "year": year,
        "count": count,
        "met": places.count(0),
        "missed": places.count(1),
        "unknown": places.count(None),
        "limit": f"{limit:g}",
        "comparator": words.sign(sign),
    }
    key = "page.headline.distance_unknown" if facts["unknown"] else "page.headline.distance"
    return words(key, **facts)


def figures(words: Words, summary: Json) -> list[str]:
    """Return the figures of a summary of distances."""
    named = ("mean_m", "median_m", "p90_m", "max_m")
    return [
        words(f"sheet.figure.{name}", km=km(summary[name]))
        for name in named
        if summary.get(name) is not None
    ]


def _stations(view: View, run: Json) -> GeoDataFrame | None:
    pinned = run["inputs"].get("stations")
    layer = view.found(pinned["layer"]) if pinned else None
    if layer is None:
        return None
    frame = view.frame(layer)
    serving = in_service(frame, run["params"].get("year"), where=layer["id"])
    serving = serving[~serving.geometry.isna()]
    column = "name_zh" if "name_zh" in serving.columns else "id"
    inside = serving.assign(name=serving[column].astype(str))
    region = run["params"].get("region")
    if region and "county_code" in inside.columns:
        inside = inside[inside["county_code"].astype(str).str.startswith(region_prefix(region))]
    return inside


def _measured(view: View, run: Json, frame: GeoDataFrame) -> Subject:
    """Draw any other analysis by the last quantity it gives, as the page does."""
    words, analysis = view.words, analyses.get(run["analysis"])
    columns = [one for one in analysis.columns if one.kind != "text" and one.unit != "deg"]
    column = columns[-1] if columns else None
    values = (
        [None if column is None else _plain(each) for each in frame[column.name]] if column else []
    )
    scale = even_classes([each for each in values if each is not None])
    places = [place_of(scale, each) for each in values] or [None] * len(frame)
    said = [f"{amount(one.low)}–{amount(one.high)}" for one in scale]
    name = words(f"analysis.{analysis.id}.column.{column.name}") if column else ""
    unit = f" ({column.unit})" if column is not None and column.unit else ""
    title = words(f"analysis.{analysis.id}.title")
    return Subject(
        title=title,
        subtitle=words("page.headline.result", title=title, count=len(frame)),
        headline=[],
        shapes=placed(frame, places, _names(frame), [False] * len(frame)),
        legend=Legend(
            title=name + unit,
            classes=[*class_entries(scale, places, said), *unknown_entry(words, places)],
            notes=view.illustrative(run["inputs"].values()),
        ),
        sources=view.sources(run["inputs"]),
        region=region_prefix(run["params"]["region"]) if run["params"].get("region") else "",
    )


def _title(view: View, run: Json) -> str:
    params = run["params"]
    region = region_name(view, region_prefix(params["region"])) if params.get("region") else ""
    return view.words("sheet.title.distance", region=region, year=params.get("year") or "").strip()


def region_name(view: View, region: str) -> str:
    """Return what a prefecture or county is called; empty if the counties do not tell."""
    counties = view.counties()
    if counties is None:
        return ""
    inside = counties[counties["code"].str.startswith(region)]
    if inside.empty:
        return ""
    if len(region) == 4:  # noqa: PLR2004 - a prefecture
        column = "prefecture_zh" if view.words.language == "zh" else "prefecture_en"
        return str(inside[column].iloc[0]) if column in inside.columns else ""
    return str(inside["name"].iloc[0]) if len(inside) == 1 else ""


def class_entries(
    scale: Sequence[Class], places: Sequence[int | None], labels: Sequence[str]
) -> list[Entry]:
    """Return a line of the legend for each class; what lies beyond a target is hatched."""
    return [
        Entry(
            label=label,
            colour=one.colour,
            look="hatch" if one.side == "beyond" else "fill",
            count=places.count(place),
        )
        for place, (one, label) in enumerate(zip(scale, labels, strict=True))
    ]


def unknown_entry(words: Words, places: Sequence[int | None]) -> list[Entry]:
    """Return the line for what is not known, if anything is not."""
    count = places.count(None)
    if count == 0:
        return []
    label = words("page.verdict.unknown")
    return [Entry(label=label, colour=colours.UNKNOWN, look="dots", count=count)]


def placed(
    frame: GeoDataFrame,
    places: Sequence[int | None],
    names: Sequence[Any],
    important: Sequence[bool],
) -> GeoDataFrame:
    """Return shapes with their class, name and code under the names that sheets read."""
    schematic = frame["position"] == "schematic" if "position" in frame.columns else False
    code = frame["code"] if "code" in frame.columns else frame.get("adcode", "")
    kept = frame.drop(columns=[c for c in ("name", "place") if c in frame.columns])
    return kept.assign(
        code=code,
        name=list(names),
        place=[-1 if place is None else place for place in places],
        important=list(important),
        is_schematic=schematic,
    )


def _names(frame: GeoDataFrame) -> Sequence[Any]:
    column = next((c for c in ("name_zh", "name", "code", "id") if c in frame.columns), None)
    return [""] * len(frame) if column is None else list(frame[column])


def is_beyond(scale: Sequence[Class], place: int | None) -> bool:
    """Tell whether a class lies beyond the plan's limit; what is not known does."""
    return place is None or scale[place].side == "beyond"


def _plain(value: Any) -> float | None:  # noqa: ANN401 - a cell of a frame
    return None if value is None or value != value else float(value)  # noqa: PLR0124 - NaN
