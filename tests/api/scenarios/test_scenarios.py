"""Scenarios over HTTP, on a city whose distances are known by hand."""

import pytest

from layers import networks, plans
from layers.scenarios import States, asked, pins, targets
from tests import gridcity
from tests.conftest import PROJECT

THRESHOLDS = {"thresholds_km": [9, 29]}  # no distance lies on a threshold


def at(km):
    lon, lat = gridcity.east(km)
    return {"lon": lon, "lat": lat}


def made(browser, *edits, **more):
    described = {"title": "加密", "params": THRESHOLDS, "edits": list(edits)} | more
    answer = browser.post("/api/scenarios", json=described)
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"/api/scenarios/{answer.json()['id']}"
    return answer.json()


def km(value):
    return round(value / 1000, 6)


def test_a_scenario_is_made_read_changed_and_deleted(planner):
    first = made(planner, {"op": "add", "id": "n", **at(12)})
    assert first["params"]["year"] == 2025
    assert (first["revision"], first["owner"], first["current"]) == (1, "wang", True)
    address = f"/api/scenarios/{first['id']}"
    assert planner.get(address).json() == first
    patch = {"revision": 1, "title": "减量", "params": {"year": 2024}, "edits": []}
    second = planner.patch(address, json=patch).json()
    assert (second["revision"], second["title"], second["edits"]) == (2, "减量", [])
    assert second["params"] == first["params"] | {"year": 2024}
    listed = planner.get("/api/scenarios").json()["scenarios"]
    assert [(each["id"], each["edit_count"], "edits" in each) for each in listed] == [
        (first["id"], 0, False)
    ]
    assert planner.delete(f"{address}?revision=2").status_code == 204
    assert planner.get(address).json()["error"]["code"] == "unknown_scenario"


def test_who_saw_an_older_revision_is_told_so(planner):
    scenario = made(planner)
    address = f"/api/scenarios/{scenario['id']}"
    assert planner.patch(address, json={"revision": 1, "title": "一"}).status_code == 200
    for answer in (
        planner.patch(address, json={"revision": 1, "title": "二"}),
        planner.delete(f"{address}?revision=1"),
    ):
        assert answer.status_code == 409
        error = answer.json()["error"]
        assert error["code"] == "scenario_changed"
        assert error["detail"] == {"revision": 2, "yours": 1}
    assert planner.get(address).json()["title"] == "一"


def test_a_preview_tells_what_an_edit_changes(planner):
    # Townships at 0, 5, 11, 20, 40, 80; stations at 0, 30, 79. A new one at 12 serves the third
    # and fourth; without the one at 30, the fifth goes to 12, too.
    edits = [{"op": "add", "id": "n", **at(12)}, {"op": "remove", "id": "s2"}]
    answer = planner.post("/api/scenarios/preview", json={"params": THRESHOLDS, "edits": edits})
    told = answer.json()
    assert answer.status_code == 200
    assert (told["mode"], told["year"]) == ("straight", 2025)
    changes = {
        each["name_zh"][0]: (
            km(each["before"]["distance_m"]), km(each["after"]["distance_m"]),
            each["after"]["nearest_id"], each["class_changed"],
        )
        for each in told["changes"]
    }  # fmt: skip
    assert changes == {
        "C": (11.0, 1.0, "n", True),
        "D": (10.0, 8.0, "n", True),
        "E": (10.0, 28.0, "n", False),
    }
    assert [each["name_zh"][0] for each in told["changes"]] == ["E", "C", "D"]
    assert told["class_changes"] == [{"before": "9-29 km", "after": "<9 km", "count": 2}]
    assert km(told["summary"]["before"]["max_m"]) == 11
    assert km(told["summary"]["after"]["max_m"]) == 28
    assert {(each["id"], each["op"]) for each in told["stations"]} == {
        ("n", "add"),
        ("s2", "remove"),
    }
    assert told["computed_ms"] < 1000


def test_a_station_that_comes_later_does_not_count_yet(planner):
    edits = [{"op": "add", "id": "n", "year": 2025, **at(12)}]
    asked = {"params": THRESHOLDS | {"year": 2024}, "edits": edits}
    told = planner.post("/api/scenarios/preview?lang=en", json=asked).json()
    assert told["changes"] == []
    assert [(each["code"], each["where"]) for each in told["notes"]] == [("not_in_service", "n")]
    assert "2025" in told["notes"][0]["message"]


