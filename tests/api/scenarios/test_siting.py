"""Siting as background work: its result is edits that a scenario takes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from tests import gridcity, staging
from tests.api.scenarios.conftest import stored
from tests.api.scenarios.test_scenarios import at, made

PROJECT = Path(__file__).resolve().parents[3]


def solved(office, browser, **asked):
    """Put a problem, do the work, and give the job."""
    answer = browser.post("/api/siting", json=asked)
    assert answer.status_code == 202, answer.text
    job = answer.json()["job"]["id"]
    assert answer.headers["location"] == f"/api/jobs/{job}"
    staging.work_off(office.database)
    return browser.get(f"/api/jobs/{job}").json()


def test_the_best_more_sites_are_edits_of_a_scenario(city, planner):
    # Stations at 0, 30 and 79; within 6 km of one: townships at 0, 5 and 80. One at 40 or 11 or 20
    # adds one place, with weights it is the heaviest, 16 at 40.
    scenario = made(planner)
    job = solved(city, planner, problem="best_k", scenario=scenario["id"], sites=1, within_km=6,
                 weight="weight", piles=8)  # fmt: skip
    found = job["result"]
    assert (job["status"], found["status"], found["objective"]) == ("done", "exact", 51.0)
    assert (found["existing"], found["candidates"], found["places"]) == (3, 6, 6)
    assert found["verdict"]["passed"] is True
    assert found["unit"] == "weight"
    lon, lat = gridcity.east(40)
    (edit,) = found["edits"]
    assert edit == {"op": "add", "id": "site-1", "lon": pytest.approx(lon), "lat": lat,
                    "piles": 8, "year": 2025, "name_zh": "E镇"}  # fmt: skip
    assert found["summary"]["before"]["max_m"] == pytest.approx(11_000)
    assert found["label"]["en"].startswith("Exact")
    address = f"/api/scenarios/{scenario['id']}"
    taken = planner.patch(address, json={"revision": 1, "edits": found["edits"]})
    assert taken.status_code == 200
    preview = planner.post(f"{address}/preview", json={}).json()
    assert [each["name_zh"] for each in preview["changes"]] == ["E镇"]
    assert preview["summary"]["after"] == found["summary"]["after"]


def test_what_cannot_be_served_is_an_answer_with_names(city, planner):
    there = gridcity.townships().iloc[:2]
    stored(city.database, "yards", there, role="zone", key="code")
    edits = [{"op": "remove", "id": "s3"}]
    job = solved(city, planner, problem="fewest", within_km=12, candidates="yards", edits=edits)
    found = job["result"]
    assert found["status"] == "infeasible"
    assert [each["name_zh"] for each in found["out_of_reach"]] == ["F镇"]
    assert "F镇" in found["notes"][-1]["message"]["zh"]
    assert found["edits"] == []


def test_no_site_is_put_where_none_may_be(city, planner):
    box = shapely.box(*gridcity.east(35, -0.1), *gridcity.east(90, 0.1))
    river = gpd.GeoDataFrame({"name_zh": ["大河"]}, geometry=[box], crs="EPSG:4326")
    stored(city.database, "river-corridors", river, role="zone")
    job = solved(city, planner, problem="p_centre", sites=1, edits=[{"op": "remove", "id": "s2"}])
    found = job["result"]
    assert (found["candidates"], found["excluded"]) == (4, 2)
    # Left are 0 and 79, and 40 wants the nearest: 20 is 20 away, and 39 from 79 is more.
    assert found["sites"][0]["name_zh"] == "D镇"
    assert found["objective"] == pytest.approx(20_000)
    assert found["unit"] == "m"
    anywhere = solved(city, planner, problem="p_centre", sites=1, exclude=[],
                      edits=[{"op": "remove", "id": "s2"}])  # fmt: skip
    assert anywhere["result"]["candidates"] == 6
    noted = planner.post(
        "/api/scenarios/preview?lang=zh", json={"edits": [{"op": "add", "id": "n", **at(40)}]}
    ).json()["notes"]
    assert [(each["code"], each["facts"]) for each in noted] == [
        ("in_river_corridor", {"name": "大河"})
    ]


def test_every_refusal_is_explained(city, planner):
    job = solved(city, planner, problem="p_median", sites=7)
    assert job["status"] == "failed"
    assert job["error"]["code"] == "too_many_sites"
    assert job["error"]["detail"] == {"asked": "7", "candidates": "6", "fixed": "0"}
    for asked, code, where in (
        ({"problem": "guess"}, "bad_parameter", "problem"),
        ({"problem": "best_k", "within_km": 5}, "bad_parameter", "sites"),
        ({"problem": "fewest"}, "bad_parameter", "within_km"),
        ({"problem": "fewest", "within_km": 5, "plan": 3}, "bad_parameter", "plan"),
        ({"problem": "fewest", "within_km": 5, "colour": 3}, "bad_parameter", "colour"),
        ({"problem": "fewest", "within_km": 5, "exclude": "x"}, "bad_parameter", "exclude"),
        ({"problem": "fewest", "within_km": 5, "candidates": "x"}, "unknown_layer", "x"),
        ({"problem": "plan", "plan": {"within_km": [5]}}, "bad_parameter", "plan.within_km"),
        (
            {"problem": "plan", "plan": {"within_km": [5, 4, "x"]}},
            "bad_parameter",
            "plan.within_km",
        ),
        ({"problem": "plan"}, "unknown_layer", "charging-allocations"),
        ({"problem": "fewest", "within_km": 5, "scenario": "x"}, "unknown_scenario", "x"),
        ({"problem": "fewest", "within_km": 5, "scenario": 5}, "bad_scenario", "scenario"),
    ):
        answer = planner.post("/api/siting", json=asked)
        error = answer.json()["error"]
        assert (error["code"], error["where"]) == (code, where)
    job = solved(city, planner, problem="fewest", within_km=5, weight="colour")
    assert job["error"]["code"] == "missing_column"


def test_the_plan_of_jinzhong_is_placed_and_its_conflicts_are_explained(town):
    town.account("wang")
    browser = town.browser()
    town.enter(browser, "wang")
    ground = {"params": {"region": "1407", "year": 2025}}
    job = solved(town, browser, problem="plan", **ground)
    found = job["result"]
    assert (job["status"], found["status"]) == ("done", "exact"), job
    assert found["gap"] <= 0.001
    assert found["verdict"]["passed"] is True
    assert found["plan"]["piles_by_county"]["140702"] == [1000, 802, 1069]
    adds = [each for each in found["edits"] if each["op"] == "add"]
    assert sum(each["piles"] for each in adds) == 2100 + 1683 + 2241
    # The demonstration stations of the plan's years give way.
    assert sum(each["op"] == "remove" for each in found["edits"]) == 318
    taken = made(browser, *found["edits"], **ground)
    preview = browser.post(f"/api/scenarios/{taken['id']}/preview", json={}).json()
    assert preview["summary"]["after"] == found["summary"]["after"]
    more = solved(town, browser, problem="plan", **ground, plan={"township_minimum": 40})
    found = more["result"]
    assert found["status"] == "infeasible"
    first = found["conflicts"][0]
    assert set(first["rules"]) == {"quota", "township_minimum"}
    assert first["cheapest"]
    assert first["name_zh"] in first["explanation"]["zh"]
    assert "cannot be kept together" in first["explanation"]["en"]


def run(*arguments):
    command = [sys.executable, "-m", "api.cli", "site", *map(str, arguments)]
    environment = os.environ | {"JINTU_LANG": "en"}
    return subprocess.run(
        command, capture_output=True, text=True, cwd=PROJECT, check=False, env=environment
    )


def test_the_command_line_sites_from_files(tmp_path):
    gridcity.townships().to_file(tmp_path / "townships.geojson")
    gridcity.stations().to_file(tmp_path / "stations.geojson")
    files = ("--origins", tmp_path / "townships.geojson",
             "--stations", tmp_path / "stations.geojson")  # fmt: skip
    out, edits = tmp_path / "sites.geojson", tmp_path / "edits.json"
    done = run("best-k", *files, "--sites", 1, "--within-km", 6, "--weight", "weight",
               "--out", out, "--edits", edits, "--json")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["objective"] == 51.0
    assert len(gpd.read_file(out)) == 1
    assert json.loads(edits.read_text())[0]["op"] == "add"
    told = run("fewest", *files, "--within-km", 6)
    assert told.returncode == 0, told.stderr
    assert "Independent check: passed" in told.stdout
    quotas = tmp_path / "quotas.csv"
    quotas.write_text("adcode,name_zh,new_2026,new_2027\n140701,甲县,40,0\n140702,乙县,30,5\n")
    plan = run("plan", *files, "--quotas", quotas, "--plan", "years=2026,2027", "--within-km",
               "30,6", "--json")  # fmt: skip
    assert plan.returncode == 0, plan.stderr
    found = json.loads(plan.stdout)
    assert found["plan"]["piles_by_county"] == {"140701": [40, 0], "140702": [30, 5]}
    # The three stations there are stay, though no layer tells in which county they stand.
    assert found["existing"] == 3
    refused = run("best-k", *files, "--sites", 9, "--within-km", 6)
    assert refused.returncode == 2
    assert "9 sites are asked for; there are 6 candidates" in refused.stderr
    no_roads = run("fewest", *files, "--within-km", 6, "--mode", "network")
    assert (no_roads.returncode, "--roads" in no_roads.stderr) == (2, True)
