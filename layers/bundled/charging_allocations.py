"""Jinzhong's yearly allocation of new public charging piles to its counties, as printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layers.bundled import counties, sources

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from layers.types import LayerContent

ID = "charging-allocations"
YEARS: Final = (2023, 2024, 2025)
_FIGURES: Final = (*(f"new_{year}" for year in YEARS), "printed_total")
_TABLE: Final = "allocations/jinzhong-charging-2023-2025.csv"
_TOTALS: Final = "allocations/jinzhong-charging-2023-2025-totals.csv"


def build() -> LayerContent:
    """Return the layer."""
    return sources.content(ID, frame)


def frame() -> GeoDataFrame:
    """Return the counties of the table with the printed figures, in piles, in printed order.

    ``computed_total`` is the sum of a row's years; the printed total may differ from it.
    """
    printed = sources.table(_TABLE, **dict.fromkeys(_FIGURES, "int64"))
    printed["computed_total"] = printed[[f"new_{year}" for year in YEARS]].sum(axis=1)
    polygons = counties.frame()[["adcode", "geometry"]]
    return sources.arrange(ID, polygons.merge(printed, on="adcode", validate="1:1"))


def printed_totals() -> dict[str, int]:
    """Return the table's last row as printed, in piles: ``new_2023`` … ``printed_total``.

    The column for 2025 is printed as 2242 although its cells add to 2241.
    """
    row = sources.table(_TOTALS, **dict.fromkeys(_FIGURES, "int64")).iloc[0]
    return {name: int(row[name]) for name in _FIGURES}
