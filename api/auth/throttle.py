"""How often somebody may try to sign in.

Each account and each address has two budgets of attempts, one for the minute and one for the hour,
that fill up steadily; and after the third failure in a row there is a pause that doubles with each.
Nothing is ever locked for good, and what succeeds is not counted. The state lives in this process.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from layers.accounts.errors import TooManyAttempts

if TYPE_CHECKING:
    from collections.abc import Callable

PER_MINUTE: Final = 5
PER_HOUR: Final = 20
MINUTE: Final = 60.0
HOUR: Final = 3600.0
FREE_FAILURES: Final = 3
LONGEST_PAUSE_S: Final = 60.0
MOST_KEYS: Final = 20_000
"""Memory is bounded; the keys that were quiet the longest are forgotten first."""


@dataclass
class _Budget:
    """Tokens that come back steadily, up to ``size``."""

    size: int
    seconds: float
    left: float
    at: float

    def refill(self, now: float) -> None:
        self.left = min(self.size, self.left + (now - self.at) * self.size / self.seconds)
        self.at = now

    def wait_s(self) -> float:
        return max(0.0, (1 - self.left) * self.seconds / self.size)


@dataclass
class _State:
    minute: _Budget
    hour: _Budget
    failures: int = 0
    not_before: float = 0.0

    def wait_s(self, now: float) -> float:
        budgets = (self.minute, self.hour)
        for budget in budgets:
            budget.refill(now)
        return max(self.not_before - now, *(budget.wait_s() for budget in budgets))

    def spend(self, amount: int) -> None:
        for budget in (self.minute, self.hour):
            budget.left = min(budget.size, budget.left - amount)


class Throttle:
    """Counts attempts by key, from any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._states: OrderedDict[str, _State] = OrderedDict()
        self._lock = threading.Lock()

    def admit(self, *keys: str) -> None:
        """Count one attempt against every key.

        It counts as failed at once, so that attempts at the same moment cannot all slip through;
        :meth:`succeeded` takes that back.

        Raises
        ------
        TooManyAttempts
            When one of them has to wait; ``retry_after_s`` says how long. Nothing is counted then.
        """
        with self._lock:
            now = self._clock()
            states = [self._state(key, now) for key in keys]
            wait_s = max(state.wait_s(now) for state in states)
            if wait_s > 0:
                raise TooManyAttempts(retry_after_s=int(wait_s) + 1)
            for state in states:
                state.spend(1)
                state.failures += 1
                state.not_before = now + _pause_s(state.failures)

    def succeeded(self, *keys: str) -> None:
        """Take back the last attempt of every key, and its pause."""
        with self._lock:
            now = self._clock()
            for key in keys:
                state = self._state(key, now)
                state.spend(-1)
                state.failures = 0
                state.not_before = now

    def _state(self, key: str, now: float) -> _State:
        state = self._states.pop(key, None) or _State(
            minute=_Budget(PER_MINUTE, MINUTE, PER_MINUTE, now),
            hour=_Budget(PER_HOUR, HOUR, PER_HOUR, now),
        )
        self._states[key] = state
        while len(self._states) > MOST_KEYS:
            self._states.popitem(last=False)
        return state


def _pause_s(failures: int) -> float:
    """Return the pause after so many failures in a row: none, then 1 s, 2 s, 4 s … a minute."""
    beyond = failures - FREE_FAILURES
    return 0.0 if beyond < 0 else min(LONGEST_PAUSE_S, 2.0 ** min(beyond, 10))
