"""A proof bundle is worked out again to the last digit, and shows every change to it."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import orjson
import pytest

from layers import plans
from layers.scenarios import BadBundle, bundles
from tests.api.scenarios.test_scenarios import at, made

PROJECT = Path(__file__).resolve().parents[3]
ADD = {"op": "add", "id": "n", **at(12)}


@pytest.fixture(scope="module")
def registry():
    return plans.load(PROJECT / "data" / "plans")


def fetched(browser, scenario, path):
    answer = browser.get(f"/api/scenarios/{scenario['id']}/bundle")
    assert answer.headers["content-type"] == "application/zip"
    assert f"scenario-{scenario['id']}-r1.zip" in answer.headers["content-disposition"]
    path.write_bytes(answer.content)
    return path


def changed(path, name, change):
    """The bundle with one file changed and the manifest made to agree."""
    import hashlib

    with zipfile.ZipFile(path) as archive:
        files = {info.filename: archive.read(info) for info in archive.infolist()}
    files[name] = change(files[name])
    manifest = json.loads(files["manifest.json"])
    manifest["files"][name]["sha256"] = hashlib.sha256(files[name]).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for each, content in files.items():
            archive.writestr(each, content)
    other = path.with_name("changed.zip")
    other.write_bytes(buffer.getvalue())
    return other


def failing(found):
    return [check.check for check in found.checks if not check.passed]


def test_a_bundle_proves_itself_and_tells_what_was_changed(planner, registry, tmp_path):
    scenario = made(planner, ADD, {"op": "remove", "id": "s2"})
    path = fetched(planner, scenario, tmp_path / "a.zip")
    assert planner.get(f"/api/scenarios/{scenario['id']}/bundle").content == path.read_bytes()
    found = bundles.verify(bundles.open_bundle(path), registry)
    assert found.passed
    units = next(check for check in found.checks if check.check == "units")
    assert units.found == 6

    def last_digit(content):
        listed = orjson.loads(content)
        listed[2]["distance_m"] = float(f"{listed[2]['distance_m']:.17g}") * (1 + 2.3e-16)
        return orjson.dumps(listed)

    other = changed(path, "results/units.json", last_digit)
    found = bundles.verify(bundles.open_bundle(other), registry)
    assert failing(found) == ["units"]
    where = next(check.where for check in found.checks if not check.passed)
    assert where == "units.2.distance_m"

    def moved(content):
        layer = orjson.loads(content)
        layer["features"][0]["geometry"]["coordinates"][0] += 1e-7
        return orjson.dumps(layer)

    other = changed(path, "inputs/townships.json", moved)
    assert "units" in failing(bundles.verify(bundles.open_bundle(other), registry))


def test_a_file_that_is_not_what_the_manifest_says_is_found(planner, registry, tmp_path):
    path = fetched(planner, made(planner), tmp_path / "a.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("results/more.json", "{}")
    found = bundles.verify(bundles.open_bundle(path), registry)
    assert failing(found) == ["files"]


def test_by_road_and_with_targets_too(planner, town, registry, tmp_path):
    by_road = made(planner, ADD, params={"mode": "network"})
    assert bundles.verify(
        bundles.open_bundle(fetched(planner, by_road, tmp_path / "road.zip")), registry
    ).passed
    town.account("li")
    browser = town.browser()
    town.enter(browser, "li")
    rough = made(browser, params={"mode": "estimated", "region": "1407"})
    assert bundles.verify(
        bundles.open_bundle(fetched(browser, rough, tmp_path / "rough.zip")), registry
    ).passed
    station = browser.get("/ogc/collections/stations/items?limit=1").json()["features"][0]
    edits = [{"op": "remove", "id": station["id"]},
             {"op": "add", "id": "n", "lon": 113.2, "lat": 37.3, "piles": 12}]  # fmt: skip
    scenario = made(browser, *edits, params={"region": "1407"})
    path = fetched(browser, scenario, tmp_path / "town.zip")
    found = bundles.verify(bundles.open_bundle(path), registry)
    assert failing(found) == []
    targets = next(check for check in found.checks if check.check == "targets")
    assert targets.found > 30
    command = [sys.executable, "-m", "api.cli", "verify-bundle", str(path), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=True)
    assert json.loads(done.stdout)["passed"] is True
    names = set(zipfile.ZipFile(path).namelist())
    assert {"README.txt", "inputs/counties.json", "rules/targets.json"} <= names


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "missing"),
        (b"no zip", "zip"),
        ({"a.txt": "x"}, "zip"),
        ({"manifest.json": "{}"}, "format"),
        ({"manifest.json": '{"format": "jintu scenario bundle 1"}'}, "content"),
    ],
)
def test_what_is_no_bundle_is_refused_with_a_reason(tmp_path, registry, content, reason):
    path = tmp_path / "x.zip"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in content.items():
                archive.writestr(name, text)
    with pytest.raises(BadBundle) as caught:
        bundles.verify(bundles.open_bundle(path), registry)
    assert caught.value.facts["reason"] == reason
