"""Signing in: what is checked, what is counted, what is told."""

# ruff: noqa: S105, S106 - the passwords of accounts that live as long as a test
from __future__ import annotations

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from layers.accounts import POLICIES, Credentials, Newcomer, hashing, people, sessions, sign_in
from layers.accounts.errors import BadCredentials, PasswordExpired, WeakPassword
from layers.db import Database

ASVS = POLICIES["asvs"]
DJBH = POLICIES["djbh"]
PASSWORD = "heron-lantern-quartz-51"
OTHER = "velvet-anchor-prairie-77"


def shown(name="wang", password=PASSWORD, new=None):
    return Credentials(name=name, password=password, new_password=new, address="10.0.0.9")


def stands(database, secret):
    with database.begin() as connection:
        return sessions.look_up(connection, ASVS, secret) is not None


def test_the_right_password_opens_a_session(database, make, execute, actions):
    make("wang")
    secret = sign_in(database, ASVS, shown("WANG"))
    assert stands(database, secret)
    assert actions()[-1] == ("sign_in", "wang", "")
    assert execute("SELECT details FROM journal WHERE action = 'sign_in'") == [
        ({"address": "10.0.0.9"},)
    ]


@pytest.mark.parametrize("name", ["wang", "nobody"])
def test_the_wrong_password_and_the_wrong_name_are_one_error(database, make, name, actions):
    make("wang")
    with pytest.raises(BadCredentials) as caught:
        sign_in(database, ASVS, shown(name, "wrong"))
    assert (caught.value.where, caught.value.facts) == (None, {})
    assert actions()[-1] == ("sign_in_failed", name, "")


def statements_of(database, credentials):
    """Every statement and hashing that a failed sign-in makes, in order."""
    seen = []

    def note(conn, cursor, statement, *_):
        seen.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    verify = hashing._hasher.verify
    original, hashing._hasher = hashing._hasher, _Noting(hashing._hasher, seen)
    try:
        with pytest.raises(BadCredentials):
            sign_in(database, DJBH, credentials)
    finally:
        hashing._hasher = original
        sa.event.remove(database.engine, "before_cursor_execute", note)
    assert verify
    return seen


class _Noting:
    def __init__(self, hasher, seen):
        self.hasher, self.seen = hasher, seen

    def verify(self, against, password):
        self.seen.append("verify")
        return self.hasher.verify(against, password)

    def __getattr__(self, name):
        return getattr(self.hasher, name)


def test_known_unknown_locked_and_disabled_names_take_the_same_path(database, make, execute):
    for name in ("known", "locked", "disabled"):
        make(name)
    execute("UPDATE account SET locked_until = now() + interval '9 min' WHERE name = 'locked'")
    execute("UPDATE account SET disabled = true WHERE name = 'disabled'")
    hashing.matches(None, "warm")
    paths = [
        statements_of(database, shown("unknown", "wrong")),
        statements_of(database, shown("known", "wrong")),
        statements_of(database, shown("locked")),
        statements_of(database, shown("disabled")),
    ]
    assert "verify" in paths[0]
    assert len(paths[0]) > 4
    assert paths[1:] == paths[:1] * 3


def test_a_sign_in_ends_the_session_it_replaces(database, make):
    make("wang")
    first = sign_in(database, ASVS, shown())
    with database.begin() as connection:
        hash_ = sessions.look_up(connection, ASVS, first).token_hash
    second = sign_in(database, ASVS, shown(), replacing=hash_)
    assert second != first
    assert not stands(database, first)
    assert stands(database, second)


def test_a_disabled_account_does_not_sign_in(database, make):
    make("wang")
    with database.begin() as connection:
        people.set_disabled(connection, "wang", disabled=True, actor="li")
    with pytest.raises(BadCredentials):
        sign_in(database, ASVS, shown())


def test_the_default_policy_never_locks(database, make):
    make("wang")
    for _ in range(12):
        with pytest.raises(BadCredentials):
            sign_in(database, ASVS, shown(password="wrong"))
    assert sign_in(database, ASVS, shown())


