"""What became of a file of township points."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from layers.types import Finding

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from layers.township_points.rules import Rule


@dataclass(frozen=True)
class Matched:
    """A row that gave a township its point (degrees, WGS 84)."""

    row: int
    code: str
    name_zh: str
    rule: Rule
    lon: float
    lat: float


@dataclass(frozen=True)
class Unmatched:
    """A row that could not be matched; the text of ``reason`` is ``townships.reason.<reason>``."""

    row: int
    code: str | None
    name: str | None
    county: str | None
    reason: str


@dataclass(frozen=True)
class Suspicious:
    """A row that was matched, but whose point was not used.

    ``outside_m`` is how far the point lies outside the township's own county, ``county_there`` the
    county it lies in, if any.
    """

    row: int
    code: str
    name_zh: str
    reason: str
    lon: float
    lat: float
    outside_m: float
    county_there: str | None


@dataclass(frozen=True)
class MatchReport:
    """The townships with the points of the file, and an account of every row.

    ``frame`` is the whole official layer in EPSG:4326. ``sha256`` is the fingerprint of the file
    and of the layer it was applied to.
    """

    frame: GeoDataFrame
    rows: int
    matched: list[Matched]
    unmatched: list[Unmatched]
    suspicious: list[Suspicious]
    sha256: str

    @property
    def without_point(self) -> list[str]:
        """The codes of the official townships that the file gave no point."""
        have = {match.code for match in self.matched}
        return [code for code in self.frame["code"] if code not in have]

    @property
    def findings(self) -> list[Finding]:
        """What needs a look, for the import report."""
        counts = {
            "townships_unmatched": len(self.unmatched),
            "townships_suspicious": len(self.suspicious),
        }
        return [
            Finding(level="warning", code=code, facts={"count": count})
            for code, count in counts.items()
            if count
        ]

    def to_json(self) -> dict[str, Any]:
        """Return the account as plain values."""
        return {
            "rows": self.rows,
            "official": len(self.frame),
            "matched": [asdict(match) for match in self.matched],
            "unmatched": [asdict(row) for row in self.unmatched],
            "suspicious": [asdict(row) for row in self.suspicious],
            "without_point": self.without_point,
        }
