"""Official counts of villages, townships and counties from the bundled table.

``village-counts.csv`` has a row for each entry of township level. Its code tells what it is: the
last three digits are below 400 for townships, towns and subdistricts, and from 400 on for what is
listed beside them (development zones, farms, service centres of a town).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.audit import Citation, UnitCount
from layers.plans_audit.errors import BadCounts

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

TEXT = ("township_code", "county_code")
NUMBERS = ("village_committees", "communities", "other")
FIRST_SPECIAL = 400


def read(path: Path) -> tuple[UnitCount, ...]:
    """Return the counts of villages, townships and the county itself, by county.

    Raises
    ------
    BadCounts
        When the table is not there, lacks a column or holds something that is no number.
    """
    import pandas as pd

    try:
        kinds = dict.fromkeys(TEXT, "str") | dict.fromkeys(NUMBERS, "int64")
        table = pd.read_csv(path, dtype=kinds)[[*TEXT, *NUMBERS]]
    except (OSError, KeyError, ValueError) as error:
        raise BadCounts(where=path.name, problem=str(error)) from error
    return tuple(
        count
        for county, rows in table.groupby("county_code", sort=True)
        for count in _county(str(county), rows, path.name)
    )


def _county(county: str, rows: pd.DataFrame, document: str) -> tuple[UnitCount, ...]:
    special = int((rows["township_code"].str[-3:].astype(int) >= FIRST_SPECIAL).sum())
    found = {
        "village": (int(rows["village_committees"].sum()), 0),
        "township": (len(rows) - special, special),
        "county": (1, 0),
    }
    return tuple(
        UnitCount(
            region=county,
            unit=unit,
            count=count,
            special=extra,
            citation=Citation(
                document=document,
                clause_path=county,
                printed=f"{count} (+{extra})" if extra else str(count),
            ),
        )
        for unit, (count, extra) in found.items()
    )
