"""Every error, finding and reason has its sentence in both languages."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

from layers.errors import LayerError
from layers.osm import errors as osm_errors
from layers.texts import LANGUAGES, catalogue
from layers.township_points import errors as township_errors
from layers.township_points import matching, positions, rules

CODES = [
    kind.code
    for module in (osm_errors, township_errors)
    for _, kind in inspect.getmembers(module, inspect.isclass)
    if issubclass(kind, LayerError) and kind is not LayerError
]


def reasons():
    """The reasons given in the code: text constants that look like one."""
    for module in (rules, positions, matching):
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and f"townships.reason.{node.value}" in catalogue(
                "zh"
            ):
                yield node.value


@pytest.mark.parametrize("language", LANGUAGES)
def test_errors(language):
    assert not [code for code in CODES if f"error.{code}" not in catalogue(language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_findings(language):
    codes = ("osm_layer_empty", "osm_broken", "townships_unmatched", "townships_suspicious")
    assert not [code for code in codes if f"finding.{code}" not in catalogue(language)]


def test_no_reason_text_is_left_over_and_both_languages_have_the_same():
    texts = {
        language: {key for key in catalogue(language) if key.startswith("townships.reason.")}
        for language in LANGUAGES
    }
    assert texts["zh"] == texts["en"] == {f"townships.reason.{reason}" for reason in reasons()}
