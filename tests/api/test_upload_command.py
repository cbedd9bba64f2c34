"""``jintu upload``: the report in words and as JSON, the exit status, publication."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from api.commands.upload import upload
from tests.files import canonical


@pytest.fixture
def command(monkeypatch):
    monkeypatch.setenv("JINTU_LANG", "en")
    app = typer.Typer()
    app.command()(upload)
    runner = CliRunner()
    return lambda *arguments: runner.invoke(app, [str(one) for one in arguments])


def test_an_accepted_file_as_json(command, tmp_path):
    path = canonical.write(canonical.points(), tmp_path / "points.geojson")
    done = command(path, "--dry-run", "--json")
    assert done.exit_code == 0
    said = json.loads(done.stdout)
    assert said["accepted"] is True
    assert said["layers"][0]["crs"] == "EPSG:4326"


def test_a_refused_file_names_what_to_do(command, tmp_path):
    parts = canonical.shapefile(tmp_path, without=(".cpg", ".prj"))
    done = command(parts / "layer.shp", "--json")
    assert done.exit_code == 2
    said = json.loads(done.stdout)
    assert said["accepted"] is False
    [missing] = [one for one in said["findings"] if one["code"] == "crs_missing"]
    assert "--crs EPSG:4546" in missing["repair"]
    assert command(parts / "layer.shp", "--crs", "EPSG:4546").exit_code == 0


def test_the_report_in_words(command, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("name,lon,lat\na,112.42,39.32\nb,x,39.3\n")
    done = command(path, "--rejected", tmp_path / "rejected.csv")
    assert done.exit_code == 2
    assert "a.csv: refused (format CSV / TSV table" in done.stdout
    assert "error · a · row 3 · lon: The position in this line cannot be read." in done.stdout
    assert "--valid-only" in done.stdout
    assert "position_unreadable" in (tmp_path / "rejected.csv").read_text()
    assert command(path, "--valid-only").exit_code == 0


def test_publication(command, tmp_path, empty_url, monkeypatch):
    monkeypatch.setenv("JINTU_DATABASE_URL", empty_url)
    path = canonical.write(canonical.points(), tmp_path / "points.geojson")
    described = [
        "--layer", "my-points", "--title-zh", "点", "--title-en", "Points", "--source", "survey",
        "--licence", "internal", "--role", "station", "--quality", "official",
    ]  # fmt: skip
    done = command(path, "--publish", *described)
    assert done.exit_code == 0, done.output
    assert "Published: my-points, version 1" in done.stdout
    assert "the same as what is published" in command(path, "--publish", *described).stdout
