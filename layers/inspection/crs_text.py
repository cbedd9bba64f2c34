"""Understand what a file says of its reference system: codes, WKT of any flavour, PROJJSON."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Any, Final

from pyproj import CRS
from pyproj.exceptions import CRSError

from layers.inspection import crs_catalogue
from layers.inspection.crs_catalogue import FAMILIES

if TYPE_CHECKING:
    from pyproj.crs import Datum  # type: ignore[attr-defined]

_NAME: Final = re.compile(
    r"(?P<datum>CGCS_?2000|CHINA_?GEODETIC|XI_?AN_?(19)?80|BEIJING_?(19)?54).*?"
    r"(?P<three>3.?DEG(REE)?)?.*?(?P<how>ZONE|CM)_*(?P<number>\d{2,3})",
)
_DATUMS: Final = {"C": "cgcs2000", "X": "xian80", "B": "beijing54"}
_DATUM_WORDS: Final = {
    "cgcs2000": ("china geodetic", "china 2000", "cgcs", "china_2000"),
    "wgs84": ("world geodetic system 1984", "wgs 84", "wgs_1984", "wgs84", "wgs 1984"),
    "xian80": ("xian", "xi'an"),
    "beijing54": ("beijing", "pulkovo"),
}
_ELLIPSOID_WORDS: Final = {"krasov": "beijing54", "iag 1975": "xian80", "xian": "xian80"}
"""Ellipsoids that are used here with one datum only."""
_SURE: Final = 70
_GUESS: Final = 25
_DEFAULTS: Final = {"Scale factor at natural origin": 1.0}
"""What a parameter of a projection is where it is not written down; all others are 0."""
_CLOSE: Final = 1e-6


def understood(text: str) -> CRS | None:
    """Return the reference system that a text describes; None when it describes none."""
    bare = text.strip().strip("\x00")
    if re.match(r"(?i)(https?|file|ftp)://|/|\.", bare):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            crs = CRS.from_user_input(bare)
    except (CRSError, ValueError):
        return None
    return crs if crs.is_geographic or crs.is_projected or crs.is_compound else None


def code(crs: CRS) -> str | None:
    """Return the EPSG code of a system (``EPSG:4546``), or None when it has none.

    A zone's name goes first: of two systems with the same numbers, such as the zones of 3° and 6°
    around 111°E, it tells which is meant. Otherwise the numbers have to be those of the code.
    Longitude and latitude on WGS 84 without a code of EPSG (OGC:CRS84) count as EPSG:4326.
    """
    flat = crs.sub_crs_list[0] if crs.is_compound and crs.sub_crs_list else crs
    number = _of_zone(flat) or _registered(flat) or _of_numbers(flat)
    if number is not None:
        return f"EPSG:{number}"
    if flat.is_geographic and datum(flat) == "wgs84":
        return "EPSG:4326"
    return None


def _registered(crs: CRS) -> int | None:
    """Return the code that the register finds; a find by likeness has to have the same numbers."""
    for confidence in (_SURE, _GUESS):
        number = crs.to_epsg(min_confidence=confidence)
        if number is not None and (confidence == _SURE or _same(crs, number)):
            return int(number)
    return None


def _of_zone(crs: CRS) -> int | None:
    """Return the code of a Gauss-Krüger zone by its name, if its numbers are those of the code."""
    number = _by_name(crs.name) if crs.is_projected else None
    return number if number is not None and _same(crs, number) else None


def _of_numbers(crs: CRS) -> int | None:
    """Return the code of a Gauss-Krüger zone by its meridian and false easting.

    A description without a name, as MapInfo writes it, often says WGS 84 for CGCS2000.
    """
    found = _numbers(crs)
    if not crs.is_projected or found.pop("method", "") != "Transverse Mercator":
        return None
    meridian = found.get("Longitude of natural origin", 0.0)
    easting = found.get("False easting", 0.0)
    wanted = {"Longitude of natural origin": meridian, "False easting": easting}
    if found != {name: value for name, value in wanted.items() if value}:
        return None
    name = {"wgs84": "cgcs2000"}.get(datum(crs), datum(crs))
    return crs_catalogue.zone_code(name, meridian, easting)


def _same(crs: CRS, number: int) -> bool:
    """Tell whether a system has the datum and the numbers of a registered one."""
    try:
        registered = CRS.from_epsg(number)
    except CRSError:
        return False
    ours, theirs = _numbers(crs), _numbers(registered)
    return (
        datum(registered) == datum(crs)
        and ours.keys() == theirs.keys()
        and all(
            ours[name] == theirs[name]
            or (name != "method" and abs(ours[name] - theirs[name]) < _CLOSE)
            for name in ours
        )
    )


def _numbers(crs: CRS) -> dict[str, Any]:
    """Return method, unit and parameters of a projection, those at their usual value left out."""
    operation = crs.coordinate_operation
    if operation is None:
        return {}
    stated = {one.name: float(one.value) for one in operation.params}
    told = {name: value for name, value in stated.items() if value != _DEFAULTS.get(name, 0.0)}
    unit = crs.axis_info[0].unit_conversion_factor if crs.axis_info else 1.0
    return {"method": operation.method_name, **told, **({"unit": unit} if unit != 1.0 else {})}


def _by_name(name: str) -> int | None:
    """Return the code of a Gauss-Krüger zone from its name as various programs write it."""
    found = _NAME.search(re.sub(r"[\s/\-']+", "_", name.upper()))
    if found is None:
        return None
    number = int(found["number"])
    for family in FAMILIES:
        width = 3 if "3_DEG" in re.sub(r"[\s/\-]+", "_", name.upper()) else 6
        if family.datum != _DATUMS[found["datum"][0]] or family.width_deg != width:
            continue
        if found["how"] == "ZONE":
            return family.first_prefixed + number - family.first_zone
        zone = number // 3 if width == 3 else (number + 3) // 6  # noqa: PLR2004
        return family.first_plain + zone - family.first_zone
    return None


def datum(crs: CRS) -> str:
    """Return the datum of a system: one of ours, or ``other``."""
    geodetic = crs.geodetic_crs
    words = " ".join(
        str(part).lower()
        for part in (geodetic.name if geodetic else "", _datum_name(crs.datum), crs.name)
    )
    for name, signs in _DATUM_WORDS.items():
        if any(sign in words for sign in signs):
            return name
    shape = str(crs.ellipsoid.name).lower() if crs.ellipsoid else ""
    return next((name for sign, name in _ELLIPSOID_WORDS.items() if sign in shape), "other")


def _datum_name(found: Datum | None) -> str:
    return found.name if found is not None else ""
