"""Who asks, and what they may do: what every rule is decided on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from layers.accounts.errors import NotAllowed, SignInNeeded
from layers.accounts.rights import Right, Role, rights_of

PUBLIC: Final = "public"
"""Under which name the records keep what nobody in particular did."""
OPERATOR: Final = "operator"
"""Under which name the records keep what was done on the command line."""

Need = Right | Literal["signed_in", "nothing_suffices"]
"""What a request may need: a right, a person who signed in with a password, or what nobody has."""


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Somebody who asks: an anonymous reader, a signed-in person, or a program with a token."""

    kind: Literal["anonymous", "session", "token"]
    role: Role
    rights: frozenset[Right]
    name: str | None = None
    session: str | None = None
    """The stored hash of the session's secret, by which it can be ended."""

    @property
    def author(self) -> str:
        """Return the name that the records keep."""
        return self.name or PUBLIC

    @property
    def internal(self) -> bool:
        """Whether internal layers are to be seen."""
        return "read_internal" in self.rights

    def may(self, need: Need) -> bool:
        """Tell whether a need is met; a token never stands for a person who signed in."""
        return self.kind == "session" if need == "signed_in" else need in self.rights

    def require(self, need: Need) -> None:
        """Refuse when a need is not met.

        Raises
        ------
        SignInNeeded
            When nobody is signed in.
        NotAllowed
            When the role, or the token's scope, does not reach that far.
        """
        if self.may(need):
            return
        if self.kind == "anonymous":
            raise SignInNeeded(need=need)
        raise NotAllowed(need=need, role=self.role)


def anonymous(*, open_runs: bool) -> Caller:
    """Return the caller who has shown nothing."""
    return Caller(kind="anonymous", role="public", rights=rights_of("public", open_runs=open_runs))
