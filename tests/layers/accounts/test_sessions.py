"""Sessions: where they end, and when their secret changes."""

from __future__ import annotations

import threading

import pytest

from layers.accounts import POLICIES, people, sessions

ASVS = POLICIES["asvs"]
DJBH = POLICIES["djbh"]


@pytest.fixture
def session(database, make):
    """An account and a session of it; what stands is asked with :func:`found`."""
    make("wang")

    class Session:
        def open(self, policy=ASVS):
            with database.begin() as connection:
                account = people.find(connection, "wang")
                return sessions.open_session(connection, policy, account.id)

        def found(self, secret, policy=ASVS):
            with database.begin() as connection:
                return sessions.look_up(connection, policy, secret)

        def role(self, role):
            with database.begin() as connection:
                people.set_role(connection, "wang", role, actor="li")

    return Session()


def test_a_secret_has_256_bits_and_is_not_stored(session, execute):
    secret = session.open()
    assert len(secret) == 43  # 32 bytes in base 64
    ((stored,),) = execute("SELECT token_hash FROM account_session")
    assert len(stored) == 64
    assert secret not in stored
    assert session.found(secret).account.name == "wang"
    assert session.found(stored) is None
    assert session.found("") is None


@pytest.mark.parametrize(
    ("column", "minutes", "policy", "stands"),
    [
        ("seen_at", 29, ASVS, True),
        ("seen_at", 31, ASVS, False),
        ("seen_at", 14, DJBH, True),
        ("seen_at", 16, DJBH, False),
        ("created_at", 12 * 60 - 1, ASVS, True),
        ("created_at", 12 * 60 + 1, ASVS, False),
    ],
)
def test_idle_and_absolute_limits(session, execute, column, minutes, policy, stands):
    secret = session.open(policy)
    execute(
        f"UPDATE account_session SET {column} = now() - make_interval(mins => :minutes)",
        minutes=minutes,
    )
    assert (session.found(secret, policy) is not None) == stands


def test_use_keeps_a_session_alive_but_not_beyond_its_absolute_limit(session, execute):
    secret = session.open()
    execute("UPDATE account_session SET seen_at = now() - interval '20 minutes'")
    assert session.found(secret)
    ((seconds,),) = execute("SELECT extract(epoch FROM now() - seen_at) FROM account_session")
    assert seconds < 5


def test_not_every_request_writes(session, execute):
    secret = session.open()
    ((before,),) = execute("SELECT xmin::text FROM account_session")
    session.found(secret)
    assert execute("SELECT xmin::text FROM account_session") == [(before,)]


def test_the_sixth_session_ends_the_one_unused_longest(session, execute):
    first, *others = [session.open() for _ in range(5)]
    execute("UPDATE account_session SET seen_at = now() - interval '1 minute'")
    assert session.found(first)  # used now
    session.open()
    assert session.found(first)
    assert sum(session.found(secret) is not None for secret in others) == 3


def test_outlived_sessions_are_wiped_when_somebody_signs_in(session, execute):
    session.open()
    execute("UPDATE account_session SET seen_at = now() - interval '1 hour'")
    session.open()
    assert execute("SELECT count(*) FROM account_session") == [(1,)]


def test_a_change_of_role_holds_at_once_and_gives_a_new_secret(session):
    secret = session.open()
    session.role("staff")
    found = session.found(secret)
    assert found.account.role == "staff"
    assert found.renewed not in {None, secret}
    again = session.found(found.renewed)
    assert again.renewed is None
    assert again.token_hash == found.token_hash


def test_the_secret_before_is_taken_for_half_a_minute_and_never_renewed_again(session, execute):
    secret = session.open()
    session.role("staff")
    renewed = session.found(secret).renewed
    late = session.found(secret)  # a request that was under way
    assert (late.account.name, late.renewed) == ("wang", None)
    session.role("planner")
    assert session.found(secret) is None
    assert session.found(renewed).renewed
    execute("UPDATE account_session SET rotated_at = now() - interval '31 seconds'")
    assert session.found(renewed) is None


def test_of_two_requests_at_once_one_renews(session):
    secret = session.open()
    session.role("staff")
    ready, found = threading.Barrier(4), []

    def ask():
        ready.wait()
        found.append(session.found(secret))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert None not in found
    assert sum(one.renewed is not None for one in found) == 1


def test_ending_one_leaves_the_others(session, database):
    first, second = session.open(), session.open()
    with database.begin() as connection:
        sessions.end(connection, session.found(first).token_hash)
    assert session.found(first) is None
    assert session.found(second) is not None
