"""What of a scenario has no place on the ground: how the targets stand, and its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from layers.export.content import Attribute, Content, titled
from layers.export.marks import Mark, verdict_colours
from layers.scenarios import targets as judging

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa

    from layers.export.content import Kind
    from layers.plans import Registry
    from layers.scenarios import Outcome, State

    Json = dict[str, Any]
    Columns = tuple[tuple[str, Kind], ...]

_TARGETS: Final[Columns] = (
    ("target", "string"),
    ("title_zh", "string"),
    ("title_en", "string"),
    ("plan", "string"),
    ("clause_path", "string"),
    ("comparator", "string"),
    ("threshold", "number"),
    ("unit", "string"),
    ("before", "string"),
    ("after", "string"),
    ("before_value", "number"),
    ("after_value", "number"),
    ("gap", "number"),
)
_SUMMARY: Final[Columns] = (
    ("figure", "string"),
    ("title_zh", "string"),
    ("title_en", "string"),
    ("before", "number"),
    ("after", "number"),
    ("unit", "string"),
)
_UNMEASURED: Final = "#ECEAE6"
_LENGTHS: Final = ("mean_m", "median_m", "p90_m", "max_m")


def name_of(about: Mapping[str, Any], part: str) -> str:
    """Return the plain name of a part of a scenario."""
    return f"scenario-{about['id']}-r{about['version']['number']}-{part}"


def title_of(about: Mapping[str, Any], part: str) -> dict[str, str]:
    """Return what a part of a scenario is called, in each language."""
    part_titles = titled(f"export.part.{part}")
    return {language: f"{about['title']} - {text}" for language, text in part_titles.items()}


def targets(state: State, outcome: Outcome, registry: Registry, about: Json) -> Content:
    """Return every target about stations with how it stands before and after the edits."""
    before = {each["target"]: each for each in judging.judged_before(state, registry)}
    rows = [
        _target(before[each["target"]], each)
        for each in judging.judged_after(state, registry, outcome)
        if each["target"] in before
    ]
    lights = tuple(
        Mark(column=column, colour=colour, label=f"page.status.{word}", word=word)
        for column in ("before", "after")
        for word, colour in (verdict_colours() | {"not_measurable": _UNMEASURED}).items()
    )
    return _table(about, "targets", _TARGETS, rows, lights)


def _target(old: Json, new: Json) -> Json:
    told = judging.about(new)
    return {
        **told,
        "title_zh": new["title"]["zh"],
        "title_en": new["title"]["en"],
        "before": old["status"],
        "after": new["status"],
        "before_value": _number(old["value"]),
        "after_value": _number(new["value"]),
        "threshold": _number(new["threshold"]),
        "gap": _number(new["gap"]),
    }


def summary(state: State, outcome: Outcome, about: Json) -> Content:
    """Return the figures of a scenario before and after the edits."""
    pairs = zip(
        _figures(state.summary, int(state.serving.sum())),
        _figures(outcome.summary, int(outcome.serving.sum())),
        strict=True,
    )
    rows = [
        _figure(figure, facts, before, after, unit)
        for (figure, facts, before, unit), (_, _, after, _) in pairs
    ]
    gone = len(outcome.edited.removed)
    rows.append(_figure("stations_removed", {}, 0, gone, None))
    return _table(about, "summary", _SUMMARY, rows)


def _figures(
    told: Mapping[str, Any], stations: int
) -> Iterator[tuple[str, Json, float | None, str | None]]:
    yield "stations", {}, stations, None
    yield "count", {}, told["count"], None
    for name in _LENGTHS:
        yield name, {}, told.get(name), "m"
    for each in told["within"]:
        facts = {"sign": each.get("comparator", "<"), "km": f"{each['threshold_km']:g}"}
        yield "within", facts, each["count"], None
        yield "within_share", facts, each["share"], None
    for each in told["classes"]:
        yield "class", {"class": each["class"]}, each["count"], None


def _figure(
    figure: str, facts: Json, before: float | None, after: float | None, unit: str | None
) -> Json:
    title = titled(f"export.figure.{figure}", **facts)
    return {
        "figure": figure,
        "title_zh": title["zh"],
        "title_en": title["en"],
        "before": before,
        "after": after,
        "unit": unit,
    }


def _table(
    about: Json,
    part: str,
    columns: Columns,
    rows: Sequence[Json],
    lights: tuple[Mark, ...] = (),
) -> Content:
    def batches() -> Iterator[pa.RecordBatch]:
        yield made.batch(rows, [None] * len(rows))

    made = Content(
        name=name_of(about, part),
        title=title_of(about, part),
        attributes=tuple(
            Attribute(name=name, type=kind, title=titled(f"export.{part}.{name}"))
            for name, kind in columns
        ),
        kinds=frozenset(),
        count=len(rows),
        batches=batches,
        about=about,
        marks=lights,
    )
    return made


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
