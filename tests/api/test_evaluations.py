"""Evaluations over HTTP and on the command line."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from api.commands.evaluate import evaluate as command

ADDRESS = "/api/evaluations"
QUESTION = {"plan": "jinzhong-charging", "year": 2023}


def test_an_evaluation_is_made_once_and_found_again(client):
    answer = client.post(ADDRESS, json=QUESTION)
    assert answer.status_code == 201
    made = answer.json()
    assert answer.headers["location"] == f"{ADDRESS}/{made['id']}"
    assert (made["plan"], made["year"], made["region"]) == ("jinzhong-charging", 2023, None)
    assert set(made["counts"]) == {"met", "missed", "uncertain", "not_measurable"}
    assert made["inputs"]["stations"]["version"] == 1
    stored = client.get(f"{ADDRESS}/{made['id']}").json()
    assert stored["targets"] == made["targets"]
    again = client.post(ADDRESS, json=QUESTION).json()
    assert (again["id"], again["reused"]) == (made["id"], True)
    listed = client.get(f"{ADDRESS}?plan=jinzhong-charging&year=2023").json()["evaluations"]
    assert [each["id"] for each in listed] == [made["id"]]
    assert "targets" not in listed[0]
    assert client.get(f"{ADDRESS}?year=2030").json()["evaluations"] == []


def test_the_years_of_the_charging_plan_are_evaluated_when_data_is_loaded(reader):
    found = reader.get(f"{ADDRESS}?plan=jinzhong-charging").json()["evaluations"]
    assert sorted(each["year"] for each in found) == [2023, 2024, 2025]


def test_the_result_is_a_collection_for_the_map(client):
    made = client.post(ADDRESS, json=QUESTION).json()
    items = client.get(f"/ogc/collections/{made['result_collection']}/items?limit=500").json()
    assert items["numberMatched"] == 141
    target = "jinzhong-charging.1.1.townships"
    statuses = {f["id"]: f["properties"].get(target) for f in items["features"]}
    entry = next(each for each in made["targets"] if each["target"] == target)
    assert {u["code"]: u["status"] for u in entry["units"]}.items() <= statuses.items()
    assert items["features"][0]["geometry"]


def test_a_region_narrows_and_is_remembered(client):
    made = client.post(ADDRESS, json=QUESTION | {"region": "140728"}).json()
    assert [row["code"] for row in made["counties"]] == ["140728"]
    found = client.get(f"{ADDRESS}?region=140728").json()["evaluations"]
    assert [each["id"] for each in found] == [made["id"]]


def test_two_evaluations_are_compared(client):
    first = client.post(ADDRESS, json=QUESTION).json()["id"]
    second = client.post(ADDRESS, json=QUESTION | {"year": 2024}).json()["id"]
    found = client.get(f"{ADDRESS}/{first}/compare/{second}").json()
    assert (found["earlier"], found["later"]) == (first, second)
    assert "jinzhong-charging.1.1.distance" in found["only_earlier"]
    assert client.get(f"{ADDRESS}/{first}/compare/nothing").status_code == 404


def test_a_township_reads_its_targets_in_the_language_of_both(reader):
    answer = reader.get("/api/units/140702105/targets?year=2025")
    assert answer.status_code == 200
    body = answer.json()
    assert body["name"] == "修文镇"
    first = body["targets"][0]
    assert first["level"] == "unit"
    assert first["text"]["zh"] != first["text"]["en"]
    assert first["clause_path"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"plan": "nothing", "year": 2025}, 404, "unknown_plan"),
        ({"plan": "jinzhong-charging", "year": 2031}, 422, "year_without_data"),
        (QUESTION | {"region": "1401"}, 422, "unknown_region"),
        (QUESTION | {"region": "Jinzhong"}, 422, "bad_request"),
        (QUESTION | {"year": "2025"}, 422, "bad_request"),
        (QUESTION | {"more": 1}, 422, "bad_request"),
        ({"year": 2025}, 422, "bad_request"),
    ],
)
def test_a_wrong_question_is_refused_clearly(reader, body, status, code):
    answer = reader.post(ADDRESS, json=body, headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert "{" not in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        (f"{ADDRESS}/nothing", 404, "unknown_run"),
        (f"{ADDRESS}?colour=red", 400, "bad_query"),
        (f"{ADDRESS}?year=soon", 400, "bad_query"),
        ("/api/units/140702105/targets", 400, "bad_query"),
        ("/api/units/140702999/targets?year=2025", 404, "unknown_feature"),
        ("/api/units/140702105/targets?year=2025&x=1", 400, "bad_query"),
    ],
)
def test_a_wrong_address_is_refused_clearly(reader, address, status, code):
    answer = reader.get(address)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.fixture
def jintu(loaded_url, monkeypatch):
    monkeypatch.setenv("JINTU_DATABASE_URL", loaded_url)
    app = typer.Typer()
    app.command()(command)
    return lambda *words: CliRunner().invoke(app, list(words), catch_exceptions=False)


def test_the_command_line_prints_the_same(jintu):
    words = ("--plan", "jinzhong-charging", "--year", "2025", "--region", "140728")
    made = json.loads(jintu(*words, "--json").stdout)
    assert made["reused"] is False
    printed = jintu(*words).stdout
    assert made["id"] in printed
    assert "287" in printed
    assert "288" in printed
    assert "{" not in printed
