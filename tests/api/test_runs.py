"""Running an analysis through the service, against an independent computation."""

from __future__ import annotations

import json

import pytest
from pyproj import Geod

ADDRESS = "/api/analyses/charging-distance/runs"
QUESTION = {"origins": "townships", "stations": "stations", "year": 2025}


def points(client, layer):
    features = client.get(f"/ogc/collections/{layer}/items?limit=10000").json()["features"]
    return {feature["id"]: feature for feature in features}


def test_a_run_gives_distances_exact_to_a_decimetre(client):
    answer = client.post(ADDRESS, json=QUESTION | {"thresholds_km": [10, 30, 50]})
    assert answer.status_code == 201
    run = answer.json()
    assert run["status"] == "done"
    assert answer.headers["location"] == f"/api/runs/{run['id']}"
    results = points(client, run["result_collection"])
    stations = [
        (key, f["geometry"]["coordinates"])
        for key, f in points(client, "stations").items()
        if f["properties"]["year"] <= 2025
    ]
    geod = Geod(ellps="GRS80")
    assert len(results) == 310
    for feature in list(results.values())[::7]:
        found = feature["properties"]
        distances = {
            key: geod.inv(found["lon"], found["lat"], lon, lat)[2] for key, (lon, lat) in stations
        }
        nearest = min(distances, key=distances.get)
        assert found["distance_m"] == pytest.approx(distances[nearest], abs=0.1)
        assert found["nearest_id"] == nearest


def test_the_summary_counts_what_the_features_say(client):
    run = client.post(ADDRESS, json=QUESTION | {"year": 2023, "region": "1407"}).json()
    metres = [
        feature["properties"]["distance_m"]
        for feature in points(client, run["result_collection"]).values()
    ]
    summary = run["summary"]
    assert summary["count"] == len(metres) == 130
    assert summary["max_m"] == pytest.approx(max(metres))
    assert summary["mean_m"] == pytest.approx(sum(metres) / 130)
    for within in summary["within"]:
        count = sum(metre < within["threshold_km"] * 1000 for metre in metres)
        assert within["count"] == count
        assert within["share"] == pytest.approx(count / 130)
        assert within["comparator"] == "<"
    assert sum(one["count"] for one in summary["classes"]) == 130


def test_result_features_have_the_agreed_properties(client):
    run = client.post(ADDRESS, json=QUESTION).json()
    feature = next(iter(points(client, run["result_collection"]).values()))
    assert {"code", "name_zh", "distance_m", "nearest_id", "class"} <= feature["properties"].keys()
    assert feature["id"] == feature["properties"]["code"]


def test_the_same_question_is_answered_once(client):
    first = client.post(ADDRESS, json=QUESTION).json()
    again = client.post(ADDRESS, json=QUESTION).json()
    assert (first["reused"], again["reused"]) == (False, True)
    assert first["id"] == again["id"]
    assert client.get(f"/api/runs/{first['id']}").json()["summary"] == first["summary"]


def test_runs_are_found_by_what_was_asked(reader):
    found = reader.get("/api/runs?analysis=charging-distance&year=2025&region=1407").json()["runs"]
    assert [run["params"]["year"] for run in found] == [2025]
    assert reader.get("/api/runs?year=1999").json()["runs"] == []
    assert len(reader.get("/api/runs").json()["runs"]) == 3


def test_a_run_pins_its_inputs_and_carries_their_quality(reader):
    run = reader.get("/api/runs?year=2025").json()["runs"][0]
    assert run["inputs"]["origins"]["layer"] == "townships"
    assert run["inputs"]["origins"]["version"] == 1
    result = reader.get(f"/api/layers/{run['result_collection']}").json()
    assert result["quality"] == "illustrative"
    listed = [layer["id"] for layer in reader.get("/api/layers").json()["layers"]]
    assert run["result_collection"] not in listed


@pytest.mark.parametrize(
    ("change", "status", "code", "where"),
    [
        ({"origins": "villages"}, 404, "unknown_layer", "villages"),
        ({"origins": 5}, 422, "bad_parameter", "origins"),
        ({"stations": None}, 422, "bad_parameter", "stations"),
        ({"year": 1990}, 422, "year_without_data", None),
        ({"year": "soon"}, 422, "bad_parameter", "year"),
        ({"thresholds_km": [30, 10]}, 422, "bad_parameter", "thresholds_km"),
        ({"thresholds_km": []}, 422, "bad_parameter", "thresholds_km"),
        ({"thresholds_km": [-1]}, 422, "bad_parameter", "thresholds_km"),
        ({"region": "9999"}, 422, None, None),
        ({"colour": "red"}, 422, "bad_parameter", "colour"),
        ({"stations": "rivers"}, 422, None, None),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(reader, change, status, code, where):
    answer = reader.post(ADDRESS, json=QUESTION | change)
    error = answer.json()["error"]
    assert answer.status_code == status, error
    assert code is None or error["code"] == code
    assert where is None or error["where"] == where
    assert "{" not in error["message"]


@pytest.mark.parametrize("body", ["not json", "[]", '"text"', ""])
def test_a_body_that_is_no_object_is_refused(reader, body):
    answer = reader.post(ADDRESS, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "bad_request"


def test_unknown_analyses_and_runs(reader):
    assert reader.post("/api/analyses/magic/runs", json={}).status_code in {404, 422}
    assert reader.get("/api/runs/none").json()["error"]["code"] == "unknown_run"


def test_analyses_describe_themselves(reader):
    listed = {one["id"]: one for one in reader.get("/api/analyses").json()["analyses"]}
    one = listed["charging-distance"]
    assert [part["role"] for part in one["inputs"]] == ["origins", "stations"]
    assert {param["name"] for param in one["params"]} == {"year", "thresholds_km", "region"}
    assert one["title"]["zh"]
    assert reader.get("/api/analyses/charging-distance").json() == one


def test_a_run_can_be_left_to_the_background(client):
    answer = client.post(
        ADDRESS, json=QUESTION | {"year": 2024}, headers={"prefer": "respond-async"}
    )
    assert answer.status_code == 202
    address = answer.headers["location"]
    assert address == f"/api/jobs/{answer.json()['job']['id']}"
    with client.stream("GET", f"{address}/events", timeout=30) as events:
        states = [json.loads(line.removeprefix("data: ")) for line in events.iter_lines() if line]
    assert states[-1]["status"] == "done"
    run = client.get(f"/api/runs/{states[-1]['result']['run']}").json()
    assert run["params"]["year"] == 2024


def test_an_unknown_job(reader):
    assert reader.get("/api/jobs/none").json()["error"]["code"] == "unknown_job"
    assert reader.get("/api/jobs/none/events").status_code == 404