def test_a_year_beyond_the_stations_stands_on_the_last_one(planner):
    edits = [{"op": "add", "id": "n", "year": 2027, **at(12)}]
    asked = {"params": THRESHOLDS | {"year": 2027}, "edits": edits}
    told = planner.post("/api/scenarios/preview", json=asked).json()
    assert len(told["changes"]) == 2
    assert [each["code"] for each in told["notes"]] == ["base_year_beyond"]
    early = planner.post("/api/scenarios/preview", json={"params": {"year": 2022}})
    assert early.json()["error"]["code"] == "year_without_data"


def test_every_unit_is_told_when_asked_for(planner):
    told = planner.post("/api/scenarios/preview", json={"full": True, "targets": False}).json()
    found = [km(each["distance_m"]) for each in told["units"]]
    assert found == pytest.approx(gridcity.NEAREST_KM[2025])
    assert told["targets"] is None


@pytest.mark.parametrize(
    ("asked", "code", "where"),
    [
        ({"edits": [{"op": "remove", "id": "x"}]}, "bad_edit", "edits.0"),
        ({"params": {"year": "soon"}}, "bad_parameter", "year"),
        ({"params": {"mode": "flying"}}, "bad_parameter", "mode"),
        ({"params": []}, "bad_scenario", "params"),
        ({"base": {"origins": 5}}, "bad_scenario", "base.origins"),
        ({"base": {"wheels": "x"}}, "bad_scenario", "base"),
        ({"base": {"origins": "villages"}}, "unknown_layer", "villages"),
        ({"colour": "red"}, "bad_scenario", "colour"),
        ({"edits": [{"op": "remove", "id": f"s{n}"} for n in (1, 2, 3)]}, "empty_input",
         "stations"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_its_place(planner, asked, code, where):
    for language in ("zh", "en"):
        answer = planner.post(f"/api/scenarios/preview?lang={language}", json=asked)
        error = answer.json()["error"]
        assert (error["code"], error["where"]) == (code, where)
        assert answer.status_code in {404, 422}
        assert "{" not in error["message"] or where == "params"


@pytest.mark.parametrize("change", [
    {"title": ""}, {"title": 5}, {"base": "newest"}, {"share": "yes"}, {"colour": 1},
    {"revision": "1"}, {"params": 3},
])  # fmt: skip
def test_a_change_that_makes_no_sense_changes_nothing(planner, change):
    scenario = made(planner)
    address = f"/api/scenarios/{scenario['id']}"
    answer = planner.patch(address, json={"revision": 1} | change)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] in {"bad_scenario", "bad_edit"}
    assert planner.get(address).json() == scenario


def test_by_road_places_that_no_road_reaches_say_why(planner):
    asked = {"params": THRESHOLDS | {"mode": "network", "region": None}, "full": True}
    asked["edits"] = [{"op": "add", "id": "island", **at(10.5)}, {"op": "add", "id": "n", **at(2)},
                      {"op": "add", "id": "wild", **at(50)}]  # fmt: skip
    told = planner.post("/api/scenarios/preview?lang=en", json=asked).json()
    # A road leads from 0 to 3 km; another, of its own, from 10 to 11. B at 5 km is 2 from a road.
    found = {each["name_zh"][0]: (each["distance_m"], each["reason"]) for each in told["units"]}
    assert found["A"] == (0.0, "")
    assert found["C"][1] == ""
    assert km(found["C"][0]) == pytest.approx(0.5, abs=1e-4)
    assert found["B"] == (None, "too_far_from_road")
    by_code = {each["code"]: each for each in told["notes"]}
    assert by_code["off_road"]["where"] == "wild"
    assert by_code["too_far_from_road"]["facts"]["count"] == sum(
        each["reason"] == "too_far_from_road" for each in told["units"]
    )
    assert {each["id"]: each["snap_m"] for each in told["stations"]}["n"] == 0.0
    before = {each["name_zh"][0]: each["before"] for each in told["changes"]}
    assert before["C"] | {"nearest_id": None} == {
        "distance_m": None, "nearest_id": None, "class": "unreachable", "reason": "disconnected",
    }  # fmt: skip


def test_without_roads_there_is_no_distance_by_road(town):
    town.account("wang")
    browser = town.browser()
    town.enter(browser, "wang")
    for address in ("/api/scenarios", "/api/scenarios/preview"):
        asked = {"params": {"mode": "network"}}
        asked |= {"title": "路"} if address.endswith("scenarios") else {}
        answer = browser.post(f"{address}?lang=en", json=asked)
        assert answer.status_code == 422
        assert answer.json()["error"]["code"] == "no_road_layer"
        assert "jintu load osm" in answer.json()["error"]["message"]


def test_without_roads_the_way_is_estimated_and_targets_are_judged_by_it(town):
    region = {"region": "1407", "year": 2025}
    straight, estimated = (
        town.browser().post("/api/scenarios/preview?lang=en",
                            json={"params": region | mode, "full": True}).json()
        for mode in ({"mode": "straight"}, {"mode": "estimated", "factor": 3})
    )  # fmt: skip
    pairs = zip(straight["units"], estimated["units"], strict=True)
    assert all(one["distance_m"] * 3 == other["distance_m"] for one, other in pairs)
    assert [each["code"] for each in estimated["notes"]] == ["illustrative", "estimated"]
    assert "3" in estimated["notes"][1]["message"]
    states = States()
    with town.database.begin() as connection:
        judged = [_judged(connection, states, told["mode"]) for told in (straight, estimated)]
    assert [each["value"] for each in judged] == pytest.approx(
        [max(unit["distance_m"] for unit in told["units"]) / 1000
         for told in (straight, estimated)], abs=1e-6
    )  # fmt: skip


def _judged(connection, states, mode):
    """The clause on the charging distance of townships in 2025, as a base without edits has it."""
    params = asked.parse({"region": "1407", "year": 2025, "mode": mode, "factor": 3})
    base = pins.pin(connection, None, params, internal=False)
    state, _ = states.get(connection, base, params)
    found = targets.judged_before(state, plans.load(PROJECT / "data" / "plans"))
    return next(each for each in found if each["method"] == "nearest" and each["year"] == 2025)


def test_runs_and_scenarios_share_the_network_of_a_version(planner, monkeypatch):
    built, whole = [], networks.network_from_roads
    monkeypatch.setattr(
        networks, "network_from_roads", lambda *given: built.append(1) or whole(*given)
    )
    layers = {"origins": "townships", "stations": "stations", "roads": "roads"}
    run = planner.post("/api/analyses/network-distance/runs", json=layers)
    assert run.status_code == 201
    told = planner.post("/api/scenarios/preview", json={"params": {"mode": "network"}})
    assert (told.status_code, len(built)) == (200, 1)


def test_a_fork_is_the_callers_own(planner, city):
    first = made(planner, {"op": "add", "id": "n", **at(12)})
    second = planner.post(f"/api/scenarios/{first['id']}/fork", json={"title": "另案"}).json()
    assert second["forked_from"] == first["id"]
    assert (second["title"], second["edits"], second["revision"]) == ("另案", first["edits"], 1)
    assert planner.delete(f"/api/scenarios/{first['id']}?revision=1").status_code == 204
    assert planner.get(f"/api/scenarios/{second['id']}").json()["forked_from"] is None


def test_the_result_is_geojson_with_both_distances(planner):
    scenario = made(planner, {"op": "add", "id": "n", **at(12)})
    told = planner.get(f"/api/scenarios/{scenario['id']}/result").json()
    third = told["features"][2]
    assert third["geometry"]["coordinates"] == pytest.approx(gridcity.east(11))
    assert km(third["properties"]["distance_m"]) == 1
    assert km(third["properties"]["before_distance_m"]) == 11
    assert third["properties"]["class_changed"] is True
    assert told["stations"]["features"][0]["properties"]["op"] == "add"
    assert told["scenario"]["revision"] == 1
    assert "owner" not in told["scenario"]


def test_two_scenarios_side_by_side(planner):
    a = made(planner, {"op": "add", "id": "n", **at(12)})
    b = made(planner, {"op": "remove", "id": "s2"}, {"op": "add", "id": "n", **at(12)})
    address = f"/api/scenarios/{a['id']}/compare/{b['id']}"
    told = planner.get(address).json()
    assert [(row["name_zh"][0], km(row["delta_m"])) for row in told["rows"]] == [("E", 18.0)]
    assert told["count"] == {"better": 0, "worse": 1, "same": 5, "only_a": 0, "only_b": 0}
    assert told["same_base"] is True
    assert told["edits"]["both"] == a["edits"]
    assert told["edits"]["only_b"] == [{"op": "remove", "id": "s2"}]
    assert len(planner.get(f"{address}?all=1").json()["rows"]) == 6
    back = planner.get(f"/api/scenarios/{b['id']}/compare/{a['id']}").json()
    assert back["count"]["better"] == 1


def test_a_newer_base_is_taken_only_when_asked_for(planner, city):
    from tests.api.scenarios.conftest import stored

    scenario = made(planner, {"op": "add", "id": "n", **at(12)})
    moved = gridcity.stations()
    moved.loc[0, "piles"] = 99
    stored(city.database, "stations", moved, role="station", key="id")
    address = f"/api/scenarios/{scenario['id']}"
    assert planner.get(address).json()["current"] is False
    answer = planner.patch(address, json={"revision": 1, "base": "latest"}).json()
    assert answer["current"] is True
    assert answer["base"]["stations"]["version"] == 2
