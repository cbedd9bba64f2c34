"""One worker: bounded, silent, and its answer in a file."""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import sys
import traceback
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

from geo.errors import JintuError
from layers.sandbox import privileges
from layers.sandbox.limits import Limits

if TYPE_CHECKING:
    from pathlib import Path

DONE, FAILED, OUT_OF_MEMORY, OUTPUT_FULL, REFUSED = 0, 1, 70, 71, 72
"""Exit statuses of a worker."""

RESULT, REFUSAL, TRACE = "result.json", "refusal.json", "trace.txt"
"""What a worker leaves in its folder: its answer, or why not, or where it failed."""

_GRACE_CPU_S = 5


def work(folder: Path, inbox: Path, task: dict[str, Any]) -> NoReturn:
    """Carry out a task and end the process; nothing is returned and nothing is printed."""
    status = FAILED
    try:
        status = _carried_out(folder, inbox, task)
    finally:
        os._exit(status)


def _carried_out(folder: Path, inbox: Path, task: dict[str, Any]) -> int:
    _set_up(Limits(**task["limits"]))
    try:
        module, _, name = task["function"].partition(":")
        function = getattr(import_module(module), name)
        answer = function(_resolved(task["argument"], folder, inbox))
        (folder / RESULT).write_text(json.dumps(answer, allow_nan=False))
    except JintuError as error:
        (folder / REFUSAL).write_text(json.dumps(_plain(error)))
        return REFUSED
    except MemoryError:
        return OUT_OF_MEMORY
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent is told
        if isinstance(error, OSError) and error.errno == errno.EFBIG:
            return OUTPUT_FULL
        (folder / TRACE).write_text(traceback.format_exc())
        return FAILED
    return DONE


def _resolved(argument: Any, folder: Path, inbox: Path) -> Any:  # noqa: ANN401 - JSON
    """Give a task its folders, which it knows by other names than the parent."""
    if isinstance(argument, dict):
        return argument | {"inbox": str(inbox), "outbox": str(folder)}
    return argument


def _plain(error: JintuError) -> dict[str, Any]:
    facts = {
        name: value if isinstance(value, int | float | str) else str(value)
        for name, value in error.facts.items()
    }
    return {"code": error.code, "where": error.where, "facts": facts}


def _set_up(limits: Limits) -> None:
    os.setpgid(0, 0)
    privileges.die_with_parent()
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (sys.stdin, sys.stdout, sys.stderr):
        os.dup2(nothing, descriptor.fileno())
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    for kind, soft, hard in _bounds(limits):
        resource.setrlimit(kind, (soft, hard))
    privileges.drop_if_code_stays_readable()


def _bounds(limits: Limits) -> list[tuple[int, int, int]]:
    cpu_s = limits.cpu_s
    return [
        (resource.RLIMIT_CPU, cpu_s, cpu_s + _GRACE_CPU_S),
        (resource.RLIMIT_AS, limits.memory_bytes, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, limits.output_bytes, limits.output_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files, limits.open_files),
        (resource.RLIMIT_CORE, 0, 0),
    ]
