"""Roles, rights, and who may do what."""

from __future__ import annotations

import pytest

from layers.accounts import RIGHTS, ROLES, Caller, anonymous, rights_of, role_named
from layers.accounts.errors import NotAllowed, SignInNeeded, UnknownRole

ALL = {"read_public", "read_internal", "run", "upload", "publish", "administer", "audit"}
EXPECTED = {
    "public": {"read_public"},
    "planner": {"read_public", "read_internal", "run"},
    "staff": {"read_public", "read_internal", "run", "upload", "publish"},
    "admin": ALL,
    "auditor": {"read_public", "audit"},
}


def test_each_role_has_exactly_these_rights():
    assert set(RIGHTS) == ALL
    assert set(ROLES) == set(EXPECTED)
    assert {role: set(rights_of(role)) for role in ROLES} == EXPECTED


def test_open_runs_give_the_public_one_right_more_and_nobody_else():
    opened = {role: set(rights_of(role, open_runs=True)) for role in ROLES}
    assert opened == EXPECTED | {"public": {"read_public", "run"}}


def test_an_unknown_role_is_refused():
    with pytest.raises(UnknownRole) as caught:
        role_named("root")
    assert "auditor" in caught.value.facts["known"]


def test_what_is_missing_decides_what_is_said():
    reader = anonymous(open_runs=False)
    reader.require("read_public")
    with pytest.raises(SignInNeeded):
        reader.require("run")
    planner = Caller(kind="session", role="planner", rights=rights_of("planner"), name="li")
    planner.require("run")
    planner.require("signed_in")
    with pytest.raises(NotAllowed):
        planner.require("upload")
    assert (planner.internal, reader.internal) == (True, False)
    assert (planner.author, reader.author) == ("li", "public")


def test_a_token_is_no_person_who_signed_in():
    program = Caller(kind="token", role="admin", rights=rights_of("admin"), name="li")
    with pytest.raises(NotAllowed):
        program.require("signed_in")


def test_nobody_has_what_nothing_suffices_for():
    chief = Caller(kind="session", role="admin", rights=rights_of("admin"), name="li")
    with pytest.raises(NotAllowed):
        chief.require("nothing_suffices")
