"""One target of an evaluation: every unit met, missed or undecided, as the page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.regions import region_prefix
from layers import evaluation
from layers.evaluation.words import sentences
from layers.sheets import colours
from layers.sheets.errors import NoSuchTarget, NothingToPrint
from layers.sheets.subject import Entry, Legend, Subject
from layers.sheets.subjects.of_run import placed, region_name

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from layers.sheets.subjects.view import View
    from layers.sheets.words import Words

    Json = dict[str, Any]

_PLACES = {"met": 0, "missed": 1}
_UNDECIDED = 2


def of_evaluation(view: View, evaluation_id: str, target_id: str) -> Subject:
    """Return the subject of a target in an evaluation.

    Raises
    ------
    UnknownRun
        When there is no such evaluation, or none that may be known of.
    NoSuchTarget
        When the evaluation has no such target.
    NothingToPrint
        When the target was judged on nothing that has a place.
    """
    found = seen(view, evaluation_id)
    entry = next((each for each in found["targets"] if each["target"] == target_id), None)
    if entry is None:
        raise NoSuchTarget(where=target_id, evaluation=evaluation_id)
    frame, statuses = _judged(view, found, entry)
    if frame.empty:
        raise NothingToPrint(where=target_id)
    words = view.words
    places = [_PLACES.get(status, _UNDECIDED) for status in statuses]
    used = {name: found["inputs"][name] for name in entry["layers"] if name in found["inputs"]}
    region = region_prefix(entry["scope"]["region"])
    title = words.pick(entry["title"])
    place = region_name(view, region)
    return Subject(
        title=title if place in title else words("sheet.title.target", region=place, title=title),
        subtitle=sentences(entry, None, view.registry.vocabulary)[words.language],
        headline=clause_lines(view, entry),
        shapes=placed(frame, places, _names(view, frame), [place != 0 for place in places]),
        legend=Legend(
            title=title,
            classes=_entries(words, places),
            notes=view.illustrative(used.values()),
        ),
        sources=view.sources(used),
        region=region,
        headline_key="sheet.basis",
        outline_mm=0.25 if entry["level"] == "county" else 0.18,
    )


def seen(view: View, evaluation_id: str) -> Json:
    """Return an evaluation that may be seen.

    Raises
    ------
    UnknownRun
        When there is none, or none that may be known of.
    """
    return evaluation.get(view.connection, evaluation_id, internal=view.internal)


def clause_lines(view: View, entry: Json) -> list[str]:
    """Return the clause of the plan that sets a target."""
    plan = view.registry.plan(entry["plan"])
    title = plan.title_zh if view.words.language == "zh" else plan.title_en
    return [view.words("sheet.clause_plain", plan=title, clause=entry["clause_path"])]


def _judged(view: View, found: Json, entry: Json) -> tuple[GeoDataFrame, list[str]]:
    """Return what was judged with its status; a county judged as a whole is that county."""
    import geopandas

    target = entry["target"]
    if entry["units"] and found["result_collection"]:
        frame = view.frame(view.layer(found["result_collection"]))
        frame = frame[frame[target].notna() & ~frame.geometry.isna()]
        return frame, [str(each) for each in frame[target]]
    counties = view.counties()
    if counties is None:
        return geopandas.GeoDataFrame(geometry=[], crs="EPSG:4326"), []
    own = counties[counties["code"].str.startswith(region_prefix(entry["scope"]["region"]))]
    return own, [entry["status"]] * len(own)


def _names(view: View, frame: GeoDataFrame) -> list[str]:
    """Return names; counties in the language of the sheet."""
    counties = view.counties()
    told = {} if counties is None else dict(zip(counties["code"], counties["name"], strict=True))
    codes = frame["code"].astype(str)
    return [str(told.get(code, name)) for code, name in zip(codes, frame["name_zh"], strict=True)]


def _entries(words: Words, places: list[int]) -> list[Entry]:
    looks = (
        ("met", colours.MET, "fill"),
        ("missed", colours.MISSED, "hatch"),
        ("uncertain", colours.UNKNOWN, "dots"),
    )
    return [
        Entry(
            label=words(f"page.status.{status}"),
            colour=colour,
            look=look,  # type: ignore[arg-type]
            count=places.count(place),
        )
        for place, (status, colour, look) in enumerate(looks)
    ]
