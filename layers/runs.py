"""Runs: an analysis on pinned versions, stored with what went in and what came out.

The id of a run is the fingerprint of analysis, input versions, parameters and code version: the
same question asked again is answered by the run that exists.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from geo import analyses
from layers import catalogue, columns, features, networks, texts, versions
from layers.errors import UnknownLayer, UnknownRun
from layers.models import Run
from layers.scenarios.errors import NoRoadLayer
from layers.types import LayerContent, LayerMeta

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame

    from geo.analyses.base import Analysis
    from geo.network import Network
    from layers.db import Database
    from layers.types import Visibility

EVALUATION = "evaluation"
"""The analysis that stands for the evaluation of a plan; see ``layers.evaluation``."""

CODE_VERSION = "1"
"""Raised when the meaning of a result changes, so that old runs are not taken for new ones."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked: an analysis, a layer for each of its roles, parameters as received."""

    analysis: str
    layers: Mapping[str, str]
    params: Mapping[str, Any]


def carry_out(
    database: Database, question: Question, *, created_by: str, internal: bool = False
) -> dict[str, Any]:
    """Run an analysis on the published versions of its layers and store the result as a layer.

    Returns the run as :func:`get` does, with ``reused`` telling whether it existed already.
    ``internal`` says that internal layers may be asked about; here and below nobody else learns of
    a run that one went into.

    Raises
    ------
    BadParameter
        When a parameter is outside its bounds or an input role is missing.
    UnknownLayer
        When an input layer does not exist, or may not be known of.
    NoRoadLayer
        When that layer is the one of the roads.
    """
    analysis = analyses.get(question.analysis)
    params = analysis.parse(question.params)
    with database.begin() as connection:
        inputs = _layers(connection, analysis, question, internal=internal)
        run_id = _fingerprint(analysis.id, inputs, asdict(params))
        _take_turns(connection, run_id)
        if _exists(connection, run_id):
            return get(connection, run_id, internal=internal) | {"reused": True}
        network = _network(connection, analysis, inputs, params)
        frames = _frames(connection, analysis, inputs)
        result = analysis.run(frames, params, network)
        content = _content(run_id, analysis, inputs, result.features)
        staged = versions.stage(connection, content, created_by=created_by)
        versions.publish(connection, staged)
        connection.execute(
            sa.insert(Run).values(
                id=run_id,
                analysis=analysis.id,
                params=_plain(asdict(params)),
                inputs={role: _pinned(layer) for role, layer in inputs.items()},
                code_version=CODE_VERSION,
                status="done",
                summary=_plain(result.summary),
                result_layer_id=content.meta.id,
                created_by=created_by,
            )
        )
        return get(connection, run_id, internal=internal) | {"reused": False}


def _layers(
    connection: sa.Connection, analysis: Analysis[Any], question: Question, *, internal: bool
) -> dict[str, dict[str, Any]]:
    """Look the input layers up; one of roads that is not there has an answer of its own."""
    found = {}
    for role, name in question.layers.items():
        try:
            found[role] = catalogue.get(connection, name, internal=internal)
        except UnknownLayer as error:
            if analysis.by_road is not None and role == analysis.by_road.role:
                raise NoRoadLayer(where=name) from error
            raise
    return found


def _network(
    connection: sa.Connection,
    analysis: Analysis[Any],
    inputs: Mapping[str, dict[str, Any]],
    params: Any,  # noqa: ANN401 - the parameters of the analysis
) -> Network | None:
    """Return the road network of an analysis that works on one; it is kept per version."""
    if analysis.by_road is None:
        return None
    roads = inputs[analysis.by_road.role]
    return networks.of_layer(
        connection,
        roads,
        lambda: features.frame(connection, roads),
        analysis.by_road.rules(params),
    )


def _frames(
    connection: sa.Connection, analysis: Analysis[Any], inputs: Mapping[str, dict[str, Any]]
) -> dict[str, GeoDataFrame]:
    """Read the input layers, with the columns that the analysis asks for under its names.

    Roads are not among them: they come as a network.
    """
    roads = None if analysis.by_road is None else analysis.by_road.role
    wanted = {
        role.id: [column.name for column in role.contract.columns] for role in analysis.inputs
    }
    return {
        role: columns.aliased(features.frame(connection, layer), wanted[role])
        for role, layer in inputs.items()
        if role != roads
    }


def get(connection: sa.Connection, run_id: str, *, internal: bool = False) -> dict[str, Any]:
    """Return a run by its id.

    Raises
    ------
    UnknownRun
        When there is none, or none that may be known of.
    """
    row = connection.execute(_query(internal=internal).where(Run.id == run_id)).one_or_none()
    if row is None:
        raise UnknownRun(where=run_id)
    return _describe(row)


