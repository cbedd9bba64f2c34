"""What the OpenAPI documents promise, asked with generated values: no failure, no other shape."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from layers.accounts import POLICIES, Caller, Newcomer, people, rights_of, tokens
from layers.db import Database
from tests.conftest import PROJECT, named, ready_address

EXAMPLES = 8
WORDS = "heron-lantern-quartz-51"
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance,
    response_schema_conformance,
]  # fmt: skip
LONG = {"/api/jobs/{job}/events"}
"""Answers that last until something happens."""


def token(url: str) -> str:
    """A token of an administrator."""
    database = Database(url)
    newcomer = Newcomer(name="chief", role="admin", password=WORDS)
    people.make(database, POLICIES["asvs"], newcomer, actor="operator")
    with database.begin() as connection:
        owner = Caller(kind="session", role="admin", rights=rights_of("admin"), name="chief")
        wish = tokens.Wish(label="test", rights=sorted(rights_of("admin")))
        made = tokens.make(connection, owner, wish)["token"]
    database.dispose()
    return made


@pytest.fixture(scope="module")
def service(server_url, administer, loaded_template, tmp_path_factory):
    """A service of its own, since anything may be changed in it; and an administrator's token."""
    administer(f"CREATE DATABASE described TEMPLATE {loaded_template}")
    url = named(server_url, "described")
    folder = tmp_path_factory.mktemp("described")
    environment = os.environ | {
        "JINTU_DATABASE_URL": url, "JINTU_DATA_DIR": str(folder), "JINTU_WORKER": "false",
    }  # fmt: skip
    with (folder / "log").open("w") as log, subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve", "--port", "0"], cwd=PROJECT, text=True,
        env=environment, stdout=subprocess.PIPE, stderr=log,
    ) as running:  # fmt: skip
        yield ready_address(running), token(url)
        running.terminate()
        running.wait(20)


def faults(address: str, base: str | None, headers: dict[str, str]) -> list[str]:
    """Ask every operation of a document with generated values; tell what was against it."""
    schema = schemathesis.openapi.from_url(address)
    if base:
        schema.config.update(base_url=base)
    found = []
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path not in LONG:
            found += of_operation(operation, headers)
    return found


def of_operation(operation, headers) -> list[str]:
    found = {}

    @seed(1)
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def ask(case) -> None:
        response = case.call(headers=headers, timeout=20)
        try:
            case.validate_response(response, checks=CHECKS)
        except BaseException as error:  # noqa: BLE001 - every kind of fault is told
            found[response.status_code] = f"{operation.label}: {error} {error.__dict__}"

    ask()
    return list(found.values())


@pytest.mark.parametrize("signed_in", [False, True], ids=["anybody", "administrator"])
def test_the_interface_is_as_it_says(service, signed_in):
    url, secret = service
    headers = {"Authorization": f"Bearer {secret}"} if signed_in else {}
    assert faults(f"{url}/api/openapi.json", url, headers) == []


def test_the_map_interface_is_as_it_says(service):
    url, _ = service
    assert faults(f"{url}/ogc/api", None, {}) == []


ODD = ["%00", "a%00b", "%FF", "%ED%A0%80", "%F0%9F%97%BA", "9" * 40, "-1", "a" * 2_000]


@pytest.mark.parametrize("part", ODD)
def test_no_part_of_an_address_is_too_odd(service, part):
    url, secret = service
    document = httpx.get(f"{url}/api/openapi.json").json()
    paths = [path for path, item in document["paths"].items() if "{" in path and "get" in item]
    assert len(paths) > 10
    headers = {"Authorization": f"Bearer {secret}"}
    for path in paths:
        answer = httpx.get(url + re.sub(r"\{[^}]*\}", part, path), headers=headers)
        assert answer.status_code in {400, 404, 422}, path
        assert answer.json()["error"]["code"] != "internal"


def test_a_nul_is_refused_in_queries_and_bodies(service):
    url, secret = service
    for query in ("/api/runs?region=%00", "/api/targets?plan=a%00", "/ogc/collections?f=%00"):
        answer = httpx.get(url + query)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_query")
    body = {"origins": "a\x00", "stations": "stations", "year": 2025}
    answer = httpx.post(f"{url}/api/analyses/charging-distance/runs", json=body)
    assert answer.status_code == 400
    headers = {"Authorization": f"Bearer {secret}"}
    account = {"name": "li", "role": "planner", "password": "heron-lantern-quartz-52\x00"}
    assert httpx.post(f"{url}/api/users", json=account, headers=headers).status_code < 500
