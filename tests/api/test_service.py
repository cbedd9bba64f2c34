"""Health, layers, texts, targets, and what every answer carries."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from api import services
from api.app import create_app
from api.settings import Settings
from layers.db import Database

BASE = "http://127.0.0.1"


def app_on(url: str, **settings: object) -> TestClient:
    app = create_app(services.build(Settings(worker=False, **settings), url))
    return TestClient(app, base_url=BASE, raise_server_exceptions=False)


def test_health_is_ok_only_when_migrated_and_loaded(reader, empty_url):
    answer = reader.get("/api/health")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert answer.json()["layers"] == 7
    with app_on(empty_url) as client:
        assert client.get("/api/health").status_code == 404
    database = Database(empty_url)
    with database.begin() as connection:
        connection.execute(sa.text("DELETE FROM alembic_version"))
    database.dispose()
    with app_on(empty_url) as client:
        answer = client.get("/api/health")
    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "not_migrated"


def test_a_database_that_is_gone_is_said_clearly(empty_url):
    nowhere = empty_url.replace("/test_", "/gone_")
    with app_on(nowhere) as client:
        for address in ("/api/health", "/ogc/collections/counties/items"):
            answer = client.get(address)
            assert answer.status_code == 503
            assert answer.json()["error"]["code"] == "database_unavailable"
            assert answer.headers["retry-after"]


def test_every_layer_tells_where_it_comes_from(reader):
    layers = reader.get("/api/layers").json()["layers"]
    assert len(layers) == 7
    for layer in layers:
        assert layer["title"]["zh"]
        assert layer["title"]["en"]
        assert layer["source"]
        assert layer["licence"]
        assert layer["source_date"]
        assert layer["quality"] in {"official", "derived", "illustrative"}
        assert layer["version"]["number"] == 1
        assert len(layer["version"]["sha256"]) == 64
        assert {a["name"] for a in layer["attributes"] if not a["title"]["zh"]} == set()


def test_one_layer_and_an_unknown_one(reader):
    assert reader.get("/api/layers/stations").json()["quality"] == "illustrative"
    assert reader.get("/api/layers/station").status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_words_of_the_page(reader, language):
    answer = reader.get(f"/i18n/{language}.json")
    assert answer.json()["error.unknown_layer"]
    again = reader.get(f"/i18n/{language}.json", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    assert reader.get("/i18n/fr.json").status_code == 404


def test_the_charging_distance_targets_are_those_of_the_plan(reader):
    found = reader.get("/api/targets", params={"theme": "charging", "region": "1407"}).json()
    distances = {
        (target["year"], target["comparator"], target["value"])
        for target in found["targets"]
        if target["plan"] == "jinzhong-charging" and target["unit"] == "km"
    }
    assert {(2023, "<", 50), (2024, "<", 30), (2025, "<", 10)} <= distances


def test_plans_and_one_plan(reader):
    listed = reader.get("/api/plans").json()
    ids = [plan["id"] for plan in listed["plans"]]
    assert "jinzhong-charging" in ids
    plan = reader.get("/api/plans/jinzhong-charging").json()
    assert plan["clauses"]
    assert plan["targets"]
    answer = reader.get("/api/plans/none")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown_plan")


@pytest.mark.parametrize("query", ["year=soon", "colour=red"])
def test_targets_refuse_what_they_do_not_know(reader, query):
    answer = reader.get(f"/api/targets?{query}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_query")


def test_the_page_and_its_policy(reader):
    page = reader.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "sandbox" in reader.get("/api/layers").headers["content-security-policy"]


@pytest.mark.parametrize("address", ["/", "/api/health", "/ogc/collections", "/nothing"])
def test_every_answer_forbids_guessing_its_type(reader, address):
    headers = reader.get(address).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "strict-transport-security" not in headers


def test_a_forged_host_is_refused_and_ours_is_not(loaded_url):
    with app_on(loaded_url, allowed_hosts=["map.example.gov.cn"]) as client:
        forged = client.get("/ogc", headers={"host": "evil.example"})
        ours = client.get("/ogc", headers={"host": "map.example.gov.cn:8000"})
        address = client.get("/ogc", headers={"host": "[::1]:8000"})
    assert (forged.status_code, forged.json()["error"]["code"]) == (400, "unknown_host")
    assert "evil" not in forged.text
    assert ours.status_code == address.status_code == 200


def test_links_carry_the_configured_address(loaded_url):
    with app_on(loaded_url, base_url="https://map.example.gov.cn/jintu") as client:
        promise = client.get("/api/health").headers["strict-transport-security"]
        links = client.get("/ogc/collections/counties/items?limit=1").json()["links"]
    assert all(link["href"].startswith("https://map.example.gov.cn/jintu/ogc") for link in links)
    assert promise == "max-age=31536000"


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_above_the_limit_is_refused(reader, announced):
    body = b"x" * 2_000_001
    content = body if announced else iter([body])
    answer = reader.post("/api/analyses/charging-distance/runs", content=content)
    assert answer.status_code in {400, 413}
