"""``jintu user``: accounts from the command line."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from api.commands import user
from geo.errors import JintuError

PASSWORD = "heron-lantern-quartz-51"  # noqa: S105 - of an account that lives as long as a test
OTHER = "velvet-anchor-prairie-77"


@pytest.fixture
def jintu_user(empty_url, monkeypatch):
    monkeypatch.setenv("JINTU_DATABASE_URL", empty_url)
    monkeypatch.setenv("JINTU_LANG", "en")

    def run(*words, typed=None):
        answer = CliRunner().invoke(user.app, list(words), input=typed)
        if isinstance(answer.exception, JintuError):
            raise answer.exception
        return answer

    return run


def test_an_account_from_making_to_disabling(jintu_user, office):
    made = jintu_user("add", "wang", "--role", "planner", "--json", typed=f"{PASSWORD}\n")
    assert made.exit_code == 0, made.output
    assert json.loads(made.stdout)["role"] == "planner"
    assert PASSWORD not in made.output
    jintu_user("role", "wang", "staff")
    jintu_user("password", "wang", typed=OTHER)
    jintu_user("disable", "wang")
    (listed,) = json.loads(jintu_user("list", "--json").stdout)["users"]
    assert (listed["name"], listed["role"], listed["disabled"]) == ("wang", "staff", True)
    jintu_user("disable", "wang", "--undo")
    assert "wang" in jintu_user("list").stdout
    assert office.actions() == [
        ("account_made", "operator", "wang"),
        ("role_changed", "operator", "wang"),
        ("password_changed", "operator", "wang"),
        ("account_disabled", "operator", "wang"),
        ("account_enabled", "operator", "wang"),
    ]
    shown = {"name": "wang", "password": OTHER}
    assert office.browser().post("/api/session", json=shown).status_code == 201


@pytest.mark.parametrize(
    ("words", "typed", "code"),
    [
        (("add", "wang", "--role", "root"), PASSWORD, "unknown_role"),
        (("add", "wang", "--role", "admin"), "short", "weak_password"),
        (("add", "wang", "--role", "admin"), "", "weak_password"),
        (("add", "public", "--role", "admin"), PASSWORD, "bad_name"),
        (("role", "nobody", "staff"), None, "unknown_account"),
        (("disable", "nobody"), None, "unknown_account"),
        (("password", "nobody"), OTHER, "unknown_account"),
    ],
)
def test_what_is_refused(jintu_user, words, typed, code):
    with pytest.raises(JintuError) as caught:
        jintu_user(*words, typed=typed)
    assert caught.value.code == code


def test_a_password_is_never_an_argument(jintu_user):
    for words in (("add", "wang", "--role", "planner"), ("password", "wang")):
        answer = jintu_user(*words, "--password", PASSWORD)
        assert answer.exit_code == 2
        assert jintu_user(*words, PASSWORD).exit_code == 2


def test_the_policy_of_the_settings_is_kept_to(jintu_user, monkeypatch):
    monkeypatch.setenv("JINTU_ACCOUNT_POLICY", "djbh")
    with pytest.raises(JintuError) as caught:
        jintu_user("add", "wang", "--role", "planner", typed="heron-lantern-quartz")
    assert caught.value.facts["reason"] == "classes"
