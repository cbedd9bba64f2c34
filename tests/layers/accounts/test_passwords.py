"""Which passwords are taken, and how they are hashed."""

from __future__ import annotations

import threading
import time

import pytest

from layers.accounts import POLICIES, guessable, hashing, policies
from layers.accounts.errors import HashingBusy, WeakPassword

ASVS = POLICIES["asvs"]
DJBH = POLICIES["djbh"]


def reason(policy, password, name="wang.fang", earlier=()):
    try:
        policies.check(policy, password, name, earlier)
    except WeakPassword as error:
        return error.facts["reason"]
    return None


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("heron-lant1", "short"),  # 11
        ("heron-lant12", None),  # 12
        ("heron lantern quartz", None),
        ("云冈石窟外的第三棵槐树开花了吗", None),
        ("heron lantern quartz " * 6 + "51", None),  # 128
        ("heron lantern quartz " * 6 + "512", "long"),
        ("dragon123456", "common"),
        ("Dr@g0n!20241", "common"),
        ("password123456", "context"),
        ("P@ssw0rd12345", "common"),
        ("qwertyuiop123", "common"),
        ("1qaz2wsx3edc", "common"),
        ("abcdefghijkl", "common"),
        ("zyxwvutsrqpo", "common"),
        ("aaaaaaaaaaaab", "common"),
        ("139351234567", "common"),
        ("14010519900101123X", "common"),
        ("140105199001011234", "common"),
        ("xk7!xk7!xk7!", "common"),
        ("woaini5201314", "context"),
        ("iloveyouprincess", "common"),
        ("jintu-jintu-jintu", "context"),
        ("晋图管理员2024!!!", "context"),
        ("JinTu#Taiyuan1", "context"),
        ("wang.fang2024", "context"),
        ("jintu-heron-lantern", None),
    ],
)
def test_the_default_rules(password, expected):
    # "wang.fang2024" is short of eight characters without the name; the last one is not.
    assert reason(ASVS, password) == expected


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("Heron-4lan", None),  # 10
        ("Heron-4la", "short"),
        ("heron-lantern", "classes"),  # lower case and others
        ("heron-lantern-7", None),
        ("HERONLANTERN7", "classes"),
        ("heronLANTERN7", None),
        ("Dragon123456", "common"),
    ],
)
def test_the_rules_of_graded_protection(password, expected):
    assert reason(DJBH, password) == expected


def test_the_last_five_passwords_are_not_taken_again_under_graded_protection():
    old = [hashing.hashed(f"Old-heron-{n}x") for n in range(6)]
    assert reason(DJBH, "Old-heron-4x", earlier=old) == "history"
    assert reason(DJBH, "Old-heron-5x", earlier=old) is None
    assert (
        reason(ASVS, "Old-heron-4x-lantern", earlier=[hashing.hashed("Old-heron-4x-lantern")])
        is None
    )


def test_the_list_is_there_and_large():
    assert len(guessable.common_passwords()) > 9_000
    assert {"password", "iloveyou", "1qaz2wsx"} <= guessable.common_passwords()
    assert {"晋图", "jintu"} <= guessable.context_words()


def test_a_password_of_the_full_length_is_judged_quickly():
    began = time.perf_counter()
    assert guessable.is_common("k7" * 63 + "!!") is True
    assert guessable.is_common("".join(chr(33 + n % 90) for n in range(128))) is False
    assert time.perf_counter() - began < 0.5


def test_a_password_is_taken_verbatim():
    stored = hashing.hashed(" é  ")
    assert stored.startswith("$argon2id$")
    assert hashing.matches(stored, " é  ")
    assert not hashing.matches(stored, "é  ")
    assert not hashing.matches(stored, " e\u0301  ")
    assert hashing.matches(hashing.hashed("half \ud800"), "half \ud800")


def test_the_same_password_has_another_hash_each_time():
    assert hashing.hashed("heron-lantern") != hashing.hashed("heron-lantern")


def test_the_costs_are_those_that_were_decided():
    from argon2 import PasswordHasher, extract_parameters

    parameters = extract_parameters(
        PasswordHasher(
            time_cost=hashing.PASSES, memory_cost=hashing.MEMORY_KIB, parallelism=hashing.LANES
        ).hash("x")
    )
    assert (parameters.time_cost, parameters.parallelism) == (2, 1)
    assert parameters.memory_cost == 46 * 1024


def test_without_a_stored_hash_the_same_verification_is_done(monkeypatch):
    seen = []

    class Counting:
        def verify(self, against, password):
            seen.append((against, password))
            return True

        def hash(self, _password):
            return "nobody's"

    monkeypatch.setattr(hashing, "_hasher", Counting())
    assert hashing.matches("stored", "x") is True
    assert hashing.matches(None, "x") is False
    assert seen == [("stored", b"x"), ("nobody's", b"x")]


def test_a_damaged_hash_matches_nothing():
    assert not hashing.matches("not a hash", "x")


def test_never_more_than_two_hash_at_once_and_others_are_told_to_come_back(monkeypatch):
    running, most, release = [], [], threading.Event()

    class Slow:
        def hash(self, _password):
            running.append(1)
            most.append(len(running))
            release.wait(5)
            running.pop()
            return "hash"

    monkeypatch.setattr(hashing, "_hasher", Slow())
    monkeypatch.setattr(hashing, "WAIT_SECONDS", 0.05)
    workers = [threading.Thread(target=hashing.hashed, args=("x",)) for _ in range(2)]
    for worker in workers:
        worker.start()
    while len(running) < 2:
        time.sleep(0.005)
    with pytest.raises(HashingBusy):
        hashing.hashed("x")
    release.set()
    for worker in workers:
        worker.join()
    assert max(most) == 2
    assert hashing.hashed("x") == "hash"
