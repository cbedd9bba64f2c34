"""Signing in and out in a browser: cookie, who am I, change of password."""

# ruff: noqa: S105 - the passwords of accounts that live as long as a test
from __future__ import annotations

import json

import pytest

PASSWORD = "heron-lantern-quartz-51"
OTHER = "velvet-anchor-prairie-77"
OURS = {"x-jintu": "1"}
SHOWN = {"name": "wang", "password": PASSWORD}


def code_of(answer):
    return answer.status_code, answer.json()["error"]["code"]


def test_who_am_i_before_and_after(office):
    office.account("wang", "staff")
    browser = office.browser()
    before = browser.get("/api/session").json()
    assert before["signed_in"] is False
    assert before["role"] == "public"
    assert before["rights"] == ["read_public", "run"]
    assert before["policy"] == {
        "name": "asvs", "shortest": 12, "longest": 128, "classes": 0, "lifetime_days": None,
        "idle_minutes": 30,
    }  # fmt: skip
    answer = browser.post("/api/session", json=SHOWN)
    assert answer.status_code == 201
    after = browser.get("/api/session").json()
    assert after == answer.json()
    assert (after["signed_in"], after["name"], after["role"]) == (True, "wang", "staff")
    assert after["rights"] == ["publish", "read_internal", "read_public", "run", "upload"]


def test_the_cookie_on_this_machine(office):
    office.account("wang")
    answer = office.browser().post("/api/session", json=SHOWN)
    name, _, rest = answer.headers["set-cookie"].partition("=")
    value, *marks = rest.split("; ")
    assert name == "jintu"
    assert len(value) == 43
    assert set(marks) == {"Path=/", "HttpOnly", "SameSite=Lax"}
    assert value not in answer.text


def test_the_cookie_over_https(office):
    office.account("wang")
    browser = office.browser("https://127.0.0.1")
    answer = browser.post("/api/session", json=SHOWN)
    name, _, rest = answer.headers["set-cookie"].partition("=")
    assert name == "__Host-jintu"
    assert set(rest.split("; ")[1:]) == {"Path=/", "HttpOnly", "SameSite=Lax", "Secure"}
    assert browser.get("/api/session").json()["signed_in"]


def test_over_https_the_plain_cookie_is_not_read_nor_the_other_way_round(office):
    office.account("wang")
    for base, name in (("https://127.0.0.1", "jintu"), ("http://127.0.0.1", "__Host-jintu")):
        cookie = {"cookie": f"{name}={office.secret('wang')}"}
        answer = office.browser(base).get("/api/session", headers=cookie)
        assert answer.json()["signed_in"] is False


def test_behind_a_proxy_the_configured_address_says_that_it_is_https(office):
    office.account("wang")
    name = "map.example.cn"
    service = {"base_url": f"https://{name}", "allowed_hosts": [name]}
    inner = office.browser(f"http://{name}", service)
    cookie = inner.post("/api/session", json=SHOWN).headers["set-cookie"]
    assert cookie.startswith("__Host-jintu=")
    assert "Secure" in cookie


def test_over_plain_http_from_elsewhere_no_password_is_taken(office):
    office.account("wang")
    browser = office.browser("http://10.1.2.3")
    for path, body in (
        ("/api/session", SHOWN),
        ("/api/setup", {"code": "x", "name": "a", "password": PASSWORD}),
    ):
        answer = browser.post(path, json=body)
        assert code_of(answer) == (403, "insecure_http")
        assert "set-cookie" not in answer.headers
    assert office.actions() == [("account_made", "operator", "wang")]
    allowed = office.browser("http://10.1.2.3", {"insecure_http": True})
    answer = allowed.post("/api/session", json=SHOWN)
    assert answer.status_code == 201
    assert answer.headers["set-cookie"].startswith("jintu=")
    assert answer.json()["insecure"] is True


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000"])
def test_names_of_this_machine(office, host):
    office.account("wang")
    answer = office.browser().post("/api/session", json=SHOWN, headers={"host": host})
    assert answer.status_code == 201
    assert answer.json()["insecure"] is False


def test_wrong_password_unknown_name_and_disabled_account_are_one_answer(office):
    office.account("wang")
    office.account("gone")
    office.execute("UPDATE account SET disabled = true WHERE name = 'gone'")
    browser = office.browser()
    tries = [("wang", "wrong"), ("nobody", PASSWORD), ("gone", PASSWORD)]
    answers = [
        browser.post("/api/session", json={"name": name, "password": password})
        for name, password in tries
    ]
    assert [answer.status_code for answer in answers] == [401] * 3
    assert len({answer.content for answer in answers}) == 1
    assert {answer.headers["www-authenticate"] for answer in answers} == {"Bearer"}
    assert not any("set-cookie" in answer.headers for answer in answers)
    assert [action for action, *_ in office.actions()].count("sign_in_failed") == 3


def test_a_fixed_session_is_worth_nothing(office):
    """A cookie that somebody planted before is neither used nor kept."""
    office.account("wang")
    office.account("thief")
    for planted in ("A" * 43, office.secret("thief")):
        browser = office.browser()
        browser.cookies.set("jintu", planted)
        answer = browser.post("/api/session", json=SHOWN, headers=OURS)
        assert answer.status_code == 201
        given = answer.headers["set-cookie"].split(";")[0].removeprefix("jintu=")
        assert given != planted
        stranger = office.browser()
        stranger.cookies.set("jintu", planted)
        assert stranger.get("/api/session").json()["signed_in"] is False


