"""Which features belong to a region, by their administrative codes.

Codes nest: province 14, prefecture 1407, county 140702, township 140702003, village
140702003001. A six-digit code that ends in zeros stands for the level above it: 140700 is the
prefecture 1407, 140000 the province 14.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.errors import UnknownRegion

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

REGION_PATTERN: Final = r"\d{2}|\d{4}|\d{6}|\d{9}|\d{12}"
_COUNTY_DIGITS = 6
_PREFECTURE_DIGITS = 4


def region_prefix(code: str) -> str:
    """Return the digits that the codes of everything in a region begin with.

    Examples
    --------
    >>> region_prefix("140700"), region_prefix("140000"), region_prefix("140110")
    ('1407', '14', '140110')
    >>> region_prefix("140702000000")
    '140702'
    """
    while len(code) > _COUNTY_DIGITS and code.endswith("000"):
        code = code[:-3]
    while _PREFECTURE_DIGITS <= len(code) <= _COUNTY_DIGITS and code.endswith("00"):
        code = code[:-2]
    return code


def in_region(codes: pd.DataFrame, region: str) -> NDArray[np.bool_]:
    """Tell which rows belong to a region.

    Parameters
    ----------
    codes
        Columns of codes as text. A row belongs if one of its codes begins with the region's.
    region
        An administrative code of two to twelve digits.

    Returns
    -------
    inside
        Shape (n,), at least one of them true.

    Raises
    ------
    UnknownRegion
        If no row belongs; the error lists the prefectures there are.
    """
    prefix = region_prefix(region)
    texts = [codes[name].fillna("").astype(str) for name in codes.columns]
    inside = np.zeros(len(codes), dtype=bool)
    for text in texts:
        inside |= text.str.startswith(prefix).to_numpy(dtype=bool)
    if not inside.any():
        raise UnknownRegion(where="region", value=region, allowed=_prefectures(texts))
    return inside


def _prefectures(texts: list[pd.Series[Any]]) -> list[str]:
    return sorted({code[:_PREFECTURE_DIGITS] for text in texts for code in text if code})
