"""Going back and forward, and what stands against it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from layers import catalogue, features, journal, uploads, version_changes
from layers.errors import UnknownLayer, UnknownVersion, VersionConflict
from layers.version_changes import Retention, roll_back
from layers.version_changes.conflicts import LayerBusy
from tests import staging
from tests.invariants import assert_kept, assert_sound
from tests.staging import frame


def codes(database) -> list[str]:
    with database.begin() as connection:
        layer = catalogue.get(connection, "wells", internal=True)
        return list(features.frame(connection, layer)["code"])


@pytest.fixture
def three(database, folder):
    """A layer with three versions: a; b; c."""
    for letter in "abc":
        staging.published(database, folder, frame(**{letter: 1}))
    return database


def test_going_back_and_forward_again(three, folder):
    answer = roll_back(three, "wells", 1, expected=3, author="wang")
    assert (answer["moved"], answer["version"]["number"]) == (True, 1)
    assert codes(three) == ["a"]
    assert_sound(three, folder)
    roll_back(three, "wells", 2, expected=1, author="wang")
    assert codes(three) == ["b"]
    assert_kept(three, {"wells": 3})
    assert_sound(three, folder)


def test_the_journal_tells_of_it(three):
    roll_back(three, "wells", 1, expected=3, author="wang")
    with three.begin() as connection:
        entry = journal.read(connection)[0]
    assert (entry["action"], entry["actor"], entry["object"]) == ("roll_back", "wang", "wells")
    assert entry["details"] == {"version": 1, "from": 3}


def test_asking_again_changes_nothing(three):
    first = roll_back(three, "wells", 1, expected=3, author="wang")
    again = roll_back(three, "wells", 1, expected=3, author="wang")
    assert again["moved"] is False
    assert again["version"] == first["version"]
    with three.begin() as connection:
        actions = [entry["action"] for entry in journal.read(connection)]
    assert actions.count("roll_back") == 1


def test_somebody_who_saw_another_version_is_told_what_changed(three):
    with pytest.raises(VersionConflict) as caught:
        roll_back(three, "wells", 1, expected=2, author="wang")
    facts = caught.value.facts
    assert (facts["expected"], facts["published"]) == (2, 3)
    assert (facts["added"], facts["removed"], facts["changed"]) == (1, 1, 0)
    assert codes(three) == ["c"]


def test_a_version_that_readers_never_saw_is_not_gone_back_to(three, folder):
    upload = staging.ready(three, folder, frame(d=1))
    wanted = staging.publication(three, upload)
    uploads.publish(three, folder, upload, wanted, author="li", dry_run=True)
    with pytest.raises(UnknownVersion) as caught:
        roll_back(three, "wells", 4, expected=3, author="wang")
    assert caught.value.facts["reason"] == "never_published"


def test_a_version_whose_features_are_gone(three):
    version_changes.apply(three, Retention(keep_last=1, keep_days=0), author="operator")
    with pytest.raises(UnknownVersion) as caught:
        roll_back(three, "wells", 1, expected=3, author="wang")
    assert caught.value.facts["reason"] == "discarded"


@pytest.mark.parametrize(("to", "expected"), [(9, 3), (1, 9)])
def test_a_version_that_is_not_there(three, to, expected):
    with pytest.raises(UnknownVersion):
        roll_back(three, "wells", to, expected=expected, author="wang")
    assert codes(three) == ["c"]


def test_a_layer_that_is_not_there(three):
    with pytest.raises(UnknownLayer) as caught:
        roll_back(three, "springs", 1, expected=2, author="wang")
    assert caught.value.facts["known"] == "wells"


def test_a_layer_that_is_being_filled_is_waited_for_and_then_busy(three, monkeypatch):
    monkeypatch.setattr("layers.version_changes.conflicts.lock.__kwdefaults__", {"wait_ms": 50})
    with three.begin() as filling:
        filling.execute(sa.text("SELECT id FROM layer FOR UPDATE"))
        with pytest.raises(LayerBusy):
            roll_back(three, "wells", 1, expected=3, author="wang")
    assert codes(three) == ["c"]


def test_the_history_is_newest_first(three):
    with three.begin() as connection:
        found = version_changes.history(connection, "wells")
    assert [(one["number"], one["state"]) for one in found] == [
        (3, "published"), (2, "superseded"), (1, "superseded"),
    ]  # fmt: skip
    assert found[0]["feature_count"] == 1
