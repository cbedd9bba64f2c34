"""What an atlas is of: the subject on every map, the units, the targets that concern them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas
import numpy as np

from geo.analyses.years import in_service
from geo.errors import MissingColumn, UnknownRegion, YearWithoutData
from geo.regions import region_prefix
from layers import evaluation, runs
from layers.plans.charging_limit import limit_of
from layers.sheets import colours, subjects
from layers.sheets.errors import BadSheet, NothingToPrint
from layers.sheets.subject import Entry, Legend, Subject
from layers.sheets.subjects.of_evaluation import seen
from layers.sheets.subjects.of_run import DISTANCE, headline, placed, region_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame

    from layers.sheets.order import Order
    from layers.sheets.subjects import View

    Json = dict[str, Any]

_MET, _MISSED, _UNDECIDED = 0, 1, 2
_STATIONS = "stations"


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """Everything that the pages of an atlas share.

    ``units`` has ``code``, ``name`` and ``place``, in order of code. ``entries`` are the targets
    of the evaluations that concern the region. ``limit_km`` and ``sign`` are the plan's limit.
    """

    subject: Subject
    units: GeoDataFrame
    counties: GeoDataFrame | None
    entries: Sequence[Json]
    level: str
    year: int | None
    part: Subject | None = None
    limit_km: float | None = None
    sign: str = "<"

    @property
    def cover(self) -> Subject:
        """The subject with only what lies in the part of the region that the atlas is of."""
        return self.subject if self.part is None else self.part


def chapter(view: View, order: Order) -> Chapter:
    """Return what an atlas is of.

    Raises
    ------
    UnknownRun
        When there is no such run or evaluation, or none that may be known of.
    BadSheet
        When the run is not about distances to stations.
    UnknownRegion
        When the region has no such units.
    NothingToPrint
        When there are no shapes of counties or townships.
    """
    made = _of_run(view, order) if order.run else _of_evaluation(view, order)
    inside = made.units[made.units["code"].astype(str).str.startswith(order.prefix)]
    if inside.empty:
        known = sorted({str(code)[:4] for code in made.units["code"]})
        raise UnknownRegion(where="region", value=order.region, allowed=known)
    units = inside.sort_values("code").reset_index(drop=True)
    return dataclasses.replace(made, units=units, part=_part(view, order, made))


def _part(view: View, order: Order, made: Chapter) -> Subject | None:
    """Return the subject cut to the atlas's part of the region."""
    subject = made.subject
    if not order.prefix or subject.region.startswith(order.prefix):
        return None
    shapes = subject.shapes
    inside = shapes[shapes["code"].astype(str).str.startswith(order.prefix)]
    said = subject.subtitle
    if "distance_m" in inside.columns:
        distances = [None if each != each else float(each) for each in inside["distance_m"]]  # noqa: PLR0124
        said = headline(view.words, made.year, made.limit_km, made.sign, distances)
    return dataclasses.replace(subject, shapes=inside, region=order.prefix, subtitle=said)


def _of_run(view: View, order: Order) -> Chapter:
    run = runs.get(view.connection, order.run or "", internal=view.internal)
    subject = subjects.of_run(view, order.run or "")
    if run["analysis"] != DISTANCE:
        raise BadSheet(where="run", reason="no_atlas")
    counties = view.counties()
    units = subject.shapes
    if order.by == "county":
        units = _counties_of(counties, subject)
    found = limit_of(view.registry, run["params"])
    return Chapter(
        subject=_without_counts(subject, order, region_name(view, order.prefix or subject.region)),
        units=units,
        counties=counties,
        entries=_entries(view, run["params"]),
        level=order.by or "",
        year=run["params"].get("year"),
        limit_km=found[0] if found else None,
        sign=found[1].comparator if found else "<",
    )


def _without_counts(subject: Subject, order: Order, region: str) -> Subject:
    """Return the subject for pages that show a part of it: counts would be of something else."""
    legend = subject.legend
    classes = [dataclasses.replace(entry, count=None) for entry in legend.classes]
    signs = [dataclasses.replace(entry, count=None) for entry in legend.signs]
    told = dataclasses.replace(legend, classes=classes, signs=signs)
    key = region or order.prefix
    return dataclasses.replace(subject, legend=told, title=key)


