"""The start script, with the programs it calls replaced by ones that only note the call."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = (
    "sh cat cp cut dirname env flock grep head mkdir mktemp mv readlink rm sed sha256sum tail"
    " touch tr true"
)

NOTE = '#!/bin/sh\necho "{name} $*" >>"$CALLS"\n'
PYTHON = """#!/bin/sh
[ "$1" = -c ] && exit 0
case "$1 $2" in
"-m api.cli")
    echo "from $PWD with $PYTHONPATH:" "$@"
    exit 7
    ;;
esac
echo "python $*" >>"$CALLS"
[ "$1 $2" != "-m pip" ] || { sleep "${PIP_TAKES:-0}"; [ -z "${PIP_FAILS:-}" ] || exit 1; }
[ "$1 $2" != "-m venv" ] || { mkdir -p "$3/bin" && cp "$0" "$3/bin/python"; }
[ "$1 $2" != "-m ${CHECK_FAILS:-none}" ]
"""
APT_GET = """#!/bin/sh
echo "apt-get $*" >>"$CALLS"
case " $* " in *" install "*) touch "$POSTGIS" ;; esac
"""


class Clone:
    """A copy of the start script in a folder of its own, on a machine of its own."""

    def __init__(self, place: Path) -> None:
        self.root = place / "a clone"
        self.bin = place / "bin"
        self.calls = place / "calls"
        self.postgis = place / "share/postgresql/15/extension/postgis.control"
        self.fonts = place / "share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
        self.cairo = place / "share/doc/libcairo2"
        self.atomic = place / "share/doc/libatomic1"
        self.settings: dict[str, str] = {}
        self._lay_out(place)
        self._equip()

    def _lay_out(self, place: Path) -> None:
        for folder in (self.bin, self.root / "static/scripts", self.postgis.parent):
            folder.mkdir(parents=True)
        self.fonts.parent.mkdir(parents=True)
        self.cairo.parent.mkdir(parents=True)
        self.atomic.touch()
        script = (ROOT / "jintu").read_text("utf-8").replace("/usr/share/", f"{place}/share/")
        self.write(self.root / "jintu", script.replace("/usr/bin/python3", "python3"))
        for lock in ("requirements.lock", "requirements-dev.lock", "static/package-lock.json"):
            (self.root / lock).write_text(lock)
        (self.root / "static/package.json").write_text("{}")
        (self.root / "static/scripts/vendor.mjs").touch()
        for file in (self.postgis, self.fonts, self.cairo, self.calls):
            file.touch()

    def _equip(self) -> None:
        for tool in TOOLS.split():
            (self.bin / tool).symlink_to(shutil.which(tool))
        for name in ("node", "chromium", "lint-imports", "ogrinfo", "bwrap"):
            self.program(name, NOTE.format(name=name))
        self.program("sleep", f'#!/bin/sh\nexec {shutil.which("sleep")} "$@"\n')
        self.program("python3", PYTHON)
        self.program("id", "#!/bin/sh\necho 1000\n")
        npm = 'case " $* " in *" ci "*) mkdir -p "$2/node_modules" "$2/vendor" ;; esac\n'
        self.program("npm", NOTE.format(name="npm") + npm)

    def write(self, path: Path, text: str) -> None:
        path.write_text(text)
        path.chmod(0o755)

    def program(self, name: str, text: str) -> None:
        self.write(self.bin / name, text)

    def command(self, *arguments: str, **settings: str) -> dict:
        return {
            "args": [str(self.root / "jintu"), *arguments],
            "env": {
                "PATH": str(self.bin),
                "CALLS": str(self.calls),
                "POSTGIS": str(self.postgis),
                "TMPDIR": str(self.bin.parent),
                **self.settings,
                **settings,
            },
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "text": True,
        }

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess:
        """Run it; 7 is the status of the stand-in for the jintu command line."""
        return subprocess.run(check=False, **self.command(*arguments, **settings))

    def take_calls(self) -> list[str]:
        """Give the calls since the last time, shortened to what tells them apart."""
        calls = self.calls.read_text().replace(f"{self.root}/", "").splitlines()
        self.calls.write_text("")
        return calls


@pytest.fixture
def clone(tmp_path):
    return Clone(tmp_path)


def pip(lock):
    options = "--quiet --disable-pip-version-check --no-input --require-hashes"
    return f"python -m pip install {options} -r {lock}"


VENV = "python -m venv .venv"
NPM_RUN = "npm --prefix static ci --no-audit --no-fund --omit=dev"
NPM_TEST = "npm --prefix static ci --no-audit --no-fund"
VENDOR = "npm --prefix static run --silent vendor"
FIRST_START = sorted([VENV, pip("requirements.lock"), NPM_RUN, VENDOR])


def test_the_first_start_installs_and_the_second_does_not(clone):
    assert clone.run("serve").returncode == 7
    assert sorted(clone.take_calls()) == FIRST_START
    second = clone.run("serve")
    assert second.returncode == 7
    assert second.stderr == ""
    assert clone.take_calls() == []


def test_each_installation_is_told_in_one_line(clone):
    told = clone.run("serve").stderr.splitlines()
    assert told == [
        "jintu: installing the Python packages into .venv",
        "jintu: installing the front-end packages into static/node_modules",
    ]


def test_a_chinese_terminal_is_spoken_to_in_chinese(clone):
    told = clone.run("serve", LANG="zh_CN.UTF-8").stderr.splitlines()
    assert told[0] == "jintu: 正在把 Python 软件包装入 .venv"


def test_the_command_line_gets_the_arguments_in_the_caller_s_folder(clone, tmp_path):
    here = tmp_path / "elsewhere"
    here.mkdir()
    answer = subprocess.run(
        check=False, cwd=here, **clone.command("analyse", "x y", "--out", "результат.csv")
    )
    assert (
        answer.stdout
        == f"from {here} with {clone.root}: -m api.cli analyse x y --out результат.csv\n"
    )


def test_a_link_to_the_script_finds_its_folder(clone, tmp_path):
    (tmp_path / "jintu").symlink_to(clone.root / "jintu")
    command = clone.command("targets")
    command["args"][0] = str(tmp_path / "jintu")
    assert f"with {clone.root}:" in subprocess.run(check=False, **command).stdout


@pytest.mark.parametrize(
    ("file", "calls"),
    [
        ("requirements.lock", [pip("requirements.lock")]),
        ("static/package-lock.json", [NPM_RUN, VENDOR]),
        ("static/scripts/vendor.mjs", [NPM_RUN, VENDOR]),
    ],
)
def test_a_changed_lock_installs_its_part_again(clone, file, calls):
    clone.run("serve")
    clone.take_calls()
    (clone.root / file).write_text("changed")
    clone.run("serve")
    assert clone.take_calls() == calls


def test_an_environment_without_its_stamp_is_rebuilt(clone):
    clone.run("serve")
    (clone.root / ".venv/jintu.stamp").unlink()
    (clone.root / ".venv/half").touch()
    clone.take_calls()
    clone.run("serve")
    assert clone.take_calls() == [VENV, pip("requirements.lock")]
    assert not (clone.root / ".venv/half").exists()


def test_an_environment_whose_python_has_gone_is_rebuilt(clone):
    clone.run("serve")
    (clone.root / ".venv/bin/python").unlink()
    clone.take_calls()
    assert clone.run("serve").returncode == 7
    assert clone.take_calls() == [VENV, pip("requirements.lock")]


def test_a_moved_folder_gets_a_new_environment(clone):
    clone.run("serve")
    clone.root = clone.root.rename(clone.root.with_name("moved"))
    clone.take_calls()
    clone.run("serve")
    assert clone.take_calls() == [VENV, pip("requirements.lock")]


def test_a_failed_installation_shows_why_and_is_begun_again(clone):
    failed = clone.run("serve", PIP_FAILS="1")
    assert failed.returncode == 1
    assert "this did not work: install_python_packages" in failed.stderr
    clone.take_calls()
    assert clone.run("serve").returncode == 7
    assert clone.take_calls() == [VENV, pip("requirements.lock")]


def test_a_failed_front_end_stops_the_start(clone):
    clone.program("npm", "#!/bin/sh\necho no network >&2\nexit 1\n")
    failed = clone.run("serve")
    assert failed.returncode == 1
    assert "no network" in failed.stderr


def test_two_starts_at_once_install_once(clone):
    first, second = (subprocess.Popen(**clone.command("serve", PIP_TAKES="1")) for _ in range(2))
    for start in (first, second):
        start.communicate(timeout=60)
        assert start.returncode == 7
    assert sorted(clone.take_calls()) == FIRST_START


def test_the_lock_is_not_kept_by_the_service(clone):
    clone.run("serve")
    held = subprocess.run(["flock", "--nonblock", str(clone.root), "true"], check=False)
    assert held.returncode == 0


def test_an_interrupted_installation_ends_and_is_begun_again(clone):
    start = subprocess.Popen(**clone.command("serve", PIP_TAKES="2"))
    while "pip" not in clone.calls.read_text():
        time.sleep(0.02)
    start.terminate()
    start.communicate(timeout=60)
    assert start.returncode == 130
    clone.take_calls()
    assert clone.run("serve").returncode == 7
    assert VENV in clone.take_calls()


def test_help_before_the_first_start_installs_nothing(clone):
    answer = clone.run("--help")
    assert answer.returncode == 0
    assert "usage: ./jintu" in answer.stderr
    assert clone.take_calls() == []


def test_missing_postgis_without_rights_names_the_command(clone):
    clone.postgis.unlink()
    clone.program("apt-get", APT_GET)
    refused = clone.run("serve")
    assert refused.returncode == 3
    assert (
        "apt-get update && apt-get install --no-install-recommends"
        " postgresql-15 postgresql-15-postgis-3\n" in refused.stderr
    )
    assert clone.take_calls() == []


def test_missing_postgis_is_installed_by_root(clone):
    clone.postgis.unlink()
    clone.program("apt-get", APT_GET)
    clone.program("apt-cache", "#!/bin/sh\necho '  Depends: postgresql-17'\n")
    clone.program("id", "#!/bin/sh\necho 0\n")
    script = (clone.root / "jintu").read_text()
    clone.write(clone.root / "jintu", script.replace("/etc/", f"{clone.bin.parent}/etc/"))
    started = clone.run("serve")
    assert started.returncode == 7
    assert "jintu: installing postgresql-15 postgresql-15-postgis-3 (apt-get)" in started.stderr
    options = "apt-get -q -o DPkg::Lock::Timeout=300"
    calls = [call for call in clone.take_calls() if call.startswith("apt-get")]
    assert calls == [
        f"{options} update",
        f"{options} install --yes --no-install-recommends postgresql-17 postgresql-17-postgis-3",
    ]
    assert list((clone.bin.parent / "etc/postgresql-common/createcluster.d").iterdir()) == []


def test_confinement_is_installed_along_with_what_is_missing(clone):
    clone.postgis.unlink()
    (clone.bin / "bwrap").unlink()
    clone.program("apt-get", APT_GET)
    clone.program("id", "#!/bin/sh\necho 0\n")
    script = (clone.root / "jintu").read_text()
    clone.write(clone.root / "jintu", script.replace("/etc/", f"{clone.bin.parent}/etc/"))
    assert clone.run("serve").returncode == 7
    assert any(call.endswith(" bubblewrap") for call in clone.take_calls())


def test_what_draws_printed_sheets_is_installed_along_with_what_is_missing(clone):
    for there in (clone.postgis, clone.fonts, clone.cairo):
        there.unlink()
    clone.program("apt-get", APT_GET)
    clone.program("id", "#!/bin/sh\necho 0\n")
    script = (clone.root / "jintu").read_text()
    clone.write(clone.root / "jintu", script.replace("/etc/", f"{clone.bin.parent}/etc/"))
    assert clone.run("serve").returncode == 7
    assert any(call.endswith(" fonts-noto-cjk libcairo2") for call in clone.take_calls())
    # Without them the service starts all the same.
    assert clone.run("serve").returncode == 7
    assert clone.take_calls() == []


def test_sudo_is_used_where_there_is_one(clone):
    clone.postgis.unlink()
    clone.program("apt-get", APT_GET)
    clone.program("sudo", NOTE.format(name="sudo") + '[ "$1" != -n ] || shift\n"$@"\n')
    script = (clone.root / "jintu").read_text()
    clone.write(clone.root / "jintu", script.replace("/etc/", f"{clone.bin.parent}/etc/"))
    assert clone.run("serve").returncode == 7
    assert any(call.startswith("sudo env DEBIAN_FRONTEND") for call in clone.take_calls())


def test_a_named_server_needs_no_postgis_here(clone):
    clone.postgis.unlink()
    assert clone.run("serve", JINTU_DATABASE_URL="postgresql://x").returncode == 7


def test_no_python_names_the_packages(clone):
    (clone.bin / "python3").unlink()
    refused = clone.run("serve")
    assert refused.returncode == 3
    assert "python3 python3-venv" in refused.stderr


def test_the_check_runs_every_step_in_order_and_pytest_last(clone):
    assert clone.run("test").returncode == 0
    calls = clone.take_calls()
    assert sorted(calls[:4]) == sorted([VENV, pip("requirements-dev.lock"), NPM_TEST, VENDOR])
    assert calls[4:] == [
        "python -m ruff check --quiet .",
        "python -m ruff format --check --quiet .",
        "npm --prefix static run --silent lint",
        "npm --prefix static run --silent types",
        "python -m mypy",
        "lint-imports ",
        "npm --prefix static run --silent test",
        "python -m pytest -n 2 --dist loadfile --no-loadscope-reorder",
    ]


def test_the_check_stops_at_the_first_failure(clone):
    assert clone.run("test", CHECK_FAILS="mypy").returncode == 1
    assert clone.take_calls()[-1] == "python -m mypy"


def test_the_check_with_arguments_runs_only_those_tests(clone):
    clone.run("test")
    clone.take_calls()
    assert clone.run("test", "tests/geo", "-k", "a or b").returncode == 0
    assert clone.take_calls() == ["python -m pytest tests/geo -k a or b"]


def test_serving_after_a_check_installs_nothing(clone):
    clone.run("test")
    clone.take_calls()
    clone.run("serve")
    assert clone.take_calls() == []


def test_a_check_after_serving_adds_what_it_needs(clone):
    clone.run("serve")
    clone.take_calls()
    clone.run("test", "x")
    installed = sorted(clone.take_calls()[:-1])
    assert installed == sorted([pip("requirements-dev.lock"), NPM_TEST, VENDOR])


def test_the_check_needs_a_browser_and_fonts(clone):
    (clone.bin / "chromium").unlink()
    clone.fonts.unlink()
    clone.atomic.unlink()
    refused = clone.run("test")
    assert refused.returncode == 3
    assert "chromium fonts-noto-cjk libatomic1\n" in refused.stderr
    assert clone.run("serve").returncode == 7


def test_the_check_needs_the_programs_of_gdal(clone):
    (clone.bin / "ogrinfo").unlink()
    refused = clone.run("test")
    assert refused.returncode == 3
    assert "apt-get install --no-install-recommends gdal-bin\n" in refused.stderr
    assert clone.run("serve").returncode == 7


def test_the_check_of_clients_needs_qgis(clone):
    without = '[ "$2" != "import qgis.core" ] || exit 1\n'
    clone.program("python3", PYTHON.replace("\n", f"\n{without}", 1))
    refused = clone.run("test", "--clients")
    assert refused.returncode == 3
    assert "apt-get install --no-install-recommends python3-qgis\n" in refused.stderr
    assert clone.run("test").returncode == 0


def test_the_check_of_clients_runs_only_what_needs_them(clone):
    clone.run("test")
    clone.take_calls()
    assert clone.run("test", "--clients", "-k", "filter").returncode == 0
    assert clone.take_calls() == ["python -m pytest tests/clients_qgis -k filter"]


def test_the_check_does_not_see_the_settings_of_the_machine(clone):
    clone.program("lint-imports", '#!/bin/sh\necho "seen ${JINTU_LANG-nothing}" >>"$CALLS"\n')
    clone.run("test", JINTU_LANG="zh", JINTU_DATABASE_URL="postgresql://x")
    assert "seen nothing" in clone.take_calls()


def test_continuous_integration_runs_the_check(clone):
    (clone.root / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/run", clone.root / ".ci/run")
    clone.program("bash", f'#!/bin/sh\nexec {shutil.which("bash")} "$@"\n')
    command = clone.command()
    command["args"] = [str(clone.root / ".ci/run")]
    assert subprocess.run(check=False, cwd="/", **command).returncode == 0
    assert clone.take_calls()[-1] == "python -m pytest -n 2 --dist loadfile --no-loadscope-reorder"


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed")
def test_the_scripts_are_clean():
    answer = subprocess.run(
        ["shellcheck", "jintu", ".ci/run"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert answer.stdout == ""


def test_the_scripts_may_be_run():
    assert os.access(ROOT / "jintu", os.X_OK)
    assert os.access(ROOT / ".ci/run", os.X_OK)
