"""Sending, inspecting and looking at a file over HTTP."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests import staging
from tests.invariants import assert_sound

BODY = staging.wells(**{code: float(n) for n, code in enumerate("abcdefghijklmnop")})
ABOUT = {"file_name": "wells.geojson", "size": len(BODY), "layer": "wells"}
BROKEN = b"code,lon,lat,note\na,112.5,37.5,fine\nb,nowhere,37.5,=1+1\nc,112.6,37.6,fine\n"


def code_of(answer) -> str:
    return answer.json()["error"]["code"]


def test_the_whole_way_of_a_file(desk):
    path = desk.send(BODY)
    assert desk.get(path).json()["state"] == "received"
    job = desk.post(f"{path}/inspect").json()["job"]
    assert desk.get(path).json()["state"] == "inspecting"
    desk.work_off()
    assert desk.get(f"/api/jobs/{job['id']}").json()["status"] == "done"
    shown = desk.get(path).json()
    assert shown["state"] == "inspected"
    assert shown["report"]["layers"][0]["valid_count"] == 16
    assert desk.publish(path).status_code == 202
    shown = desk.get(path).json()
    assert (shown["state"], shown["version"]) == ("published", 1)
    items = desk.get("/ogc/collections/wells/items").json()
    assert items["numberMatched"] == 16
    assert_sound(desk.database, desk.folder)


def test_what_is_announced_says_how_to_send_it(desk):
    answer = desk.post("/api/uploads", ABOUT)
    assert answer.status_code == 201
    made = answer.json()
    assert answer.headers["Location"] == f"/api/uploads/{made['id']}"
    assert made["chunks"]["size"] == 1024
    assert made["chunks"]["total"] == -(-len(BODY) // 1024)
    assert (made["state"], made["created_by"]) == ("receiving", "li")


def test_sending_goes_on_after_a_break(desk):
    path = desk.post("/api/uploads", ABOUT).headers["Location"]
    chunks = staging.chunked(BODY, 1024)
    assert len(chunks) == 3
    for number in (2, 1):
        desk.ask("PUT", f"{path}/chunks/{number}", content=chunks[number])
    assert desk.get(path).json()["chunks"]["missing"] == [0]
    refused = desk.post(f"{path}/inspect")
    assert (refused.status_code, code_of(refused)) == (409, "upload_incomplete")
    done = desk.ask("PUT", f"{path}/chunks/0", content=chunks[0]).json()
    assert done["state"] == "received"


def test_a_wrong_hash_is_refused(desk):
    path = desk.post("/api/uploads", ABOUT | {"size": 3, "sha256": "0" * 64}).headers["Location"]
    answer = desk.ask("PUT", f"{path}/chunks/0", content=b"abc")
    assert (answer.status_code, code_of(answer)) == (422, "upload_hash")
    assert desk.get(path).json()["chunks"]["missing"] == [0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"size": 0}, {"size": -1}, {"size": "many"}, {"sha256": "abc"}, {"file_name": ""},
        {"unknown": 1}, {"layer": None}, {"asked": {"datum": "mars"}}, {"asked": {"path": "/etc"}},
        {"asked": {"columns": {"x": "y"}}},
    ],
)  # fmt: skip
def test_an_announcement_that_makes_no_sense_is_refused(desk, wrong):
    answer = desk.post("/api/uploads", ABOUT | wrong)
    assert (answer.status_code, code_of(answer)) == (422, "bad_request")


@pytest.mark.parametrize("layer", ["../x", "Wells", "井", "a b"])
def test_a_layer_needs_a_name(desk, layer):
    answer = desk.post("/api/uploads", ABOUT | {"layer": layer})
    assert (answer.status_code, code_of(answer)) == (400, "bad_query")


def test_chunks_have_a_limit_of_their_own_and_other_bodies_theirs(desk):
    path = desk.post("/api/uploads", ABOUT).headers["Location"]
    three_mb = b"x" * 3_000_000
    answer = desk.ask("PUT", f"{path}/chunks/0", content=three_mb)
    assert (answer.status_code, code_of(answer)) == (422, "upload_chunk")
    answer = desk.ask("PUT", f"{path}/chunks/0", content=b"x" * (8 * 2**20 + 1))
    assert (answer.status_code, code_of(answer)) == (413, "body_too_large")
    answer = desk.ask("POST", "/api/uploads", content=three_mb)
    assert (answer.status_code, code_of(answer)) == (413, "body_too_large")
    answer = desk.ask("PUT", "/api/uploads/x/chunks/0", content=three_mb)
    assert answer.status_code == 413


def test_a_file_above_the_limit_is_refused_with_the_limit(desk, monkeypatch):
    monkeypatch.setenv("JINTU_UPLOAD_MAX_MB", "1")
    answer = desk.post("/api/uploads", ABOUT | {"size": 2**20 + 1})
    assert (answer.status_code, code_of(answer)) == (413, "upload_too_large")
    assert "1048576" in answer.json()["error"]["message"]
    limits = desk.get("/api/limits", by=None).json()
    values = {limit["name"]: limit["value"] for limit in limits["uploads"]}
    assert values["upload_bytes"] == 2**20
    assert {"name": "chunk", "value": 8 * 2**20, "unit": "B"} in limits["requests"]
    assert {limit["name"] for limit in limits["content"]} >= {"features", "unpacked_bytes"}


def test_a_disk_without_room_answers_507(desk, monkeypatch):
    monkeypatch.setenv("JINTU_UPLOAD_KEEP_FREE_MB", str(2**40))
    answer = desk.post("/api/uploads", ABOUT)
    assert (answer.status_code, code_of(answer)) == (507, "upload_disk_full")


def test_a_setting_that_makes_no_sense_is_named(desk, monkeypatch):
    monkeypatch.setenv("JINTU_UPLOAD_MAX_MB", "9999999")
    answer = desk.post("/api/uploads", ABOUT)
    assert code_of(answer) == "bad_setting"
    assert "JINTU_UPLOAD_MAX_MB" in answer.json()["error"]["message"]


def test_a_hostile_name_comes_back_as_harmless_data(desk):
    path = desk.send(b"{}", file_name='../../"><script>alert(1)</script>\r\nX: y.geojson')
    assert desk.get(path).json()["file_name"] == "script>X: y.geojson"
    answer = desk.get(f"{path}/original")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.content == b"{}"
    assert [one.name for one in desk.folder.root.rglob("*")] == [path[-32:], "source"]


def test_rows_that_are_left_out_are_listed_and_the_others_published(desk):
    path = desk.inspected(BROKEN, file_name="wells.csv")
    shown = desk.get(path).json()
    [layer] = shown["report"]["layers"]
    assert (layer["valid_count"], layer["rejected_count"]) == (2, 1)
    table = desk.get(f"{path}/rejected.csv")
    assert table.headers["content-disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert rows[1][0] == "3"
    assert "'=1+1" in rows[1]
    refused = desk.publish(path)
    assert (refused.status_code, code_of(refused)) == (422, "upload_rows_rejected")
    assert refused.json()["error"]["detail"]["valid"] == 2
    assert desk.publish(path, accept_valid=True).status_code == 202
    assert desk.get("/ogc/collections/wells/items").json()["numberMatched"] == 2


def test_without_left_out_rows_there_is_no_table(desk):
    path = desk.inspected(BODY)
    answer = desk.get(f"{path}/rejected.csv")
    assert (answer.status_code, code_of(answer)) == (404, "upload_file_gone")


def test_the_preview_shows_the_valid_rows(desk):
    path = desk.inspected(BODY)
    answer = desk.get(f"{path}/preview")
    assert answer.headers["content-type"] == "application/geo+json"
    found = answer.json()
    assert (found["numberMatched"], found["numberReturned"]) == (16, 16)
    first = found["features"][0]
    assert first["geometry"] == {"type": "Point", "coordinates": [112.5, 37.5]}
    assert first["properties"] == {"code": "a", "depth": 0.0}
    assert code_of(desk.get(f"{path}/preview?layer=other")) == "upload_layer_choice"


def test_a_large_preview_is_taken_evenly_from_the_whole(desk):
    rows = [(112.5 + n / 10_000, 37.5, n) for n in range(2_500)]
    path = desk.inspected(staging.points(rows, "n"))
    found = desk.get(f"{path}/preview").json()
    assert (found["numberMatched"], found["numberReturned"]) == (2_500, 834)
    # Every third of 2500: 0, 3, …, 2499.
    assert [one["properties"]["n"] for one in found["features"]] == list(range(0, 2_500, 3))


def test_a_file_that_is_none_is_refused_with_reasons(desk):
    path = desk.inspected(b"<OGRVRTDataSource></OGRVRTDataSource>", file_name="x.geojson")
    shown = desk.get(path).json()
    assert shown["state"] == "refused"
    finding = shown["report"]["findings"][0]
    assert finding["level"] == "error"
    assert finding["message"]
    refused = desk.publish(path)
    assert (refused.status_code, code_of(refused)) == (409, "upload_state")


def test_a_file_is_inspected_again_with_what_the_sender_knows(desk):
    table = b"code,x,y\na,385500,4174000\nb,386500,4175000\n"
    path = desk.inspected(table, file_name="wells.csv")
    asked = {"crs": "EPSG:4547", "columns": {"lon": "x", "lat": "y"}}
    answer = desk.post(f"{path}/inspect", asked)
    assert answer.status_code == 202
    desk.work_off()
    shown = desk.get(path).json()
    assert shown["asked"] == asked
    assert shown["state"] == "inspected"
    assert shown["report"]["layers"][0]["crs"] == "EPSG:4547"
    west = shown["report"]["layers"][0]["bbox"][0]
    # 114.5 km west of the central meridian at 114°, a degree being 88.2 km here.
    assert 112.69 < west < 112.71


def test_asking_twice_for_an_inspection_starts_one(desk):
    path = desk.send(BODY)
    first = desk.post(f"{path}/inspect").json()["job"]["id"]
    assert desk.post(f"{path}/inspect").json()["job"]["id"] == first
    early = desk.publish(path)
    assert (early.status_code, code_of(early)) == (409, "upload_state")


def test_messages_are_in_the_language_that_is_asked_for(desk):
    path = desk.inspected(b"nothing", file_name="x.geojson")
    english = desk.get(path).json()["report"]["findings"][0]["message"]
    chinese = desk.get(f"{path}?lang=zh").json()["report"]["findings"][0]["message"]
    assert english != chinese


def test_discarding_and_restoring(desk):
    path = desk.inspected(BODY)
    gone = desk.ask("DELETE", path).json()
    assert (gone["state"], gone["file_kept"], gone["report"]) == ("discarded", True, None)
    assert code_of(desk.get(f"{path}/preview")) == "upload_state"
    back = desk.post(f"{path}/restore").json()
    assert back["state"] == "received"
    assert desk.ask("DELETE", f"{path}?purge=true").json()["file_kept"] is False
    answer = desk.post(f"{path}/restore")
    assert (answer.status_code, code_of(answer)) == (404, "upload_file_gone")
    assert_sound(desk.database, desk.folder)


def test_the_list_shows_ones_own_and_administrators_see_all(desk):
    desk.person("wang")
    desk.person("chen", "admin")
    path = desk.send(BODY)
    desk.send(b"{}", by="wang")
    assert [one["id"] for one in desk.get("/api/uploads").json()["uploads"]] == [path[-32:]]
    assert len(desk.get("/api/uploads", by="chen").json()["uploads"]) == 2


PATHS = [
    ("GET", ""), ("PUT", "/chunks/0"), ("POST", "/inspect"), ("GET", "/preview"),
    ("GET", "/rejected.csv"), ("GET", "/original"), ("POST", "/publish"), ("DELETE", ""),
    ("POST", "/restore"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "end"), PATHS)
def test_somebody_elses_upload_is_as_unknown_as_one_that_is_not_there(desk, method, end):
    desk.person("wang")
    path = desk.send(BODY)
    body = {"content": b"x"} if method == "PUT" else {"json": {}} if end == "/publish" else {}
    theirs = desk.ask(method, f"{path}{end}", by="wang", **body)
    nobodys = desk.ask(method, f"/api/uploads/{'0' * 32}{end}", by="wang", **body)
    assert theirs.status_code == nobodys.status_code == 404
    assert code_of(theirs) == code_of(nobodys) == "unknown_upload"


@pytest.mark.parametrize(("method", "end"), [("POST", ""), *PATHS])
def test_planners_and_the_public_do_not_upload(desk, method, end):
    desk.person("zhao", "planner")
    path = f"/api/uploads/{'0' * 32}{end}" if end or method != "POST" else "/api/uploads"
    assert desk.ask(method, path, by="zhao").status_code == 403
    assert desk.ask(method, path, by=None).status_code == 401


@pytest.mark.parametrize("upload", ["x", "..%2f..%2fetc", "0" * 31, "0" * 33, "%00", "A" * 32])
def test_an_id_that_is_none_is_unknown(desk, upload):
    for end in ("", "/preview", "/original"):
        assert desk.get(f"/api/uploads/{upload}{end}").status_code == 404


def test_uploads_are_never_served_as_files(desk):
    path = desk.send(b"<script>alert(1)</script>", file_name="x.html")
    for address in (f"/uploads/{path[-32:]}/source", f"/static/../uploads/{path[-32:]}/source"):
        assert desk.get(address).status_code == 404


def test_no_answer_holds_a_path_of_the_server(desk):
    path = desk.inspected(BROKEN, file_name="wells.csv")
    job = desk.post(f"{path}/inspect").json()["job"]
    texts = [desk.get(path).text, json.dumps(job), desk.get("/api/uploads").text]
    assert not any(str(desk.data_dir) in text for text in texts)
