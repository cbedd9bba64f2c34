"""The printed total of a table's column, and the same total in the text, against the cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.audit.figures import Scope, same
from geo.audit.findings import Finding
from geo.audit.material import by_value
from geo.audit.notation import amount, citations, number, total

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.audit.figures import Figure
    from geo.audit.material import Material
    from geo.audit.tables import Table

ID = "table-column-total"


def find(material: Material) -> Iterator[Finding]:
    """Yield the columns whose cells do not add to what is printed for the whole region.

    A column is a year, or the column of the rows' totals. What is printed is the row of totals and
    any other clause of the plan that gives the same figure.
    """
    for table in material.tables:
        columns = [[row.cell(year) for row in table.rows] for year in table.years]
        columns.append([row.total for row in table.rows])
        for column in columns:
            cells = [cell for cell in column if cell is not None]
            # A column with a gap cannot be added up.
            if len(cells) == len(table.rows):
                yield from _column(material, table, cells)


def _column(material: Material, table: Table, cells: list[Figure]) -> Iterator[Finding]:
    computed = sum(cell.value for cell in cells)
    wanted = material.of(
        cells[0].indicator,
        plan=cells[0].plan,
        scope=Scope(region=table.region),
        year=cells[0].year,
    )
    for printed in by_value(wanted):
        if not same(computed, printed[0].value):
            yield _finding(table, cells, printed, computed)


def _finding(
    table: Table, cells: list[Figure], printed: tuple[Figure, ...], computed: float
) -> Finding:
    stated = amount(printed[0])
    return Finding(
        rule=ID,
        severity="error",
        region=table.region,
        places=citations((*printed, *cells)),
        arithmetic=f"{total(cells)} = {number(computed)} ≠ {stated}",
        facts={
            "indicator": cells[0].indicator,
            "year": str(cells[0].year or "—"),
            "printed": stated,
            "computed": number(computed),
        },
    )
