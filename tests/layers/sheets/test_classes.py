"""Classes and colours on paper are those of the page: both programs are given the same figures."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from layers.sheets import colours
from layers.sheets.distance_classes import class_of, distance_classes
from layers.sheets.quantity_classes import count_classes, even_classes, place_of

CORE = Path(__file__).resolve().parents[3] / "static" / "js" / "core"
SPREAD = [100.0, 900.0, 2_500.0, 4_000.0, 7_700.0, 9_999.0, 10_000.0, 12_000.0, 31_000.0, None]


def page(module: str, call: str, **values: object) -> list[dict]:
    """What the page's own program answers."""
    script = (
        f"import * as scale from {json.dumps((CORE / module).as_uri())};"
        f"const v = {json.dumps(values)};"
        f"process.stdout.write(JSON.stringify({call}));"
    )
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def plain(classes) -> list[tuple]:
    ends = [(one.low, None if one.high == float("inf") else one.high) for one in classes]
    return [(*end, one.side, one.colour) for end, one in zip(ends, classes, strict=True)]


def of_page(answer: list[dict]) -> list[tuple]:
    return [(one["from"], one["to"], one["side"], one["color"]) for one in answer]


@pytest.mark.parametrize(
    ("thresholds", "target"),
    [
        ([3, 5, 10, 30, 50], 10),
        ([3, 5, 10, 30, 50], 30),
        ([3, 5, 10, 30, 50], 50),
        ([10], 10),
        ([1, 2, 3, 4, 8, 20, 40, 60], 8),
        ([3, 5, 10], None),
        ([], 5),
    ],
)
def test_distance_classes_are_those_of_the_page(thresholds, target):
    asked = "scale.distanceScale(v.thresholds, v.target, v.distances)"
    answer = page(
        "distance-scale.js", asked, thresholds=thresholds, target=target, distances=SPREAD
    )
    assert plain(distance_classes(thresholds, target, SPREAD)) == of_page(answer)


@pytest.mark.parametrize(
    "values",
    [[85, 85, 96, 107, 128, 160, 256, 1069], [7], [], list(range(1, 400)), [0, 3, 3, 3]],
)
def test_count_classes_are_those_of_the_page(values):
    answer = page("quantity-scale.js", "scale.quantityScale(v.values)", values=values)
    assert plain(count_classes(values)) == of_page(answer)


@pytest.mark.parametrize(
    "values", [[0.1, 0.42, 0.97], [3, 3, 3], [1200.5, 88.0, 4031.2], [-4.0, 5.0], [], [0.0, 60.0]]
)
def test_even_classes_are_those_of_the_page(values):
    answer = page("even-scale.js", "scale.evenScale(v.values)", values=values)
    assert plain(even_classes(values)) == of_page(answer)


@pytest.mark.parametrize(
    ("distance", "comparator", "place"),
    [
        (9_999.999, "<", 0),
        (10_000.0, "<", 1),
        (10_000.0, "<=", 0),
        (10_000.001, "<=", 1),
        (float("inf"), "<", 1),
        (None, "<", None),
        (float("nan"), "<", None),
    ],
)
def test_the_edge_belongs_where_the_clause_says(distance, comparator, place):
    classes = distance_classes([10], 10, [])[-2:]
    assert [one.side for one in classes] == ["within", "beyond"]
    assert class_of(classes, distance, comparator) == place


def test_the_last_even_class_includes_its_end():
    classes = even_classes([0.0, 60.0])
    assert place_of(classes, 60.0) == len(classes) - 1
    assert place_of(classes, 61.0) == len(classes) - 1
    assert place_of(classes, -1.0) is None
    assert place_of(classes, None) is None


def test_the_colours_are_those_of_the_page():
    script = (CORE / "palette.js").read_text()
    for name in ("MET", "MISSED", "UNKNOWN", "WATER", "WATER_LINE", "BOUNDARY", "ACCENT",
                 "STATION", "PAPER"):  # fmt: skip
        value = re.search(rf'const {name} = "(#\w+)"', script)
        assert value
        assert getattr(colours, name) == value.group(1), name
    for name in ("WITHIN", "BEYOND", "QUANTITY"):
        value = re.search(rf"const {name} = (\[.*?\])", script)
        assert value
        assert getattr(colours, name) == json.loads(value.group(1)), name
    hatch = re.search(r'HATCH_ON_LIGHT = "(#\w+)"', script)
    assert hatch
    assert colours.hatch_ink("#F2D492") == hatch.group(1)
    assert colours.hatch_ink("#A63C06") == colours.PAPER
