"""What is said about a publication, completed from what is published already."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Final, cast

from geo.errors import BadParameter
from layers.types import LayerMeta
from layers.uploads.errors import DescriptionIncomplete

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.types import Quality, Visibility

_QUALITIES: Final = ("official", "derived", "illustrative")
_VISIBILITIES: Final = ("public", "internal")
_REQUIRED: Final = ("title_zh", "title_en", "source", "licence", "quality")
_REQUIRED_OF_PUBLIC: Final = ("source_date",)
"""What must be known besides, and the basis of the map review, before everybody may see it."""
_OTHER_ROLE: Final = "other"


@dataclass(frozen=True, kw_only=True)
class Description:
    """What the publisher says; what is left out stays as it is published.

    ``review_number`` is the map review number; ``review_basis`` says why none is needed. One of
    them is asked for before anything is published for everybody; both are kept on the layer.
    """

    title_zh: str | None = None
    title_en: str | None = None
    note_zh: str | None = None
    note_en: str | None = None
    role: str | None = None
    quality: str | None = None
    licence: str | None = None
    source: str | None = None
    source_url: str | None = None
    source_date: str | None = None
    visibility: str | None = None
    review_number: str | None = None
    review_basis: str | None = None

    def plain(self) -> dict[str, str]:
        """Return what is said, without what is left out."""
        return {name: value for name, value in asdict(self).items() if value is not None}


def completed(given: Description, layer: Mapping[str, Any] | None) -> dict[str, str | None]:
    """Return the description with what is left out taken from the published layer.

    ``layer`` is what :func:`layers.catalogue.get` returns, or None for a new layer. A new layer is
    internal unless it is said to be public.

    Raises
    ------
    BadParameter
        When the quality or the visibility is none there is, or the address no web address.
    DescriptionIncomplete
        When something is missing; ``missing`` names it, ``public`` says whether the map review is
        part of it.
    """
    new = {name: value.strip() for name, value in given.plain().items() if value.strip()}
    known = _published(layer) | new
    if "review_number" in new and "review_basis" not in new:
        # A number that was given since makes the reason why none is needed void.
        known["review_basis"] = None
    for name, allowed in (("quality", _QUALITIES), ("visibility", _VISIBILITIES)):
        if known.get(name) not in {None, *allowed}:
            raise BadParameter(where=name, value=known[name], allowed=", ".join(allowed))
    if not (known.get("source_url") or "https:").startswith(("https:", "http:")):
        raise BadParameter(where="source_url", value=known["source_url"], allowed="https://…")
    is_public = known["visibility"] == "public"
    required = _REQUIRED + (_REQUIRED_OF_PUBLIC if is_public else ())
    missing = [name for name in required if not known.get(name)]
    if is_public and not (known.get("review_number") or known.get("review_basis")):
        missing.append("review_number")
    if missing:
        raise DescriptionIncomplete(missing=", ".join(missing), public=is_public)
    return {field.name: known.get(field.name) for field in fields(Description)}


def _published(layer: Mapping[str, Any] | None) -> dict[str, Any]:
    if layer is None:
        return {"visibility": "internal", "role": _OTHER_ROLE}
    same = ("role", "quality", "licence", "source", "source_url", "source_date", "visibility")
    return {
        **{name: layer[name] for name in (*same, "review_number", "review_basis")},
        **{f"title_{language}": layer["title"][language] for language in ("zh", "en")},
        **{f"note_{language}": layer["note"][language] for language in ("zh", "en")},
    }


def meta_of(
    layer_id: str, said: Mapping[str, str | None], found: Mapping[str, Any], key: str | None
) -> LayerMeta:
    """Return the description as the store takes it.

    ``said`` is what :func:`completed` returns; ``found`` has the ``geometry_type``, ``crs`` and
    ``datum`` of the data.
    """
    words = {name: said[name] or "" for name in (*_REQUIRED, "source_date") if name != "quality"}
    return LayerMeta(
        id=layer_id,
        **words,
        note_zh=said["note_zh"] or "",
        note_en=said["note_en"] or "",
        role=said["role"] or _OTHER_ROLE,
        quality=cast("Quality", said["quality"]),
        visibility=cast("Visibility", said["visibility"]),
        review_number=said["review_number"],
        review_basis=said["review_basis"],
        source_url=said["source_url"],
        geometry_type=found["geometry_type"],
        native_crs=found["crs"],
        datum=found["datum"],
        key=key,
    )
