"""The grand total of a table against all of its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.audit.figures import same
from geo.audit.findings import Finding
from geo.audit.notation import amount, citations, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.audit.figures import Figure
    from geo.audit.material import Material
    from geo.audit.tables import Table

ID = "table-grand-total"


def find(material: Material) -> Iterator[Finding]:
    """Yield the tables whose cells do not add to the grand total.

    A wrong row total and a wrong column total can agree with each other in the corner, and hide
    there.
    """
    for table in material.tables:
        grand = None if table.totals is None else table.totals.total
        if grand is not None and all(len(row.cells) == len(table.years) for row in table.rows):
            yield from _table(table, grand)


def _table(table: Table, grand: Figure) -> Iterator[Finding]:
    sums = [
        sum(cell.value for row in table.rows for cell in row.cells if cell.year == year)
        for year in table.years
    ]
    if same(sum(sums), grand.value):
        return
    parts = " + ".join(
        f"{year}: {number(one)}" for year, one in zip(table.years, sums, strict=True)
    )
    cells = [cell for row in table.rows for cell in row.cells]
    yield Finding(
        rule=ID,
        severity="error",
        region=table.region,
        places=citations((grand, *cells)),
        arithmetic=f"{parts} = {number(sum(sums))} ≠ {amount(grand)}",
        facts={
            "indicator": cells[0].indicator,
            "printed": amount(grand),
            "computed": number(sum(sums)),
        },
    )
