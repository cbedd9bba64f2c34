"""Every error has its sentence in both languages, and what it says is known where it is raised."""

import ast
import inspect
import json
import string
from pathlib import Path

import pytest

from geo import errors

PROJECT = Path(__file__).resolve().parents[2]
LANGUAGES = ("zh", "en")


def texts(language, area="*"):
    found = {}
    for path in sorted((PROJECT / "static" / "i18n" / language).glob(f"{area}.json")):
        found |= json.loads(path.read_text(encoding="utf-8"))
    return found


TEXTS = {language: texts(language) for language in LANGUAGES}
CLASSES = [
    each
    for _, each in inspect.getmembers(errors, inspect.isclass)
    if issubclass(each, errors.GeoError)
]


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def raised():
    """(place, class name, keywords) of every raise of a geo error in geo/."""
    names = {each.__name__ for each in CLASSES}
    for path in sorted((PROJECT / "geo").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                name = ast.unparse(node.exc.func).rpartition(".")[2]
                keywords = {keyword.arg for keyword in node.exc.keywords}
                # None stands for facts handed on with **, which cannot be read off here.
                if name in names and None not in keywords:
                    yield pytest.param(name, keywords, id=f"{path.name}:{node.lineno}")


@pytest.mark.parametrize("each", CLASSES, ids=lambda each: each.__name__)
def test_every_error_has_a_text_in_both_languages_with_the_same_facts(each):
    zh, en = (TEXTS[language][f"error.{each.code}"] for language in ("zh", "en"))
    assert placeholders(zh) == placeholders(en)
    assert zh != en


def test_no_two_errors_share_a_code():
    codes = [each.code for each in CLASSES]
    assert len(codes) == len(set(codes)) > 10


@pytest.mark.parametrize(("name", "keywords"), list(raised()))
def test_a_text_speaks_only_of_what_the_error_knows(name, keywords):
    text = TEXTS["en"][f"error.{getattr(errors, name).code}"]
    assert placeholders(text) <= keywords | {"where"}


def test_both_languages_have_the_same_keys():
    assert texts("zh", "geo").keys() == texts("en", "geo").keys()


def test_the_sentence_for_python_users_names_the_place_and_the_facts():
    error = errors.YearWithoutData(where="stations", year=2030, years=[2023])
    assert str(error) == "There is no data for this year. [stations] (year=2030, years=[2023])"
