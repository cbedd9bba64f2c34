"""The PostgreSQL processes of one data directory, as the kernel knows them.

A pid file may be stale and its number may belong to a stranger by now. So a process is ours only
if it runs ``postgres`` with the data directory as its working directory, and it is signalled only
if it still is the process that was looked at (same number and same start time).
"""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import signal

STEP_S = 0.005
START_TIME_FIELD = 19  # of /proc/PID/stat, counted from behind the command name


@dataclass(frozen=True)
class Process:
    """A process; ``started`` is its start in clock ticks since boot."""

    pid: int
    started: int

    def lives(self) -> bool:
        """Tell whether this very process still runs (a zombie does not)."""
        stat = _stat(self.pid)
        return stat is not None and stat == (self.started, True)

    def send(self, signal_number: signal.Signals) -> None:
        """Send a signal, unless the process has gone."""
        if self.lives():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal_number)


def of(cluster: Path) -> list[Process]:
    """List the PostgreSQL processes that work in a data directory."""
    cluster = cluster.resolve()
    pids = (int(entry.name) for entry in os.scandir("/proc") if entry.name.isdigit())
    return [process for pid in pids if (process := _ours(pid, cluster)) is not None]


def known(pid: int) -> Process:
    """Describe a child of this process, ended or not, that has not been waited for."""
    stat = _stat(pid)
    return Process(pid, stat[0] if stat else 0)


def _ours(pid: int, cluster: Path) -> Process | None:
    stat = _stat(pid)
    if stat is None or not _works_in(pid, cluster):
        return None
    return Process(pid, stat[0])


def _works_in(pid: int, cluster: Path) -> bool:
    try:
        program = Path(f"/proc/{pid}/exe").readlink().name
        folder = Path(f"/proc/{pid}/cwd").readlink()
    except OSError:
        return False  # gone meanwhile, a zombie, or somebody else's
    # a binary replaced by an upgrade is shown as "postgres (deleted)"
    return program.split(" ")[0] == "postgres" and folder == cluster


def _stat(pid: int) -> tuple[int, bool] | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    fields = text[text.rindex(")") + 2 :].split()
    return int(fields[START_TIME_FIELD]), fields[0] not in "ZX"


def wait_gone(processes: list[Process], timeout_s: float) -> list[Process]:
    """Wait until processes have ended; give those that live after ``timeout_s`` seconds."""
    give_up = time.monotonic() + timeout_s
    left = [process for process in processes if process.lives()]
    while left and time.monotonic() < give_up:
        time.sleep(STEP_S)
        left = [process for process in left if process.lives()]
    return left


def end(processes: list[Process], steps: tuple[tuple[signal.Signals, float], ...]) -> list[Process]:
    """Send the signals of ``steps`` one after another, each with its patience in seconds.

    Returns
    -------
    list
        Those that outlived every step.
    """
    for signal_number, patience_s in steps:
        for process in processes:
            process.send(signal_number)
        processes = wait_gone(processes, patience_s)
        if not processes:
            break
    return processes
