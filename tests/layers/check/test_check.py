"""Damage is planted and must be found, each kind by its name; a sound store is called sound."""

from __future__ import annotations

import os
import time

import pytest
import sqlalchemy as sa

from layers import check, uploads
from layers.db import Database
from tests import staging
from tests.staging import frame


def found(database, folder) -> list[tuple[str, str, str]]:
    return [(one.invariant, one.code, one.where) for one in check.every_violation(database, folder)]


def do(database, *statements: str) -> None:
    with database.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


@pytest.fixture
def wells(database, folder):
    """A layer with two versions."""
    staging.published(database, folder, frame(a=1.5, b=2))
    staging.published(database, folder, frame(a=1.5, c=3))
    return database


def version_id(database, number) -> int:
    with database.begin() as connection:
        query = sa.text("SELECT id FROM layer_version WHERE number = :number")
        return connection.scalar(query, {"number": number})


def test_the_bundled_data_is_sound(loaded_url, folder):
    opened = Database(loaded_url)
    try:
        assert found(opened, folder) == []
    finally:
        opened.dispose()


def test_an_empty_store_is_sound(database, folder):
    assert found(database, folder) == []


def test_everything_that_can_stand_in_attributes_is_fingerprinted_alike(database, folder):
    rows = frame(a=1, b=2)
    rows["code"] = ['井\u2028"\\', "\x7f\t"]
    rows["number"] = [1e22, -2.5e-9]
    rows["large"] = [1.5e16, 123456789.125]
    rows["whole"] = [2**53 + 1, -(2**62)]
    rows["flag"] = [True, False]
    rows["text"] = [None, "1e22"]
    staging.published(database, folder, rows)
    assert found(database, folder) == []


def test_a_pointer_that_was_moved_by_hand(wells, folder):
    first = version_id(wells, 1)
    do(wells, f"UPDATE layer SET current_version_id = {first}")
    assert found(wells, folder) == [("I1", "pointer", "wells"), ("I4", "last_move", "wells")]


def test_a_published_version_without_a_pointer(wells, folder):
    do(wells, "UPDATE layer SET current_version_id = NULL")
    assert ("I1", "pointer", "wells") in found(wells, folder)


@pytest.mark.parametrize(
    ("damage", "codes"),
    [
        ("DELETE FROM feature_v{v} WHERE id = 'c'", {"count", "extent"}),
        ("UPDATE feature_v{v} SET geom = st_setsrid(st_point(112.5, 37.6), 4326) WHERE id = 'a'",
         {"extent", "content"}),
        ("UPDATE feature_v{v} SET geom = st_translate(geom, 0, 0) , "
         "attributes = jsonb_set(attributes, '{depth}', '9') WHERE id = 'a'", {"content"}),
        ("UPDATE feature_v{v} SET attributes = attributes - 'depth' WHERE id = 'a'", {"content"}),
    ],
)  # fmt: skip
def test_features_that_were_changed_by_hand(wells, folder, damage, codes):
    do(wells, damage.replace("{v}", str(version_id(wells, 2))))
    assert {(one[0], one[1]) for one in found(wells, folder)} == {("I2", code) for code in codes}


def test_a_feature_in_the_table_of_another_version(wells, folder):
    number = version_id(wells, 2)
    do(
        wells,
        f"ALTER TABLE feature DETACH PARTITION feature_v{number}",
        f"ALTER TABLE feature_v{number} DROP CONSTRAINT ck_feature_v{number}_version",
        f"UPDATE feature_v{number} SET version_id = 1 WHERE id = 'c'",
    )
    codes = {(one[0], one[1]) for one in found(wells, folder)}
    assert {("I2", "strangers"), ("I3", "table_detached")} <= codes


def test_a_table_without_a_version_and_a_version_without_a_table(wells, folder):
    first = version_id(wells, 1)
    do(wells, f"ALTER TABLE feature_v{first} RENAME TO feature_v999")
    assert found(wells, folder) == [
        ("I3", "table_without_version", "feature_v999"),
        ("I3", "version_without_table", f"feature_v{first}"),
    ]


