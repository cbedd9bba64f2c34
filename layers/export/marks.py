"""What a table marks with colour: values between thresholds, and words."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from layers.export import classes_legend

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_VERDICTS = Path(__file__).resolve().parents[2] / "data" / "verdict-colours.toml"
_VALUE = ":value"
"""Behind the id of a target: the column with its value; see ``layers.evaluation.layer``."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A colour for the cells of a column: ``from ≤ value < to``, or one word.

    An open end is None. ``label`` is what a legend calls it; a word's label is a key of the texts.
    """

    column: str
    colour: str
    label: str
    from_: float | None = None
    to: float | None = None
    word: str | None = None


def of_distances(
    summary: Mapping[str, Any], columns: Sequence[str], target_km: float | None
) -> list[Mark]:
    """Return the marks of a run with distance classes, in metres; of another run, none."""
    classes = summary.get("classes")
    if "distance_m" not in columns or not classes or "from_km" not in classes[0]:
        return []
    by_label = {one["class"]: one for one in classes}
    return [
        Mark(
            column="distance_m",
            colour=entry.colour,
            label=entry.label,
            from_=_metres(by_label[entry.label]["from_km"]),
            to=_metres(by_label[entry.label]["to_km"]),
        )
        for entry in classes_legend.entries(classes, target_km)
    ]


def _metres(km: float | None) -> float | None:
    return None if km is None else km * 1000.0


def of_verdicts(columns: Sequence[str]) -> list[Mark]:
    """Return the marks of an evaluation: a colour for each verdict in each target's column."""
    targets = [name.removesuffix(_VALUE) for name in columns if name.endswith(_VALUE)]
    return [
        Mark(column=target, colour=colour, label=f"page.verdict.{word}", word=word)
        for target in targets
        for word, colour in verdict_colours().items()
    ]


@cache
def verdict_colours() -> dict[str, str]:
    """Return the colour of each verdict."""
    with _VERDICTS.open("rb") as file:
        found: dict[str, str] = tomllib.load(file)["verdicts"]
    return found
