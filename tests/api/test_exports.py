"""Exports over HTTP: ordered, made with progress, fetched by who may see what is in them."""

from __future__ import annotations

import csv
import io
import json
import time
from typing import TYPE_CHECKING
from urllib.parse import unquote

import openpyxl
import psycopg
import pytest
from fastapi.testclient import TestClient

from api import services
from api.app import create_app
from api.settings import Settings
from layers import made_files
from layers.db import driver_url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ADDRESS = "/api/exports"


@pytest.fixture
def office(loaded_url: str, tmp_path: Path) -> Iterator[TestClient]:
    """The service with a worker and a data folder of its own."""
    app = create_app(services.build(Settings(worker=True, data_dir=tmp_path), loaded_url))
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture
def closed(read_url: str, tmp_path: Path) -> Iterator[TestClient]:
    """The service where work needs signing in."""
    settings = Settings(worker=False, open_runs=False, data_dir=tmp_path)
    app = create_app(services.build(settings, read_url))
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as opened:
        yield opened


def finished(client: TestClient, job: str) -> dict:
    end = time.monotonic() + 60
    while (state := client.get(f"/api/jobs/{job}").json())["status"] in {"queued", "running"}:
        assert time.monotonic() < end
        time.sleep(0.05)
    return state


def fetched(client: TestClient, **asked: object):
    answer = client.post(ADDRESS, json=asked)
    assert answer.status_code == 202, answer.text
    job = answer.json()
    assert answer.headers["location"] == f"/api/jobs/{job['id']}"
    state = finished(client, job["id"])
    assert state["status"] == "done", state
    return state["result"], client.get(job["file"])


def execute(url: str, statement: str) -> list:
    with psycopg.connect(driver_url(url), autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_formats_and_systems_are_told(reader):
    told = reader.get(f"{ADDRESS}?lang=en").json()
    formats = {one["id"]: one for one in told["formats"]}
    assert set(formats) == {
        "csv", "flatgeobuf", "geojson", "geopackage", "geoparquet", "kml", "shapefile", "xlsx",
    }  # fmt: skip
    assert formats["kml"]["systems"] == ["CRS84", "EPSG:4326"]
    assert formats["shapefile"]["encodings"] == ["UTF-8", "GB18030"]
    assert [one["id"] for one in told["systems"] if one["approximate"]] == ["GCJ-02"]
    assert "approximate" in next(one["title"] for one in told["systems"] if one["approximate"])
    assert told["may_order"] is True


def test_a_layer_in_gcj_02_says_so_wherever_its_name_is_read(office, loaded_url):
    result, file = fetched(office, layer="counties", format="geojson", crs="gcj02", lang="zh")
    assert result["approximate"] is True
    assert file.headers["content-type"] == "application/geo+json"
    disposition = file.headers["content-disposition"]
    assert 'filename="counties-v1-gcj02-approximate.geojson"' in disposition
    shown = unquote(disposition.partition("filename*=UTF-8''")[2])
    assert shown.endswith("-v1-gcj02-approximate.geojson")
    assert any("\u4e00" <= sign <= "\u9fff" for sign in shown)
    features = json.loads(file.content)["features"]
    assert len(features) == result["features"]
    journal = "SELECT actor, object, details->>'crs' FROM journal WHERE action = 'export'"
    assert execute(loaded_url, journal) == [("public", "layer:counties", "GCJ-02")]


def test_what_is_internal_by_now_is_not_handed_out(office, loaded_url, tmp_path):
    _, file = fetched(office, layer="stations", format="csv")
    assert file.status_code == 200
    job = execute(loaded_url, "SELECT id FROM job WHERE kind = 'data-export'")[0][0]
    execute(loaded_url, "UPDATE layer SET visibility = 'internal' WHERE id = 'stations'")
    refused = office.get(f"{ADDRESS}/{job}/file")
    assert (refused.status_code, refused.json()["error"]["code"]) == (404, "unknown_layer")
    assert office.get(f"{ADDRESS}/layers/stations?format=csv").status_code == 404
    execute(loaded_url, "UPDATE layer SET visibility = 'public' WHERE id = 'stations'")
    for path in (tmp_path / "exports").iterdir():
        path.unlink()
    gone = office.get(f"{ADDRESS}/{job}/file")
    assert (gone.status_code, gone.json()["error"]["code"]) == (404, "export_gone")
    assert office.get(f"{ADDRESS}/nothing/file").status_code == 404


def test_the_version_is_the_one_that_was_current_when_ordered(office, loaded_url, tmp_path):
    from layers import jobs
    from layers.db import Database
    from layers.export import work
    from layers.export.order import Order

    store = Database(loaded_url)
    try:
        order = Order(layer="stations", format="csv", version=1)
        # A newer version came between the order and the work.
        execute(
            loaded_url,
            "UPDATE layer_version SET state = 'superseded' WHERE layer_id = 'stations'",
        )
        execute(
            loaded_url,
            "INSERT INTO layer_version SELECT (jsonb_populate_record(v, jsonb_build_object("
            "'id', 9999, 'number', 2, 'feature_count', 0, 'state', 'published'))).*"
            " FROM layer_version v WHERE v.layer_id = 'stations' AND v.number = 1",
        )
        execute(loaded_url, "UPDATE layer SET current_version_id = 9999 WHERE id = 'stations'")
        folder = tmp_path / "exports"
        job = jobs.queue(store, work.KIND, work.request(folder, order), created_by="public")
    finally:
        store.dispose()
    state = finished(office, job["id"])
    assert state["result"]["name"]["plain_ascii"] == "stations-v1.csv"
    assert state["result"]["features"] > 0
    # A reader cannot order what readers no longer see.
    refused = office.post(ADDRESS, json={"layer": "stations", "version": 1})
    assert (refused.status_code, refused.json()["error"]["code"]) == (404, "unknown_version")


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({}, 422, "bad_export"),
        ({"layer": "rivers", "run": "r"}, 422, "bad_export"),
        ({"layer": "rivers", "format": "dxf"}, 422, "unknown_format"),
        ({"layer": "rivers", "crs": "EPSG:9"}, 400, "bad_query"),
        ({"layer": "rivers", "format": "kml", "crs": "EPSG:4547"}, 400, "bad_query"),
        ({"layer": "rivers", "encoding": "GB18030"}, 400, "bad_query"),
        ({"layer": "rivers", "shape": "wkt"}, 400, "bad_query"),
        ({"layer": "rivers", "part": "units"}, 422, "bad_export"),
        ({"run": "r", "version": 1}, 422, "bad_export"),
        ({"layer": "rivers", "colour": "red"}, 422, "bad_request"),
        ({"scenario": "s", "part": "targets", "format": "kml"}, 422, "bad_export"),
        ({"layer": "nothing"}, 404, "unknown_layer"),
        ({"run": "nothing"}, 404, "unknown_run"),
        ({"scenario": "nothing"}, 404, "unknown_scenario"),
    ],
)
def test_a_bad_order_is_refused_at_once(reader, asked, status, code):
    answer = reader.post(f"{ADDRESS}?lang=en", json=asked)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert "{" not in answer.json()["error"]["message"]


