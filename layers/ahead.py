"""Making the next part while the present one is used."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")

_END: Final = object()


def ahead(parts: Iterable[T]) -> Iterator[T]:
    """Yield the parts in their order, each made in another thread while the last one is used.

    Never more than two are held. What the making raises is raised here; whoever stops early waits
    until the part that is being made is done.
    """
    source = iter(parts)

    def make() -> object:
        return next(source, _END)

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="ahead") as maker:
        coming = maker.submit(make)
        while (part := coming.result()) is not _END:
            coming = maker.submit(make)
            yield cast("T", part)
