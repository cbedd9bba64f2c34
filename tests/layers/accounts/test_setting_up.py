"""The first administrator: made by a code, once."""

# ruff: noqa: S105, S106 - the passwords of accounts that live as long as a test
from __future__ import annotations

import re
import threading

import pytest

from layers.accounts import POLICIES, Credentials, set_up, setup_code, sign_in
from layers.accounts.errors import BadName, BadSetupCode, WeakPassword

ASVS = POLICIES["asvs"]
PASSWORD = "heron-lantern-quartz-51"


def test_a_first_start_gives_a_code_that_is_stored_hashed(database, execute):
    code = setup_code(database)
    assert re.fullmatch(r"([A-HJ-NP-Z2-9]{5}-){5}[A-HJ-NP-Z2-9]{5}", code)
    ((stored, hours),) = execute(
        "SELECT code_hash, extract(epoch FROM expires_at - now()) / 3600 FROM setup_code"
    )
    assert code not in stored
    assert re.fullmatch("[0-9a-f]{64}", stored)
    assert 23.9 < hours <= 24


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: code.replace("-", " ")])
def test_the_code_makes_an_administrator_once(database, typed, actions, execute):
    code = setup_code(database)
    made = set_up(database, ASVS, typed(code), name="chief", password=PASSWORD)
    assert (made["name"], made["role"]) == ("chief", "admin")
    assert actions() == [("set_up", "chief", "chief")]
    assert execute("SELECT count(*) FROM setup_code") == [(0,)]
    with pytest.raises(BadSetupCode):
        set_up(database, ASVS, code, name="second", password=PASSWORD)
    assert sign_in(database, ASVS, Credentials(name="chief", password=PASSWORD))
    assert setup_code(database) is None


@pytest.mark.parametrize("code", ["", "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-AAAAA", "\ud800"])
def test_a_wrong_code(database, code):
    setup_code(database)
    with pytest.raises(BadSetupCode):
        set_up(database, ASVS, code, name="chief", password=PASSWORD)


def test_without_a_code_nothing_is_set_up(database):
    with pytest.raises(BadSetupCode):
        set_up(database, ASVS, "", name="chief", password=PASSWORD)


def test_a_code_expires_and_a_new_one_replaces_it(database, execute):
    first = setup_code(database)
    second = setup_code(database)
    with pytest.raises(BadSetupCode):
        set_up(database, ASVS, first, name="chief", password=PASSWORD)
    execute("UPDATE setup_code SET expires_at = now() - interval '1 second'")
    with pytest.raises(BadSetupCode):
        set_up(database, ASVS, second, name="chief", password=PASSWORD)


def test_a_weak_password_or_bad_name_does_not_use_the_code_up(database):
    code = setup_code(database)
    with pytest.raises(WeakPassword):
        set_up(database, ASVS, code, name="chief", password="short")
    with pytest.raises(BadName):
        set_up(database, ASVS, code, name="public", password=PASSWORD)
    assert set_up(database, ASVS, code, name="chief", password=PASSWORD)


def test_an_account_made_otherwise_ends_set_up(database, make):
    code = setup_code(database)
    make("wang", "planner")
    with pytest.raises(BadSetupCode):
        set_up(database, ASVS, code, name="chief", password=PASSWORD)
    assert setup_code(database) is None


def test_two_people_with_the_code_make_one_administrator(database, execute):
    code = setup_code(database)
    ready, made = threading.Barrier(2), []

    def go(name):
        ready.wait()
        try:
            made.append(set_up(database, ASVS, code, name=name, password=PASSWORD)["name"])
        except BadSetupCode:
            made.append(None)

    threads = [threading.Thread(target=go, args=(name,)) for name in ("chief", "thief")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made.count(None) == 1
    assert execute("SELECT count(*) FROM account") == [(1,)]
