"""A bounded memory: the things used last, each made once however many ask for it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")


class Kept(Generic[T]):
    """Things by their key; when there are more than ``most``, what was used longest ago goes.

    One thing is made at a time: several would only make each other slower.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, T] = OrderedDict()
        self._looking = threading.Lock()
        self._making = threading.Lock()

    def __len__(self) -> int:
        """Return how many things are kept."""
        return len(self._found)

    def get(self, key: Hashable, make: Callable[[], T]) -> tuple[T, bool]:
        """Return the thing of a key, made now if it is not kept, and whether it was."""
        known = self._known(key)
        if known is not None:
            return known, True
        with self._making:
            known = self._known(key)
            if known is not None:
                return known, True
            made = make()
            with self._looking:
                self._found[key] = made
                while len(self._found) > self._most:
                    self._found.popitem(last=False)
            return made, False

    def _known(self, key: Hashable) -> T | None:
        with self._looking:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)
