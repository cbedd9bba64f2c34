"""Where the plans' places are, as everybody reads it and as the staff says it."""

from __future__ import annotations

import pytest


@pytest.fixture
def place(reader):
    """A river that a plan names and the bundled rivers have."""
    listed = reader.get("/api/places?plan=taiyuan-ecology&state=proposed").json()["places"]
    return next(one for one in listed if one["name_zh"] == "汾河")


def test_every_place_is_counted_in_one_state(reader):
    everything = reader.get("/api/places").json()
    assert sum(everything["counts"].values()) == len(everything["places"]) > 800
    assert everything["counts"]["proposed"] > 30
    awaited = reader.get("/api/places?state=awaited").json()
    assert len(awaited["places"]) == everything["counts"]["awaited"]
    assert all(one["match"]["candidates"] == [] for one in awaited["places"])


def test_a_river_is_proposed_by_its_name_with_its_clauses(reader, place):
    assert place["clauses"]
    [candidate] = place["match"]["candidates"]
    assert (candidate["layer"], candidate["name"], candidate["how"]) == ("rivers", "汾河", "exact")
    west, south, east, north = candidate["bbox"]
    assert 111 < west < east < 114
    assert 36 < south < north < 39
    assert reader.get(f"/api/places/{place['id']}").json() == place


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/places?plan=nothing", 404, "unknown_plan"),
        ("/api/places/nothing", 404, "unknown_place"),
        ("/api/places?state=lost", 422, "bad_request"),
    ],
)
def test_what_is_not_there_is_told(reader, path, status, code):
    answer = reader.get(path)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_nobody_but_the_staff_decides(reader, place):
    said = {"layer": "rivers", "features": ["x"], "answer": "confirmed"}
    answer = reader.post(f"/api/places/{place['id']}/match", json=said)
    assert answer.status_code == 401
