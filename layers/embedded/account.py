"""Which account runs PostgreSQL.

PostgreSQL refuses to run as root. An ordinary user runs it under the own account; root hands it to
the owner of the cluster, else to the owner of the data folder, else to ``postgres``.
"""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from layers.embedded.errors import AccountMissing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from layers.embedded.folder import DataFolder

SERVER_ACCOUNT = "postgres"
MAKE_ACCOUNT = f"useradd --system --user-group --home-dir / {SERVER_ACCOUNT}"
# nothing of the caller's: PG* variables, locales and PROJ paths would change how the server works
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


class Identity(TypedDict, total=False):
    """The arguments of ``subprocess`` that change who runs the child."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """A user of the machine; ``dropping`` when it is not the one this process runs as."""

    uid: int
    gid: int
    dropping: bool

    def own(self, path: Path) -> None:
        """Make a file or folder belong to this account."""
        if self.dropping:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def can_enter(self, path: Path) -> bool:
        """Tell whether this account can reach a folder through all of its parents.

        The account itself tries, because permission bits alone do not tell (access lists, mounts).
        """
        if not self.dropping:
            return os.access(path, os.X_OK)
        attempt = self.run(["/bin/sh", "-c", 'cd "$1"', "sh", str(path)])
        return attempt.returncode == 0

    def run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        """Run a command as this account and wait for it; its output is in the result."""
        return subprocess.run(  # noqa: S603
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            cwd="/",
            env=ENVIRONMENT,
            **self.identity(),
        )

    def start(
        self, command: list[str], log: Path, environment: Mapping[str, str]
    ) -> subprocess.Popen[bytes]:
        """Start a command as this account, in a session of its own so that ^C does not reach it."""
        with log.open("ab") as output:
            return subprocess.Popen(  # noqa: S603
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                env=ENVIRONMENT | dict(environment),
                start_new_session=True,
                **self.identity(),
            )

    def identity(self) -> Identity:
        """Give the arguments of ``subprocess`` that make a child run as this account."""
        if not self.dropping:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def choose(folder: DataFolder) -> Account:
    """Choose the account for the cluster of a data folder.

    Raises
    ------
    AccountMissing
        This is root and there is no account to hand the database to.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), dropping=False)
    entry = _owner(folder.cluster) or _owner(folder.path) or _named(SERVER_ACCOUNT)
    if entry is None:
        raise AccountMissing(where=SERVER_ACCOUNT, command=MAKE_ACCOUNT)
    return Account(entry.pw_uid, entry.pw_gid, dropping=True)


def _owner(path: Path) -> pwd.struct_passwd | None:
    try:
        uid = path.stat().st_uid
        return pwd.getpwuid(uid) if uid else None
    except (FileNotFoundError, KeyError):
        return None  # not there yet, or an owner without an entry, which initdb would refuse


def _named(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None
