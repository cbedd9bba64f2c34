"""``jintu serve`` as a process: it comes up, goes down, survives a kill, says what is wrong."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).resolve().parents[2]


class Service:
    """A running ``jintu serve`` with its own data folder."""

    def __init__(self, data_dir: Path, *more: str) -> None:
        command = [sys.executable, "-m", "api.cli", "serve", "--port", "0", *more]
        self.process = subprocess.Popen(
            [*command, "--data-dir", str(data_dir)],
            cwd=PROJECT,
            env=os.environ | {"JINTU_LANG": "en"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.address = ""
        self.told: list[str] = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.told.append(line)
            if found := re.match(r"jintu ready at (http://\S+)", line):
                self.address = found[1]
                break

    def get(self, path: str) -> dict:
        with urllib.request.urlopen(self.address + path, timeout=20) as answer:
            return json.load(answer)

    def end(self, sent: signal.Signals) -> int:
        self.process.send_signal(sent)
        _, complaints = self.process.communicate(timeout=30)
        assert "Traceback" not in complaints
        return self.process.returncode


def postmasters(data_dir: Path) -> list[int]:
    """Process numbers of servers that work in this data folder."""
    wanted = (data_dir / "postgres").resolve()
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if (entry / "cwd").readlink() == wanted:
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


@pytest.fixture(scope="module")
def data_dir(open_folder: Path) -> Iterator[Path]:
    folder = open_folder / "serve"
    yield folder
    for pid in postmasters(folder):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGQUIT)


def test_it_serves_and_an_interrupt_leaves_nothing_running(data_dir):
    service = Service(data_dir)
    assert service.get("/api/health")["status"] == "ok"
    assert service.get("/ogc/collections/counties/items")["numberMatched"] == 27
    assert postmasters(data_dir)
    [link] = [line.split()[-1] for line in service.told if "/manage#/set-up/" in line]
    code = link.removeprefix(f"{service.address}/manage#/set-up/")
    first = {"code": code, "name": "wang", "password": "heron-lantern-quartz-51"}
    asked = urllib.request.Request(
        service.address + "/api/setup",
        data=json.dumps(first).encode(),
        headers={"content-type": "application/json", "x-jintu": "1"},
    )
    with urllib.request.urlopen(asked, timeout=20) as answer:
        assert json.load(answer)["role"] == "admin"
    assert service.end(signal.SIGINT) == 0
    assert postmasters(data_dir) == []


def test_a_second_start_is_quick_and_loads_nothing_again(data_dir):
    began = time.monotonic()
    service = Service(data_dir)
    assert time.monotonic() - began < 20  # three seconds on an idle machine
    assert not any("set-up" in line for line in service.told)
    layers = service.get("/api/layers")["layers"]
    assert {layer["version"]["number"] for layer in layers} == {1}
    assert service.end(signal.SIGTERM) == 0
    assert postmasters(data_dir) == []


def test_killed_at_once_it_comes_back_with_everything(data_dir):
    service = Service(data_dir)
    asked = urllib.request.Request(
        service.address + "/api/analyses/service-area/runs",
        data=b'{"zones": "counties", "sites": "stations"}',
        headers={"content-type": "application/json"},
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        run = json.load(answer)["id"]
    service.process.kill()
    service.process.communicate()
    again = Service(data_dir)
    assert again.get(f"/api/runs/{run}")["status"] == "done"
    assert again.end(signal.SIGINT) == 0
    assert postmasters(data_dir) == []


def test_a_command_beside_it_uses_its_database(data_dir):
    service = Service(data_dir)
    before = postmasters(data_dir)
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", "load", "bundled", "--json", "--data-dir", data_dir],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert {layer["outcome"] for layer in json.loads(done.stdout)["layers"]} == {"unchanged"}
    assert postmasters(data_dir)[:1] == before[:1]
    assert service.get("/api/health")["status"] == "ok"
    assert service.end(signal.SIGINT) == 0


def refused(*arguments: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", "serve", *arguments],
        cwd=PROJECT,
        env=os.environ | {"JINTU_LANG": "en"} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_port_in_use_is_said_before_anything_is_started(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        complaint = refused("--port", port, "--data-dir", str(tmp_path / "data"))
    assert port in complaint
    assert "--port 0" in complaint
    assert not (tmp_path / "data").exists()


def test_an_address_that_is_not_ours_is_said():
    assert "203.0.113.7" in refused("--host", "203.0.113.7", "--port", "0")


def test_an_unwritable_folder_is_said():
    complaint = refused("--port", "0", "--data-dir", "/proc/jintu")
    assert "/proc/jintu" in complaint


def test_a_database_that_does_not_answer_is_said():
    complaint = refused("--port", "0", JINTU_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert "database does not answer" in complaint


def test_an_address_that_is_no_database_is_said():
    complaint = refused("--port", "0", JINTU_DATABASE_URL="mysql://x/y")
    assert "postgresql://" in complaint


@pytest.mark.parametrize("setting", ["JINTU_PORT", "JINTU_CACHE_MB"])
def test_a_setting_that_makes_no_sense_is_said(setting):
    assert setting in refused(**{setting: "many"})
