"""Siting asked of files, without a database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.errors import BadParameter
from geo.network import network_from_roads
from layers import files
from layers.scenarios import asked as scenario_params
from layers.scenarios.inputs import Inputs
from layers.scenarios.live import State
from layers.siting.asked import parse
from layers.siting.grounds import Given
from layers.siting.solving import answer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from geopandas import GeoDataFrame

    from layers.files import Datum
    from layers.scenarios.asked import ScenarioParams

Json = dict[str, Any]
_ORIGINS = ("code", "name_zh")
_STATIONS = ("id",)


@dataclass(frozen=True, kw_only=True)
class Sources:
    """The files of a problem; ``crs`` and ``datum`` as for `layers.files.read`."""

    origins: Path
    stations: Path | None
    candidates: Path | None = None
    roads: Path | None = None
    quotas: Path | None = None
    exclude: tuple[Path, ...] = ()
    crs: str | None = None
    datum: Datum | None = None

    def frame(self, path: Path) -> GeoDataFrame:
        """Return the features of one of the files.

        Raises
        ------
        LayerError, GeoError
            As `layers.files.read` does.
        """
        return files.read(path, crs=self.crs, datum=self.datum)


def answered(sources: Sources, params: Mapping[str, Any], wanted: Mapping[str, Any]) -> Json:
    """Solve a siting problem on files and return what the HTTP interface shows.

    Raises
    ------
    BadParameter
        When a file that the problem needs is not named.
    LayerError, GeoError
        As `layers.siting.answer` and `layers.files.read` do.
    """
    asked, on = parse(wanted), scenario_params.parse(params)
    if asked.problem == "plan" and sources.quotas is None:
        raise BadParameter(where="--quotas", value=None, allowed="FILE")
    state = _state(sources, on)
    given = Given(
        state=state,
        outcome=state.after(()),
        candidates=None if sources.candidates is None else sources.frame(sources.candidates),
        exclude={path.stem: sources.frame(path) for path in sources.exclude},
        quotas=None if sources.quotas is None else _table(sources.quotas),
    )
    return answer(given, asked)


def _state(sources: Sources, params: ScenarioParams) -> State:
    if sources.stations is None:
        raise BadParameter(where="--stations", value=None, allowed="FILE")
    network = None
    if params.by_road:
        if sources.roads is None:
            raise BadParameter(where="--roads", value=None, allowed="FILE")
        network = network_from_roads(sources.frame(sources.roads))
    origins = files.named(sources.frame(sources.origins), _ORIGINS)
    stations = files.named(sources.frame(sources.stations), _STATIONS)
    pinned = {
        role: {"layer": role, "version": 0, "version_id": 0, "sha256": "", "quality": "derived"}
        for role in ("origins", "stations")
    }
    return State(
        {**pinned, "roads": None, "context": {}},
        params,
        Inputs(layers={}, frames={"origins": origins, "stations": stations}, network=network),
    )


def _table(path: Path) -> pd.DataFrame:
    """Return a table of quotas with its codes as text."""
    return pd.read_csv(path, dtype={"adcode": str})
