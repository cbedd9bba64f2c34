"""Every text exists in both languages, with the same placeholders; every error has its sentence."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from pathlib import Path

import pytest

from api.errors import status_of
from geo import analyses
from geo.errors import JintuError
from layers import texts

PROJECT = Path(__file__).resolve().parent.parent
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def every_module() -> None:
    for root in ("geo", "layers", "api"):
        package = importlib.import_module(root)
        for found in pkgutil.walk_packages(package.__path__, f"{root}."):
            if not found.name.endswith("__main__") and "migrations" not in found.name:
                importlib.import_module(found.name)


def every_error() -> list[type[JintuError]]:
    every_module()
    found: list[type[JintuError]] = []
    waiting = [JintuError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        found.append(kind)
    return sorted(set(found), key=lambda kind: (kind.__module__, kind.__name__))


@pytest.mark.parametrize("area", sorted(path.name for path in (texts.FOLDER / "zh").glob("*.json")))
def test_both_languages_say_the_same_things(area):
    zh = json.loads((texts.FOLDER / "zh" / area).read_text())
    en = json.loads((texts.FOLDER / "en" / area).read_text())
    assert zh.keys() == en.keys()
    for key in zh:
        assert set(PLACEHOLDER.findall(zh[key])) == set(PLACEHOLDER.findall(en[key])), key
        assert zh[key].strip(), key
        assert en[key].strip(), key


def test_no_area_repeats_a_key_of_another():
    assert texts.catalogue("zh").keys() == texts.catalogue("en").keys()


@pytest.mark.parametrize("kind", every_error(), ids=lambda kind: kind.__qualname__)
def test_every_error_has_a_sentence_a_status_and_a_code(kind):
    for language in texts.LANGUAGES:
        assert f"error.{kind.code}" in texts.catalogue(language), kind.code
    assert 400 <= status_of(kind) < 600
    assert kind.__doc__
    assert kind.__doc__.strip().splitlines()[0].endswith(".")


def test_codes_are_not_shared():
    codes = [kind.code for kind in every_error() if "code" in vars(kind)]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("analysis", analyses.every(), ids=lambda analysis: analysis.id)
def test_every_analysis_has_its_words(analysis):
    words = texts.catalogue("zh")
    key = f"analysis.{analysis.id}"
    wanted = [f"{key}.title", f"{key}.method"]
    wanted += [f"{key}.input.{role.id}" for role in analysis.inputs]
    wanted += [f"{key}.param.{param['name']}" for param in analysis.describe()["params"]]
    wanted += [f"{key}.column.{column.name}" for column in analysis.columns]
    assert [name for name in wanted if name not in words] == []


def test_a_missing_value_leaves_its_placeholder_readable():
    assert "{where}" in texts.text("error.unknown_layer", "en")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "zh"),
        ("", "zh"),
        ("en", "en"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("fr, en;q=0.3", "en"),
        ("fr", "zh"),
        ("en;q=0.2, zh;q=0.9", "zh"),
        ("en;q=x", "zh"),
    ],
)
def test_the_preferred_language(header, language):
    assert texts.preferred(header) == language


def test_no_chinese_stands_in_code():
    chinese = re.compile(r"[\u4e00-\u9fff]")
    found = [
        f"{path.relative_to(PROJECT)}:{number}"
        for folder in ("geo", "layers", "api")
        for path in sorted((PROJECT / folder).rglob("*.py"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if chinese.search(line) and not _is_explanation(path, number)
    ]
    assert found == []


def _is_explanation(path: Path, number: int) -> bool:
    """Tell whether a line belongs to a docstring or a comment."""
    import ast

    source = path.read_text()
    if source.splitlines()[number - 1].strip().startswith("#"):
        return True
    for node in ast.walk(ast.parse(source)):
        body = getattr(node, "body", None)
        if not isinstance(body, list):
            continue
        for child in body:
            is_text = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            if is_text and child.lineno <= number <= (child.end_lineno or 0):
                return True
    return False
