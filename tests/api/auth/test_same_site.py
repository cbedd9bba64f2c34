"""Requests that another site makes a browser send."""

# ruff: noqa: S105 - the passwords of accounts that live as long as a test
from __future__ import annotations

import pytest

PASSWORD = "heron-lantern-quartz-51"
SHOWN = {"name": "wang", "password": PASSWORD}
TOKEN = {"label": "qgis", "rights": ["run"]}


@pytest.fixture
def signed_in(office):
    office.account("wang", "staff")
    browser = office.browser()
    office.enter(browser, "wang")
    return browser


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"x-jintu": "1"}, None),
        ({"x-jintu": "1", "origin": "http://127.0.0.1", "sec-fetch-site": "same-origin"}, None),
        ({"x-jintu": "1", "sec-fetch-site": "none"}, None),
        ({}, "header"),
        ({"origin": "http://127.0.0.1", "sec-fetch-site": "same-origin"}, "header"),
        ({"x-jintu": "1", "sec-fetch-site": "cross-site"}, "site"),
        ({"x-jintu": "1", "sec-fetch-site": "same-site"}, "site"),
        ({"x-jintu": "1", "origin": "https://evil.example"}, "origin"),
        ({"x-jintu": "1", "origin": "http://127.0.0.1:9999"}, "origin"),
        ({"x-jintu": "1", "origin": "http://127.0.0.1.evil.example"}, "origin"),
        ({"x-jintu": "1", "origin": "null"}, "origin"),
        ({"x-jintu": "1", "origin": ""}, "origin"),
    ],
)
def test_what_a_cookie_may_change(signed_in, headers, reason, office):
    del signed_in.headers["x-jintu"]
    answer = signed_in.post("/api/tokens", json=TOKEN, headers=headers)
    if reason is None:
        assert answer.status_code == 201
        return
    assert answer.status_code == 403
    error = answer.json()["error"]
    assert (error["code"], error["detail"]["reason"]) == ("cross_site", reason)
    assert office.execute("SELECT count(*) FROM account_token") == [(0,)]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/session"),
        ("DELETE", "/api/session"),
        ("POST", "/api/session/password"),
        ("POST", "/api/setup"),
        ("DELETE", "/api/tokens/x"),
        ("PATCH", "/api/users/wang"),
        ("PUT", "/api/users/wang/password"),
        ("POST", "/api/analyses/charging-distance/runs"),
    ],
)
def test_every_changing_route_is_kept(signed_in, method, path):
    del signed_in.headers["x-jintu"]
    answer = signed_in.request(method, path, json=SHOWN)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "cross_site")


def test_reading_needs_no_header(signed_in):
    del signed_in.headers["x-jintu"]
    assert signed_in.get("/api/session").json()["name"] == "wang"
    assert signed_in.get("/api/tokens").status_code == 200


def test_nobody_can_be_signed_in_by_another_site(office):
    office.account("wang")
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        answer = office.browser().post("/api/session", json=SHOWN, headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "cross_site")
        assert "set-cookie" not in answer.headers


def test_our_own_address_behind_a_proxy_is_ours(office):
    office.account("wang")
    settings = {"base_url": "https://map.example.cn/jintu"}
    browser = office.browser("https://127.0.0.1", settings)
    answer = browser.post("/api/session", json=SHOWN, headers={"origin": "https://map.example.cn"})
    assert answer.status_code == 201


def test_a_token_needs_no_header_for_no_browser_sends_it_by_itself(office):
    office.account("chief", "admin")
    headers = {"authorization": f"Bearer {office.token('chief')}", "origin": "https://x.example"}
    body = {"name": "li", "role": "planner", "password": PASSWORD}
    assert office.browser().post("/api/users", json=body, headers=headers).status_code == 201
