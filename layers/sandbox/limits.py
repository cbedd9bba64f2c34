"""The one table of limits for uploads: names, defaults, hard tops.

What is larger than a default is refused with the name and the value of the limit. An operator may
set another value up to the top. Sizes are bytes, times seconds.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from geo.errors import BadParameter
from layers.sandbox.errors import LimitExceeded

_MB = 2**20
_GB = 2**30


def _limit(default: float, top: float | None = None, unit: str = "") -> Any:  # noqa: ANN401 - a field
    """Declare a limit; without a top of its own it can only be lowered."""
    return field(default=default, metadata={"top": default if top is None else top, "unit": unit})


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The limits in force for one upload.

    Raises
    ------
    BadParameter
        When a value is not above zero or above its top.
    """

    upload_bytes: int = _limit(200 * _MB, 2 * _GB, "B")
    unpacked_bytes: int = _limit(_GB, 4 * _GB, "B")
    unpack_ratio: int = _limit(200)
    """How many times larger than its archive the content may be, once it is above 10 MB."""
    archive_entries: int = _limit(1_000, 10_000)
    archive_depth: int = _limit(2)
    """An archive, and one inside it; a workbook or KMZ counts as one."""
    features: int = _limit(2_000_000, 20_000_000)
    layers: int = _limit(50, 200)
    vertices: int = _limit(20_000_000, 100_000_000)
    feature_vertices: int = _limit(500_000, 2_000_000)
    feature_rings: int = _limit(10_000, 50_000)
    feature_parts: int = _limit(50_000, 200_000)
    geometry_nesting: int = _limit(8)
    json_nesting: int = _limit(32, 128)
    columns: int = _limit(256, 1_600)
    name_bytes: int = _limit(60)
    cell_bytes: int = _limit(64 * 1024, _MB, "B")
    row_bytes: int = _limit(_MB, 8 * _MB, "B")
    sheet_cells: int = _limit(5_000_000, 20_000_000)
    coordinate: float = _limit(1e8)
    """Absolute value of a coordinate, whatever its unit."""
    cpu_s: int = _limit(600, 3_600, "s")
    wall_s: int = _limit(900, 7_200, "s")
    memory_bytes: int = _limit(2 * _GB, 8 * _GB, "B")
    """Address space of a worker."""
    output_bytes: int = _limit(_GB, 4 * _GB, "B")
    open_files: int = _limit(256)
    processes: int = _limit(16)
    repair_s: float = _limit(2.0, 10.0, "s")
    """For repairing one feature's geometry."""
    repairs_s: float = _limit(60.0, 600.0, "s")
    """For repairing all features of an upload."""

    def __post_init__(self) -> None:
        """Check every value against its top."""
        for limit in fields(self):
            value, top = getattr(self, limit.name), limit.metadata["top"]
            if not 0 < value <= top:
                raise BadParameter(where=limit.name, value=value, allowed=f"0 < … <= {top}")

    def check(self, name: str, found: float, *, where: str | None = None) -> None:
        """Refuse what is above a limit.

        Raises
        ------
        LimitExceeded
            When ``found`` is greater than the limit; exactly the limit is allowed.
        """
        allowed = getattr(self, name)
        if found > allowed:
            raise LimitExceeded(where=where, limit=name, allowed=allowed, found=found)

    def plain(self) -> dict[str, Any]:
        """Return the values by name, for JSON."""
        return asdict(self)

    def described(self) -> list[dict[str, Any]]:
        """Return each limit with name, value, top and unit, for people and for ``/api/limits``."""
        return [
            {
                "name": limit.name,
                "value": getattr(self, limit.name),
                "top": limit.metadata["top"],
                "unit": limit.metadata["unit"],
            }
            for limit in fields(self)
        ]
