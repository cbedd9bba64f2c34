"""How a process can be confined on this machine: three ways, the strongest that works is taken."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from layers.sandbox.environment import environment
from layers.sandbox.errors import SandboxUnavailable
from layers.sandbox.privileges import ACCOUNT_VARIABLE, NOBODY

PROJECT: Final = Path(__file__).resolve().parents[2]
CODE: Final = ("layers", "geo", "data")
"""What of the project a worker may read; nothing else, for the data folder may lie beside it."""

_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache")
_TEMPORARY_BYTES = 64 * 2**20
_PROBE_S = 20.0


@dataclass(frozen=True)
class Space:
    """The folders of one confined run: ``inbox`` is read-only to it, ``outbox`` is not."""

    root: Path

    @property
    def inbox(self) -> Path:
        """Where the parent puts what is to be read."""
        return self.root / "in"

    @property
    def outbox(self) -> Path:
        """Where the workers put what they found."""
        return self.root / "out"

    def make(self) -> None:
        """Make both folders."""
        self.inbox.mkdir(mode=0o755)
        self.outbox.mkdir(mode=0o700)

    def open_to(self, account: int) -> None:
        """Let another account read the one folder and write the other."""
        self.root.chmod(0o711)
        for path in (self.inbox, *self.inbox.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        for path in (self.outbox, *self.outbox.rglob("*")):
            os.chown(path, account, account)


@dataclass(frozen=True)
class Started:
    """A command with its environment; an empty one means that the command sets its own."""

    command: list[str]
    environment: dict[str, str]


def bubblewrap(space: Space, inner: list[str]) -> Started:
    """Return the command for the strongest level; ``inner`` are arguments of the interpreter."""
    command = [
        *(shutil.which("bwrap") or "bwrap", "--unshare-all", "--die-with-parent", "--new-session"),
        *("--cap-drop", "ALL", "--clearenv"),
    ]
    for name, value in environment("/code", "/tmp").items():  # noqa: S108 - the sandbox's own
        command += ["--setenv", name, value]
    # Before everything that is bound: the interpreter itself may lie below /tmp.
    command += ["--size", str(_TEMPORARY_BYTES), "--tmpfs", "/tmp"]  # noqa: S108
    for path in dict.fromkeys((*_SYSTEM, sys.base_prefix, sys.prefix)):
        command += ["--ro-bind-try", path, path]
    for name in CODE:
        command += ["--ro-bind", str(PROJECT / name), f"/code/{name}"]
    command += ["--proc", "/proc", "--dev", "/dev", "--ro-bind", str(space.inbox), "/in"]
    command += ["--bind", str(space.outbox), "/out", "--chdir", "/"]
    return Started([*command, sys.executable, *inner, "/in", "/out"], {})


def unshare(space: Space, inner: list[str]) -> Started:
    """Return the command for the level without network and without other processes."""
    names = ["--net", "--ipc", "--uts", "--pid", "--fork", "--kill-child"]
    if os.geteuid() != 0:
        names += ["--user", "--map-current-user"]
    plain = limits(space, inner)
    command = [shutil.which("unshare") or "unshare", *names, *plain.command]
    return Started(command, plain.environment)


def limits(space: Space, inner: list[str]) -> Started:
    """Return the command for the level that only bounds what the process can use."""
    variables = environment(str(PROJECT), str(space.outbox))
    if os.geteuid() == 0:
        space.open_to(NOBODY)
        variables[ACCOUNT_VARIABLE] = str(NOBODY)
    command = [sys.executable, *inner, str(space.inbox), str(space.outbox)]
    return Started(command, variables)


LEVELS: Final = {"bubblewrap": bubblewrap, "unshare": unshare, "limits": limits}
"""Strongest first."""


@cache
def level() -> str:
    """Return the name of the strongest level that works here, by trying it.

    Raises
    ------
    SandboxUnavailable
        When not even a plain process can be started and write its answer.
    """
    for name in LEVELS:
        if _works(name):
            return name
    raise SandboxUnavailable(where=sys.executable)


def started(name: str, space: Space, inner: list[str]) -> Started:
    """Return the command that runs the interpreter with ``inner`` at a level."""
    return LEVELS[name](space, inner)


_PROBE = "import sys, pathlib, zlib; (pathlib.Path(sys.argv[2]) / 'probe').write_text('works')"


def _works(name: str) -> bool:
    with tempfile.TemporaryDirectory(prefix="jintu-sandbox-") as folder:
        space = Space(Path(folder))
        space.make()
        start = started(name, space, ["-c", _PROBE])
        try:
            subprocess.run(  # noqa: S603 - our own command
                start.command,
                env=start.environment or None,
                capture_output=True,
                check=True,
                timeout=_PROBE_S,
            )
        except (OSError, subprocess.SubprocessError):
            return False
        return (space.outbox / "probe").is_file()
