"""Work spread over the processes of a Dask cluster, of this machine or of many."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from geo.cells import nearest_by_cells, nearest_in_cell
from geo.errors import BadParameter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from geo.distances import Nearest

LOCAL: Final = "local"
LOCAL_WORKERS: Final = 2
BATCH_ROWS: Final = 100_000

_Asked = tuple[Any, Any, float]
_Found = tuple[Any, Any]


@contextmanager
def nearest_over(
    address: str,
) -> Iterator[Callable[[NDArray[np.float64], NDArray[np.float64]], Nearest]]:
    """Open a cluster, and give what finds the nearest sites as `geo.distances.nearest_known` does.

    ``address`` is that of a scheduler (``tcp://host:8786``), or "local" for two processes here.

    Raises
    ------
    BadParameter
        When Dask is not installed, or no scheduler answers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise BadParameter(
            where="--dask", value=address, allowed="pip install jintu[big]"
        ) from None
    try:
        client: Any = Client(**_where(address))  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise BadParameter(
            where="--dask", value=address, allowed="local, tcp://HOST:PORT"
        ) from error
    with client:
        yield lambda origins, sites: nearest_by_cells(origins, sites, _work(client))


def _where(address: str) -> dict[str, Any]:
    if address != LOCAL:
        return {"address": address, "timeout": "10s"}
    return {"n_workers": LOCAL_WORKERS, "threads_per_worker": 1, "dashboard_address": None}


def _work(client: Any) -> Callable[[Iterable[_Asked]], Iterable[_Found]]:  # noqa: ANN401
    def work(asked: Iterable[_Asked]) -> Iterable[_Found]:
        futures = [client.submit(_batch, each, pure=False) for each in _batches(asked)]
        return chain.from_iterable(each.result() for each in futures)

    return work


def _batch(cells: list[_Asked]) -> list[_Found]:
    return [nearest_in_cell(*each) for each in cells]


def _batches(asked: Iterable[_Asked]) -> Iterator[list[_Asked]]:
    """Put small cells together: sending a task costs as much as searching thousands of places."""
    batch: list[_Asked] = []
    size = 0
    for each in asked:
        batch.append(each)
        size += len(each[0]) + len(each[1])
        if size >= BATCH_ROWS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
