"""What OpenStreetMap tags mean, one question a function.

The readings follow the tag pages of the OpenStreetMap wiki (``Key:oneway``, ``Key:maxspeed``,
``Tag:amenity=charging_station``). A value that cannot be read is absent (``None``), never guessed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

KMH_PER_MPH = 1.609344
_SPEED = re.compile(r"(\d{1,3})(?:\.0)?\s*(km/h|kmh|kph|mph)?", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d(?=$|-)")
_ONEWAY = {"yes": "true", "true": "true", "1": "true", "-1": "reverse", "reverse": "reverse"}
_ROUND = frozenset({"roundabout", "circular"})


def name_zh(tags: Mapping[str, str]) -> str | None:
    """Return the Chinese name; ``name`` is the local one and counts as such."""
    return _first(tags, "name:zh", "name:zh-Hans", "name")


def name_en(tags: Mapping[str, str]) -> str | None:
    """Return the English name."""
    return _first(tags, "name:en", "int_name")


def oneway(tags: Mapping[str, str]) -> str:
    """Return ``true``, ``false`` or ``reverse`` (against the order of the nodes).

    Untagged roundabouts and motorways are one-way; motorway links are not implied to be.
    """
    said = tags.get("oneway")
    if said is not None:
        return _ONEWAY.get(said.strip().lower(), "false")
    implied = tags.get("junction") in _ROUND or tags.get("highway") == "motorway"
    return "true" if implied else "false"


def maxspeed_kmh(tags: Mapping[str, str]) -> int | None:
    """Return the speed limit in km/h; a zone name, a list or ``none`` is no number."""
    found = _SPEED.fullmatch(tags.get("maxspeed", "").strip())
    if found is None:
        return None
    is_mph = (found[2] or "").lower() == "mph"
    return round(int(found[1]) * (KMH_PER_MPH if is_mph else 1))


def access(tags: Mapping[str, str]) -> str | None:
    """Return who may drive here: the most specific of the access tags for cars."""
    return _first(tags, "motorcar", "motor_vehicle", "vehicle", "access")


def is_set(tags: Mapping[str, str], key: str) -> bool:
    """Tell whether a yes-or-kind tag such as ``bridge`` or ``tunnel`` applies."""
    return tags.get(key, "no") not in {"no", "false", "0"}


def integer(tags: Mapping[str, str], key: str) -> int | None:
    """Return a whole number of at most nine digits."""
    text = tags.get(key, "").strip()
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None  # noqa: PLR2004


def start_year(tags: Mapping[str, str]) -> int | None:
    """Return the year of ``start_date`` where it is a plain year or date."""
    found = _YEAR.match(tags.get("start_date", "").strip())
    return int(found[0]) if found else None


def sockets(tags: Mapping[str, str]) -> int | None:
    """Return how many connectors the ``socket:*`` tags count; ``yes`` counts none."""
    kinds = (key for key in tags if key.startswith("socket:") and key.count(":") == 1)
    counts = [count for key in kinds if (count := integer(tags, key)) is not None]
    return sum(counts) if counts else None


def _first(tags: Mapping[str, str], *keys: str) -> str | None:
    for key in keys:
        text = tags.get(key, "").strip()
        if text:
            return text
    return None
