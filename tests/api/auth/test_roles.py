"""Every route by every role, and what each sees of internal layers."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.auth.table import NEEDS, need_of
from api.routes import ROUTERS, site
from layers import catalogue, jobs, runs
from layers.accounts import ROLES, people, rights_of
from layers.errors import UnknownLayer
from tests import staging

OURS = {"x-jintu": "1"}
METHODS = {"get", "post", "put", "patch", "delete"}


def described(paths):
    return {(method.upper(), path) for path in paths for method in METHODS & {*paths[path]}}


def every_route():
    """What the description of the service lists, and the page's own, which it does not."""
    app = FastAPI()
    for router in ROUTERS:
        app.include_router(router)
    return sorted(
        described(app.openapi()["paths"]) | {("GET", route.path) for route in site.router.routes}
    )


ROUTES = every_route()
CALLERS = [None, *[(role, kind) for role in ROLES for kind in ("session", "token")]]
RUN = "/api/analyses/charging-distance/runs"
QUESTION = {"origins": "townships", "stations": "stations", "year": 2025}


def test_every_route_is_in_the_table_and_every_line_of_it_is_a_known_need():
    assert [route for route in ROUTES if route not in NEEDS] == []
    known = {*rights_of("admin"), "signed_in"}
    assert set(NEEDS.values()) <= known


def test_every_path_of_the_published_description_is_in_the_table(office):
    found = described(office.browser().get("/api/openapi.json").json()["paths"])
    assert len(found) > 30
    assert found - set(NEEDS) == set()


def test_a_route_without_a_line_is_closed_to_everybody(office):
    assert need_of("GET", "/api/forgotten") == "nothing_suffices"
    from api import services
    from api.app import build
    from api.settings import Settings

    built = services.build(Settings(), office.url)
    app = build(built)

    @app.get("/api/forgotten")
    def forgotten() -> str:
        return "seen"

    office.account("chief", "admin")
    client = TestClient(app, base_url="http://127.0.0.1")
    assert client.get("/api/forgotten").status_code == 401
    office.enter(client, "chief")
    assert client.get("/api/forgotten").status_code == 403
    built.database.dispose()


def filled(path):
    """A path with something in place of its parameters that is in no database."""
    return re.sub(r"\{[^}]+\}", "nothing-here", path)


def expected(need, caller, *, open_runs):
    """What the table says: 401 or 403, or None for being let in."""
    if caller is None:
        return None if need in rights_of("public", open_runs=open_runs) else 401
    role, kind = caller
    if need == "signed_in":
        return None if kind == "session" else 403
    # The token here was made for what the role itself may, without what is open to everybody.
    rights = rights_of(role, open_runs=open_runs and kind == "session")
    return None if need in rights else 403


@pytest.mark.parametrize("open_runs", [True, False])
@pytest.mark.parametrize("caller", CALLERS, ids=lambda c: "-".join(c) if c else "anonymous")
def test_every_route_lets_in_exactly_whom_it_should(office, caller, open_runs):
    browser = office.browser(settings={"open_runs": open_runs})
    if caller is not None:
        office.account("wang", caller[0])
    wrong = []
    # The setting concerns runs alone, so only those are asked for with both its values.
    asked = [route for route in ROUTES if open_runs or NEEDS[route] == "run"]
    assert len(asked) > 3
    for method, path in asked:
        headers = credentials(office, caller)
        answer = browser.request(method, filled(path), json={}, headers=headers)
        refused = answer.status_code if answer.status_code in {401, 403} else None
        # An empty body is no sign-in, so 401 and 403 come from the rules only.
        if refused != expected(NEEDS[method, path], caller, open_runs=open_runs):
            wrong.append((method, path, answer.status_code))
        browser.cookies.clear()
    assert wrong == []


def credentials(office, caller):
    if caller is None:
        return {}
    role, kind = caller
    if kind == "session":
        return OURS | {"cookie": f"jintu={office.secret('wang')}"}
    return {"authorization": f"Bearer {office.token('wang', *sorted(rights_of(role)))}"}


@pytest.fixture
def divided(town):
    """The bundled layers with stations made internal after the standing runs on them."""
    town.execute("UPDATE layer SET visibility = 'internal' WHERE id = 'stations'")
    for role in ROLES:
        town.account(f"the-{role}", role)
    return town


def seer(town, role):
    browser = town.browser()
    if role is not None:
        town.enter(browser, f"the-{role}")
    return browser


BLIND = [None, "public", "auditor"]
SEEING = ["planner", "staff", "admin"]
LAYER_PATHS = [
    path for method, path in ROUTES
    if method == "GET" and re.search(r"\{(layer|collection)\}", path)
    and NEEDS[method, path] == "read_public"
]  # fmt: skip
INTERNAL_PATHS = [
    path for method, path in ROUTES
    if method == "GET" and "{layer}" in path and NEEDS[method, path] == "read_internal"
]  # fmt: skip


