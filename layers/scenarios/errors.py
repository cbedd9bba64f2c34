"""What can be wrong with a scenario."""

from __future__ import annotations

from layers.errors import LayerError


class ScenarioError(LayerError):
    """The scenario cannot be worked on like this."""

    code = "scenario"


class UnknownScenario(ScenarioError):
    """There is no scenario of this id, or it is not shared with the caller."""

    code = "unknown_scenario"


class ScenarioChanged(ScenarioError):
    """Somebody changed the scenario meanwhile; look at it again."""

    code = "scenario_changed"


class BaseMoved(ScenarioError):
    """The layer has a newer version than the one the scenario was made on."""

    code = "scenario_base_moved"


class BaseGone(ScenarioError):
    """A layer version that the scenario was made on is no longer kept."""

    code = "scenario_base_gone"


class NoRoadLayer(ScenarioError):
    """Distances by road need a layer of roads, and none is loaded."""

    code = "no_road_layer"


class BadScenario(ScenarioError):
    """A scenario is described in a way that makes no sense."""

    code = "bad_scenario"


class BadBundle(ScenarioError):
    """The file is no proof bundle, or it is damaged."""

    code = "bad_bundle"
