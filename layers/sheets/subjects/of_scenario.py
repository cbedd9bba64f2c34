"""A scenario: charging distance as its edits leave it, with its stations, edited ones marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.regions import region_prefix
from geo.whatif import parse_edits
from layers.plans.charging_limit import limit_of
from layers.scenarios import Looker, States, asked, records, telling
from layers.scenarios.edited_layer import edited_frame
from layers.sheets import colours
from layers.sheets.distance_classes import class_of, distance_classes
from layers.sheets.errors import NothingToPrint
from layers.sheets.subject import Entry, Legend, Subject
from layers.sheets.subjects.of_run import (
    class_entries,
    figures,
    headline,
    is_beyond,
    limit_note,
    placed,
    unknown_entry,
)

if TYPE_CHECKING:
    import sqlalchemy as sa
    from geopandas import GeoDataFrame

    from layers.plans.schema import Target
    from layers.scenarios import Outcome, State
    from layers.sheets.subjects.view import View

    Json = dict[str, Any]


def of_scenario(view: View, scenario_id: str, token: str | None) -> Subject:
    """Return the subject of a stored scenario.

    Raises
    ------
    UnknownScenario
        When there is none, or none that may be known of.
    NothingToPrint
        When none of its places is on the ground.
    """
    row = records.find(view.connection, scenario_id, Looker(caller=view.caller, token=token))
    state, _ = States().get(view.connection, row.base, asked.parse(row.params))
    outcome = state.after(parse_edits(row.edits))
    there = ~(state.units.geometry.isna() | state.units.geometry.is_empty).to_numpy()
    if not there.any():
        raise NothingToPrint(where=scenario_id)
    told = [telling.number(each) for each in outcome.reading.distance_m]
    distances = [each for each, kept in zip(told, there, strict=True) if kept]
    frame = state.units[there].assign(distance_m=distances)
    return _subject(view, row, state, outcome, frame)


def _subject(
    view: View,
    row: sa.Row[Any],
    state: State,
    outcome: Outcome,
    frame: GeoDataFrame,
) -> Subject:
    words, params = view.words, state.params
    told = {"year": params.year, "region": params.region}
    found = limit_of(view.registry, told)
    limit, sign = (found[0], found[1].comparator) if found else (None, "<")
    distances = [telling.number(each) for each in frame["distance_m"]]
    scale = distance_classes(params.thresholds_km, limit, distances)
    places = [class_of(scale, each, sign) for each in distances]
    labels = [words.range_km(one.low, one.high) for one in scale]
    stations = _stations(state, outcome, params.region)
    pinned = {name: each for name, each in row.base.items() if name in {"origins", "stations"}}
    return Subject(
        title=words("sheet.title.scenario", title=row.title),
        subtitle=headline(words, params.year, limit, sign, distances),
        headline=[*_edits(view, outcome), *figures(words, outcome.summary)],
        shapes=placed(frame, places, frame["name_zh"], [is_beyond(scale, p) for p in places]),
        legend=Legend(
            title=words("page.distance.legend"),
            classes=[*class_entries(scale, places, labels), *unknown_entry(words, places)],
            signs=_signs(view, state, stations),
            notes=_notes(view, row, state, found),
        ),
        sources=view.sources(pinned),
        stations=stations[~stations["touched"]],
        changed=stations[stations["touched"]],
        region=region_prefix(params.region) if params.region else "",
    )


def _stations(state: State, outcome: Outcome, region: str | None) -> GeoDataFrame:
    """Return the stations in service with their names, and whether an edit touched them."""
    frame = edited_frame(state, outcome)
    now = outcome.edited.stations
    names = [str(name or each) for each, name in zip(now.id, now.name, strict=True)]
    touched = [each in outcome.edited.ops for each in now.id]
    serving: GeoDataFrame = frame.assign(name=names, touched=touched)[outcome.serving]
    serving = serving[~serving.geometry.isna()]
    if region and "county_code" in serving.columns:
        inside = serving["county_code"].astype(str).str.startswith(region_prefix(region))
        # What was just placed may lie in no county, and is shown all the same.
        serving = serving[inside | serving["touched"]]
    return serving


def _signs(view: View, state: State, stations: GeoDataFrame) -> list[Entry]:
    quality = state.given.layers[state.base["stations"]["layer"]]["quality"]
    touched = int(stations["touched"].sum())
    looks = (
        ("sheet.stations", colours.STATION, len(stations) - touched),
        ("sheet.stations_edited", colours.ACCENT, touched),
    )
    return [
        Entry(
            label=view.words(key), colour=colour, look="point", count=count, tag=view.tag(quality)
        )
        for key, colour, count in looks
    ]


def _edits(view: View, outcome: Outcome) -> list[str]:
    """Return how many stations were added, moved, changed and removed."""
    ops = list(outcome.edited.ops.values())
    counted = {op: ops.count(op) for op in dict.fromkeys(ops)}
    removed = len(outcome.edited.removed)
    counted.pop("remove", None)
    told = [view.words(f"sheet.edit.{op}", count=count) for op, count in counted.items()]
    return [*told, *([view.words("sheet.edit.remove", count=removed)] if removed else [])]


def _notes(
    view: View, row: sa.Row[Any], state: State, found: tuple[float, Target] | None
) -> list[str]:
    words, params = view.words, state.params
    said = [words("sheet.scenario", revision=row.revision)]
    if params.mode != "straight":
        said.append(words(f"sheet.scenario.{params.mode}", factor=f"{params.detour:g}"))
    limit = [] if found is None else [limit_note(words, params.year, *found)]
    pinned = [each for name, each in row.base.items() if name in {"origins", "stations"}]
    return [*limit, *said, *view.illustrative(pinned)]
