"""Accounts: made, changed, and never without an administrator."""

# ruff: noqa: S105, S106 - the passwords of accounts that live as long as a test
from __future__ import annotations

import threading

import pytest

from layers.accounts import POLICIES, Newcomer, people, sessions
from layers.accounts.errors import (
    AccountExists,
    BadName,
    LastAdmin,
    UnknownAccount,
    UnknownRole,
    WeakPassword,
)

ASVS = POLICIES["asvs"]
PASSWORD = "heron-lantern-quartz-51"
OTHER = "velvet-anchor-prairie-77"


def opened(database, name):
    with database.begin() as connection:
        account = people.find(connection, name)
        return sessions.open_session(connection, ASVS, account.id)


def stands(database, secret):
    with database.begin() as connection:
        return sessions.look_up(connection, ASVS, secret)


@pytest.mark.parametrize("name", ["wang", "王芳", "wang.fang@jz", "a", "x" * 64, "用户-1"])
def test_names_that_are_taken(make, name):
    assert make(name)["name"] == name


@pytest.mark.parametrize(
    "name",
    ["", " wang", "a b", "a/b", "..", ".x", "x" * 65, "a\nb", "<b>", "public", "Operator",
     "bundled", "ｐｕｂｌｉｃ"],
)  # fmt: skip
def test_names_that_are_not(make, name):
    with pytest.raises(BadName):
        make(name)


def test_names_that_look_alike_are_one(make):
    make("WangFang")
    for name in ("wangfang", "WANGFANG", "ＷａｎｇＦａｎｇ"):
        with pytest.raises(AccountExists):
            make(name)


def test_making_says_nothing_secret_and_stores_only_a_hash(make, execute, actions):
    made = make("wang", "staff")
    assert set(made) == {
        "name", "role", "disabled", "created_at", "signed_in_at", "password_changed_at",
        "locked_until",
    }  # fmt: skip
    ((stored,),) = execute("SELECT password_hash FROM account")
    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored
    assert actions() == [("account_made", "operator", "wang")]


def test_a_bad_newcomer_leaves_nothing(database, make, actions):
    with pytest.raises(WeakPassword):
        make("wang", password="short")
    with pytest.raises(UnknownRole):
        make("wang", role="root")
    with database.begin() as connection:
        assert people.listing(connection) == []
    assert actions() == []


def test_a_change_of_role_is_journaled_once(database, make, actions, execute):
    make("wang")
    with database.begin() as connection:
        people.set_role(connection, "WANG", "staff", actor="li")
        people.set_role(connection, "wang", "staff", actor="li")
        assert people.get(connection, "wang")["role"] == "staff"
    assert actions()[1:] == [("role_changed", "li", "wang")]
    ((details,),) = execute("SELECT details FROM journal WHERE action = 'role_changed'")
    assert details == {"from": "planner", "to": "staff"}


def test_unknown_accounts_and_roles(database, make):
    make("wang")
    with database.begin() as connection:
        with pytest.raises(UnknownAccount):
            people.set_role(connection, "nobody", "staff", actor="li")
        with pytest.raises(UnknownRole):
            people.set_role(connection, "wang", "root", actor="li")
        with pytest.raises(UnknownAccount):
            people.get(connection, "nobody")
    with pytest.raises(UnknownAccount):
        people.set_password(database, ASVS, "nobody", OTHER, actor="li")


def test_the_last_administrator_stays(database, make):
    make("chief", "admin")
    for change in (
        lambda c: people.set_role(c, "chief", "staff", actor="chief"),
        lambda c: people.set_disabled(c, "chief", disabled=True, actor="chief"),
    ):
        with pytest.raises(LastAdmin), database.begin() as connection:
            change(connection)
    make("deputy", "admin")
    with database.begin() as connection:
        people.set_role(connection, "chief", "staff", actor="deputy")
    with pytest.raises(LastAdmin), database.begin() as connection:
        people.set_disabled(connection, "deputy", disabled=True, actor="deputy")


def test_two_administrators_cannot_take_each_other_away_at_the_same_moment(database, make):
    make("chief", "admin")
    make("deputy", "admin")
    ready, refused = threading.Barrier(2), []

    def demote(name, actor):
        ready.wait()
        try:
            with database.begin() as connection:
                people.set_role(connection, name, "staff", actor=actor)
        except LastAdmin:
            refused.append(name)

    pair = [("chief", "deputy"), ("deputy", "chief")]
    threads = [threading.Thread(target=demote, args=names) for names in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    with database.begin() as connection:
        assert [a["role"] for a in people.listing(connection)].count("admin") == 1


def test_disabling_ends_sessions_and_enabling_does_not_bring_them_back(database, make, actions):
    make("wang")
    secret = opened(database, "wang")
    assert stands(database, secret) is not None
    for disabled in (True, False):
        with database.begin() as connection:
            people.set_disabled(connection, "wang", disabled=disabled, actor="li")
        assert stands(database, secret) is None
    assert [action for action, *_ in actions()[1:]] == ["account_disabled", "account_enabled"]


def test_a_new_password_ends_every_session_and_any_lock(database, make, execute, actions):
    make("wang")
    secret = opened(database, "wang")
    execute("UPDATE account SET failures = 5, locked_until = now() + interval '9 minutes'")
    people.set_password(database, ASVS, "wang", OTHER, actor="li")
    assert stands(database, secret) is None
    assert execute("SELECT failures, locked_until FROM account") == [(0, None)]
    assert actions()[-1] == ("password_changed", "li", "wang")


def test_earlier_passwords_are_remembered_when_the_policy_asks(database, make):
    djbh = POLICIES["djbh"]
    people.make(
        database, djbh, Newcomer(name="wang", role="planner", password="Heron-00-x"), actor="li"
    )
    for number in range(1, 6):
        people.set_password(database, djbh, "wang", f"Heron-0{number}-x", actor="li")
    for number in (5, 1):
        with pytest.raises(WeakPassword) as caught:
            people.set_password(database, djbh, "wang", f"Heron-0{number}-x", actor="li")
        assert caught.value.facts["reason"] == "history"
    people.set_password(database, djbh, "wang", "Heron-00-x", actor="li")


def test_what_an_author_may_see_later_follows_the_role_of_then(database, make):
    make("wang", "planner")
    make("shen", "auditor")

    def sees(author):
        with database.begin() as connection:
            return people.reads_internal(connection, author)

    assert [sees(a) for a in ("wang", "shen", "nobody", "public", "operator", "bundled")] == [
        True, False, False, False, True, True,
    ]  # fmt: skip
    with database.begin() as connection:
        people.set_role(connection, "wang", "public", actor="li")
    assert not sees("wang")
    with database.begin() as connection:
        people.set_role(connection, "wang", "staff", actor="li")
        people.set_disabled(connection, "wang", disabled=True, actor="li")
    assert not sees("wang")