def test_a_run_and_an_evaluation_come_as_workbooks(office):
    run = office.get("/api/runs?analysis=charging-distance&year=2024").json()["runs"][0]["id"]
    made = office.get("/api/evaluations?year=2025").json()["evaluations"][0]["id"]
    for asked in ({"run": run}, {"evaluation": made}):
        result, file = fetched(office, **asked, format="xlsx", lang="en")
        book = openpyxl.load_workbook(io.BytesIO(file.content), read_only=True)
        assert len(list(book.worksheets[0].values)) == result["features"] + 1


def test_without_signing_in_public_layers_come_at_once(closed, tmp_path):
    refused = closed.post(ADDRESS, json={"layer": "rivers"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "sign_in_needed")
    assert closed.get(ADDRESS).json()["may_order"] is False
    for format_id in ("geojson", "csv"):
        first, second = (
            closed.get(f"{ADDRESS}/layers/rivers?format={format_id}") for _ in range(2)
        )
        assert first.status_code == 200
        assert first.content == second.content
        assert f'filename="rivers-v1.{format_id}"' in first.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(second.content.decode("utf-8-sig"), newline="")))
    assert rows[0]["wkt"].startswith(("LINESTRING", "MULTILINESTRING"))
    assert len(list((tmp_path / "exports").iterdir())) == 2
    assert closed.get(f"{ADDRESS}/layers/rivers?format=xlsx").status_code == 422
    assert closed.get(f"{ADDRESS}/layers/nothing").status_code == 404


def test_nobody_orders_more_than_a_few_at_once(reader, read_url, monkeypatch):
    monkeypatch.setattr(made_files, "MOST_WAITING_PUBLIC", 0)
    for address in (ADDRESS, "/api/sheets"):
        answer = reader.post(address, json={"layer": "counties"})
        assert (answer.status_code, answer.json()["error"]["code"]) == (429, "too_many_waiting")
        assert answer.headers["retry-after"] == "10"


def test_the_first_files_of_an_author_make_room(office, loaded_url, tmp_path):
    for _ in range(2):
        fetched(office, layer="counties", format="csv")
    folder = tmp_path / "exports"
    sizes = [path.stat().st_size for path in folder.iterdir()]
    assert len(sizes) == 2
    from layers.db import Database

    store = Database(loaded_url)
    with store.begin() as connection:
        made_files.make_room(connection, folder, "data-export", "somebody else", most=0)
        assert len(list(folder.iterdir())) == 2
        made_files.make_room(connection, folder, "data-export", "public", most=sizes[0])
    store.dispose()
    newest = "SELECT result->>'file' FROM job ORDER BY updated_at DESC LIMIT 1"
    assert [path.stem for path in folder.iterdir()] == [execute(loaded_url, newest)[0][0]]
