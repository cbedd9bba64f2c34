"""The size of things: a file or function past its budget says that the design needs a look."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
SOURCES = sorted(
    path
    for folder in ("geo", "layers", "api")
    for path in (PROJECT / folder).rglob("*.py")
    if "versions" not in path.parts
)
SCRIPTS = sorted((PROJECT / "static" / "js").rglob("*.js"))


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    total = (function.end_lineno or 0) - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        total -= (first.end_lineno or 0) - first.lineno + 1
    return total


def functions() -> dict[str, int]:
    return {
        f"{path.relative_to(PROJECT)}:{node.lineno} {node.name}": code_lines(node)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def p90(values: list[int]) -> float:
    return statistics.quantiles(values, n=10)[-1]


def test_functions_are_small():
    sizes = functions()
    assert {name: size for name, size in sizes.items() if size > 50} == {}
    assert statistics.median(sizes.values()) <= 8
    assert p90(list(sizes.values())) <= 25


def test_files_are_small():
    lines = {
        str(path.relative_to(PROJECT)): len(path.read_text().splitlines())
        for path in [*SOURCES, *SCRIPTS]
    }
    assert {name: count for name, count in lines.items() if count > 450} == {}
    assert p90(list(lines.values())) <= 300


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "misc"])
def test_no_file_is_named_for_nothing(word):
    assert [path for path in SOURCES + SCRIPTS if path.stem == word] == []


def test_only_the_map_folder_knows_leaflet():
    found = [
        str(path.relative_to(PROJECT))
        for path in SCRIPTS
        if "leaflet-src.esm" in path.read_text() and path.parent.name != "map"
    ]
    assert found == []
