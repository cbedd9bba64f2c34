"""Inside the confined process: become an account that owns nothing, and stay it."""

from __future__ import annotations

import ctypes
import os
import signal
import stat
import sys
from pathlib import Path

NOBODY = 65534
"""The account that owns no file on a Debian system."""

ACCOUNT_VARIABLE = "JINTU_SANDBOX_ACCOUNT"
"""Set by the parent where a worker that runs as root is to change its account."""

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38


def die_with_parent() -> None:
    """Have the kernel end this process when the one that started it ends."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def gain_nothing() -> None:
    """Give up the ways to more rights: set-uid programs, being traced, core files."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _prctl(_PR_SET_DUMPABLE, 0)


def drop() -> None:
    """Change to the account that owns nothing, where the parent asked for it and we may."""
    if ACCOUNT_VARIABLE not in os.environ or os.geteuid() != 0:
        return
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    # Changing the account clears this mark of the process.
    die_with_parent()


def drop_if_code_stays_readable() -> None:
    """Change the account now, or leave it to the moment the last library is imported.

    Where the interpreter lies in a folder that only root may enter, nothing more could be imported
    after the change.
    """
    if all(_open_to_all(Path(entry)) for entry in sys.path if Path(entry).exists()):
        drop()


def _open_to_all(path: Path) -> bool:
    return all(
        folder.stat().st_mode & stat.S_IXOTH for folder in (path.resolve(), *path.resolve().parents)
    )


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)