def test_signing_in_again_gives_another_secret_and_ends_the_first(office):
    office.account("wang")
    browser = office.browser()
    first = browser.post("/api/session", json=SHOWN).headers["set-cookie"].split(";")[0]
    second = browser.post("/api/session", json=SHOWN, headers=OURS)
    assert second.headers["set-cookie"].split(";")[0] != first
    other = office.browser()
    assert other.get("/api/session", headers={"cookie": first}).json()["signed_in"] is False


def test_signing_out(office):
    office.account("wang")
    browser = office.browser()
    cookie = browser.post("/api/session", json=SHOWN).headers["set-cookie"].split(";")[0]
    answer = browser.delete("/api/session", headers=OURS)
    assert answer.status_code == 204
    assert "Max-Age=0" in answer.headers["set-cookie"]
    kept = office.browser().get("/api/session", headers={"cookie": cookie})
    assert kept.json()["signed_in"] is False
    assert [action for action, *_ in office.actions()][-2:] == ["sign_in", "sign_out"]
    assert browser.delete("/api/session").status_code == 204


def test_changing_ones_password(office):
    office.account("wang")
    browser, other = office.browser(), office.browser()
    for one in (browser, other):
        one.post("/api/session", json=SHOWN)
    change = {"password": PASSWORD, "new_password": OTHER}
    assert code_of(
        browser.post("/api/session/password", json=change | {"password": "x"}, headers=OURS)
    ) == (401, "bad_credentials")
    weak = browser.post(
        "/api/session/password", json=change | {"new_password": "dragon123456"}, headers=OURS
    )
    assert code_of(weak) == (422, "weak_password")
    assert weak.json()["error"]["detail"]["reason"] == "common"
    before = browser.cookies["jintu"]
    answer = browser.post("/api/session/password", json=change, headers=OURS)
    assert answer.status_code == 201
    assert browser.cookies["jintu"] != before
    assert browser.get("/api/session").json()["signed_in"] is True
    assert other.get("/api/session").json()["signed_in"] is False
    assert other.post("/api/session", json=SHOWN).status_code == 401
    assert other.post("/api/session", json=SHOWN | {"password": OTHER}).status_code == 201


def test_only_who_is_signed_in_changes_a_password(office):
    body = {"password": PASSWORD, "new_password": OTHER}
    answer = office.browser().post("/api/session/password", json=body)
    assert code_of(answer) == (401, "sign_in_needed")


def test_a_change_of_role_renews_the_cookie_on_any_kind_of_answer(town):
    town.account("wang")
    for address in ("/api/session", "/ogc/collections/stations/items?limit=1", "/api/users"):
        browser = town.browser()
        town.enter(browser, "wang")
        before = browser.cookies["jintu"]
        town.execute("UPDATE account_session SET rotate = true")
        browser.cookies.clear()
        answer = browser.get(address, headers={"cookie": f"jintu={before}"})
        renewed = answer.headers["set-cookie"].split(";")[0]
        assert renewed.startswith("jintu=")
        assert renewed != f"jintu={before}"
        again = browser.get("/api/session", headers={"cookie": renewed})
        assert again.json()["name"] == "wang"


def test_graded_protection_over_http(office):
    office.account("wang")
    browser = office.browser(settings={"account_policy": "djbh"})
    policy = browser.get("/api/session").json()["policy"]
    assert (policy["name"], policy["classes"], policy["idle_minutes"]) == ("djbh", 3, 15)
    office.execute("UPDATE account SET password_changed_at = now() - interval '90 days'")
    assert code_of(browser.post("/api/session", json=SHOWN)) == (403, "password_expired")
    weak = SHOWN | {"new_password": "heron-lantern"}
    assert code_of(browser.post("/api/session", json=weak)) == (422, "weak_password")
    good = SHOWN | {"new_password": "Velvet-Anchor-77"}
    assert browser.post("/api/session", json=good).status_code == 201
    office.execute("UPDATE account_session SET seen_at = now() - interval '16 minutes'")
    assert browser.get("/api/session").json()["signed_in"] is False


def test_answers_to_somebody_are_for_no_shared_cache(town):
    town.account("wang")
    browser = town.browser()
    address = "/ogc/collections/counties/items?limit=1"
    assert "private" not in browser.get(address).headers["cache-control"]
    assert "Cookie" in browser.get(address).headers["vary"]
    town.enter(browser, "wang")
    assert browser.get(address).headers["cache-control"] == "private, no-cache"
    assert browser.get("/api/users").headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    "body",
    [{}, {"name": "wang"}, SHOWN | {"role": "admin"}, {"name": ["wang"], "password": PASSWORD},
     {"name": "wang", "password": "x" * 1001}, {"name": "", "password": PASSWORD}],
)  # fmt: skip
def test_a_body_of_another_shape_is_refused_without_repeating_it(office, body):
    answer = office.browser().post("/api/session", json=body)
    assert code_of(answer) == (422, "bad_request")
    assert PASSWORD not in answer.text


@pytest.mark.parametrize("name", ["wang\r\nX: y", "\x00", "' OR 1=1 --", "%00", "王芳"])
def test_hostile_names_are_just_wrong(office, name):
    body = json.dumps({"name": name, "password": "wrong"})
    answer = office.browser().post(
        "/api/session", content=body, headers={"content-type": "application/json"}
    )
    assert code_of(answer) == (401, "bad_credentials")
    ((actor,),) = office.execute("SELECT actor FROM journal")
    assert "\n" not in actor
    assert "\r" not in actor