def test_graded_protection_locks_after_five_for_a_quarter_of_an_hour(database, make, execute):
    make("wang")
    for _ in range(4):
        with pytest.raises(BadCredentials):
            sign_in(database, DJBH, shown(password="wrong"))
    assert sign_in(database, DJBH, shown())  # four are forgiven, counting begins anew
    for _ in range(5):
        with pytest.raises(BadCredentials):
            sign_in(database, DJBH, shown(password="wrong"))
    ((minutes,),) = execute("SELECT extract(epoch FROM locked_until - now()) / 60 FROM account")
    assert 14.9 < minutes <= 15
    with pytest.raises(BadCredentials):
        sign_in(database, DJBH, shown())
    ((still,),) = execute("SELECT extract(epoch FROM locked_until - now()) / 60 FROM account")
    assert still <= minutes  # an attempt on a locked account does not lengthen the lock
    execute("UPDATE account SET locked_until = now() - interval '1 second'")
    with pytest.raises(BadCredentials):
        sign_in(database, DJBH, shown(password="wrong"))
    assert execute("SELECT failures, locked_until FROM account") == [(1, None)]
    assert sign_in(database, DJBH, shown())
    assert execute("SELECT failures FROM account") == [(0,)]


def test_an_expired_password_needs_a_new_one_with_it(database, execute):
    newcomer = Newcomer(name="wang", role="planner", password="Heron-lantern-51")
    people.make(database, DJBH, newcomer, actor="li")
    execute("UPDATE account SET password_changed_at = now() - interval '91 days'")
    old = "Heron-lantern-51"
    with pytest.raises(PasswordExpired):
        sign_in(database, DJBH, shown(password=old))
    with pytest.raises(BadCredentials):
        sign_in(database, DJBH, shown(password="wrong", new="Velvet-anchor-77"))
    with pytest.raises(WeakPassword):
        sign_in(database, DJBH, shown(password=old, new=old))
    assert sign_in(database, ASVS, shown(password=old))  # the other policy asks for no change
    assert sign_in(database, DJBH, shown(password=old, new="Velvet-anchor-77"))
    assert sign_in(database, DJBH, shown(password="Velvet-anchor-77"))
    with pytest.raises(BadCredentials):
        sign_in(database, DJBH, shown(password=old))


def test_a_change_of_password_ends_the_other_sessions(database, make):
    make("wang")
    before = sign_in(database, ASVS, shown())
    after = sign_in(database, ASVS, shown(new=OTHER))
    assert not stands(database, before)
    assert stands(database, after)


def test_a_hash_of_other_costs_is_made_anew(database, make, execute, monkeypatch):
    make("wang")
    ((old,),) = execute("SELECT password_hash FROM account")
    monkeypatch.setattr(
        hashing, "_hasher", PasswordHasher(time_cost=2, memory_cost=64, parallelism=1)
    )
    sign_in(database, ASVS, shown())
    ((new,),) = execute("SELECT password_hash FROM account")
    assert "t=1" in old
    assert "t=2" in new
    sign_in(database, ASVS, shown())
    assert execute("SELECT password_hash FROM account") == [(new,)]


def test_a_password_changed_while_it_was_checked_does_not_open(database, make, monkeypatch):
    make("wang")
    matches = hashing.matches

    def slowly(stored, password):
        right = matches(stored, password)
        monkeypatch.setattr(hashing, "matches", matches)
        people.set_password(database, ASVS, "wang", OTHER, actor="chief")
        return right

    monkeypatch.setattr(hashing, "matches", slowly)
    with pytest.raises(BadCredentials):
        sign_in(database, ASVS, shown())


def test_hashing_holds_no_connection(empty_url, make, monkeypatch):
    """Sign-ins that wait for their turn must not keep the map from its database."""
    make("wang")
    opened = Database(empty_url)
    busy = []

    class Watching(PasswordHasher):
        def verify(self, *args):
            busy.append(opened.engine.pool.checkedout())
            return super().verify(*args)

    monkeypatch.setattr(hashing, "_hasher", Watching(time_cost=1, memory_cost=64, parallelism=1))
    assert sign_in(opened, ASVS, shown())
    opened.dispose()
    assert busy == [0]


def test_passwords_are_not_in_what_is_printed():
    assert PASSWORD not in repr(shown(new=OTHER))
    assert OTHER not in repr(shown(new=OTHER))
