"""QGIS itself, without its windows, against the running service: ``./jintu test --clients``.

QGIS runs in the Python of the system; what it asks for is seen by a proxy in front of the service.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import geopandas as gpd
import pytest

from layers import loading
from layers.db import Database
from layers.types import LayerContent, LayerMeta
from tests.conftest import named

PYTHON = "/usr/bin/python3"
SENDS_FILTERS = 33200
"""The release from which QGIS sends CQL2 filters, as the number QGIS gives it."""
SESSION = Path(__file__).with_name("qgis_session.py")


def has_qgis() -> bool:
    asked = subprocess.run(
        [PYTHON, "-c", "import qgis.core"], check=False, capture_output=True, timeout=60
    )
    return asked.returncode == 0


@pytest.fixture(scope="module")
def inspected(server_url, live_url):
    """The service with a layer whose features have dates."""
    days = ["2024-02-29", "2024-03-01", "2025-01-01"]
    place = gpd.points_from_xy([112.7, 112.8, 112.9], [37.7] * 3)
    frame = gpd.GeoDataFrame({"id": ["a", "b", "c"], "date": days}, geometry=place, crs=4326)
    meta = LayerMeta(
        id="inspections", title_zh="巡检", title_en="Inspections", role="inspections",
        geometry_type="Point", quality="derived", licence="none", source="made for a test",
        source_date="2025", key="id",
    )  # fmt: skip
    content = LayerContent(meta=meta, batches=lambda: [frame], sha256="inspections")
    database = Database(named(server_url, "live"))
    loading.load(database, [content], created_by="test")
    database.dispose()
    return live_url


@pytest.fixture(scope="module")
def proxy(inspected):
    """The service behind a proxy that writes down what it is asked."""
    service = urlsplit(inspected).netloc
    seen: list[str] = []

    class Passing(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            seen.append(self.path)
            connection = http.client.HTTPConnection(service, timeout=60)
            # The host is passed on as well, so that the links in the answers lead back here.
            connection.request("GET", self.path, headers=dict(self.headers))
            answer = connection.getresponse()
            body = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in {"transfer-encoding", "content-length", "date"}:
                    self.send_header(name, value)
            if answer.status not in {204, 304}:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            connection.close()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Passing)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def session(proxy, tmp_path_factory):
    """What QGIS told, and what it asked for."""
    if not has_qgis():
        pytest.skip("python3-qgis is not installed; ./jintu test --clients installs it")
    url, seen = proxy
    folder = tmp_path_factory.mktemp("qgis")
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder),
        "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8",
    }  # fmt: skip
    done = subprocess.run(
        [PYTHON, str(SESSION), url, str(folder)],
        check=False, capture_output=True, text=True, timeout=200, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2_000:]
    return json.loads((folder / "told.json").read_text("utf-8")), seen


def queries(seen, path):
    return [parse_qs(urlsplit(one).query) for one in seen if urlsplit(one).path == path]


def test_the_layer_opens_with_types_and_chinese_texts(session, live_url):
    told, seen = session
    layer = told["stations"]
    assert layer["valid"]
    assert layer["system"] in {"OGC:CRS84", "EPSG:4326"}
    assert layer["fields"]["piles"].lower() == "integer"
    assert layer["fields"]["name_zh"].lower() == "string"
    assert any("充电" in name for name in layer["names"])
    assert len(layer["ids"]) == len(set(layer["ids"])) > 300
    assert any("/ogc/api" in one for one in seen)


def test_a_filter_by_time_arrives_at_the_service(session):
    """QGIS of every release sends this one, and leaves all of the filtering to the service."""
    told, seen = session
    assert told["since"]["taken"]
    assert told["since"]["ids"] == ["b", "c"]
    asked = queries(seen, "/ogc/collections/inspections/items")
    assert any(
        one.get("datetime", [""])[0].startswith("2024-03-01")
        or "2024-03-01" in one.get("filter", [""])[0]
        for one in asked
    ), asked


def test_a_filter_by_attribute_finds_the_right_features(session):
    """Releases before 3.32 filter attributes themselves; later ones must let the service do it."""
    told, seen = session
    found = told["of_a_county"]
    assert found["taken"]
    assert found["count"] == len(found["ids"]) > 50
    assert {one[:6] for one in found["ids"]} == {"140702"}
    asked = queries(seen, "/ogc/collections/stations/items")
    sent = ["140702" in str(one) for one in asked]
    assert any(sent) == (told["version"] >= SENDS_FILTERS), asked


def test_the_box_arrives_at_the_service(session):
    told, seen = session
    assert "榆次区" in told["boxed"]["names"]
    boxes = [one["bbox"][0] for one in queries(seen, "/ogc/collections/counties/items")
             if "bbox" in one]  # fmt: skip
    assert any(
        [float(part) for part in box.split(",")] == pytest.approx([112.5, 37.5, 112.9, 37.9])
        for box in boxes
    ), boxes


def test_the_tiles_are_drawn(session):
    told, seen = session
    assert told["tiles"]["valid"]
    assert told["tiles"]["faults"] == []
    assert any("/tiles/WebMercatorQuad/" in one for one in seen)
    # 10,000 pixels are looked at, nearly all of them inside some county.
    assert told["tiles"]["drawn"] > 8_000
