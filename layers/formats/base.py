"""What an upload format declares and what it hands over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pyarrow as pa

    from layers.inspection.findings import Findings
    from layers.sandbox.limits import Limits


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the sender says about the file; everything left out is found, or found missing.

    ``crs`` is an authority code, ``datum`` one of ``wgs84``, ``cgcs2000``, ``gcj02``, ``bd09``,
    ``layer`` the name of a layer inside the file, ``header`` the line of a table's header counted
    from 1, ``columns`` those that hold the position (``lon`` and ``lat``, or ``wkt``), ``region``
    an administrative code that the data belongs to.
    """

    crs: str | None = None
    datum: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    layer: str | None = None
    header: int | None = None
    separator: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    swap_axes: bool = False
    valid_only: bool = False
    region: str | None = None


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """A file with those that belong to it, under names of ours.

    ``name`` is what the sender called it (with its folder inside an archive); ``parts`` maps lower
    case suffixes to stored files, the main one among them.
    """

    name: str
    suffix: str
    parts: dict[str, Path]
    archived: bool = False
    called: str = ""
    """Another title, where two files of an archive have the same."""

    @property
    def main(self) -> Path:
        """The stored main file."""
        return self.parts[self.suffix]

    @property
    def title(self) -> str:
        """The sender's name without folder and suffix."""
        if self.called:
            return self.called
        stem = self.name.rpartition("/")[2]
        return stem[: -len(self.suffix)] if stem.lower().endswith(self.suffix) else stem


@dataclass(frozen=True, kw_only=True)
class StatedCrs:
    """What a file says of its reference system: a ``text`` (code, WKT, PROJJSON), ``by`` which."""

    text: str
    by: str


@dataclass(frozen=True, kw_only=True)
class RawLayer:
    """A layer as it stands in the file, text decoded, nothing judged yet.

    ``table`` holds the attributes; ``wkb`` one geometry per row, missing ones as null, and is None
    for a table without positions. ``rows`` counts as people do, and is None where it is 1, 2, 3, …;
    ``widths`` gives the greatest number of bytes a text column may hold.
    """

    name: str
    table: pa.Table
    wkb: pa.ChunkedArray | pa.Array | None
    crs: StatedCrs | None = None
    rows: pa.Array | None = None
    encoding: str = "UTF-8"
    encoding_candidates: list[dict[str, Any]] = field(default_factory=list)
    widths: dict[str, int] = field(default_factory=dict)
    rejected: list[tuple[int, str]] = field(default_factory=list)
    """Rows that could not be read at all, with the code of the finding."""
    lonlat_stated: bool = False
    """Whether the columns of a table are called longitude and latitude."""
    position_columns: tuple[str, ...] = ()
    """The columns of a table that its positions were read from."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a reader works with besides the dataset."""

    asked: Asked
    limits: Limits
    findings: Findings
    scratch: Path


@dataclass(frozen=True, kw_only=True)
class UploadFormat:
    """An upload format.

    Attributes
    ----------
    id
        Its name; ``format.<id>`` is its name for people.
    suffixes
        Of the main file, lower case.
    claims
        Tells from the first bytes of the main file, and the dataset, whether the content is of this
        format. The name must fit as well.
    read
        Returns the layers.
    archive
        Whether it is usually sent inside a zip archive.
    """

    id: str
    suffixes: tuple[str, ...]
    claims: Callable[[bytes, Dataset], bool]
    read: Callable[[Dataset, Reading], list[RawLayer]]
    archive: bool = False