def find(
    connection: sa.Connection,
    *,
    filters: Mapping[str, Any],
    analysis: str | None,
    limit: int,
    internal: bool = False,
) -> list[dict[str, Any]]:
    """Return runs, newest first; ``filters`` are parameters that must have exactly this value.

    Evaluations of plans are kept as runs too, but are large and have a list of their own: without
    ``analysis`` they are left out.
    """
    query = _query(internal=internal).order_by(Run.created_at.desc(), Run.id).limit(limit)
    kind = Run.analysis != EVALUATION if analysis is None else Run.analysis == analysis
    query = query.where(kind)
    if filters:
        query = query.where(Run.params.contains(dict(filters)))
    return [_describe(row) for row in connection.execute(query)]


def visible(*, internal: bool) -> sa.ColumnElement[bool]:
    """Return the condition that a run may be known of, as its result and its inputs may."""
    return sa.func.may_read_run(Run.result_layer_id, Run.inputs, internal, type_=sa.Boolean)


def _query(*, internal: bool) -> sa.Select[Any]:
    return sa.select(Run.__table__).where(visible(internal=internal))


def _take_turns(connection: sa.Connection, run_id: str) -> None:
    """Let two identical questions at the same moment be answered one after the other."""
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(int(run_id[:15], 16))))


def _exists(connection: sa.Connection, run_id: str) -> bool:
    return connection.scalar(sa.select(Run.id).where(Run.id == run_id)) is not None


def _describe(row: sa.Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "analysis": row.analysis,
        "status": row.status,
        "params": row.params,
        "inputs": row.inputs,
        "summary": row.summary,
        "result_collection": row.result_layer_id,
        "code_version": row.code_version,
        "created_at": row.created_at.isoformat(),
    }


def _pinned(layer: dict[str, Any]) -> dict[str, Any]:
    return {
        "layer": layer["id"],
        "version": layer["version"]["number"],
        "version_id": layer["version"]["id"],
        "sha256": layer["version"]["sha256"],
        "quality": layer["quality"],
    }


def _fingerprint(
    analysis: str, inputs: Mapping[str, dict[str, Any]], params: Mapping[str, Any]
) -> str:
    asked = {
        "analysis": analysis,
        "code": CODE_VERSION,
        "inputs": {role: [v["id"], v["version"]["id"]] for role, v in inputs.items()},
        "params": _plain(params),
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:16]


def _plain(value: Mapping[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(value))
    return plain


def _content(
    run_id: str, analysis: Analysis[Any], inputs: Mapping[str, dict[str, Any]], frame: GeoDataFrame
) -> LayerContent:
    worst = max((layer["quality"] for layer in inputs.values()), key=_QUALITIES.index)
    meta = LayerMeta(
        id=f"run-{run_id}",
        title_zh=texts.text(f"analysis.{analysis.id}.title", "zh"),
        title_en=texts.text(f"analysis.{analysis.id}.title", "en"),
        role=catalogue.RESULT_ROLE,
        geometry_type=_geometry_type(frame),
        quality="derived" if worst == "official" else worst,
        licence="; ".join(dict.fromkeys(layer["licence"] for layer in inputs.values())),
        source="; ".join(dict.fromkeys(layer["source"] for layer in inputs.values())),
        source_date=max(layer["source_date"] for layer in inputs.values()),
        key="code" if "code" in frame.columns and frame["code"].is_unique else None,
        visibility=_narrowest(inputs),
    )
    units = {column.name: column.unit for column in analysis.columns if column.unit}
    titles = {column.name: _titles(analysis, column.name) for column in analysis.columns}
    return LayerContent(
        meta=meta, batches=lambda: [frame], sha256=run_id, units=units, titles=titles
    )


def _geometry_type(frame: GeoDataFrame) -> str:
    """Return the GeoJSON name of the widest type there is."""
    found = sorted(set(frame.geom_type.dropna()), key=len)
    return found[-1] if found else "Point"


def _titles(analysis: Analysis[Any], column: str) -> tuple[str, str]:
    key = f"analysis.{analysis.id}.column.{column}"
    return texts.text(key, "zh"), texts.text(key, "en")


def _narrowest(inputs: Mapping[str, dict[str, Any]]) -> Visibility:
    hidden = any(layer["visibility"] == "internal" for layer in inputs.values())
    return "internal" if hidden else "public"


_QUALITIES = ("official", "derived", "illustrative")