def test_the_matrix_knows_the_routes_that_name_a_layer():
    assert len(LAYER_PATHS) >= 4
    assert len(INTERNAL_PATHS) >= 2


def at(path, layer, feature="S1"):
    given = {"layer": layer, "collection": layer, "matrices": "WebMercatorQuad"}
    given |= dict.fromkeys(("zoom", "row", "column"), "0")
    given |= dict.fromkeys(("before", "after"), "1")
    return re.sub(r"\{([^}]+)\}", lambda name: given.get(name[1], feature), path)


@pytest.mark.parametrize("role", BLIND)
def test_an_internal_layer_is_to_them_as_one_that_does_not_exist(divided, role):
    browser = seer(divided, role)
    (feature,) = divided.execute("SELECT id FROM feature ORDER BY version_id, seq LIMIT 1")
    for path in LAYER_PATHS:
        for query in ("", "?limit=1", "?bbox=110,34,115,41"):
            hidden = browser.get(at(path, "stations", feature.id) + query)
            unknown = browser.get(at(path, "stationz", feature.id) + query)
            assert hidden.status_code == unknown.status_code
            assert hidden.status_code in {400, 404}, path
            assert hidden.content == unknown.content.replace(b"stationz", b"stations"), path
            assert known_part(hidden.json()) == known_part(unknown.json())


def known_part(body):
    """The layers that an error lists; the internal one must not be among them."""
    known = (body["error"]["detail"] or {}).get("known", "")
    assert "stations" not in known.split(", ")
    return known


@pytest.mark.parametrize("role", BLIND)
def test_no_list_tells_of_it_nor_of_what_was_computed_from_it(divided, role):
    browser = seer(divided, role)
    for address in ("/api/layers", "/ogc/collections", "/api/runs"):
        answer = browser.get(address)
        assert answer.status_code == 200
        assert "stations" not in re.findall(r'"(?:id|layer)":"([^"]+)"', answer.text)
    assert browser.get("/api/runs").json()["runs"] == []
    assert browser.get("/api/evaluations").json()["evaluations"] == []
    for (run,) in divided.execute("SELECT id FROM run WHERE analysis = 'evaluation'"):
        assert browser.get(f"/api/evaluations/{run}").status_code == 404
        assert browser.get(f"/api/evaluations/{run}/compare/{run}").status_code == 404
    assert browser.get("/api/health").json()["layers"] == 6
    for (run,) in divided.execute("SELECT id FROM run"):
        answer = browser.get(f"/api/runs/{run}")
        unknown = browser.get("/api/runs/0123456789abcdef")
        assert answer.status_code == 404
        assert answer.text == unknown.text.replace("0123456789abcdef", run)
        for path in LAYER_PATHS:
            assert browser.get(at(path, f"run-{run}", "140702001")).status_code == 404, path


@pytest.mark.parametrize("role", BLIND)
def test_they_cannot_compute_with_it_either(divided, role):
    browser = seer(divided, role)
    answer = browser.post(RUN, json=QUESTION)
    other = browser.post(RUN, json=QUESTION | {"stations": "stationz"})
    if role == "auditor":
        assert answer.status_code == other.status_code == 403
        return
    assert answer.status_code == 404
    assert answer.text == other.text.replace("stationz", "stations")


@pytest.mark.parametrize("role", SEEING)
def test_who_reads_internal_layers_sees_all_of_it(divided, role):
    browser = seer(divided, role)
    ids = [layer["id"] for layer in browser.get("/api/layers").json()["layers"]]
    assert "stations" in ids
    first = browser.get("/ogc/collections/stations/items?limit=1").json()["features"][0]["id"]
    for path in [*LAYER_PATHS, *INTERNAL_PATHS]:
        assert browser.get(at(path, "stations", first)).status_code in {200, 204}, path
    assert len(browser.get("/api/runs").json()["runs"]) == 3
    assert len(browser.get("/api/evaluations").json()["evaluations"]) == 3
    answer = browser.post(RUN, json=QUESTION | {"thresholds_km": [7, 9]})
    assert answer.status_code == 201
    run = answer.json()
    stranger = divided.browser()
    assert stranger.get(f"/api/runs/{run['id']}").status_code == 404
    items = f"/ogc/collections/{run['result_collection']}/items"
    assert stranger.get(items).status_code == 404
    assert browser.get(items).status_code == 200
    assert browser.get(f"/api/layers/{run['result_collection']}").json()["visibility"] == "internal"


def test_a_token_without_the_right_to_read_internal_layers_does_not(divided):
    token = divided.token("the-admin", "run")
    headers = {"authorization": f"Bearer {token}"}
    browser = divided.browser()
    assert browser.get("/api/layers/stations", headers=headers).status_code == 404
    assert browser.post(RUN, json=QUESTION, headers=headers).status_code == 404


