"""``jintu upload``: the report in words and as JSON, the exit status, publication."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from api.commands.upload import upload
from layers import catalogue, features, inspection, journal, uploads
from layers.uploads import UploadFolder
from tests.files import canonical
from tests.invariants import assert_sound, taken_bytes


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


def test_options_are_named_to_the_command_line_alone(command, tmp_path):
    parts = canonical.shapefile(tmp_path, without=(".cpg", ".prj"))
    upload = inspection.Upload(path=parts / "layer.shp", with_companions=True)
    report = inspection.inspect(upload, tmp_path / "result")
    for language in ("zh", "en"):
        shown = report.to_json(language)["findings"]
        assert "crs_missing" in [one["code"] for one in shown]
        assert [one for one in shown if "--" in one["message"] + one["repair"]] == []
        [told] = [one for one in report.brief(language)["findings"] if one["code"] == "crs_missing"]
        assert "--crs EPSG:4546" in told["repair"]


def test_columns_of_the_position_and_the_separator_can_be_named(command, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("name|a|b|lon\nx|112.42|39.32|7\ny|112.43|39.33|8\n")
    done = command(path, "--json", "--separator", "|", "--columns", "lon=a,lat=b")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["layers"][0]["geometry_type"] == "Point"
    assert command(path, "--columns", "a,b").exit_code not in {0, 2}


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


DESCRIBED = [
    "--layer", "my-points", "--title-zh", "点", "--title-en", "Points", "--source", "survey",
    "--licence", "internal", "--role", "station", "--quality", "official",
]  # fmt: skip


@pytest.fixture
def publishing(command, empty_url, monkeypatch, tmp_path):
    """The command with a store and a folder of its own."""
    monkeypatch.setenv("JINTU_DATABASE_URL", empty_url)
    monkeypatch.setenv("JINTU_DATA_DIR", str(tmp_path / "data"))
    return lambda *arguments: command(*arguments, "--publish")


@pytest.fixture
def place(tmp_path):
    return UploadFolder(tmp_path / "data" / "uploads")


def stored(database, column: str = "name") -> list:
    with database.begin() as connection:
        layer = catalogue.get(connection, "my-points", internal=True)
        return features.frame(connection, layer)[column].tolist()


def test_publication_goes_the_way_of_every_upload(publishing, tmp_path, database, place):
    path = canonical.write(canonical.points(), tmp_path / "points.geojson")
    done = publishing(path, *DESCRIBED, "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert (said["accepted"], said["published"]["version"]["number"]) == (True, 1)
    assert stored(database) == canonical.NAMES
    with database.begin() as connection:
        [row] = uploads.listing(connection, uploads.EVERYBODYS)
        told = [entry["action"] for entry in journal.read(connection)]
    assert (row["state"], row["created_by"]) == ("published", "operator")
    assert {"upload", "publish"} <= set(told)
    assert_sound(database, place)


def test_the_parts_of_a_shapefile_are_sent_together(publishing, tmp_path, database, place):
    parts = canonical.shapefile(tmp_path, canonical.points())
    done = publishing(parts / "layer.shp", *DESCRIBED)
    assert "Published: my-points, version 1" in done.stdout
    assert stored(database) == canonical.NAMES
    assert publishing(parts, *DESCRIBED).exit_code == 0
    assert_sound(database, place)


def test_what_is_said_once_holds_for_later_versions(publishing, tmp_path, database):
    first = canonical.points()
    path = canonical.write(first.head(2), tmp_path / "first.geojson")
    assert publishing(path, *DESCRIBED, "--key", "code").exit_code == 0
    path = canonical.write(first.iloc[1:4], tmp_path / "second.geojson")
    again = publishing(path, "--layer", "my-points", "--mode", "upsert")
    assert again.exit_code == 0, again.output
    assert stored(database) == canonical.NAMES[:4]
    path = canonical.write(first.tail(1), tmp_path / "third.geojson")
    assert publishing(path, "--layer", "my-points", "--mode", "append").exit_code == 0
    assert stored(database) == [*canonical.NAMES[:4], canonical.NAMES[5]]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["--layer", "my-points"], "upload_description"),
        (["--layer", "My Points"], "bad_query"),
        (["--layer", "run-1"], "upload_reserved_layer"),
        ([], "bad_parameter"),
        ([*DESCRIBED, "--public"], "upload_description"),
        ([*DESCRIBED, "--mode", "upsert"], "upload_key"),
        ([*DESCRIBED, "--key", "nothing"], "upload_key"),
    ],
)
def test_what_cannot_be_published_leaves_nothing(
    publishing, tmp_path, database, place, arguments, error
):
    path = canonical.write(canonical.points(), tmp_path / "points.geojson")
    done = publishing(path, *arguments)
    assert done.exit_code != 0
    assert done.exception.code == error
    with database.begin() as connection:
        waiting = [one["state"] for one in uploads.listing(connection, uploads.EVERYBODYS)]
    assert set(waiting) <= {"discarded"}
    assert taken_bytes(place.root) == 0
    assert_sound(database, place)


def test_everybody_sees_what_was_reviewed(publishing, tmp_path, database):
    path = canonical.write(canonical.points(), tmp_path / "points.geojson")
    reviewed = ["--public", "--source-date", "2024", "--review-basis", "internal drawing"]
    done = publishing(path, *DESCRIBED, *reviewed)
    assert done.exit_code == 0, done.output
    with database.begin() as connection:
        assert catalogue.get(connection, "my-points")["visibility"] == "public"


def test_a_refused_file_is_not_published_and_not_kept(publishing, tmp_path, database, place):
    parts = canonical.shapefile(tmp_path, without=(".cpg", ".prj"))
    done = publishing(parts / "layer.shp", *DESCRIBED, "--json")
    assert done.exit_code == 2
    said = json.loads(done.stdout)
    assert (said["accepted"], "published" in said) == (False, False)
    assert said["layers"][0]["crs"] == "EPSG:4546"
    assert taken_bytes(place.root) == 0


def test_valid_rows_alone(publishing, tmp_path, database):
    path = tmp_path / "a.csv"
    path.write_text("name,lon,lat\na,112.42,39.32\nb,x,39.3\n")
    assert publishing(path, *DESCRIBED).exit_code == 2
    rejected = tmp_path / "rejected.csv"
    done = publishing(path, *DESCRIBED, "--valid-only", "--rejected", rejected, "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["accepted"] is True
    assert stored(database) == ["a"]
    assert "position_unreadable" in rejected.read_text()


def test_a_dry_run_needs_no_database_and_makes_none(command, tmp_path):
    path = canonical.write(canonical.points(), tmp_path / "points.geojson")
    assert command(path, "--dry-run", "--data-dir", tmp_path / "data").exit_code == 0
    assert not (tmp_path / "data").exists()


def test_a_folder_is_one_upload(command, tmp_path):
    parts = canonical.shapefile(tmp_path)
    done = command(parts, "--dry-run", "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["layers"][0]["feature_count"] == 6


def test_a_file_that_is_not_there_is_an_error_of_ours(command, tmp_path):
    done = command(tmp_path / "nowhere.csv", "--dry-run")
    assert done.exception.code == "file_not_readable"
