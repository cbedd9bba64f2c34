"""Values that cross the border of ``layers``: frozen, typed, without a database behind them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from geopandas import GeoDataFrame

Quality = Literal["official", "derived", "illustrative"]
Visibility = Literal["public", "internal"]


@dataclass(frozen=True, kw_only=True)
class LayerMeta:
    """What is known about a layer whatever its version.

    ``key`` names the attribute that identifies a feature across versions (an adcode, an OSM id);
    without one, features are numbered. ``geometry_type`` is the GeoJSON name of the widest type
    (``Point``, ``MultiLineString``, ``MultiPolygon``). ``native_crs`` is an authority code and
    ``datum`` one of ``wgs84``, ``cgcs2000``, ``gcj02``, ``bd09`` for the coordinates as received;
    they are stored as longitude and latitude in EPSG:4326 whatever they were.
    """

    id: str
    title_zh: str
    title_en: str
    role: str
    geometry_type: str
    quality: Quality
    licence: str
    source: str
    source_date: str
    key: str | None = None
    native_crs: str = "EPSG:4326"
    datum: str = "wgs84"
    visibility: Visibility = "public"
    review_number: str | None = None
    review_basis: str | None = None
    note_zh: str = ""
    note_en: str = ""
    source_url: str | None = None


@dataclass(frozen=True, kw_only=True)
class LayerContent:
    """One version's worth of features, ready to be stored.

    ``batches`` yields frames with the columns of ``meta`` in EPSG:4326; a geometry may be missing
    (a named river whose course is not at hand). It is a function, so that it can be read again.
    ``sha256`` is the fingerprint of the inputs: the same fingerprint is not loaded twice.
    ``titles`` gives each attribute its name for people, ``{"piles": ("桩数", "Piles")}``, and
    ``units`` its unit.
    """

    meta: LayerMeta
    batches: Callable[[], Iterable[GeoDataFrame]]
    sha256: str
    titles: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing noticed about data: an error stops it, a warning needs a look, info is a remark."""

    level: Literal["error", "warning", "info"]
    code: str
    where: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
