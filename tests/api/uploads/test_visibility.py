"""Opening a layer to everybody and closing it again, by administrators."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from layers.account_models import JournalEntry
from tests import staging

OPENED = {"visibility": "public", "review_basis": "a test draws no map"}


@pytest.fixture
def wells(desk):
    """An internal layer, published by Li; Chen administers."""
    desk.person("chen", "admin")
    desk.publish(desk.inspected(staging.wells(a=1.0, b=2.0)))
    return "/api/layers/wells"


def code_of(answer):
    return answer.json()["error"]["code"]


def test_a_layer_is_opened_to_everybody_and_closed_again(desk, wells):
    path = f"{wells}/visibility"
    assert desk.get(wells, by=None).status_code == 404
    opened = desk.ask("PUT", path, json=OPENED, by="chen")
    assert (opened.status_code, opened.json()["visibility"]) == (200, "public")
    shown = desk.get(wells, by=None).json()
    assert shown["version"]["feature_count"] == 2
    assert shown["review_basis"] == "a test draws no map"
    desk.ask("PUT", path, json={"visibility": "internal"}, by="chen")
    assert desk.get(wells, by=None).status_code == 404


def test_what_must_be_known_first_is_named(desk, wells):
    answer = desk.ask("PUT", f"{wells}/visibility", json={"visibility": "public"}, by="chen")
    assert (answer.status_code, code_of(answer)) == (422, "upload_description")
    assert answer.json()["error"]["detail"]["missing"] == "review_number"
    assert desk.get(wells, by=None).status_code == 404


def test_only_administrators_decide(desk, wells):
    assert desk.ask("PUT", f"{wells}/visibility", json=OPENED).status_code == 403
    assert desk.ask("PUT", f"{wells}/visibility", json=OPENED, by=None).status_code == 401


def test_a_layer_that_is_not_there_is_not_opened(desk, wells):
    answer = desk.ask("PUT", "/api/layers/springs/visibility", json=OPENED, by="chen")
    assert (answer.status_code, code_of(answer)) == (404, "unknown_layer")


def test_the_journal_tells_who_opened_it_and_on_what_basis(desk, wells):
    desk.ask("PUT", f"{wells}/visibility", json=OPENED, by="chen")
    query = sa.select(JournalEntry.actor, JournalEntry.object, JournalEntry.details)
    with desk.database.begin() as connection:
        told = connection.execute(query.where(JournalEntry.action == "visibility_changed")).one()
    assert tuple(told) == (
        "chen",
        "wells",
        {"visibility": "public", "review": "a test draws no map"},
    )
