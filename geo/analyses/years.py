"""Which facilities are in service in a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import MissingColumn, YearWithoutData

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


def in_service(sites: GeoDataFrame, year: int | None, *, where: str) -> GeoDataFrame:
    """Return the facilities in service by the end of a year.

    Parameters
    ----------
    sites
        Facilities; ``year`` is the first year in service. One without a year cannot be shown to
        be there and is left out.
    year
        The year, which must lie within those of the data: for a later one nothing is known, and
        the last state must not pass for it. None takes all facilities, dated or not.
    where
        The name of the input, for errors.

    Raises
    ------
    MissingColumn
        If a year is asked for and there is no such column.
    YearWithoutData
        If the year is before the first or after the last; the error lists the years there are.
    """
    if year is None:
        return sites
    if "year" not in sites.columns:
        present = [str(name) for name in sites.columns if name != sites.geometry.name]
        raise MissingColumn(where=where, columns=["year"], present=present)
    years = sorted({int(each) for each in sites["year"].dropna()})
    if not years or not years[0] <= year <= years[-1]:
        raise YearWithoutData(where=where, year=year, years=years)
    serving: GeoDataFrame = sites[(sites["year"] <= year).fillna(value=False).astype(bool)]
    return serving
