"""Which waterways are the rivers the plans speak of."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from layers.bundled import sources

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from layers.osm.clip import Clip

_PREFECTURE_DIGITS = 4


def with_class(waterways: GeoDataFrame, clip: Clip) -> GeoDataFrame:
    """Set ``class`` (``main_stem``, ``tributary``) of the rivers that a plan names.

    Name and prefecture must both agree, because many brooks are called 清水河; the others have no
    class.
    """
    known = planned()
    classes = np.full(len(waterways), None, dtype=object)
    named = np.flatnonzero(waterways["name_zh"].isin({name for name, _ in known}))
    at, county = clip.counties_of(waterways.iloc[named])
    for position, adcode in zip(named[at], clip.adcodes[county], strict=True):
        name = waterways["name_zh"].iloc[position]
        classes[position] = known.get((name, adcode[:_PREFECTURE_DIGITS]), classes[position])
    return waterways.assign(**{"class": classes})


@cache
def planned() -> dict[tuple[str, str], str]:
    """Return the class of each planned river by name and the prefecture's four digits."""
    listed = sources.table("layers/rivers.csv")
    return {
        (name, prefecture[:_PREFECTURE_DIGITS]): kind
        for name, prefecture, kind in zip(
            listed["name_zh"], listed["prefecture_code"], listed["class"], strict=True
        )
        if kind in {"main_stem", "tributary"}
    }