def test_a_published_version_that_lost_its_table_is_told_of_once(wells, folder):
    second = version_id(wells, 2)
    do(wells, f"DROP TABLE feature_v{second}")
    assert found(wells, folder) == [("I3", "version_without_table", f"feature_v{second}")]


def test_an_upload_that_waits_too_long(wells, folder):
    upload = staging.ready(wells, folder, frame(d=1))
    assert found(wells, folder) == []
    do(wells, f"UPDATE upload SET updated_at = now() - interval '26 hours' WHERE id = '{upload}'")
    assert found(wells, folder) == [("I3", "upload_waits", upload)]


def test_a_staged_version_that_no_upload_has(wells, folder):
    upload = staging.ready(wells, folder, frame(d=1))
    wanted = staging.publication(wells, upload)
    uploads.publish(wells, folder, upload, wanted, author="li", dry_run=True)
    third = version_id(wells, 3)
    do(
        wells,
        f"UPDATE upload SET state = 'inspected' WHERE id = '{upload}'",
        f"UPDATE layer_version SET created_at = now() - interval '26 hours' WHERE id = {third}",
    )
    assert found(wells, folder) == [("I3", "version_waits", f"feature_v{third}")]


def test_a_journal_that_was_tampered_with(wells, folder):
    do(
        wells,
        "ALTER TABLE journal DISABLE TRIGGER journal_is_append_only",
        "UPDATE journal SET actor = 'nobody' WHERE number = 2",
    )
    assert found(wells, folder) == [("I4", "journal", "2")]


def test_a_publication_that_was_answered_for_and_is_lost(wells, folder):
    first = version_id(wells, 1)
    do(
        wells,
        f"DROP TABLE feature_v{first}",
        "UPDATE upload SET version_id = NULL, base_version_id = NULL",
        f"DELETE FROM layer_version WHERE id = {first}",
    )
    assert found(wells, folder) == [("I5", "version_lost", "wells")]


def test_a_job_that_nobody_does(wells, folder):
    do(
        wells,
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts)"
        " VALUES ('default', 'jintu.job', '{\"job_id\": \"j1\"}', 'doing', 1)",
        "INSERT INTO job (id, kind, status, request, created_by, updated_at)"
        " VALUES ('j2', 'run', 'queued', '{}', 'li', now() - interval '6 minutes')",
    )
    assert found(wells, folder) == [("I7", "job_stalled", "j1"), ("I7", "job_lost", "j2")]


def test_a_job_that_is_begun_again_and_again(wells, folder):
    do(
        wells,
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())",
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts, worker_id)"
        " SELECT 'default', 'jintu.job', '{\"job_id\": \"j1\"}', 'doing', 3, id"
        " FROM procrastinate_workers",
    )
    assert found(wells, folder) == [("I7", "job_attempts", "j1")]


def test_files_of_no_upload(wells, folder):
    path = folder.root / ("0" * 32)
    path.mkdir(parents=True)
    assert found(wells, folder) == []
    hours_ago = time.time() - 2 * 3600
    os.utime(path, (hours_ago, hours_ago))
    assert found(wells, folder) == [("I9", "files_of_nothing", "0" * 32)]


def test_an_upload_whose_files_are_missing(wells, folder):
    upload = staging.ready(wells, folder, frame(d=1))
    folder.drop_inspections(upload)
    assert found(wells, folder) == [("I9", "inspection_missing", upload)]
    folder.source(upload).write_bytes(b"cut")
    assert found(wells, folder)[0] == ("I9", "file_missing", upload)


def test_space_that_was_not_given_back(wells, folder):
    first = version_id(wells, 1)
    do(wells, f"UPDATE layer_version SET state = 'discarded' WHERE id = {first}")
    assert found(wells, folder) == [("I9", "space_kept", f"feature_v{first}")]


def test_every_violation_has_its_words():
    import ast
    from pathlib import Path

    from layers import texts

    codes = set()
    for path in Path(check.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.keyword) and node.arg == "code":
                codes |= {n.value for n in ast.walk(node.value) if isinstance(n, ast.Constant)}
    assert {"pointer", "job_lost"} <= codes
    named = {"count", "extent", "strangers", "content", "table_detached", "upload_waits"}
    missing = [c for c in codes | named if f"check.{c}" not in texts.catalogue("zh")]
    assert missing == []
