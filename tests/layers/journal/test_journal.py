"""The journal: chained, append-only, and honest about what was done to it."""

from __future__ import annotations

import hashlib
import threading
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from layers import journal
from layers.journal.chain import LONGEST, safe_text


def written(database, *actions):
    with database.begin() as connection:
        for action in actions:
            journal.append(connection, actor="wang", action=action, object="stations")


def test_entries_are_numbered_and_chained_by_hand(database):
    with database.begin() as connection:
        journal.append(connection, actor="wang", action="publish", object="a", details={"v": 2})
        journal.append(connection, actor="li", action="roll_back")
        second, first = journal.read(connection)
    assert (first["number"], second["number"]) == (1, 2)
    assert first["previous_hash"] == "0" * 64
    at = datetime.fromisoformat(first["at"]).astimezone(UTC).isoformat(timespec="microseconds")
    text = f'{{"action":"publish","actor":"wang","at":"{at}","details":{{"v":2}},'
    text += '"number":1,"object":"a"}'
    expected = hashlib.sha256(("0" * 64 + "\n" + text).encode()).hexdigest()
    assert first["hash"] == expected
    assert second["previous_hash"] == expected


def test_an_untouched_journal_is_whole(database):
    with database.begin() as connection:
        assert journal.verify(connection) == journal.Verdict(count=0, head="0" * 64, broken=())
    written(database, "publish", "export", "roll_back")
    with database.begin() as connection:
        verdict = journal.verify(connection)
        assert verdict.whole
        assert verdict.count == 3
        assert verdict.head == journal.read(connection)[0]["hash"]


@pytest.mark.parametrize(
    "statement", ["UPDATE journal SET actor = 'x'", "DELETE FROM journal", "TRUNCATE journal"]
)
def test_the_database_refuses_to_change_it(database, statement):
    written(database, "publish")
    with (
        pytest.raises(sa.exc.DBAPIError, match="append-only"),
        database.begin() as connection,
    ):
        connection.execute(sa.text(statement))
    with database.begin() as connection:
        assert journal.verify(connection).count == 1


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE journal SET actor = 'li' WHERE number = 2", (2,)),
        ("UPDATE journal SET details = '{\"a\": 1}' WHERE number = 3", (3,)),
        ("UPDATE journal SET at = at + interval '1 microsecond' WHERE number = 1", (1,)),
        ("DELETE FROM journal WHERE number = 2", (3,)),
        ("DELETE FROM journal WHERE number = 1", (2,)),
        ("UPDATE journal SET number = 9 WHERE number = 4", (9,)),
        ("UPDATE journal SET hash = repeat('f', 64) WHERE number = 2", (2, 3)),
    ],
)
def test_an_edit_behind_its_back_is_found(database, statement, broken):
    written(database, "publish", "export", "roll_back", "upload")
    with database.begin() as connection:
        connection.execute(sa.text("ALTER TABLE journal DISABLE TRIGGER ALL"))
        connection.execute(sa.text(statement))
        connection.execute(sa.text("ALTER TABLE journal ENABLE TRIGGER ALL"))
    with database.begin() as connection:
        verdict = journal.verify(connection)
    assert verdict.broken == broken
    assert not verdict.whole


def test_an_edit_with_a_hash_made_to_fit_breaks_the_next_entry(database):
    written(database, "publish", "export", "roll_back")
    with database.begin() as connection:
        forged = journal.read(connection)[1]
        entry = {name: forged[name] for name in ("number", "action", "object", "details")}
        entry |= {"actor": "li", "at": datetime.fromisoformat(forged["at"])}
        hash_ = journal.digest(forged["previous_hash"], entry)
        connection.execute(sa.text("ALTER TABLE journal DISABLE TRIGGER ALL"))
        connection.execute(
            sa.text("UPDATE journal SET actor = 'li', hash = :hash WHERE number = 2"),
            {"hash": hash_},
        )
        assert journal.verify(connection).broken == (3,)


def test_cutting_off_the_end_changes_number_and_head(database):
    written(database, "publish", "export")
    with database.begin() as connection:
        before = journal.verify(connection)
        connection.execute(sa.text("ALTER TABLE journal DISABLE TRIGGER ALL"))
        connection.execute(sa.text("DELETE FROM journal WHERE number = 2"))
        after = journal.verify(connection)
    assert after.whole
    assert (after.count, before.count) == (1, 2)
    assert after.head != before.head


def test_writers_at_the_same_moment_make_one_chain(database):
    ready = threading.Barrier(6)

    def write(name):
        ready.wait()
        for _ in range(10):
            with database.begin() as connection:
                journal.append(connection, actor=name, action="export")

    writers = [threading.Thread(target=write, args=(f"w{n}",)) for n in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with database.begin() as connection:
        assert journal.verify(connection).whole
        entries = journal.read(connection, limit=100)
    assert [entry["number"] for entry in entries] == list(range(60, 0, -1))
    assert {entry["actor"] for entry in entries} == {f"w{n}" for n in range(6)}


def test_an_action_that_fails_leaves_no_entry_and_none_after_it_is_broken(database):
    with database.engine.connect() as connection:
        journal.append(connection, actor="wang", action="publish")
        connection.rollback()
    written(database, "export")
    with database.begin() as connection:
        assert [entry["number"] for entry in journal.read(connection)] == [1]
        assert journal.verify(connection).whole


def test_an_action_whose_entry_cannot_be_written_does_not_happen(database):
    with database.begin() as connection:
        connection.execute(sa.text("ALTER TABLE journal RENAME TO elsewhere"))

    def act():
        with database.begin() as connection:
            connection.execute(sa.text("INSERT INTO layer (id, role) VALUES ('made', 'station')"))
            journal.append(connection, actor="wang", action="publish")

    with pytest.raises(sa.exc.DBAPIError):
        act()
    with database.begin() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM layer")) == 0


def test_reading_goes_back_page_by_page(database):
    written(database, "publish", "export", "roll_back", "upload", "discard")
    with database.begin() as connection:
        page = journal.read(connection, limit=2)
        older = journal.read(connection, before=page[-1]["number"], limit=2)
    assert [entry["action"] for entry in page] == ["discard", "upload"]
    assert [entry["action"] for entry in older] == ["roll_back", "export"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("plain 文字", "plain 文字"),
        ("a\r\nb", "a\\r\\nb"),
        ("a\\nb", "a\\\\nb"),
        ("nul\x00esc\x1b", "nul\\x00esc\\x1b"),
        ("half\ud800", "half\\ud800"),
        ("line\u2028end\u202e", "line\\u2028end\\u202e"),
        ("x" * 200, "x" * 200),
        ("x" * 201, "x" * 199 + "…"),
    ],
)
def test_values_cannot_forge_a_line(text, kept):
    assert safe_text(text) == kept
    assert len(safe_text(text)) <= LONGEST + 40


def test_values_of_every_kind_come_back_as_they_were_hashed(database):
    details = {"n": 5, "yes": True, "none": None, "f": 1.5, "list": [1, "\n"], "t": "\x00\ud800"}
    with database.begin() as connection:
        journal.append(connection, actor="w\n", action="upload", object="o\r", details=details)
        assert journal.verify(connection).whole
        (entry,) = journal.read(connection)
    assert entry["actor"] == "w\\n"
    assert entry["object"] == "o\\r"
    assert entry["details"] == {
        "n": 5,
        "yes": True,
        "none": None,
        "f": "1.5",
        "list": "[1, '\\\\n']",
        "t": "\\x00\\ud800",
    }
