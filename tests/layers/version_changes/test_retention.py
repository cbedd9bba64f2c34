"""Old versions go, the published one never; readers do not wait for it."""

from __future__ import annotations

import time

import pytest
import sqlalchemy as sa

from layers import version_changes
from layers.models import LayerVersion
from layers.scenario_models import Scenario
from layers.version_changes import Retention
from tests import staging
from tests.invariants import assert_sound
from tests.staging import frame

NOW = Retention(keep_last=1, keep_days=0)


@pytest.fixture
def five(database, folder):
    """A layer with five versions; number 5 is published."""
    for letter in "abcde":
        staging.published(database, folder, frame(**{letter: 1}))
    return database


def states(database) -> dict[int, str]:
    with database.begin() as connection:
        found = version_changes.history(connection, "wells")
    return {one["number"]: one["state"] for one in found}


def expired(database, policy) -> list[int]:
    with database.begin() as connection:
        return version_changes.expired(connection, "wells", policy)


def aged(database, number, days):
    with database.begin() as connection:
        connection.execute(
            sa.text(
                "UPDATE layer_version SET published_at = now() - make_interval(days => :days)"
                " WHERE number = :number"
            ),
            {"days": days, "number": number},
        )


def test_what_a_scenario_stands_on_stays(five):
    with five.begin() as connection:
        query = sa.select(LayerVersion.number, LayerVersion.id)
        ids = {row.number: row.id for row in connection.execute(query)}
        pin = {number: {"layer": "wells", "version_id": ids[number]} for number in ids}
        base = {"origins": pin[1], "stations": pin[5], "roads": None, "context": {"wells": pin[3]}}
        connection.execute(
            sa.insert(Scenario).values(
                id="s", title="s", owner="li", base=base, params={}, edits=[]
            )
        )
    assert version_changes.apply(five, NOW, author="li") == {"wells": [2, 4]}
    assert len(staging.partitions(five)) == 3
    with five.begin() as connection:
        connection.execute(sa.delete(Scenario))
    assert version_changes.apply(five, NOW, author="li") == {"wells": [1, 3]}
    assert states(five)[5] == "published"


@pytest.mark.parametrize(
    ("policy", "gone"),
    [
        (Retention(keep_last=1, keep_days=0), [1, 2, 3, 4]),
        (Retention(keep_last=3, keep_days=0), [1, 2]),
        (Retention(keep_last=5, keep_days=0), []),
        (Retention(keep_last=1, keep_days=30), [1, 2]),
        (Retention(keep_last=4, keep_days=30), [1]),
        (Retention(keep_last=1, keep_days=60), [1]),
    ],
)
def test_the_newest_and_the_young_stay(five, policy, gone):
    aged(five, 1, 90)
    aged(five, 2, 40)
    assert expired(five, policy) == gone


def test_the_published_one_stays_however_old_it_is(five, folder):
    version_changes.roll_back(five, "wells", 1, expected=5, author="li")
    aged(five, 1, 900)
    assert expired(five, Retention(keep_last=2, keep_days=0)) == [2, 3]
    version_changes.apply(five, NOW, author="operator")
    assert states(five)[1] == "published"
    assert_sound(five, folder)


def test_their_features_are_gone_and_their_rows_stay(five, folder):
    assert len(staging.partitions(five)) == 5
    assert version_changes.apply(five, NOW, author="operator") == {"wells": [1, 2, 3, 4]}
    assert len(staging.partitions(five)) == 1
    assert states(five) == {1: "discarded", 2: "discarded", 3: "discarded", 4: "discarded",
                            5: "published"}  # fmt: skip
    assert version_changes.apply(five, NOW, author="operator") == {}
    assert_sound(five, folder)


def test_numbers_are_not_given_twice(five, folder):
    version_changes.apply(five, NOW, author="operator")
    answer = staging.published(five, folder, frame(f=1))
    assert answer["version"]["number"] == 6


def test_a_reader_is_not_disturbed_and_the_space_is_given_back_later(five):
    with five.begin() as reading:
        reading.execute(sa.text("SELECT count(*) FROM feature"))
        begun = time.monotonic()
        given_up = version_changes.apply(five, NOW, author="operator")
        waited = time.monotonic() - begun
        assert given_up == {"wells": [1, 2, 3, 4]}
        assert len(staging.partitions(five)) == 5
        # Half a second for each of four tables, and never longer.
        assert 1.9 < waited < 10
        assert reading.scalar(sa.text("SELECT count(*) FROM feature")) == 5
    assert len(version_changes.give_back(five)) == 4
    assert len(staging.partitions(five)) == 1


def test_only_versions_that_readers_do_not_see_can_be_given_up(five):
    with five.begin() as connection:
        ids = list(connection.scalars(sa.text("SELECT id FROM layer_version ORDER BY number")))
        assert version_changes.discard(connection, ids) == ids[:4]
        assert version_changes.discard(connection, ids) == []
