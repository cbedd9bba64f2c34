"""Sheets over HTTP and on the command line: ordered, made, fetched by who may see them."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import psycopg
import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api import services
from api.app import create_app
from api.commands.export import app as command
from api.settings import Settings
from layers.db import driver_url
from layers.sheets.errors import BadSheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ADDRESS = "/api/sheets"


@pytest.fixture
def office(loaded_url: str, tmp_path: Path) -> Iterator[TestClient]:
    """The service with a worker and a data folder of its own."""
    app = create_app(services.build(Settings(worker=True, data_dir=tmp_path), loaded_url))
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as opened:
        yield opened


def finished(client: TestClient, job: str) -> dict:
    end = time.monotonic() + 60
    while (state := client.get(f"/api/jobs/{job}").json())["status"] in {"queued", "running"}:
        assert time.monotonic() < end
        time.sleep(0.1)
    return state


def hide(url: str, layer: str) -> None:
    with psycopg.connect(driver_url(url), autocommit=True) as connection:
        connection.execute("UPDATE layer SET visibility = 'internal' WHERE id = %s", [layer])


def test_a_sheet_is_made_in_the_background_and_fetched(office, loaded_url, tmp_path):
    answer = office.post(ADDRESS, json={"layer": "stations", "lang": "en", "organisation": "Us"})
    assert answer.status_code == 202
    job = answer.json()
    assert answer.headers["location"] == f"/api/jobs/{job['id']}"
    assert finished(office, job["id"])["status"] == "done"
    file = office.get(job["file"])
    assert file.status_code == 200
    assert file.headers["content-type"] == "application/pdf"
    assert "attachment" in file.headers["content-disposition"]
    assert file.content.startswith(b"%PDF")
    with psycopg.connect(driver_url(loaded_url)) as connection:
        query = "SELECT actor, object, details->>'kind' FROM journal WHERE action = 'export'"
        assert connection.execute(query).fetchall() == [("public", "stations", "sheet")]
    # Once the layer is internal it is hidden, also in what was printed of it before.
    hide(loaded_url, "stations")
    assert office.get(job["file"]).status_code == 404
    refused = office.post(ADDRESS, json={"layer": "stations"})
    assert refused.status_code == 404
    assert refused.json()["error"]["code"] == "unknown_layer"
    for path in (tmp_path / "sheets").iterdir():
        path.unlink()


def test_a_file_that_was_cleared_away_is_told(office, tmp_path):
    job = office.post(ADDRESS, json={"layer": "counties", "format": "png"}).json()
    assert finished(office, job["id"])["status"] == "done"
    file = office.get(job["file"])
    assert file.headers["content-type"] == "image/png"
    for path in (tmp_path / "sheets").iterdir():
        path.unlink()
    gone = office.get(job["file"])
    assert (gone.status_code, gone.json()["error"]["code"]) == (404, "sheet_gone")


def test_an_internal_run_and_evaluation_are_hidden(office, loaded_url):
    run = office.get("/api/runs?analysis=charging-distance&year=2024").json()["runs"][0]["id"]
    made = office.get("/api/evaluations?year=2025").json()["evaluations"][0]["id"]
    hide(loaded_url, "stations")
    for asked in (
        {"run": run},
        {"run": run, "by": "county"},
        {"evaluation": made, "target": "jinzhong-charging.1.3.distance"},
    ):
        refused = office.post(ADDRESS, json=asked)
        assert (refused.status_code, refused.json()["error"]["code"]) == (404, "unknown_run")


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"layer": "counties", "size": "A5"}, 422, "bad_sheet"),
        ({"layer": "counties", "title": " "}, 422, "bad_sheet"),
        ({"layer": "counties", "format": "svg"}, 422, "bad_request"),
        ({"layer": "counties", "colour": "red"}, 422, "bad_request"),
        ({"run": "nothing"}, 404, "unknown_run"),
        ({"layer": "nothing"}, 404, "unknown_layer"),
        ({"evaluation": "nothing", "target": "t"}, 404, "unknown_run"),
        ({}, 422, "bad_sheet"),
    ],
)
def test_a_bad_order_is_refused_at_once(reader, asked, status, code):
    answer = reader.post(f"{ADDRESS}?lang=en", json=asked)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert "{" not in answer.json()["error"]["message"]


def test_what_only_drawing_shows_to_be_wrong_fails_the_job(office):
    evaluation = office.get("/api/evaluations?year=2025").json()["evaluations"][0]["id"]
    job = office.post(ADDRESS, json={"evaluation": evaluation, "target": "nothing"}).json()
    state = finished(office, job["id"])
    assert (state["status"], state["error"]["code"]) == ("failed", "no_such_target")
    assert office.get(job["file"]).status_code == 404


def test_only_the_sheet_of_a_sheet_job_can_be_fetched(office):
    answer = office.post(
        "/api/analyses/charging-distance/runs",
        json={"origins": "townships", "stations": "stations", "year": 2024, "region": "140727"},
        headers={"Prefer": "respond-async"},
    )
    assert answer.status_code == 202
    job = answer.json()["job"]["id"]
    finished(office, job)
    refused = office.get(f"{ADDRESS}/{job}/file")
    assert (refused.status_code, refused.json()["error"]["code"]) == (404, "sheet_gone")
    assert office.get(f"{ADDRESS}/nothing/file").status_code == 404


def test_without_the_right_to_run_nothing_is_printed(read_url, tmp_path):
    closed = Settings(worker=False, open_runs=False, data_dir=tmp_path)
    with TestClient(create_app(services.build(closed, read_url)), base_url="http://127.0.0.1") as c:
        assert c.post(ADDRESS, json={"layer": "counties"}).status_code == 401


@pytest.fixture
def shell(loaded_url, monkeypatch):
    monkeypatch.setenv("JINTU_DATABASE_URL", loaded_url)
    return CliRunner()


def test_the_command_line_prints_a_sheet_and_an_atlas(shell, reader, tmp_path):
    run = reader.get("/api/runs?analysis=charging-distance&year=2024").json()["runs"][0]["id"]
    sheet, atlas = tmp_path / "sheet.pdf", tmp_path / "atlas.pdf"
    wanted = ["--run", run, "--json", "--lang", "en"]
    done = shell.invoke(command, ["sheet", *wanted, "--out", str(sheet), "--size", "a3"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output) == {"out": str(sheet), "bytes": sheet.stat().st_size}
    region = ["--by", "county", "--region", "140727"]
    done = shell.invoke(command, ["atlas", *wanted, *region, "--out", str(atlas)])
    assert done.exit_code == 0, done.output
    assert atlas.read_bytes().startswith(b"%PDF")


def test_a_file_of_another_kind_is_refused(shell, tmp_path):
    out = tmp_path / "sheet.svg"
    done = shell.invoke(command, ["sheet", "--layer", "counties", "--out", str(out)])
    assert isinstance(done.exception, BadSheet)
    assert not out.exists()
