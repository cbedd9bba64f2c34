"""Numbers and angles as people write them: decimal comma, degrees, minutes and seconds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from numpy.typing import NDArray

PLAIN: Final = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$"
_FULL_WIDTH: Final = {0x3000: " ", **{0xFF01 + step: chr(0x21 + step) for step in range(94)}}
"""Digits and signs as Chinese input writes them, twice as wide."""
_THOUSANDS: Final = re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d+|[+-]?\d{1,3}(,\d{3}){2,}")
"""Commas between groups of three; a single one without a point may be a decimal comma."""
_COMMA: Final = re.compile(r"[+-]?\d+,\d+")
_SIDE: Final = "NSEWnsewEeSs\u4e1c\u897f\u5357\u5317"
"""Compass letters, and east, west, south, north in Chinese."""
_NEGATIVE: Final = frozenset("SWsw\u897f\u5357")
_NORTH_SOUTH: Final = frozenset("NSns\u5357\u5317")
_LONGEST_PAIR: Final = 100
_BETWEEN: Final = (
    re.compile(r"[,;\u3001]"),
    re.compile(rf"\s+(?=[{_SIDE}])"),
    re.compile(rf"(?<=[{_SIDE}])\s*(?=\d)"),
    re.compile(rf"(?<=[^\s{_SIDE}])(?=[{_SIDE}].*\d)"),
)
"""What may stand between longitude and latitude: a comma, or the letter of one of them."""
_DEGREES: Final = re.compile(
    rf"^(?P<before>[{_SIDE}])?[\u7ecf\u7eac]?[:\s]*(?P<sign>[+-])?(?P<deg>\d{{1,3}}(?:[.,]\d+)?)"
    rf"\s*(?:[\u00b0\u5ea6d\u00ba\u02da:\-\s]\s*|(?=[{_SIDE}]?$))"
    r"(?:(?P<min>\d{1,2}(?:[.,]\d+)?)\s*(?:['\u2032\u2019\u5206m:\-\s]\s*|$))?"
    r"(?:(?P<sec>\d{1,2}(?:[.,]\d+)?)\s*(?:\"|\u2033|\u201d|''|\u2032\u2032|\u2019\u2019|\u79d2|s)?)?"
    rf"\s*(?P<after>[{_SIDE}])?$"
)
_SIXTY: Final = 60.0


def numbers(column: pa.ChunkedArray | pa.Array) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return text as numbers, and which of them were written as angles or with a comma.

    What cannot be read is NaN, and so is what is missing.
    """
    text = pc.utf8_trim_whitespace(column)
    if isinstance(text, pa.ChunkedArray):
        text = text.combine_chunks()
    plain = pc.fill_null(pc.match_substring_regex(text, PLAIN), fill_value=False)
    values = pc.cast(pc.if_else(plain, text, None), pa.float64())
    found = np.array(values.to_numpy(zero_copy_only=False), dtype=np.float64)
    special = np.zeros(len(found), dtype=bool)
    others = pc.and_(pc.invert(plain), pc.is_valid(text)).to_numpy(zero_copy_only=False)
    for place in np.flatnonzero(others):
        found[place] = number(text[int(place)].as_py())
        special[place] = np.isfinite(found[place])
    return found, special


def written_pair(text: str) -> tuple[float, float] | None:
    """Return longitude and latitude of text that names their sides (E, N) in either order."""
    plain = text.translate(_FULL_WIDTH).strip()
    if len(plain) > _LONGEST_PAIR:
        return None
    found = (_sided([part for part in way.split(plain) if part.strip()]) for way in _BETWEEN)
    return next((pair for pair in found if pair is not None), None)


def _sided(parts: list[str]) -> tuple[float, float] | None:
    values = [number(part) for part in parts]
    sides = ["".join(sign for sign in part if sign in _SIDE)[:1] for part in parts]
    if len(parts) != 2 or not all(sides) or any(value != value for value in values):  # noqa: PLR0124, PLR2004
        return None
    is_north = [side in _NORTH_SOUTH for side in sides]
    if is_north[0] == is_north[1]:
        return None
    return (values[1], values[0]) if is_north[0] else (values[0], values[1])


def number(text: str) -> float:
    """Return a number or an angle in degrees; NaN for what is neither."""
    plain = text.translate(_FULL_WIDTH).strip()
    if _THOUSANDS.fullmatch(plain):
        return float(plain.replace(",", ""))
    if _COMMA.fullmatch(plain):
        return float(plain.replace(",", "."))
    if re.match(PLAIN, plain):
        return float(plain)
    found = _DEGREES.match(plain)
    if found is None:
        return float("nan")
    parts = [float((found[name] or "0").replace(",", ".")) for name in ("deg", "min", "sec")]
    if parts[1] >= _SIXTY or parts[2] >= _SIXTY:
        return float("nan")
    degrees = parts[0] + parts[1] / 60 + parts[2] / 3600
    side = (found["before"] or "") + (found["after"] or "")
    negative = found["sign"] == "-" or any(letter in _NEGATIVE for letter in side)
    return -degrees if negative else degrees
