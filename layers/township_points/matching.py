"""Bring a file of township points onto the official list."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import shapely

from layers.township_points.columns import recognise
from layers.township_points.gazetteer import Gazetteer
from layers.township_points.opening import open_points
from layers.township_points.positions import positions
from layers.township_points.rebuild import with_points
from layers.township_points.report import Matched, MatchReport, Suspicious, Unmatched
from layers.township_points.rules import Match, Row, match_row, read_row

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from geopandas import GeoDataFrame

    from layers.township_points.positions import Datum

DECIMALS = 7
"""A centimetre; more digits of a converted coordinate are noise."""

REVISION = 1
"""Raised whenever the matching makes something else of the same file."""


def match(
    path: Path,
    official: GeoDataFrame,
    counties: GeoDataFrame,
    datum: Datum,
    *,
    columns: Mapping[str, str] | None = None,
    layer: str | None = None,
) -> MatchReport:
    """Give official townships the points of a file.

    Parameters
    ----------
    path
        CSV, XLSX, GeoJSON, GeoPackage or Shapefile; see ``layers.township_points.opening``.
    official
        The layer ``townships``: ``code``, ``name_zh``, ``county_code``, ``position``, ``lon``,
        ``lat`` and areas, in EPSG:4326.
    counties
        Polygons with ``adcode`` and ``name_zh``.
    datum
        Of the file's coordinates.
    columns
        From a role (``code``, ``name``, ``county``, ``lon``, ``lat``) to the file's column, where
        the aliases in ``data/township-points.toml`` would not find it.
    layer
        Which layer of a GeoPackage that has several.

    Returns
    -------
    report
        Its frame has ``position`` ``survey`` and the file's point for each matched township, the
        areas of their counties divided anew; all else is as it was.

    Raises
    ------
    TownshipPointsError
        One of its kinds, when the file as a whole cannot be used.
    MissingColumn, MissingCrs
        When a frame is not such a layer.
    """
    given = columns or {}
    table = open_points(path, layer)
    roles = recognise(table.headers, given, has_points=table.points is not None)
    points = positions(table, roles, given, datum)
    rows = [
        read_row(number, cells, roles, point)
        for number, (cells, point) in enumerate(zip(table.rows, points, strict=True), start=1)
    ]
    account = _Account(Gazetteer(official, counties))
    account.take(rows)
    return MatchReport(
        frame=with_points(official, counties, account.matched),
        rows=len(rows),
        matched=account.matched,
        unmatched=sorted(account.unmatched, key=lambda row: row.row),
        suspicious=sorted(account.suspicious, key=lambda row: row.row),
        sha256=_fingerprint(path, official, f"{REVISION} {datum} {sorted(given.items())} {layer}"),
    )


@dataclass
class _Account:
    gazetteer: Gazetteer
    matched: list[Matched] = field(default_factory=list)
    unmatched: list[Unmatched] = field(default_factory=list)
    suspicious: list[Suspicious] = field(default_factory=list)

    def take(self, rows: list[Row]) -> None:
        claims: dict[str, list[tuple[Row, Match]]] = defaultdict(list)
        for row in rows:
            found = match_row(row, self.gazetteer)
            if isinstance(found, str):
                self._refuse(row, found)
            else:
                claims[found.code].append((row, found))
        for code in sorted(claims):
            self._settle(claims[code])
        self._refuse_same_points()

    def _settle(self, claims: list[tuple[Row, Match]]) -> None:
        """Use a claim to a township if it is the only one; repeated rows count once."""
        if len({row.point for row, _ in claims}) > 1:
            for row, _ in claims:
                self._refuse(row, "several_rows")
            return
        row, found = claims[0]
        match = _matched(row, found, self.gazetteer)
        if self.gazetteer.outside_m(match.code, (match.lon, match.lat)) > 0:
            self.suspicious.append(self._suspicious(match, "outside_county"))
        else:
            self.matched.append(match)

    def _refuse_same_points(self) -> None:
        """Set aside points where another township is too: one of the two at least is wrong.

        A township set aside is back at its old place, which may be another's new one; hence the
        repetition.
        """
        while twins := self._at_taken_places():
            self.suspicious.extend(self._suspicious(match, "same_point") for match in twins)
            self.matched = [match for match in self.matched if match not in twins]

    def _at_taken_places(self) -> list[Matched]:
        places = self.gazetteer.place_of | {
            match.code: (match.lon, match.lat) for match in self.matched
        }
        count = Counter(places.values())
        return [match for match in self.matched if count[match.lon, match.lat] > 1]

    def _refuse(self, row: Row, reason: str) -> None:
        self.unmatched.append(Unmatched(row.number, row.code, row.name, row.county, reason))

    def _suspicious(self, match: Matched, reason: str) -> Suspicious:
        point = match.lon, match.lat
        return Suspicious(
            row=match.row,
            code=match.code,
            name_zh=match.name_zh,
            reason=reason,
            lon=match.lon,
            lat=match.lat,
            outside_m=round(self.gazetteer.outside_m(match.code, point), 1),
            county_there=self.gazetteer.county_at(point),
        )


def _matched(row: Row, found: Match, gazetteer: Gazetteer) -> Matched:
    if isinstance(row.point, str):  # rows without a point are refused before they claim anything
        raise TypeError(row.point)
    lon, lat = (round(degrees, DECIMALS) for degrees in row.point)
    return Matched(row.number, found.code, gazetteer.name_of[found.code], found.rule, lon, lat)


def _fingerprint(path: Path, official: GeoDataFrame, choices: str) -> str:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
    digest.update(choices.encode())
    digest.update(official.drop(columns=official.geometry.name).to_csv().encode())
    for area in shapely.to_wkb(official.geometry.to_numpy()):
        digest.update(area)
    return digest.hexdigest()
