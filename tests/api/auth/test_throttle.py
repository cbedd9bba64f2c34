"""How often somebody may try."""

from __future__ import annotations

import threading

import pytest

from api.auth import throttle
from api.auth.throttle import Throttle
from layers.accounts.errors import TooManyAttempts


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def wait_of(limiter, *keys):
    """The seconds to wait, or 0 when the attempt is let in."""
    try:
        limiter.admit(*keys)
    except TooManyAttempts as error:
        return error.facts["retry_after_s"]
    return 0


def test_after_three_failures_the_pause_doubles_up_to_a_minute(clock):
    limiter = Throttle(clock)
    pauses = []
    for _ in range(12):
        clock.now += 3600  # the budgets are full again, the row of failures goes on
        assert wait_of(limiter, "name:wang") == 0
        pauses.append(limiter._states["name:wang"].not_before - clock.now)
    assert pauses == [0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]


def test_five_in_a_minute(clock, monkeypatch):
    monkeypatch.setattr(throttle, "_pause_s", lambda _: 0.0)
    limiter = Throttle(clock)
    assert [wait_of(limiter, "a") for _ in range(5)] == [0] * 5
    assert wait_of(limiter, "a") == 13  # one comes back every 12 s
    clock.now += 12
    assert wait_of(limiter, "a") == 0
    assert wait_of(limiter, "a") > 0


def test_twenty_in_an_hour(clock, monkeypatch):
    monkeypatch.setattr(throttle, "_pause_s", lambda _: 0.0)
    limiter = Throttle(clock)
    let_in = 0
    for _ in range(60):  # a minute apart, so that the minute's budget is always full
        let_in += wait_of(limiter, "a") == 0
        clock.now += 1
    # 5 at once and then one in 12 s for a minute: 20 are never reached in 60 s
    assert let_in == 9
    for _ in range(3540):
        let_in += wait_of(limiter, "a") == 0
        clock.now += 1
    # 20 at the start and one each 180 s
    assert let_in == 20 + 19


def test_it_always_ends(clock):
    limiter = Throttle(clock)
    for _ in range(200):
        wait_of(limiter, "a")
        clock.now += 1
    clock.now += 180
    assert wait_of(limiter, "a") == 0


def test_success_is_not_counted_and_ends_the_row(clock):
    limiter = Throttle(clock)
    for _ in range(100):
        limiter.admit("name:wang", "address:1")
        limiter.succeeded("name:wang", "address:1")
    for _ in range(2):
        limiter.admit("name:wang", "address:1")
    limiter.succeeded("name:wang", "address:1")
    assert limiter._states["name:wang"].failures == 0


def test_the_address_counts_whatever_the_name_and_the_other_way_round(clock, monkeypatch):
    monkeypatch.setattr(throttle, "_pause_s", lambda _: 0.0)
    limiter = Throttle(clock)
    for n in range(5):
        assert wait_of(limiter, f"name:{n}", "address:1") == 0
    assert wait_of(limiter, "name:5", "address:1") > 0
    assert wait_of(limiter, "name:5", "address:2") == 0
    for n in range(4):
        assert wait_of(limiter, "name:5", f"address:{10 + n}") == 0
    assert wait_of(limiter, "name:5", "address:20") > 0


def test_who_has_to_wait_is_not_counted_again(clock):
    limiter = Throttle(clock)
    while wait_of(limiter, "a") == 0:
        pass
    failures = limiter._states["a"].failures
    for _ in range(50):
        assert wait_of(limiter, "a") > 0
    assert limiter._states["a"].failures == failures


def test_attempts_at_the_same_moment_do_not_slip_through(clock):
    limiter = Throttle(clock)
    ready, let_in = threading.Barrier(20), []

    def attempt():
        ready.wait()
        let_in.append(wait_of(limiter, "a") == 0)

    threads = [threading.Thread(target=attempt) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(let_in) == 3  # the third failure begins the pause


def test_memory_is_bounded(clock, monkeypatch):
    monkeypatch.setattr(throttle, "MOST_KEYS", 100)
    limiter = Throttle(clock)
    for n in range(1000):
        limiter.admit(f"address:{n}")
    assert len(limiter._states) == 100


def test_over_http_guessing_is_slowed_and_the_right_password_does_not_help_then(office):
    office.account("wang")
    browser = office.browser()

    def sign_in(password):
        shown = {"name": "wang", "password": password}
        return browser.post("/api/session", json=shown)

    assert [sign_in("wrong").status_code for _ in range(3)] == [401] * 3
    answer = sign_in("heron-lantern-quartz-51")
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "too_many_attempts")
    assert int(answer.headers["retry-after"]) >= 1
    assert "set-cookie" not in answer.headers
    assert [a for a, *_ in office.actions()].count("sign_in_failed") == 3
