"""The staff says where a plan's place is; everybody reads it, nobody else may say it."""

from __future__ import annotations

OURS = {"x-jintu": "1"}


def asked(browser, place):
    return browser.get(f"/api/places/{place}").json()["match"]


def test_the_staff_confirms_and_takes_back(town):
    town.account("li", "staff")
    town.account("zhao", "planner")
    browser, planner, stranger = town.browser(), town.browser(), town.browser()
    town.enter(browser, "li")
    town.enter(planner, "zhao")
    listed = stranger.get("/api/places?plan=taiyuan-ecology&state=proposed").json()["places"]
    place = next(one for one in listed if one["name_zh"] == "汾河")["id"]
    [candidate] = asked(stranger, place)["candidates"]
    said = {"layer": "rivers", "features": candidate["features"], "answer": "confirmed"}

    def say(who, **other):
        return who.post(f"/api/places/{place}/match", json=said | other, headers=OURS)

    assert say(planner).status_code == 403
    wrong = say(browser, features=["no-such-feature"])
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (409, "not_a_candidate")
    answer = say(browser)
    assert answer.status_code == 200, answer.text
    seen = asked(stranger, place)
    assert seen["state"] == "confirmed"
    assert seen["decision"]["features"] == sorted(candidate["features"])
    assert "li" not in seen["decision"].values()
    assert say(browser, answer="rejected").status_code == 200
    assert asked(stranger, place) == {
        "state": "awaited", "candidates": [], "decision": None, "is_stale": False,
    }  # fmt: skip
    assert town.actions()[-2:] == [("place_decided", "li", place)] * 2
