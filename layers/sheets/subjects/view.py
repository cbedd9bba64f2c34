"""What a subject is made with: the store as somebody may see it, the plans, the language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from layers import catalogue, features
from layers.errors import EmptyLayer, UnknownLayer
from layers.sheets.subject import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import sqlalchemy as sa
    from geopandas import GeoDataFrame

    from layers.accounts import Caller
    from layers.plans import Registry
    from layers.sheets.words import Words

    Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class View:
    """The store inside one transaction, as far as the caller sees it."""

    connection: sa.Connection
    registry: Registry
    words: Words
    caller: Caller

    @property
    def internal(self) -> bool:
        """Whether internal layers are seen."""
        return self.caller.internal

    def layer(self, layer_id: str) -> Json:
        """Return a layer that may be seen.

        Raises
        ------
        UnknownLayer, EmptyLayer
            When there is none, or none that may be known of.
        """
        return catalogue.get(self.connection, layer_id, internal=self.internal)

    def frame(self, layer: Json) -> GeoDataFrame:
        """Return the features of a layer in EPSG:4326."""
        return features.frame(self.connection, layer)

    def found(self, layer_id: str) -> Json | None:
        """Return a layer if it may be seen, else None."""
        try:
            return self.layer(layer_id)
        except (UnknownLayer, EmptyLayer):
            return None

    def counties(self) -> GeoDataFrame | None:
        """Return the counties with ``code`` and ``name``, None if there are none."""
        layer = self.found("counties")
        if layer is None:
            return None
        frame = self.frame(layer)
        names = frame["name_zh"]
        if self.words.language == "en" and "name_en" in frame.columns:
            names = frame["name_en"].where(frame["name_en"].notna(), names)
        return frame.assign(code=frame["adcode"], name=names)

    def sources(self, inputs: Mapping[str, Json]) -> list[Source]:
        """Return where the inputs of a run come from, in the versions that went into it."""
        pinned = {each["layer"]: each for each in inputs.values()}
        told = [
            self._source(self.layer(name), each["version"], each["quality"])
            for name, each in pinned.items()
        ]
        return with_ground(told, None if "counties" in pinned else self.found("counties"), self)

    def source(self, layer: Json) -> list[Source]:
        """Return where a layer comes from."""
        told = [self._source(layer, layer["version"]["number"], layer["quality"])]
        is_ground = layer["id"] == "counties"
        return with_ground(told, None if is_ground else self.found("counties"), self)

    def _source(self, layer: Json, version: int, quality: str) -> Source:
        return Source(
            title=self.words.pick(layer["title"]),
            quality=quality,
            source=layer["source"],
            licence=layer["licence"],
            date=layer["source_date"],
            version=version,
        )

    def illustrative(self, inputs: Iterable[Json]) -> list[str]:
        """Return the sentence that names illustrative inputs; empty when there are none."""
        weak = [each["layer"] for each in inputs if each["quality"] == "illustrative"]
        if not weak:
            return []
        titles = [self.words.pick(self.layer(name)["title"]) for name in dict.fromkeys(weak)]
        return [self.words("page.illustrative", layers=self.words.join(titles))]

    def tag(self, quality: str) -> str:
        """Return the mark that a layer's name carries; official data carries none."""
        return "" if quality == "official" else self.words.quality(quality)


def with_ground(told: list[Source], ground: Json | None, view: View) -> list[Source]:
    """Return the sources with that of the boundaries under the map."""
    return told if ground is None else [*told, *view.source(ground)]


def review_number(layers: Iterable[Json]) -> str | None:
    """Return the map review number if all layers carry the same one."""
    numbers = {layer["review_number"] for layer in layers}
    return numbers.pop() if len(numbers) == 1 else None
