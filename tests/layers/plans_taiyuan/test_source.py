"""What is stored against the text it was taken from."""

from __future__ import annotations

import re

import pytest

PLANS = ("taiyuan-urban-rural", "taiyuan-ecology")
RUN = 16


def leading_number(printed: str) -> float | None:
    found = re.match(r"\d+(?:\.\d+)?", printed)
    return float(found[0]) if found else None


def test_every_value_is_the_number_it_was_printed_as(taiyuan):
    scaled = {"23.79": 237900, "1/3": 0.3333}
    for target in taiyuan.all_targets.values():
        number = scaled.get(target.printed, leading_number(target.printed))
        assert number in (None, target.value), target.id


@pytest.mark.parametrize("plan", PLANS)
def test_every_printed_figure_stands_in_the_document(taiyuan, seed_text, plan):
    text = seed_text(taiyuan.document_of(plan).seed)
    missing = [one.id for one in taiyuan.targets(plan=plan) if one.printed not in text]
    assert missing == []


@pytest.mark.parametrize("plan", PLANS)
def test_every_figure_with_a_decimal_point_is_carried(taiyuan, seed_text, plan):
    text = seed_text(taiyuan.document_of(plan).seed).replace("PM2.5", "")
    carried = {leading_number(one.printed) for one in taiyuan.targets(plan=plan)}
    # A dot after a whole number is a heading ("3.…") unless a digit follows it.
    for number in re.findall(r"(?<![\d.])\d+\.\d+", text):
        assert float(number) in carried, number


def printed_paths(lines: list[str]) -> set[str]:
    """Every heading of a document with the headings it stands under, such as 二、(三)3(1)."""
    levels = (r"[一二三四五]、", r"\([一二三四五六七八]\)", r"\d+(?=\.\D)", r"\(\d\)")
    path = ["", "", "", ""]
    paths = set()
    for line in lines:
        for level, pattern in enumerate(levels):
            if found := re.match(pattern, line):
                path[level:] = [found[0], *[""] * (3 - level)]
        paths.add("".join(path))
    return paths


def test_headings_are_read_with_what_they_stand_under():
    lines = ["二、总体", "(一)目标", "3.水", "(2)河", "达到41.3%", "4.气", "三、保障"]
    assert printed_paths(lines) >= {"二、(一)3(2)", "二、(一)4", "三、"}
    assert not any("41" in path for path in printed_paths(lines))


@pytest.mark.parametrize("plan", PLANS)
def test_a_clause_path_is_a_heading_of_the_document(taiyuan, seed_lines, plan):
    paths = printed_paths(seed_lines(taiyuan.document_of(plan).seed))
    assert {clause.path for clause in taiyuan.clauses_of(plan)} <= paths


@pytest.mark.parametrize("plan", PLANS)
def test_no_run_of_the_text_is_copied_into_titles_and_notes(taiyuan, seed_text, plan):
    text = seed_text(taiyuan.document_of(plan).seed)
    ours = [taiyuan.plan(plan), *taiyuan.clauses_of(plan), *taiyuan.targets(plan=plan)]
    ours += [*taiyuan.places_of(plan), *taiyuan.tasks_of(plan)]
    words = [getattr(one, name, None) or "" for one in ours for name in ("subject_zh", "note_zh")]
    words += [one.title_zh for one in ours[1:] if hasattr(one, "title_zh")]
    runs = {word[i : i + RUN] for word in words for i in range(len(word) - RUN + 1)}
    assert sorted(run for run in runs if run in text) == []
