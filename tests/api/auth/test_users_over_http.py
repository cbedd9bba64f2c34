"""Administering accounts, and the set-up of the first one."""

# ruff: noqa: S105 - the passwords of accounts that live as long as a test
from __future__ import annotations

import pytest

from layers.accounts import setup_code

PASSWORD = "heron-lantern-quartz-51"
OTHER = "velvet-anchor-prairie-77"


@pytest.fixture
def chief(office):
    office.account("chief", "admin")
    browser = office.browser()
    office.enter(browser, "chief")
    return browser


def error_of(answer):
    return answer.status_code, answer.json()["error"]["code"]


def test_an_account_is_made_and_signs_in(chief, office):
    body = {"name": "王芳", "role": "staff", "password": PASSWORD}
    made = chief.post("/api/users", json=body)
    assert made.status_code == 201
    assert chief.get(made.headers["location"]).json() == made.json()
    assert PASSWORD not in made.text
    assert "hash" not in chief.get("/api/users").text
    shown = {"name": "王芳", "password": PASSWORD}
    assert office.browser().post("/api/session", json=shown).status_code == 201
    assert office.actions()[1:] == [("account_made", "chief", "王芳"), ("sign_in", "王芳", "")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"name": "public"}, (422, "bad_name")),
        ({"name": "a/b"}, (422, "bad_name")),
        ({"name": "CHIEF"}, (409, "account_exists")),
        ({"role": "root"}, (422, "unknown_role")),
        ({"password": "short"}, (422, "weak_password")),
        ({"password": None}, (422, "bad_request")),
        ({"colour": "red"}, (422, "bad_request")),
    ],
)
def test_newcomers_that_are_refused(chief, office, change, expected):
    body = {"name": "li", "role": "staff", "password": PASSWORD} | change
    assert error_of(chief.post("/api/users", json=body)) == expected
    assert office.execute("SELECT name FROM account") == [("chief",)]


def test_role_and_disabling_and_password(chief, office):
    office.account("li", "planner")
    li = office.browser()
    office.enter(li, "li")
    assert chief.patch("/api/users/li", json={"role": "staff"}).json()["role"] == "staff"
    assert li.get("/api/session").json()["role"] == "staff"
    assert chief.put("/api/users/li/password", json={"password": OTHER}).status_code == 204
    assert li.get("/api/session").json()["signed_in"] is False
    office.enter(li, "li")
    assert chief.patch("/api/users/li", json={"disabled": True}).json()["disabled"] is True
    assert li.get("/api/session").json()["signed_in"] is False
    shown = {"name": "li", "password": OTHER}
    assert error_of(office.browser().post("/api/session", json=shown)) == (401, "bad_credentials")
    assert [action for action, *_ in office.actions()[2:]] == [
        "role_changed", "password_changed", "account_disabled", "sign_in_failed",
    ]  # fmt: skip


def test_what_cannot_be_changed(chief):
    assert error_of(chief.patch("/api/users/chief", json={"role": "staff"})) == (409, "last_admin")
    assert error_of(chief.patch("/api/users/chief", json={"disabled": True})) == (
        409,
        "last_admin",
    )
    assert error_of(chief.patch("/api/users/x", json={"role": "staff"})) == (404, "unknown_account")
    assert error_of(chief.get("/api/users/x")) == (404, "unknown_account")
    assert error_of(chief.get("/api/users/%00")) == (404, "not_found")
    assert error_of(chief.put("/api/users/x/password", json={"password": OTHER})) == (
        404,
        "unknown_account",
    )


def test_set_up_makes_the_first_administrator_and_signs_in(office):
    browser = office.browser()
    assert browser.get("/api/session").json()["set_up_needed"] is True
    body = {"code": setup_code(office.database), "name": "chief", "password": PASSWORD}
    wrong = browser.post("/api/setup", json=body | {"code": "A" * 35})
    assert error_of(wrong) == (403, "bad_setup_code")
    assert "set-cookie" not in wrong.headers
    answer = browser.post("/api/setup", json=body)
    assert answer.status_code == 201
    assert (answer.json()["role"], answer.json()["set_up_needed"]) == ("admin", False)
    who = browser.get("/api/session").json()
    assert (who["name"], who["set_up_needed"]) == ("chief", False)
    again = office.browser().post("/api/setup", json=body | {"name": "second"})
    assert error_of(again) == (403, "bad_setup_code")
    assert office.actions() == [("set_up", "chief", "chief"), ("sign_in", "chief", "")]


def test_the_journal_over_http(chief, office):
    office.account("shen", "auditor")
    auditor = office.browser()
    office.enter(auditor, "shen")
    for reader in (chief, auditor):
        entries = reader.get("/api/journal").json()["entries"]
        assert [entry["action"] for entry in entries] == ["account_made"] * 2
        assert entries[0]["object"] == "shen"
        assert entries[0]["previous_hash"] == entries[1]["hash"]
        check = reader.get("/api/journal/check").json()
        assert (check["whole"], check["count"], check["broken"]) == (True, 2, [])
        assert check["head"] == entries[0]["hash"]
    assert len(auditor.get("/api/journal?limit=1").json()["entries"]) == 1
    assert [e["number"] for e in auditor.get("/api/journal?before=2").json()["entries"]] == [1]
    for query in ("limit=0", "before=x", "colour=red"):
        assert error_of(auditor.get(f"/api/journal?{query}")) == (400, "bad_query")
    office.execute("ALTER TABLE journal DISABLE TRIGGER ALL")
    office.execute("UPDATE journal SET object = 'x' WHERE number = 1")
    assert auditor.get("/api/journal/check").json()["broken"] == [1]


def test_when_the_journal_cannot_be_written_nobody_signs_in(office):
    office.account("wang")
    office.execute("ALTER TABLE journal RENAME TO elsewhere")
    browser = office.browser()
    answer = browser.post("/api/session", json={"name": "wang", "password": PASSWORD})
    assert answer.status_code == 500
    assert "set-cookie" not in answer.headers
    assert office.execute("SELECT count(*) FROM account_session") == [(0,)]
