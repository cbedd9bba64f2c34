"""The ground of a siting problem: places with weights, stations there are, candidate sites."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.distances import nearest
from geo.errors import MissingColumn, WrongColumnKind
from geo.network import snap
from geo.positions import positions
from geo.regions import in_region, region_prefix
from geo.siting import ByRoad, Ground, Straight, ground
from layers import columns
from layers.scenarios.locating import outside
from layers.siting.errors import NoCandidates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from geo.network import Network
    from geo.whatif import Stations
    from layers.scenarios.live import Outcome, State

_CODED: Final = ("code", "name_zh")


@dataclass(frozen=True, eq=False, kw_only=True)
class Given:
    """What a problem stands on: a base with edits carried out, and more tables where given.

    ``edits`` are those carried out. ``candidates`` None takes the places' own points; ``exclude``
    are areas by the layer's id in which no candidate may lie; ``quotas`` is the table of the plan
    problem.
    """

    state: State
    outcome: Outcome
    candidates: GeoDataFrame | None = None
    edits: Sequence[Mapping[str, Any]] = ()
    exclude: Mapping[str, GeoDataFrame] = field(default_factory=dict)
    quotas: pd.DataFrame | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Sites:
    """Candidate sites, arrays of shape (m,), ``lonlat`` (m, 2); how many were left out and why."""

    code: NDArray[np.object_]
    name: NDArray[np.object_]
    lonlat: NDArray[np.float64]
    excluded: dict[str, int]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.code)


def sites_of(given: Given) -> Sites:
    """Return the candidates that may be built on.

    Left out are those without a position, inside an excluded area, outside the region, and, where
    distances are by road, those too far from one.

    Raises
    ------
    NoCandidates
        If none is left; the facts count those left out by reason.
    UnknownRegion
        If no candidate has a code of the region.
    """
    table, lonlat = _candidates(given)
    keep = _known(lonlat)
    excluded = {"no_position": int((~keep).sum())}
    for layer, areas in given.exclude.items():
        dry = np.ones(len(keep), dtype=bool)
        dry[keep] = outside(lonlat[keep], areas)
        excluded[layer] = int((keep & ~dry).sum())
        keep &= dry
    network, params = _network(given.state), given.state.params
    if network is not None:
        near = np.ones(len(keep), dtype=bool)
        near[keep] = snap(network, lonlat[keep], params.max_snap_m).on_road
        excluded["too_far_from_road"] = int((keep & ~near).sum())
        keep &= near
    excluded = {reason: count for reason, count in excluded.items() if count}
    if not keep.any():
        raise NoCandidates(where="candidates", excluded=excluded, count=len(keep))
    codes, names = (table[name].to_numpy(dtype=object) for name in _CODED)
    return Sites(code=codes[keep], name=names[keep], lonlat=lonlat[keep], excluded=excluded)


def off_road(given: Given) -> dict[str, int]:
    """Count the places and the stations in service that have no road near, where ways count.

    Those without a position are not counted: no road could be near them.
    """
    state = given.state
    network = _network(state)
    if network is None:
        return {}
    serving = given.outcome.edited.stations.lonlat[given.outcome.serving]
    lonlat = {"places": state.lonlat, "stations": serving}
    return {
        role: int((~snap(network, known, state.params.max_snap_m).on_road).sum())
        for role, known in ((role, each[_known(each)]) for role, each in lonlat.items())
    }


def ground_of(given: Given, sites: Sites, weight: str | None) -> Ground:
    """Return the ground: all places, the stations in service, the candidates.

    Raises
    ------
    MissingColumn, WrongColumnKind
        If the places have no such column of weights.
    BadParameter
        If a weight is negative.
    """
    state = given.state
    serving = given.outcome.edited.stations.take(given.outcome.serving)
    network, params = _network(state), state.params
    reach = Straight(params.detour) if network is None else ByRoad(network, params.max_snap_m)
    return ground(state.lonlat, serving.lonlat, sites.lonlat, reach, _weights(given, weight))


def stations_before(given: Given, sites: Sites, year: int) -> tuple[Stations, NDArray[np.object_]]:
    """Return the stations in service before a year, and the code of the unit each stands in.

    Where no layer tells the township or county of a station, it is that of the nearest candidate.
    """
    every = given.outcome.edited.stations
    kept = every.take(_known(every.lonlat) & (every.year < year))
    if not len(kept):
        return kept, np.zeros(0, dtype=object)
    units = given.state.places.units(kept.lonlat)
    near = sites.code[nearest(kept.lonlat, sites.lonlat).index]
    told = zip(units["township"], units["county"], near, strict=True)
    return kept, np.array([town or county or str(code) for town, county, code in told], object)


def counties_named(given: Given) -> dict[str, str]:
    """Return the names of counties by their codes, where a layer or the quotas tell them."""
    frames = [given.state.given.frames.get("counties"), given.quotas]
    found: dict[str, str] = {}
    for frame in frames:
        if frame is not None and {"adcode", "name_zh"} <= set(frame.columns):
            found |= dict(
                zip(frame["adcode"].astype(str), frame["name_zh"].astype(str), strict=True)
            )
    return found


def _network(state: State) -> Network | None:
    """Return the roads that distances are measured along; a base may hold roads without that."""
    return state.given.network if state.params.by_road else None


def _known(lonlat: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.asarray(~np.isnan(lonlat).any(axis=1))


def _candidates(given: Given) -> tuple[pd.DataFrame, NDArray[np.float64]]:
    import pandas as pd

    region = given.state.params.region
    if given.candidates is None:
        # The places are cut to the region already.
        units = given.state.units
        return pd.DataFrame(units[list(_CODED)]), given.state.lonlat
    frame = _coded(given.candidates)
    if region is not None and "code" in given.candidates.columns:
        frame = frame[in_region(frame[["code"]], region_prefix(region))].reset_index(drop=True)
    return pd.DataFrame(frame[list(_CODED)]), positions(frame, where="candidates")


def _coded(frame: GeoDataFrame) -> GeoDataFrame:
    """Return candidates with a code and a name; without a code the row's number stands for it."""
    named = columns.aliased(frame, ("code", "name_zh", "lon", "lat")).reset_index(drop=True)
    if "code" not in named.columns:
        source = columns.source_of("id", named.columns)
        numbers = [str(number) for number in range(1, len(named) + 1)]
        named["code"] = named[source] if source else numbers
    named["code"] = named["code"].astype(str)
    if "name_zh" not in named.columns:
        named["name_zh"] = named["code"]
    return named


def _weights(given: Given, weight: str | None) -> Any:  # noqa: ANN401 - an array or None
    import pandas as pd

    if weight is None:
        return None
    state = given.state
    source = state.given.frames[state.base["origins"]["layer"]]
    if weight not in source.columns:
        present = [str(name) for name in source.columns if name != source.geometry.name]
        raise MissingColumn(where="origins", columns=[weight], present=present)
    values = pd.to_numeric(source[weight], errors="coerce")
    if values.isna().any():
        raise WrongColumnKind(where="origins", column=weight, needed="number")
    code = columns.source_of("code", source.columns) or "code"
    by_code = dict(zip(source[code].astype(str), values.astype(float), strict=True))
    return np.array([by_code[str(each)] for each in state.units["code"]])
