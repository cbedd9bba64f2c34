"""Tokens: never more than their owner may, gone when they should be."""

from __future__ import annotations

import pytest

from layers.accounts import Caller, people, rights_of, tokens
from layers.accounts.errors import BadScope, UnknownToken
from layers.accounts.tokens import Wish


def caller(name, role):
    return Caller(kind="session", role=role, rights=rights_of(role), name=name)


WANG = caller("wang", "staff")


@pytest.fixture
def program(database, make):
    """Make a token of a staff member, and ask what stands behind it."""
    make("wang", "staff")

    class Program:
        def make(self, *rights, days=90, owner=WANG):
            with database.begin() as connection:
                return tokens.make(connection, owner, Wish(label="qgis", rights=rights, days=days))

        def behind(self, token, *, open_runs=False):
            with database.begin() as connection:
                return tokens.look_up(connection, token, open_runs=open_runs)

        def revoke(self, identity, by=WANG):
            with database.begin() as connection:
                tokens.revoke(connection, identity, caller=by)

    return Program()


def test_a_token_is_shown_once_and_stored_hashed(program, database, execute):
    made = program.make("upload")
    assert made["token"].startswith("jintu_")
    assert len(made["token"]) == 6 + 43
    ((row,),) = execute("SELECT account_token::text FROM account_token")
    assert made["token"] not in row
    with database.begin() as connection:
        (listed,) = tokens.listing(connection, "WANG")
        assert tokens.listing(connection, "li") == []
        assert len(tokens.listing(connection, None)) == 1
    assert "token" not in listed
    assert listed["rights"] == ["read_public", "upload"]


def test_it_may_what_it_was_made_for_and_no_more(program):
    found = program.behind(program.make("upload")["token"])
    assert (found.name, found.kind, found.role) == ("wang", "token", "staff")
    assert found.rights == {"read_public", "upload"}


@pytest.mark.parametrize("right", ["administer", "audit", "signed_in", "everything", ""])
def test_it_cannot_ask_for_more_than_its_owner_has(program, right, execute):
    with pytest.raises(BadScope) as caught:
        program.make("run", right)
    assert caught.value.facts["value"] == right
    assert execute("SELECT count(*) FROM account_token") == [(0,)]


@pytest.mark.parametrize(("days", "fine"), [(1, True), (365, True), (0, False), (366, False)])
def test_how_long_it_may_live(program, days, fine, execute):
    if not fine:
        with pytest.raises(BadScope):
            program.make("run", days=days)
        return
    program.make("run", days=days)
    query = "SELECT extract(day FROM expires_at - created_at)::integer FROM account_token"
    assert execute(query) == [(days,)]


def test_a_demotion_reaches_it_at_once_and_so_does_a_promotion(program, database):
    token = program.make("upload", "read_internal")["token"]
    for role, rights in [
        ("planner", {"read_public", "read_internal"}),
        ("public", {"read_public"}),
        ("auditor", {"read_public"}),
        ("admin", {"read_public", "read_internal", "upload"}),
    ]:
        with database.begin() as connection:
            people.set_role(connection, "wang", role, actor="li")
        assert program.behind(token).rights == rights


def test_open_runs_do_not_widen_a_scope(program, database):
    token = program.make("upload")["token"]
    with database.begin() as connection:
        people.set_role(connection, "wang", "public", actor="li")
    assert program.behind(token, open_runs=True).rights == {"read_public"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE account_token SET expires_at = now() - interval '1 second'",
        "UPDATE account_token SET revoked_at = now()",
        "UPDATE account SET disabled = true",
    ],
)
def test_when_it_is_over(program, execute, statement):
    token = program.make("run")["token"]
    assert program.behind(token) is not None
    execute(statement)
    assert program.behind(token) is None


def test_nonsense_is_no_token(program):
    made = program.make("run")
    for text in ("", "jintu_", made["id"], made["token"][:-1], made["token"] + "x", "\ud800"):
        assert program.behind(text) is None


def test_its_last_use_is_told(program, database):
    made = program.make("run")
    assert made["used_at"] is None
    program.behind(made["token"])
    with database.begin() as connection:
        assert tokens.listing(connection, "wang")[0]["used_at"] is not None


def test_only_its_owner_or_an_administrator_revokes_it(program, make, actions):
    make("li", "staff")
    mine, other = program.make("run"), program.make("run")
    with pytest.raises(UnknownToken):
        program.revoke(mine["id"], by=caller("li", "staff"))
    assert program.behind(mine["token"])
    program.revoke(mine["id"])
    program.revoke(mine["id"])
    program.revoke(other["id"], by=caller("chief", "admin"))
    assert program.behind(mine["token"]) is program.behind(other["token"]) is None
    with pytest.raises(UnknownToken):
        program.revoke("none")
    assert [(action, actor) for action, actor, _ in actions() if "token" in action] == [
        ("token_made", "wang"),
        ("token_made", "wang"),
        ("token_revoked", "wang"),
        ("token_revoked", "chief"),
    ]
