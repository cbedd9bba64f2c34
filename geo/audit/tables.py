"""Printed tables of figures by region and year, with the totals printed beside them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.audit.figures import Figure
    from geo.audit.relations import Breakdown


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row: the cells in order of year, and the printed total of the row if there is one."""

    region: str
    cells: tuple[Figure, ...]
    total: Figure | None = None

    def cell(self, year: int | None) -> Figure | None:
        """Return the cell of a year."""
        return next((one for one in self.cells if one.year == year), None)


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table: rows of regions, and the printed row of column totals if there is one."""

    region: str
    rows: tuple[Row, ...]
    totals: Row | None = None

    @property
    def years(self) -> tuple[int | None, ...]:
        """The columns."""
        return tuple(dict.fromkeys(cell.year for row in self.rows for cell in row.cells))


def tables_of(figures: Iterable[Figure], breakdown: Breakdown) -> tuple[Table, ...]:
    """Put together the tables of one breakdown.

    A clause that prints the part for two or more regions within one other holds a table; its
    regions are the rows, the outer region the row of totals.

    Parameters
    ----------
    figures
        Any figures; those of other indicators, and those that do not speak of a region as a whole,
        are left aside.
    breakdown
        Which indicator the cells have, and which the totals of rows.
    """
    clauses: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.indicator in {breakdown.part, breakdown.total} and figure.scope.is_whole:
            clauses[figure.citation.clause].append(figure)
    found = (_table(one, breakdown) for one in clauses.values())
    return tuple(table for table in found if table is not None)


def _table(figures: list[Figure], breakdown: Breakdown) -> Table | None:
    rows = _rows(figures, breakdown)
    inner = {region for region in rows if not any(_contains(region, one) for one in rows)}
    outer = _outer(inner)
    if len(inner) < 2 or not outer:  # noqa: PLR2004 - one region alone is no table
        return None
    return Table(
        region=outer,
        rows=tuple(rows[region] for region in rows if region in inner),
        totals=rows.get(outer),
    )


def _rows(figures: list[Figure], breakdown: Breakdown) -> Mapping[str, Row]:
    regions = dict.fromkeys(figure.scope.region for figure in figures)
    return {region: _row(region, figures, breakdown) for region in regions}


def _row(region: str, figures: list[Figure], breakdown: Breakdown) -> Row:
    own = [figure for figure in figures if figure.scope.region == region]
    cells = [figure for figure in own if figure.indicator == breakdown.part]
    totals = [figure for figure in own if figure.indicator == breakdown.total]
    return Row(
        region=region,
        cells=tuple(sorted(cells, key=lambda cell: cell.year or 0)),
        total=totals[0] if totals else None,
    )


def _contains(outer: str, inner: str) -> bool:
    return inner != outer and inner.startswith(outer)


def _outer(regions: Iterable[str]) -> str:
    """Return the smallest region that holds all: codes have two digits a level."""
    levels = [[region[: end + 2] for end in range(0, len(region), 2)] for region in regions]
    shared = [codes[0] for codes in zip(*levels, strict=False) if len(set(codes)) == 1]
    return shared[-1] if shared else ""
