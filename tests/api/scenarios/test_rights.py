"""Who may see, change and promote a scenario."""

from tests.api.scenarios.test_scenarios import at, made


def enter(city, name, role="planner"):
    city.account(name, role)
    browser = city.browser()
    city.enter(browser, name)
    return browser


def test_whom_a_scenario_is_shown_to(city, planner):
    scenario = made(planner, {"op": "add", "id": "n", **at(12)})
    address = f"/api/scenarios/{scenario['id']}"
    stranger, other, chief = city.browser(), enter(city, "li"), enter(city, "chief", "admin")
    assert chief.get(address).json()["mine"] is True
    assert [each["id"] for each in chief.get("/api/scenarios").json()["scenarios"]] == [
        scenario["id"]
    ]
    paths = ("", "/result", "/bundle", f"/compare/{scenario['id']}")
    for browser in (stranger, other):
        assert browser.get("/api/scenarios").json() == {"scenarios": []}
        for path in paths:
            for query in ("", "?token=", "?token=wrong"):
                answer = browser.get(address + path + query)
                assert answer.status_code == 404
                unknown = browser.get(answer.url.path.replace(scenario["id"], "f" * 16))
                assert answer.text == unknown.text.replace("f" * 16, scenario["id"])
    shared = planner.patch(address, json={"revision": 1, "share": True}).json()
    token = shared["share"]["token"]
    for browser in (stranger, other):
        seen = browser.get(f"{address}?token={token}").json()
        assert (seen["mine"], seen["share"], seen["title"]) == (False, None, "加密")
        for path in paths:
            assert browser.get(f"{address}{path}?token={token}").status_code == 200
        preview = browser.post(f"{address}/preview?token={token}", json={})
        assert len(preview.json()["changes"]) == 2
    change = {"revision": 2, "title": "他人"}
    assert stranger.patch(f"{address}?token={token}", json=change).status_code == 401
    assert other.patch(f"{address}?token={token}", json=change).status_code == 404
    fork = other.post(f"{address}/fork?token={token}", json={})
    assert (fork.status_code, fork.json()["owner"]) == (201, "li")
    assert stranger.post(f"{address}/fork?token={token}", json={}).status_code == 401
    revoked = planner.patch(address, json={"revision": 2, "share": False}).json()
    assert revoked["share"] is None
    assert stranger.get(f"{address}?token={token}").status_code == 404


def test_a_link_shows_no_internal_layer(city, planner):
    scenario = made(planner)
    address = f"/api/scenarios/{scenario['id']}"
    shared = planner.patch(address, json={"revision": 1, "share": True}).json()
    link = f"{address}?token={shared['share']['token']}"
    assert city.browser().get(link).status_code == 200
    city.execute("UPDATE layer SET visibility = 'internal' WHERE id = 'stations'")
    assert city.browser().get(link).status_code == 404
    assert enter(city, "li").get(link).status_code == 200
    answer = city.browser().post("/api/scenarios/preview", json={})
    assert answer.json()["error"]["code"] == "unknown_layer"


def test_the_public_previews_only_where_runs_are_open(city):
    assert city.browser().post("/api/scenarios/preview", json={}).status_code == 200
    closed = city.browser(settings={"open_runs": False})
    assert closed.post("/api/scenarios/preview", json={}).status_code == 401
    assert city.browser().post("/api/scenarios", json={"title": "x"}).status_code == 401


def test_only_staff_promotes_and_only_what_is_current(city, planner):
    scenario = made(
        planner,
        {"op": "add", "id": "n", "piles": 4, "name_zh": "新站", **at(12)},
        {"op": "remove", "id": "s2"},
        {"op": "resize", "id": "s3", "piles": 31},
        {"op": "move", "id": "s1", **at(1)},
    )
    address = f"/api/scenarios/{scenario['id']}"
    promote = f"{address}/promote"
    assert planner.post(promote, json={"revision": 1}).status_code == 403
    shared = planner.patch(address, json={"revision": 1, "share": True}).json()
    promote += f"?token={shared['share']['token']}"
    staff = enter(city, "zhao", "staff")
    stale = staff.post(promote, json={"revision": 1})
    assert (stale.status_code, stale.json()["error"]["code"]) == (409, "scenario_changed")
    answer = staff.post(promote, json={"revision": 2})
    assert answer.status_code == 201, answer.text
    assert (answer.json()["layer"], answer.json()["version"]) == ("stations", 2)
    items = planner.get("/ogc/collections/stations/items").json()["features"]
    found = {each["id"]: each["properties"] for each in items}
    assert {name: (each["year"], each["piles"]) for name, each in found.items()} == {
        "n": (2025, 4), "s1": (2023, 10), "s3": (2025, 31),
    }  # fmt: skip
    places = {each["id"]: each["geometry"]["coordinates"] for each in items}
    assert [round(value, 6) for value in places["s1"]] == [round(at(1)["lon"], 6), 0.0]
    assert ("publish", "zhao", "stations") in city.actions()
    again = staff.post(promote, json={"revision": 2})
    assert (again.status_code, again.json()["error"]["code"]) == (409, "scenario_base_moved")
    assert planner.get(address).json()["current"] is False


def test_a_base_whose_version_is_no_longer_kept_is_explained(city, planner):
    scenario = made(planner)
    city.execute("UPDATE layer_version SET state = 'discarded' WHERE layer_id = 'stations'")
    answer = planner.get(f"/api/scenarios/{scenario['id']}/result?lang=en")
    assert answer.json()["error"]["code"] == "scenario_base_gone"
    assert answer.status_code == 409
