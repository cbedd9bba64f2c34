"""Downloads from a server on the loopback interface."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from layers import osm
from layers.osm.errors import BadAddress, NotReachable, TooLarge

CONTENT = bytes(range(256)) * 8192  # 2 MiB


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        getattr(self, "get_" + self.path.strip("/").partition("?")[0].partition(".")[0])()

    def get_whole(self):
        self._head(200, ("Content-Length", str(len(CONTENT))))
        self.wfile.write(CONTENT)

    def get_unannounced(self):
        self._head(200)
        self.wfile.write(CONTENT)

    def get_cut(self):
        self._head(200, ("Content-Length", str(len(CONTENT) + 1)))
        self.wfile.write(CONTENT)

    def get_gone(self):
        self._head(404, ("Content-Length", "0"))

    def get_moved(self):
        self._head(302, ("Location", "/whole"), ("Content-Length", "0"))

    def get_elsewhere(self):
        self._head(302, ("Location", "file:///etc/passwd"), ("Content-Length", "0"))

    def get_circle(self):
        self._head(302, ("Location", "/circle"), ("Content-Length", "0"))

    def _head(self, status, *headers):
        self.send_response(status)
        for header in headers:
            self.send_header(*header)
        self.end_headers()

    def log_message(self, *_arguments):
        """Stay silent."""


@pytest.fixture(scope="module")
def server():
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    thread.join()
    httpd.server_close()


@pytest.fixture
def target(tmp_path):
    return tmp_path / "file.osm.pbf"


def quiet(_done, _total):
    pass


@pytest.mark.parametrize("path", ["whole", "moved", "unannounced"])
def test_the_file_arrives_whole(server, target, path):
    assert osm.fetch(f"{server}/{path}", target, quiet) == target
    assert target.read_bytes() == CONTENT
    assert list(target.parent.iterdir()) == [target]


def test_progress(server, target):
    seen = []
    osm.fetch(f"{server}/whole", target, lambda *step: seen.append(step))
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert seen == sorted(seen)
    osm.fetch(f"{server}/unannounced", target, lambda *step: seen.append(step))
    assert seen[-1] == (len(CONTENT), None)


@pytest.mark.parametrize("path", ["cut", "gone", "elsewhere", "circle"])
def test_what_the_server_does_not_give(server, target, path):
    with pytest.raises(NotReachable) as caught:
        osm.fetch(f"{server}/{path}?token=secret", target, quiet)
    assert caught.value.where == f"{server}/{path}"
    assert list(target.parent.iterdir()) == []


def test_the_status_is_told(server, target):
    with pytest.raises(NotReachable) as caught:
        osm.fetch(f"{server}/gone", target, quiet)
    assert caught.value.facts["reason"] == "HTTP 404"


@pytest.mark.parametrize("path", ["whole", "unannounced"])
def test_the_size_limit(server, target, path):
    osm.fetch(f"{server}/{path}", target, quiet, max_bytes=len(CONTENT))
    target.unlink()
    with pytest.raises(TooLarge):
        osm.fetch(f"{server}/{path}", target, quiet, max_bytes=len(CONTENT) - 1)
    assert list(target.parent.iterdir()) == []


def test_a_failed_download_leaves_the_old_file(server, target):
    target.write_bytes(b"old")
    with pytest.raises(NotReachable):
        osm.fetch(f"{server}/cut", target, quiet)
    assert target.read_bytes() == b"old"


def test_nobody_there(target):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: connections are refused
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/x"
        with pytest.raises(NotReachable):
            osm.fetch(url, target, quiet)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://x/y", "x.osm.pbf", "http://", "http://[", "http://a:b/"]
)
def test_only_web_addresses(url, target):
    with pytest.raises(BadAddress):
        osm.fetch(url, target, quiet)


def test_passwords_are_not_repeated(server, target):
    with pytest.raises(NotReachable) as caught:
        osm.fetch(server.replace("//", "//me:hush@") + "/gone", target, quiet)
    assert "hush" not in str(caught.value)
