"""The statements in ``.sql`` files, and that SQL is nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from layers import sql

PROJECT = Path(__file__).resolve().parents[2]


def test_a_file_is_split_at_its_names():
    text = "-- a remark\n\n-- name: one\n-- why\nSELECT 1;\n\n-- name: two\nSELECT\n 2;\n"
    assert sql.parse(text) == [("one", "-- why\nSELECT 1"), ("two", "SELECT\n 2")]


def test_sql_before_a_name_is_refused():
    with pytest.raises(ValueError, match="before the first name"):
        sql.parse("SELECT 1;")


def test_a_version_can_only_be_a_number():
    with pytest.raises(ValueError, match="invalid literal"):
        sql.get("create_partition", version="1; DROP TABLE layer")  # type: ignore[arg-type]


def test_every_statement_is_used():
    code = "".join(path.read_text() for path in (PROJECT / "layers").rglob("*.py"))
    unused = [name for name in sql.statements() if f'"{name}"' not in code]
    assert unused == []


def test_spatial_sql_is_only_in_sql_files():
    spatial = re.compile(r"\bst_[a-z]+\(", re.IGNORECASE)
    allowed = {"layers/models.py"}
    found = {
        str(path.relative_to(PROJECT))
        for folder in ("geo", "layers", "api")
        for path in (PROJECT / folder).rglob("*.py")
        if spatial.search(path.read_text()) and "migrations" not in path.parts
    }
    assert found <= allowed
