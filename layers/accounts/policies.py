"""The two sets of rules for accounts: ``asvs`` (the default) and ``djbh``.

``asvs`` follows OWASP's Application Security Verification Standard 5.0, chapters 6 and 7: length
and a list of common passwords instead of composition rules and forced changes. ``djbh`` is for
systems under the graded protection scheme of GB/T 22239-2019, which asks for complexity, regular
change, a lock after failures and automatic sign-off.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from layers.accounts import guessable, hashing
from layers.accounts.errors import WeakPassword

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

PolicyName = Literal["asvs", "djbh"]

LONGEST: Final = 128
ABSOLUTE: Final = timedelta(hours=12)
"""No session lives longer, however busy it is."""
SESSIONS_EACH: Final = 5
KEPT: Final = 10
"""How many hashes of earlier passwords are kept, whatever the policy of today remembers."""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Rules for passwords and sessions; ``None`` means that there is no such rule."""

    name: PolicyName
    shortest: int
    classes: int
    """Of lower case, upper case, digits and others, how many must appear."""
    lifetime: timedelta | None
    remembered: int
    """How many earlier passwords, the present one among them, may not be chosen again."""
    failures: int | None
    """After how many failures in a row the account is locked."""
    lock: timedelta
    idle: timedelta

    def describe(self) -> dict[str, Any]:
        """Return the rules as plain values, for the page that asks for a password."""
        return {
            "name": self.name,
            "shortest": self.shortest,
            "longest": LONGEST,
            "classes": self.classes,
            "lifetime_days": self.lifetime.days if self.lifetime else None,
            "idle_minutes": int(self.idle.total_seconds() // 60),
        }

    def is_expired(self, changed_at: datetime, now: datetime) -> bool:
        """Tell whether a password set at ``changed_at`` must be replaced."""
        return self.lifetime is not None and now - changed_at >= self.lifetime


ASVS: Final = Policy(
    name="asvs",
    shortest=12,
    classes=0,
    lifetime=None,
    remembered=0,
    failures=None,
    lock=timedelta(0),
    idle=timedelta(minutes=30),
)
DJBH: Final = Policy(
    name="djbh",
    shortest=10,
    classes=3,
    lifetime=timedelta(days=90),
    remembered=5,
    failures=5,
    lock=timedelta(minutes=15),
    idle=timedelta(minutes=15),
)
POLICIES: Final[dict[PolicyName, Policy]] = {"asvs": ASVS, "djbh": DJBH}


def check(policy: Policy, password: str, name: str, earlier: Sequence[str] = ()) -> None:
    """Refuse a password that breaks a rule; ``earlier`` are the hashes of those before it.

    Raises
    ------
    WeakPassword
        With ``reason``: short, long, classes, common, context or history.
    """
    if reason := _reason(policy, password, name):
        raise WeakPassword(
            reason=reason, shortest=policy.shortest, longest=LONGEST, classes=policy.classes
        )
    if any(hashing.matches(hash_, password) for hash_ in earlier[: policy.remembered]):
        raise WeakPassword(reason="history", remembered=policy.remembered)


def _reason(policy: Policy, password: str, name: str) -> str | None:
    if len(password) < policy.shortest:
        return "short"
    if len(password) > LONGEST:
        return "long"
    if _classes(password) < policy.classes:
        return "classes"
    if guessable.holds_context(password, name):
        return "context"
    return "common" if guessable.is_common(password) else None


def _classes(password: str) -> int:
    lower = any(char.islower() for char in password)
    upper = any(char.isupper() for char in password)
    digit = any(char.isdigit() for char in password)
    other = any(not (char.islower() or char.isupper() or char.isdigit()) for char in password)
    return lower + upper + digit + other
