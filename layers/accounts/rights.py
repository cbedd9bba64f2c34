"""Roles and what each may do: the one table of it."""

from __future__ import annotations

from typing import Final, Literal, get_args

from layers.accounts.errors import UnknownRole

Right = Literal["read_public", "read_internal", "run", "upload", "publish", "administer", "audit"]
Role = Literal["public", "planner", "staff", "admin", "auditor"]

RIGHTS: Final[tuple[Right, ...]] = get_args(Right)
ROLES: Final[tuple[Role, ...]] = get_args(Role)

_PLANNER: Final[frozenset[Right]] = frozenset({"read_public", "read_internal", "run"})
_STAFF: Final[frozenset[Right]] = _PLANNER | {"upload", "publish"}
_TABLE: Final[dict[Role, frozenset[Right]]] = {
    "public": frozenset({"read_public"}),
    "planner": _PLANNER,
    "staff": _STAFF,
    "admin": _STAFF | {"administer", "audit"},
    "auditor": frozenset({"read_public", "audit"}),
}


def rights_of(role: Role, *, open_runs: bool = False) -> frozenset[Right]:
    """Return what a role may do; with ``open_runs`` the public may run analyses too."""
    return _TABLE[role] | ({"run"} if open_runs and role == "public" else frozenset())


def role_named(name: str) -> Role:
    """Return the role of this name.

    Raises
    ------
    UnknownRole
        When there is none; ``known`` lists those there are.
    """
    for role in ROLES:
        if role == name:
            return role
    raise UnknownRole(where=name, known=", ".join(ROLES))
