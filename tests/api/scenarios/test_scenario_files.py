"""Scenarios as files and sheets: what the page shows is what the file holds."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import geopandas
import openpyxl
import pytest
from typer.testing import CliRunner

from api.commands.export import app as command
from layers import plans
from layers.accounts import absent
from layers.jobs import records, tasks
from layers.sheets import subjects
from layers.sheets.words import Words
from tests import gridcity
from tests.conftest import PROJECT

THRESHOLDS = {"thresholds_km": [9, 29]}


@pytest.fixture
def scenario(planner):
    lon, lat = gridcity.east(12)
    edits = [{"op": "add", "id": "n", "lon": lon, "lat": lat, "piles": 4, "name_zh": "=新站"}]
    described = {"title": "加密", "params": THRESHOLDS, "edits": edits}
    return planner.post("/api/scenarios", json=described).json()


def fetched(city, browser, address, **asked):
    answer = browser.post(address, json=asked)
    assert answer.status_code == 202, answer.text
    job = answer.json()
    tasks.carry_out(city.database, job["id"])
    state = browser.get(f"/api/jobs/{job['id']}").json()
    assert state["status"] == "done", state
    assert "token" not in str(state["result"])
    return browser.get(job["file"])


def test_its_places_are_those_of_its_result(city, planner, scenario, tmp_path):
    file = fetched(city, planner, "/api/exports", scenario=scenario["id"], format="geojson")
    path = tmp_path / "units.geojson"
    path.write_bytes(file.content)
    frame = geopandas.read_file(path).set_index("code")
    shown = planner.get(f"/api/scenarios/{scenario['id']}/result").json()["features"]
    assert len(frame) == len(shown)
    for feature in shown:
        told = feature["properties"]
        row = frame.loc[told["code"]]
        assert (row["class"], row["before_class"]) == (told["class"], told["before_class"])
        assert row["distance_m"] == pytest.approx(told["distance_m"])
        assert row["delta_m"] == pytest.approx(told["distance_m"] - told["before_distance_m"])
    assert frame["class_changed"].any()


def test_a_workbook_has_places_stations_targets_and_figures(city, planner, scenario):
    asked = {"scenario": scenario["id"], "format": "xlsx", "lang": "en"}
    file = fetched(city, planner, "/api/exports", **asked)
    book = openpyxl.load_workbook(io.BytesIO(file.content))
    names = ["Classes of places", "Stations", "Targets", "Figures"]
    assert book.sheetnames[:4] == names
    stations = list(book["Stations"].values)
    told = [dict(zip(stations[0], row, strict=True)) for row in stations[1:]]
    assert [row["id"] for row in told if row["Edit"] == "add"] == ["n"]
    figures = {row[2]: row[3:5] for row in book["Figures"].values}
    # One station more than before, and the place twelve kilometres east is in another class.
    before, after = figures["Stations in service"]
    assert after == before + 1
    summary = planner.post(f"/api/scenarios/{scenario['id']}/preview", json={}).json()["summary"]
    assert figures["Mean distance"] == pytest.approx(
        (summary["before"]["mean_m"], summary["after"]["mean_m"])
    )


def test_its_stations_come_with_what_was_done_to_them(city, planner, scenario):
    asked = {"scenario": scenario["id"], "part": "stations", "format": "csv"}
    file = fetched(city, planner, "/api/exports", **asked)
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"), newline="")))
    assert {row["id"]: row["edit"] for row in rows if row["edit"]} == {"n": "add"}
    assert len(rows) == len(gridcity.stations()) + 1


def test_it_is_printed(city, planner, scenario, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = fetched(city, planner, "/api/sheets", scenario=scenario["id"], title="方案图")
    assert file.content.startswith(b"%PDF")


def test_its_edited_stations_stand_out_on_the_sheet(city, scenario):
    with city.database.begin() as connection:
        view = subjects.View(
            connection=connection,
            registry=plans.load(PROJECT / "data" / "plans"),
            words=Words("en"),
            caller=absent.operator(),
        )
        subject = subjects.of_scenario(view, scenario["id"], None)
    assert subject.changed["name"].tolist() == ["=新站"]
    plain, edited = subject.legend.signs
    assert (plain.count, edited.count) == (len(subject.stations), 1)
    assert "=新站" not in set(subject.stations["name"])
    assert "1 stations added" in subject.headline
    assert any("not approved" in note for note in subject.legend.notes)


def test_only_who_may_see_it_gets_it(city, planner, scenario):
    stranger = city.browser()
    for address in ("/api/exports", "/api/sheets"):
        refused = stranger.post(address, json={"scenario": scenario["id"]})
        assert (refused.status_code, refused.json()["error"]["code"]) == (404, "unknown_scenario")
    address = f"/api/scenarios/{scenario['id']}"
    patch = {"revision": 1, "share": True}
    token = planner.patch(address, json=patch).json()["share"]["token"]
    order = {"scenario": scenario["id"], "token": token}
    job = stranger.post("/api/exports", json=order).json()
    tasks.carry_out(city.database, job["id"])
    assert stranger.get(job["file"]).status_code == 200
    # The link is taken back: so is the file.
    planner.patch(address, json={"revision": 2, "share": False})
    assert stranger.get(job["file"]).status_code == 404


def test_another_revision_is_not_what_was_ordered(city, planner, scenario):
    order = {"scenario": scenario["id"], "format": "csv"}
    job = planner.post("/api/exports", json=order).json()
    planner.patch(f"/api/scenarios/{scenario['id']}", json={"revision": 1, "edits": []})
    tasks.carry_out(city.database, job["id"])
    with city.database.begin() as connection:
        state = records.get(connection, job["id"])
    assert (state["status"], state["error"]["code"]) == ("failed", "scenario_changed")
    stale = planner.post("/api/exports", json=order | {"version": 1})
    assert (stale.status_code, stale.json()["error"]["code"]) == (409, "scenario_changed")


def test_the_command_line_writes_it_too(city, scenario, tmp_path, monkeypatch):
    monkeypatch.setenv("JINTU_DATABASE_URL", city.url)
    for part, out in (("units", "a.gpkg"), ("summary", "b.csv"), ("targets", "c.xlsx")):
        path = tmp_path / out
        wanted = ["scenario", scenario["id"], "--part", part, "--out", str(path)]
        done = CliRunner().invoke(command, wanted)
        assert done.exit_code == 0, done.output
        assert path.stat().st_size > 0
    path = tmp_path / "sheet.pdf"
    done = CliRunner().invoke(command, ["sheet", "--scenario", scenario["id"], "--out", str(path)])
    assert done.exit_code == 0, done.output
    assert Path(path).read_bytes().startswith(b"%PDF")
