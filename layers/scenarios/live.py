"""The answer for a scenario's base, kept in memory, and what edits make of it.

The base is worked out once per versions and parameters; every edit after that is an update of it.
As many bases are kept as were used last.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo import analyses
from geo.analyses.network_distance import road_classes, road_summary
from geo.classes import classify
from geo.errors import EmptyInput, MissingColumn, YearWithoutData
from geo.network import RoadNearest, estimate_by_detour
from geo.summaries import distance_summary
from geo.whatif import (
    Edited,
    Reading,
    RoadBase,
    Stations,
    StraightBase,
    apply,
    stations_of,
)
from layers.kept import Kept
from layers.scenarios import inputs as reading
from layers.scenarios.locating import Places

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    import sqlalchemy as sa
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from geo.distances import Nearest
    from geo.whatif import Edit
    from layers.plans.schema import Target
    from layers.scenarios.asked import ScenarioParams
    from layers.scenarios.inputs import Inputs

    Prepared = dict[Hashable, GeoDataFrame]

MOST_STATES: Final = 12


@dataclass(frozen=True, eq=False, kw_only=True)
class Outcome:
    """What edits make of a base: the stations, those in service, and what each place gets.

    By road, ``snap_m`` is how far each station is from one, and ``cut_off`` whether its part of the
    network reaches no place.
    """

    edited: Edited
    serving: NDArray[np.bool_]
    reading: Reading
    summary: dict[str, Any]
    snap_m: NDArray[np.float64] | None
    cut_off: NDArray[np.bool_] | None = None


class State:
    """A base with the nearest station of every place."""

    def __init__(self, base: Mapping[str, Any], params: ScenarioParams, given: Inputs) -> None:
        self.base, self.params, self.given = base, params, given
        self.frame = reading.of_role(given, base, "stations", ("id", "year", "piles"))
        self.stations, self.frame_row = stations_of(self.frame)
        self._require_years()
        self.serving = self.stations.in_service(params.year)
        self.units = self._units()
        self._service_row = np.cumsum(self.serving) - 1
        self._core = self._built()
        found = self._core.found
        self.before, self.summary = self._told(found, self.stations.take(self.serving))
        self.judged: list[dict[str, Any]] | None = None
        self.about_stations: list[Target] | None = None
        self.prepared: Prepared = {}

    @property
    def lonlat(self) -> NDArray[np.float64]:
        """The positions of the places, shape (n, 2), NaN where unknown."""
        return np.asarray(self.units[["lon", "lat"]].to_numpy(dtype=np.float64))

    @cached_property
    def places(self) -> Places:
        """Where counties, townships and waters are."""
        return Places(self.given.frames)

    @cached_property
    def last_year(self) -> int | None:
        """The last year of which the base's stations know anything."""
        known = self.stations.year[~np.isnan(self.stations.year)]
        return int(known.max()) if len(known) else None

    def after(self, edits: Sequence[Edit]) -> Outcome:
        """Return what edits make of the base.

        Raises
        ------
        BadEdit
            When one cannot be carried out.
        EmptyInput
            When no station is left in service.
        """
        edited = apply(self.stations, edits, year=self.params.year)
        serving = edited.stations.in_service(self.params.year)
        kept = self._kept(edited)[serving]
        sites = edited.stations.take(serving)
        snap_m = cut_off = None
        found: Nearest | RoadNearest
        if isinstance(self._core, RoadBase):
            found, snapped = self._core.edited(sites.lonlat, kept)
            snap_m = _spread(snapped.snap_m, serving, np.nan)
            cut_off = _spread(self._core.serves_none(snapped), serving, blank=False)
        else:
            found = self._core.edited(sites.lonlat, kept)
        told, summary = self._told(found, sites)
        return Outcome(
            edited=edited,
            serving=serving,
            reading=told,
            summary=summary,
            snap_m=snap_m,
            cut_off=cut_off,
        )

    def _require_years(self) -> None:
        year = self.params.year
        if year is None:
            return
        known = self.stations.year[~np.isnan(self.stations.year)]
        if not len(known):
            present = [str(name) for name in self.frame.columns]
            raise MissingColumn(where="stations", columns=["year"], present=present)
        if year < known.min():
            years = sorted({int(each) for each in known})
            raise YearWithoutData(where="stations", year=year, years=years)

    def _units(self) -> GeoDataFrame:
        """Return the places with code, name, county and position, checked and cut to the region."""
        analysis = analyses.get("charging-distance")
        wanted = tuple(column.name for column in analysis.inputs[0].contract.columns)
        stations = self.frame.iloc[self.frame_row[self.serving]]
        frames = {
            "origins": reading.of_role(self.given, self.base, "origins", wanted),
            "stations": stations,
        }
        asked = {"thresholds_km": self.params.thresholds_km, "region": self.params.region}
        features = analysis.run(frames, analysis.parse(asked)).features
        units: GeoDataFrame = features[
            ["code", "name_zh", "county_code", "lon", "lat", features.geometry.name]
        ]
        return units

    def _built(self) -> StraightBase | RoadBase:
        sites = self.stations.lonlat[self.serving]
        network = self.given.network
        if not self.params.by_road:
            return StraightBase(self.lonlat, sites)
        if network is None:
            raise EmptyInput(where="roads")
        return RoadBase(network, self.lonlat, sites, self.params.max_snap_m)

    def _kept(self, edited: Edited) -> NDArray[np.int64]:
        """Return which station in service of the base each edited one still is, -1 for none."""
        row = edited.base_row
        stays = (row >= 0) & ~edited.moved & self.serving[row]
        return np.where(stays, self._service_row[row], -1)

    def _told(
        self, found: Nearest | RoadNearest, sites: Stations
    ) -> tuple[Reading, dict[str, Any]]:
        thresholds = self.params.thresholds_km
        # The last entry stands for no station, whose index is -1.
        ids = np.append(sites.id, np.array([None], dtype=object))
        year = {"year": self.params.year}
        if isinstance(found, RoadNearest):
            label = road_classes(found.cost, thresholds)
            told = Reading(found.cost, ids[found.index], label, found.reason)
            return told, year | road_summary(found, thresholds)
        distance_m = found.distance_m
        if self.params.detour != 1.0:
            distance_m = estimate_by_detour(distance_m, self.params.detour).distance_m
        reason = np.where(np.isnan(distance_m), "no_position", "").astype(object)
        label = classify(distance_m, thresholds)
        told = Reading(distance_m, ids[found.index], label, reason)
        return told, year | distance_summary(distance_m, thresholds)


class States:
    """The bases used last; safe to ask from several threads."""

    def __init__(self, most: int = MOST_STATES) -> None:
        self._states: Kept[State] = Kept(most)

    def get(
        self, connection: sa.Connection, base: Mapping[str, Any], params: ScenarioParams
    ) -> tuple[State, bool]:
        """Return the state of a base, and whether it was kept from before.

        Raises
        ------
        BaseGone
            When a version's features are no longer kept.
        GeoError
            When the layers do not allow these parameters.
        """

        def build() -> State:
            return State(base, params, reading.read(connection, base))

        return self._states.get(_key(base, params), build)


def _key(base: Mapping[str, Any], params: ScenarioParams) -> tuple[object, ...]:
    context = tuple(sorted(each["version_id"] for each in base["context"].values()))
    roads = None if base.get("roads") is None else base["roads"]["version_id"]
    return (base["origins"]["version_id"], base["stations"]["version_id"], roads, context, params)


def _spread(values: NDArray[Any], serving: NDArray[np.bool_], blank: object) -> NDArray[Any]:
    """Return the values of stations in service for every station; others get the blank."""
    told = np.full(len(serving), blank)
    told[serving] = values
    return told
