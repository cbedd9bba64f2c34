"""The point of each row in WGS 84, whatever column and datum it comes in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np

from geo import datum as datums
from layers.township_points.errors import DatumContradicted, UnknownDatum

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from layers.township_points.gis_files import Point
    from layers.township_points.opening import PointTable

Datum = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]
"""CGCS2000 is taken as WGS 84; they differ by decimetres."""

_SHIFTED: Final[Mapping[str, Callable[[NDArray[np.float64]], NDArray[np.float64]]]] = {
    "gcj02": datums.gcj02_to_wgs84,
    "bd09": datums.bd09_to_wgs84,
}
_MAX_LON, _MAX_LAT = 180.0, 90.0


def positions(
    table: PointTable, roles: Mapping[str, str], given: Mapping[str, str], datum: str
) -> list[Point | str]:
    """Return each row's longitude and latitude (WGS 84), or the reason why it has none.

    The file's own geometry comes before coordinate columns, unless the columns were ``given``.

    Raises
    ------
    UnknownDatum
        When ``datum`` is not one of :data:`Datum`.
    DatumContradicted
        When the coordinate column is named after another shifted datum (``lon_gcj02``).
    """
    if datum not in get_args(Datum):
        raise UnknownDatum(datum=datum, known=", ".join(get_args(Datum)))
    if table.points is not None and not {"lon", "lat"} & given.keys():
        raw: list[Point | str] = [_checked(point) for point in table.points]
    else:
        _check_named_datum((roles["lon"], roles["lat"]), datum)
        raw = [_from_columns(row, roles) for row in table.rows]
    return _unshifted(raw, datum)


def _check_named_datum(headers: Sequence[str], datum: str) -> None:
    for header in headers:
        said = next((name for name in _SHIFTED if name in header.lower().replace("-", "")), datum)
        if said != datum:
            raise DatumContradicted(column=header, said=said, datum=datum)


def _from_columns(row: Mapping[str, str], roles: Mapping[str, str]) -> Point | str:
    texts = row.get(roles["lon"]), row.get(roles["lat"])
    if texts[0] is None or texts[1] is None:
        return "no_coordinates"
    try:
        return _checked((float(texts[0]), float(texts[1])))
    except ValueError:
        return "bad_coordinates"


def _checked(point: Point | None) -> Point | str:
    if point is None:
        return "no_coordinates"
    lon, lat = point
    is_good = math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= _MAX_LON
    return point if is_good and abs(lat) <= _MAX_LAT else "bad_coordinates"


def _unshifted(raw: list[Point | str], datum: str) -> list[Point | str]:
    shift = _SHIFTED.get(datum)
    good = [place for place, point in enumerate(raw) if not isinstance(point, str)]
    if shift is None or not good:
        return raw
    moved = shift(np.array([raw[place] for place in good], dtype=np.float64))
    for place, (lon, lat) in zip(good, moved.tolist(), strict=True):
        raw[place] = (lon, lat)
    return raw
