"""A made-up folder of plan files, small enough to be broken in every way."""

from __future__ import annotations

from pathlib import Path

import pytest

from layers.plans import Registry, load

DATA = Path(__file__).parents[3] / "data" / "plans"

VOCABULARY = """
[[indicator]]
id = "distance"
title_zh = "距离"
title_en = "Distance"
family = "length"
method = "nearest"
needs = ["stations"]

[[unit]]
id = "km"
title_zh = "公里"
title_en = "km"
family = "length"

[[unit]]
id = "ha"
title_zh = "公顷"
title_en = "ha"
family = "area"

[[zone]]
id = "core"
title_zh = "核心"
title_en = "Core"

[[class]]
id = "bus"
title_zh = "公交"
title_en = "Bus"

[[place_type]]
id = "river"
title_zh = "河流"
title_en = "River"

[[layer]]
id = "stations"
title_zh = "站"
title_en = "Stations"

[[region]]
id = "1407"
title_zh = "晋中"
title_en = "Jinzhong"

[[region]]
id = "140702"
title_zh = "榆次"
title_en = "Yuci"

[[region]]
id = "1401"
title_zh = "太原"
title_en = "Taiyuan"

[[region]]
id = "140105"
title_zh = "小店"
title_en = "Xiaodian"
"""

PLAN = """
[document]
seed = "009_0123456789abcdef.txt"
title_zh = "文件"
title_en = "Document"
issuer_zh = "市"
issuer_en = "City"
issued = 2024-01-02

[[plan]]
id = "one"
title_zh = "甲"
title_en = "One"
issuer_zh = "市"
issuer_en = "City"
issued = 2024-01-02
region = "1407"
period = [2023, 2025]

[[plan]]
id = "two"
title_zh = "乙"
title_en = "Two"
issuer_zh = "市"
issuer_en = "City"
issued = 2024-01-02
region = "1407"
period = [2024, 2030]

[[clause]]
id = "one.1"
plan = "one"
path = "一"
subject_zh = "距离"
subject_en = "Distance"

[[clause]]
id = "two.1"
plan = "two"
path = "一"
subject_zh = "河"
subject_en = "River"

[[target]]
id = "one.1.distance"
clause = "one.1"
title_zh = "距离"
title_en = "Distance"
theme = "charging"
indicator = "distance"
comparator = "<"
value = 10
unit = "km"
year = 2025
kind = "stated"
printed = "10公里"
scope = { region = "140702", zone = "core", class = "bus", place = "one.river" }

[[place]]
id = "one.river"
plan = "one"
clause = ["one.1"]
name_zh = "河"
name_en = "River"
type = "river"
county = "140702"

[[task]]
id = "one.task.1"
plan = "one"
clause = "one.1"
title_zh = "任务"
title_en = "Task"
places = ["one.river"]
"""


@pytest.fixture
def made_up(tmp_path):
    """Return a function that writes the folder, each pair (old, new) replaced where it occurs."""

    def write(*changes: tuple[str, str], vocabulary: str = VOCABULARY) -> Path:
        plan = PLAN
        for old, new in changes:
            assert plan.count(old) == 1, f"{old!r} occurs {plan.count(old)} times"
            plan = plan.replace(old, new)
        (tmp_path / "vocabulary.toml").write_text(vocabulary, encoding="utf-8")
        (tmp_path / "plan.toml").write_text(plan, encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The plans that come with jintu."""
    return load(DATA)
