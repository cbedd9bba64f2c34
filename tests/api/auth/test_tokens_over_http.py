"""Tokens in the header of a program."""

from __future__ import annotations

import pytest


def bearer(token):
    return {"authorization": f"Bearer {token}"}


@pytest.fixture
def wang(office):
    office.account("wang", "staff")
    browser = office.browser()
    office.enter(browser, "wang")
    return browser


def test_a_token_is_made_shown_once_used_and_revoked(wang, office):
    body = {"label": "qgis", "rights": ["read_internal"], "days": 30}
    made = wang.post("/api/tokens", json=body)
    assert made.status_code == 201
    token = made.json()["token"]
    program = office.browser()
    who = program.get("/api/session", headers=bearer(token)).json()
    assert (who["signed_in"], who["kind"], who["name"]) == (False, "token", "wang")
    assert who["rights"] == ["read_internal", "read_public"]
    (listed,) = wang.get("/api/tokens").json()["tokens"]
    assert "token" not in listed
    assert token not in wang.get("/api/tokens").text
    assert (listed["label"], listed["used_at"] is None) == ("qgis", False)
    assert wang.delete(f"/api/tokens/{listed['id']}").status_code == 204
    answer = program.get("/api/session", headers=bearer(token))
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "bad_token")
    assert [a for a, *_ in office.actions()][-2:] == ["token_made", "token_revoked"]


@pytest.mark.parametrize("shown", ["", "x", "jintu_x", "a b", "\xff"])
def test_a_token_that_is_not_valid_is_never_taken_for_nobody(office, shown):
    answer = office.browser().get(
        "/api/session", headers={"authorization": b"bearer " + shown.encode("latin-1")}
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "bad_token")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_goes_before_a_cookie(wang, office):
    office.account("shen", "auditor")
    who = wang.get("/api/session", headers=bearer(office.token("shen"))).json()
    assert (who["name"], who["kind"]) == ("shen", "token")


def test_a_demoted_owner_s_token_loses_the_right_with_the_next_request(office):
    office.account("chief", "admin")
    office.account("deputy", "admin")
    program, token = office.browser(), office.token("deputy")
    assert program.get("/api/users", headers=bearer(token)).status_code == 200
    assert program.get("/api/journal", headers=bearer(token)).status_code == 200
    chief = office.browser()
    office.enter(chief, "chief")
    assert chief.patch("/api/users/deputy", json={"role": "auditor"}).status_code == 200
    assert program.get("/api/users", headers=bearer(token)).status_code == 403
    assert program.get("/api/journal", headers=bearer(token)).status_code == 200
    assert chief.patch("/api/users/deputy", json={"disabled": True}).status_code == 200
    assert program.get("/api/journal", headers=bearer(token)).status_code == 401


def test_a_token_cannot_make_tokens_or_change_a_password(office):
    office.account("chief", "admin")
    program, headers = office.browser(), bearer(office.token("chief"))
    for method, path in (
        ("GET", "/api/tokens"),
        ("POST", "/api/tokens"),
        ("DELETE", "/api/tokens/x"),
        ("POST", "/api/session/password"),
    ):
        answer = program.request(method, path, json={}, headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_allowed")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"label": "x", "rights": ["administer"]}, "bad_scope"),
        ({"label": "x", "rights": ["run"], "days": 366}, "bad_scope"),
        ({"label": "x", "rights": ["run"], "days": "30"}, "bad_request"),
        ({"label": "", "rights": ["run"]}, "bad_request"),
        ({"rights": ["run"]}, "bad_request"),
        ({"label": "x", "rights": "run"}, "bad_request"),
        ({"label": "x", "rights": ["run"] * 21}, "bad_request"),
        ({"label": "x", "owner": "chief"}, "bad_request"),
    ],
)
def test_a_wish_that_cannot_be_granted(wang, office, body, code):
    answer = wang.post("/api/tokens", json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert office.execute("SELECT count(*) FROM account_token") == [(0,)]


def test_one_sees_and_revokes_only_one_s_own(wang, office):
    office.account("li", "staff")
    office.account("chief", "admin")
    office.token("li")
    ((identity,),) = office.execute("SELECT id FROM account_token")
    assert wang.get("/api/tokens").json()["tokens"] == []
    assert wang.get("/api/tokens?everybody=true").status_code == 403
    answer = wang.delete(f"/api/tokens/{identity}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown_token")
    chief = office.browser()
    office.enter(chief, "chief")
    assert chief.get("/api/tokens").json()["tokens"] == []
    (seen,) = chief.get("/api/tokens?everybody=true").json()["tokens"]
    assert seen["owner"] == "li"
    assert chief.delete(f"/api/tokens/{identity}").status_code == 204
    assert chief.get("/api/tokens?owner=li").status_code == 400
