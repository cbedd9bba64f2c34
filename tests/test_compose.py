"""The server set-up: no container engine is needed to find most of what could be wrong with it."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest
import yaml

from layers.embedded import Cluster, settings

ROOT = Path(__file__).parents[1]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
NGINX = ROOT / "deploy/nginx.conf"

NGINX_PROGRAM = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")

every_service = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES.keys())


def jintu_commands():
    """Every ``jintu …`` that a container runs, as argument lists."""
    for service in SERVICES.values():
        words = service.get("command", [])
        if words[:1] == ["jintu"]:
            yield words[1:]
        elif words[:2] == ["sh", "-c"]:
            yield from (shlex.split(part)[1:] for part in words[2].split("&&"))


COMMANDS = list(jintu_commands())


def run_jintu(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-P", "-m", "api.cli", *arguments],
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
    )


def test_the_services_of_the_design_are_there():
    assert set(SERVICES) == {"db", "set-up", "app", "worker", "proxy"}


@every_service
def test_hardening(service):
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert not {"privileged", "cap_add", "network_mode", "pid", "ipc"} & service.keys()
    assert {"cpus", "memory", "pids"} <= service["deploy"]["resources"]["limits"].keys()
    assert any(mount.startswith("/tmp") for mount in service["tmpfs"])  # noqa: S108


@every_service
def test_images_are_pinned(service):
    name, _, tag = service["image"].partition(":")
    assert name
    assert re.match(r"\d", tag), service["image"]


@every_service
def test_health_is_watched_unless_it_runs_once(service):
    if service["restart"] == "no":
        assert service["healthcheck"] == {"disable": True}
    else:
        assert service["healthcheck"]["test"][0] == "CMD"
        assert {"interval", "timeout", "retries"} <= service["healthcheck"].keys()


@every_service
def test_what_is_waited_for_exists_and_can_come_about(service):
    for name, wait in service.get("depends_on", {}).items():
        runs_once = SERVICES[name]["restart"] == "no"
        wanted = "service_completed_successfully" if runs_once else "service_healthy"
        assert wait == {"condition": wanted}


@every_service
def test_networks_and_volumes_are_declared(service):
    assert set(service["networks"]) <= COMPOSE["networks"].keys()
    named = [mount.split(":")[0] for mount in service.get("volumes", [])]
    assert all(name in COMPOSE["volumes"] or (ROOT / name).is_file() for name in named)


def test_only_the_proxy_is_reachable_and_only_from_this_machine_by_default():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert SERVICES["proxy"]["ports"] == ["${JINTU_LISTEN:-127.0.0.1:8080}:8080"]
    outside = [name for name, network in COMPOSE["networks"].items() if not network]
    assert [name for name, s in SERVICES.items() if set(s["networks"]) & set(outside)] == ["proxy"]


def test_the_password_has_no_default_and_is_nowhere_written():
    text = (ROOT / "docker-compose.yml").read_text("utf-8")
    uses = re.findall(r"\$\{JINTU_DB_PASSWORD(.)(.)", text)
    assert uses == [(":", "?")] * len(uses)
    assert SERVICES["db"]["environment"]["POSTGRES_PASSWORD"].startswith("${JINTU_DB_PASSWORD:?")
    assert "jintu:${JINTU_DB_PASSWORD:?" in SERVICES["app"]["environment"]["JINTU_DATABASE_URL"]


def test_both_databases_are_set_alike():
    given = dict(word[2:].split("=", 1) for word in SERVICES["db"]["command"][1:])
    compared = given.keys() & settings.BASE.keys()
    assert len(compared) == len(given) - 1  # wal_compression depends on the build
    assert {name: given[name] for name in compared} == {
        name: settings.BASE[name] for name in compared
    }


def test_dockerfile():
    stages = re.split(r"(?m)^FROM ", DOCKERFILE)[1:]
    assert all(re.match(r"debian:12-slim\b", stage) for stage in stages)
    final = stages[-1]
    assert re.search(r"(?m)^USER \d+:\d+$", final)
    assert "HEALTHCHECK" in final
    assert not re.search(r"(?m)^ADD ", DOCKERFILE)
    assert not re.search(r"(?i)password|secret|token", DOCKERFILE)
    assert "--require-hashes" in DOCKERFILE


def test_what_is_copied_into_the_image_exists_and_is_not_ignored():
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    copied = re.findall(r"(?m)^COPY (?!--from)(\S+) ", DOCKERFILE)
    assert len(copied) > 5
    for path in copied:
        assert (ROOT / path).exists()
        assert f"!{path.rstrip('/')}" in ignored


def test_the_image_s_command_starts_the_command_line():
    script = (ROOT / "deploy/jintu").read_text("utf-8")
    assert 'exec /app/.venv/bin/python -P -m api.cli "$@"' in script
    assert os.access(ROOT / "deploy/jintu", os.X_OK)
    assert "COPY deploy/jintu /usr/local/bin/jintu" in DOCKERFILE


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_command_line_knows_every_command(words):
    subcommand = [word for word in words[:2] if not word.startswith("-")]
    answer = run_jintu(*subcommand, "--help")
    assert answer.returncode == 0, answer.stderr
    options = {word for word in words if word.startswith("--")}
    assert all(option in answer.stdout for option in options)


@pytest.fixture(scope="module")
def server():
    """A database as the compose file has it, reached by its address alone."""
    with tempfile.TemporaryDirectory(prefix="jt-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        with Cluster(Path(folder, "data")).use() as url:
            yield url


@pytest.mark.slow
def test_the_set_up_then_the_service_work_on_a_server(server):
    environment = {"JINTU_DATABASE_URL": server, "JINTU_ALLOWED_HOSTS": "[]"}
    for words in (["migrate"], ["load", "bundled"]):
        assert words in COMMANDS
        done = run_jintu(*words, **environment)
        assert done.returncode == 0, done.stderr
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "api.cli", "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
    ) as service:
        try:
            address = announced(service)
            assert healthy(f"{address}/api/health", within_s=30)
        finally:
            service.terminate()


def announced(service):
    """The address in the line that says the service is ready."""
    for line in service.stdout:
        if "http://" in line:
            return line.split()[-1]
    return pytest.fail("the service ended without saying where it is")


def healthy(url, within_s):
    give_up = time.monotonic() + within_s
    while time.monotonic() < give_up:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.status == 200
        except OSError:
            time.sleep(0.1)
    return False


def test_the_proxy_s_blocks_are_closed_and_its_lines_end():
    code = re.sub(r"(?m)^\s*#.*$", "", NGINX.read_text("utf-8"))
    assert code.count("{") == code.count("}") > 5
    for line in filter(None, map(str.strip, re.sub(r"\n\s{15,}", " ", code).splitlines())):
        assert line[-1] in "{};", line


def test_the_proxy_asks_the_service_at_its_port():
    served = SERVICES["app"]["command"]
    port = served[served.index("--port") + 1]
    assert f"set $application http://app:{port};" in NGINX.read_text("utf-8")
    assert "listen 8080;" in NGINX.read_text("utf-8")


@pytest.mark.skipif(NGINX_PROGRAM is None, reason="nginx is not installed")
def test_nginx_accepts_the_configuration(tmp_path):
    config = tmp_path / "nginx.conf"
    config.write_text(NGINX.read_text("utf-8").replace("/tmp/", f"{tmp_path}/"))  # noqa: S108
    answer = subprocess.run(
        [NGINX_PROGRAM, "-t", "-p", str(tmp_path), "-c", str(config)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stderr
    assert "warn" not in answer.stderr


@pytest.mark.parametrize("name", ["app", "worker"])
def test_what_is_sent_in_lies_where_the_service_and_its_worker_see_it(name):
    service = SERVICES[name]
    [volume] = service["volumes"]
    source, target = volume.split(":")
    assert source in COMPOSE["volumes"]
    assert service["environment"]["JINTU_DATA_DIR"] == target
    assert f"--mode=0700 {target}" in DOCKERFILE
