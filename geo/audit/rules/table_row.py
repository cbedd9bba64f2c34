"""The printed total of a table's row against its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.audit.figures import same
from geo.audit.findings import Finding
from geo.audit.notation import amount, citations, number, total

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.audit.material import Material
    from geo.audit.tables import Row

ID = "table-row-total"


def find(material: Material) -> Iterator[Finding]:
    """Yield the rows, that of the totals too, whose cells do not add to the printed total."""
    for table in material.tables:
        for row in (*table.rows, table.totals):
            if row is not None and row.total is not None and len(row.cells) > 1:
                yield from _row(row)


def _row(row: Row) -> Iterator[Finding]:
    computed = sum(cell.value for cell in row.cells)
    printed = row.total
    if printed is None or same(computed, printed.value):
        return
    yield Finding(
        rule=ID,
        severity="error",
        region=row.region,
        places=citations((printed, *row.cells)),
        arithmetic=f"{total(row.cells, years=True)} = {number(computed)} ≠ {amount(printed)}",
        facts={
            "indicator": row.cells[0].indicator,
            "printed": amount(printed),
            "computed": number(computed),
        },
    )
