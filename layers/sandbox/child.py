"""The confined process: ``python -m layers.sandbox.child <in> <out>``.

It reads ``tasks.json`` from its input folder, imports what the tasks need and forks a worker for
each. On standard output it says in one JSON line per task how the worker ended; the worker itself
cannot write there.
"""

from __future__ import annotations

import encodings
import gc
import json
import os
import pkgutil
import signal
import sys
import time
from importlib import import_module
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Any

from layers.sandbox import privileges, worker

if TYPE_CHECKING:
    import resource

_POLL_S = 0.01
_NOT_HERE = frozenset({"mbcs", "oem"})
"""Codecs that exist on another system only."""

_LEFT_OUT = ("pandas", "geopandas")
"""What other libraries would import if they could: no task needs it, and it is half the start."""


class _Without(MetaPathFinder):
    """Says of some packages that they are not installed."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        del path, target
        if fullname in _LEFT_OUT:
            raise ModuleNotFoundError(fullname, name=fullname)


def main() -> None:
    """Carry out the tasks one after another."""
    privileges.die_with_parent()
    privileges.gain_nothing()
    inbox, outbox = Path(sys.argv[1]), Path(sys.argv[2])
    plan = json.loads((inbox / "tasks.json").read_bytes())
    sys.meta_path.insert(0, _Without())
    for module in dict.fromkeys(task["function"].partition(":")[0] for task in plan["tasks"]):
        import_module(module)
    _import_codecs()
    # What is imported stays; looking through it again at each collection takes as long as reading.
    gc.freeze()
    for number, task in enumerate(plan["tasks"]):
        ended = _supervise(outbox / str(number), inbox, task)
        sys.stdout.write(json.dumps(ended) + "\n")
        sys.stdout.flush()


def _import_codecs() -> None:
    """Import every text codec now: a worker may not be able to read the interpreter's files."""
    for found in pkgutil.iter_modules(encodings.__path__):
        if found.name not in _NOT_HERE:
            import_module(f"encodings.{found.name}")


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