def _counties_of(counties: GeoDataFrame | None, subject: Subject) -> GeoDataFrame:
    if counties is None:
        raise NothingToPrint(where="counties")
    codes = set(subject.shapes["county_code"].astype(str))
    return placed_counties(counties[counties["code"].isin(codes)], [_MET] * len(codes))


def placed_counties(counties: GeoDataFrame, places: Sequence[int]) -> GeoDataFrame:
    """Return counties as units of an atlas, in the language of the sheet."""
    return placed(counties, places, list(counties["name"]), [True] * len(counties))


def _entries(view: View, params: Json) -> list[Json]:
    """Return the targets of every plan of the run's region and year, as far as they can be had."""
    year, region = params.get("year"), region_prefix(params.get("region") or "")
    entries: list[Json] = []
    if year is None:
        return entries
    for plan in view.registry.plans.values():
        if plan.region.startswith(region) or region.startswith(plan.region):
            try:
                found = evaluation.preview(view.connection, view.registry, plan.id, year)
            except (YearWithoutData, MissingColumn):
                continue
            entries += [each for each in found["targets"] if each["year"] == year]
    return entries


def _of_evaluation(view: View, order: Order) -> Chapter:
    found = seen(view, order.evaluation or "")
    counties = view.counties()
    shapes = _judged(view, found, counties, order.by or "")
    if shapes.empty:
        raise NothingToPrint(where=order.by)
    plan = view.registry.plan(found["plan"])
    region = region_name(view, order.prefix or plan.region)
    title = plan.title_zh if view.words.language == "zh" else plan.title_en
    subject = Subject(
        title=region or order.prefix,
        subtitle=view.words("sheet.atlas.evaluation", plan=title, year=found["year"]),
        headline=[],
        shapes=shapes,
        legend=Legend(
            title=view.words("sheet.atlas.judged"),
            classes=_signs(view),
            notes=view.illustrative(found["inputs"].values()),
        ),
        sources=view.sources(found["inputs"]),
        stations=_stations(view, found) if order.by == "township" else None,
        region=plan.region,
        outline_mm=0.3 if order.by == "county" else 0.18,
    )
    return Chapter(
        subject=subject,
        units=shapes,
        counties=counties,
        entries=found["targets"],
        level=order.by or "",
        year=found["year"],
    )


def _signs(view: View) -> list[Entry]:
    looks = (
        ("kept", colours.MET, "fill"),
        ("missed", colours.MISSED, "hatch"),
        ("undecided", colours.UNKNOWN, "dots"),
    )
    return [
        Entry(label=view.words(f"sheet.atlas.{name}"), colour=colour, look=look)  # type: ignore[arg-type]
        for name, colour, look in looks
    ]


def _judged(view: View, found: Json, counties: GeoDataFrame | None, level: str) -> GeoDataFrame:
    """Return counties or townships by what they miss."""
    if level == "county":
        if counties is None:
            raise NothingToPrint(where="counties")
        rows = {row["code"]: row for row in found["counties"]}
        inside = counties[counties["code"].isin(rows)]
        return placed_counties(inside, [_standing(rows[code]) for code in inside["code"]])
    if not found["result_collection"]:
        return geopandas.GeoDataFrame({"code": []}, geometry=[], crs="EPSG:4326")
    frame = view.frame(view.layer(found["result_collection"]))
    frame = frame[(frame["level"] == "township") & ~frame.geometry.isna()]
    places = [_standing(row) for row in frame[["met", "missed", "uncertain"]].to_dict("records")]
    return placed(frame, places, list(frame["name_zh"]), [place == _MISSED for place in places])


def _standing(row: Json) -> int:
    if row["missed"]:
        return _MISSED
    return _UNDECIDED if row["uncertain"] or not row["met"] else _MET


def _stations(view: View, found: Json) -> GeoDataFrame | None:
    """Return the stations in service in the year of an evaluation, if there are any."""
    layer = view.found(_STATIONS)
    if layer is None or _STATIONS not in found["inputs"]:
        return None
    try:
        serving = in_service(view.frame(layer), found["year"], where=_STATIONS)
    except (YearWithoutData, MissingColumn):
        return None
    serving = serving[~serving.geometry.isna()]
    column = "name_zh" if "name_zh" in serving.columns else serving.columns[0]
    return serving.assign(name=serving[column].astype(str))


def station_lonlat(stations: GeoDataFrame) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the positions of stations, shape (n, 2)."""
    points = stations.geometry.representative_point()
    return np.column_stack([points.x, points.y])
