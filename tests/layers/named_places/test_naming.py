"""When two names mean one place: worked out by hand, and properties of every name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.named_places import Naming
from layers.named_places.naming import HOWS, spelled

NAMING = Naming.read()


def forms(name):
    return {form.text: form.how for form in NAMING.forms(name)}


@pytest.mark.parametrize(
    ("name", "core", "how"),
    [
        ("汾河", "汾河", "exact"),
        ("晋 阳 湖", "晋阳湖", "spelling"),
        ("双塔公园（北区）", "双塔公园", "spelling"),
        ("太原植物园", "植物园", "region"),
        ("龙城大街东延", "龙城大街", "works"),
        ("太榆路快速化改造工程", "太榆路", "works"),
        ("汾河上游太原段", "汾河", "part"),
        ("太原市迎泽大街东延", "迎泽大街", "works"),
    ],
)
def test_the_core_of_a_name_and_what_was_taken_off(name, core, how):
    assert forms(name)[core] == how


@pytest.mark.parametrize("name", ["段", "工程", "太原", "太原市", "一期"])
def test_a_word_that_may_be_taken_off_is_still_a_name_by_itself(name):
    assert all(len(text) >= 2 for text in forms(name))
    assert len(name) < 2 or forms(name)[name] == "exact"


@given(st.text(max_size=30))
def test_forms_are_distinct_never_empty_and_the_strongest_first(name):
    found = NAMING.forms(name)
    strengths = [HOWS.index(form.how) for form in found]
    assert strengths == sorted(strengths)
    assert len({form.text for form in found}) == len(found)
    assert all(len(form.text) >= 2 for form in found)


@given(st.text(alphabet="汾河上游段 （）()·-－Ａa1、", max_size=30))
def test_spelling_plainly_leaves_no_space_and_no_closed_bracket(name):
    plain = spelled(name)
    assert not set(plain) & set(" ·-－（）、Ａ")
    assert "(" not in plain or ")" not in plain[plain.index("(") :]
    assert spelled(plain) == plain
