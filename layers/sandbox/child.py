"""The confined process: ``python -m layers.sandbox.child <in> <out>``.

It reads ``tasks.json`` from its input folder, imports what the tasks need and forks a worker for
each. On standard output it says in one JSON line per task how the worker ended; the worker itself
cannot write there.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from layers.sandbox import privileges, worker

if TYPE_CHECKING:
    import resource

_POLL_S = 0.01


def main() -> None:
    """Carry out the tasks one after another."""
    privileges.die_with_parent()
    privileges.gain_nothing()
    inbox, outbox = Path(sys.argv[1]), Path(sys.argv[2])
    plan = json.loads((inbox / "tasks.json").read_bytes())
    for module in dict.fromkeys(task["function"].partition(":")[0] for task in plan["tasks"]):
        import_module(module)
    for number, task in enumerate(plan["tasks"]):
        ended = _supervise(outbox / str(number), inbox, task)
        sys.stdout.write(json.dumps(ended) + "\n")
        sys.stdout.flush()


def _supervise(folder: Path, inbox: Path, task: dict[str, Any]) -> dict[str, Any]:
    begun = time.monotonic()
    pid = os.fork()
    if pid == 0:
        worker.work(folder, inbox, task)
    status, usage, late = _wait(pid, begun + task["limits"]["wall_s"])
    return {
        "status": os.waitstatus_to_exitcode(status),
        "late": late,
        "cpu_s": usage.ru_utime + usage.ru_stime,
        "wall_s": time.monotonic() - begun,
        "peak_kb": usage.ru_maxrss,
    }


def _wait(pid: int, deadline: float) -> tuple[int, resource.struct_rusage, bool]:
    late = False
    while True:
        ended, status, usage = os.wait4(pid, os.WNOHANG)
        if ended:
            _end_group(pid)
            return status, usage, late
        if time.monotonic() > deadline and not late:
            late = True
            _end_group(pid)
        time.sleep(_POLL_S)


def _end_group(pid: int) -> None:
    """End a worker and every process it started."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    main()
