"""The layers an evaluation looks at: published versions, read once, with their position errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from layers import catalogue, features

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable

    import sqlalchemy as sa
    from geopandas import GeoDataFrame

    from layers.evaluation.bindings import Bindings

QUALITIES = ("official", "derived", "illustrative")
"""From the best to the worst."""


class Loaded:
    """The published layers of one moment; frames are read when they are first asked for."""

    def __init__(self, connection: sa.Connection, bindings: Bindings) -> None:
        self._connection = connection
        self._bindings = bindings
        self.layers = {each["id"]: each for each in catalogue.published(connection)}
        self._frames: dict[str, GeoDataFrame] = {}

    def missing(self, layers: Iterable[str]) -> tuple[str, ...]:
        """Return which of some layers are not there."""
        return tuple(layer for layer in layers if layer not in self.layers)

    def frame(self, layer: str) -> GeoDataFrame:
        """Return the features of a layer with ``error_m``, how far each may be off in metres."""
        if layer not in self._frames:
            about = self.layers[layer]
            frame = features.frame(self._connection, about)
            self._frames[layer] = frame.assign(error_m=self._error_m(about, frame))
        return self._frames[layer]

    def prepared(
        self, key: Hashable, layers: Collection[str], make: Callable[[], GeoDataFrame]
    ) -> GeoDataFrame:
        """Return what is made of some layers; whoever asks often keeps it by its key."""
        del key, layers
        return make()

    def quality(self, layers: Iterable[str]) -> str:
        """Return the worst quality among some layers."""
        return str(max((self.layers[layer]["quality"] for layer in layers), key=QUALITIES.index))

    def pinned(self, layers: Iterable[str]) -> dict[str, Any]:
        """Return which versions of some layers are looked at."""
        return {layer: _pin(self.layers[layer]) for layer in sorted(set(layers))}

    def _error_m(self, about: dict[str, Any], frame: GeoDataFrame) -> Any:  # noqa: ANN401 - an array
        usual = self._bindings.table.quality_error_m[about["quality"]]
        stated = self._bindings.position_errors(about["id"])
        if "position" not in frame.columns:
            return np.full(len(frame), usual)
        return frame["position"].map(stated).astype(float).fillna(usual).to_numpy()


def _pin(layer: dict[str, Any]) -> dict[str, Any]:
    return {
        "layer": layer["id"],
        "version": layer["version"]["number"],
        "version_id": layer["version"]["id"],
        "sha256": layer["version"]["sha256"],
        "quality": layer["quality"],
    }
