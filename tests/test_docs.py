"""What can be set, called or loaded is written down."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api import cli
from api.settings import Settings
from geo import analyses
from layers import bundled

PROJECT = Path(__file__).resolve().parent.parent
README = (PROJECT / "README.md").read_text()


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_in_the_readme(name):
    assert f"`JINTU_{name.upper()}`" in README or f"`JINTU_{name.upper()}`," in README


@pytest.mark.parametrize("builder", bundled.every(), ids=lambda builder: builder.id)
def test_every_bundled_layer_is_described(builder):
    assert builder.id in (PROJECT / "data" / "README.md").read_text()


@pytest.mark.parametrize("analysis", analyses.every(), ids=lambda analysis: analysis.id)
def test_every_analysis_is_described(analysis):
    assert analysis.id in (PROJECT / "geo" / "README.md").read_text()


def test_every_file_the_documents_point_to_exists():
    for document in PROJECT.glob("*.md"):
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", document.read_text()):
            assert (PROJECT / target).exists(), f"{document.name}: {target}"


def test_every_command_of_the_readme_exists():
    named = set(re.findall(r"\./jintu ([a-z]+)", README)) - {"test"}
    assert named <= set(cli.COMMANDS)


def test_the_changelog_has_a_place_for_what_comes_next():
    assert "## [Unreleased]" in (PROJECT / "CHANGELOG.md").read_text()