def test_what_was_cached_for_one_is_not_given_to_another(divided):
    browser = seer(divided, "planner")
    address = "/ogc/collections/stations/items?limit=5"
    etag = browser.get(address).headers["etag"]
    browser.cookies.clear()
    assert browser.get(address).status_code == 404
    answer = browser.get(address, headers={"if-none-match": etag})
    assert answer.status_code == 404


def test_a_layer_without_a_published_version_is_unknown_to_the_public(divided):
    divided.execute("INSERT INTO layer (id, role) VALUES ('being-made', 'station')")
    for role, code in ((None, "unknown_layer"), ("staff", "empty_layer")):
        browser = seer(divided, role)
        for path in LAYER_PATHS:
            answer = browser.get(at(path, "being-made"))
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, code)


def test_visibility_goes_through_several_generations(town):
    """A run on the result of a run on a layer that becomes internal."""
    town.execute(
        "INSERT INTO layer_version (layer_id, number, title_zh, title_en, geometry_type, quality,"
        " licence, source, source_date, native_crs, datum, source_sha256, created_by)"
        " SELECT 'townships', 99, '', '', '', 'derived', '', '', '', '', '', '', ''"
    )
    ((first,),) = town.execute("SELECT result_layer_id FROM run LIMIT 1")
    town.execute(
        "INSERT INTO layer (id, role, current_version_id)"
        " SELECT 'second', 'result', id FROM layer_version WHERE number = 99"
    )
    town.execute(
        "INSERT INTO run (id, analysis, params, inputs, code_version, status, result_layer_id,"
        " created_by) VALUES ('second', 'x', '{}',"
        " jsonb_build_object('origins', jsonb_build_object('layer', CAST(:first AS text))),"
        " '1', 'done', 'second', 'public'),"
        " ('third', 'x', '{}', '{\"a\": [{\"layer\": \"second\"}]}', '1', 'done', NULL, 'public')",
        first=first,
    )

    def seen(*, internal):
        with town.database.begin() as connection:
            found = runs.find(connection, filters={}, analysis="x", limit=9, internal=internal)
        return {run["id"] for run in found}

    assert seen(internal=False) == {"second", "third"}
    town.execute("UPDATE layer SET visibility = 'internal' WHERE id = 'stations'")
    assert seen(internal=False) == set()
    assert seen(internal=True) == {"second", "third"}


def test_somebody_s_job_is_nobody_else_s(divided):
    def queued(author):
        return jobs.queue(divided.database, "none", {}, created_by=author)["id"]

    own, public, other = queued("the-planner"), queued("public"), queued("the-staff")
    planner, admin, stranger = (seer(divided, role) for role in ("planner", "admin", None))
    for path in ("/api/jobs/{}", "/api/jobs/{}/events"):
        unknown = stranger.get(path.format("0123456789abcdef"))
        answer = stranger.get(path.format(own))
        assert answer.status_code == 404
        assert answer.text == unknown.text.replace("0123456789abcdef", own)
        assert planner.get(path.format(other)).status_code == 404
    assert planner.get(f"/api/jobs/{own}").status_code == 200
    assert admin.get(f"/api/jobs/{other}").status_code == 200
    assert stranger.get(f"/api/jobs/{public}").status_code == 200


@pytest.mark.parametrize(("role", "status"), [("planner", "done"), ("public", "failed")])
def test_background_work_sees_what_its_author_may_see_when_it_is_done(divided, role, status):
    layers = {"origins": "townships", "stations": "stations"}
    params = {"year": 2025, "thresholds_km": [8]}
    question = {"analysis": "charging-distance", "layers": layers, "params": params}
    job = jobs.queue(divided.database, "run", question, created_by="the-planner")["id"]
    with divided.database.begin() as connection:
        people.set_role(connection, "the-planner", role, actor="operator")
    staging.work_off(divided.database)
    with divided.database.begin() as connection:
        done = jobs.get(connection, job)
    assert done["status"] == status
    if status == "failed":
        assert done["error"]["code"] == "unknown_layer"
        assert "stations" not in done["error"]["detail"]["known"].split(", ")


def test_the_store_shows_internal_layers_only_when_asked_to(divided):
    with divided.database.begin() as connection:
        with pytest.raises(UnknownLayer):
            catalogue.get(connection, "stations")
        assert catalogue.get(connection, "stations", internal=True)["id"] == "stations"
        assert len(catalogue.published(connection)) == 6
        assert len(catalogue.published(connection, internal=True)) == 7


def test_hidden_and_unknown_take_the_same_statements(divided):
    """Not a clock but the statements themselves: the same ones answer both."""

    def statements(layer):
        seen = []

        def note(_connection, _cursor, statement, *_):
            seen.append(statement)

        sa.event.listen(divided.database.engine, "before_cursor_execute", note)
        with pytest.raises(UnknownLayer), divided.database.begin() as connection:
            catalogue.get(connection, layer)
        sa.event.remove(divided.database.engine, "before_cursor_execute", note)
        return seen

    assert len(statements("stations")) == 3
    assert statements("stations") == statements("stationz")
