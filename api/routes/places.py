"""The places that plans name: where each is, on which evidence, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.deps import CallerDep, ServicesDep
from layers import named_places, plans
from layers.named_places import Decision, NotACandidate, State, UnknownPlace

if TYPE_CHECKING:
    from layers.named_places import Match
    from layers.plans.schema import Place

router = APIRouter(prefix="/api/places", tags=["plans"])

Short = Annotated[str, Field(min_length=1, max_length=1_000, pattern=r"^[^\x00]*$")]


class Answer(BaseModel):
    """That the place is these features of a layer, or is not."""

    model_config = ConfigDict(extra="forbid")
    layer: Short
    features: Annotated[list[Short], Field(min_length=1, max_length=10_000)]
    answer: Literal["confirmed", "rejected"]


@router.get("")
def listing(
    caller: CallerDep,
    services: ServicesDep,
    plan: Annotated[str | None, Query(max_length=100)] = None,
    state: State | None = None,
) -> dict[str, Any]:
    """Return the places of a plan, or of all, each with what is known of where it is."""
    registry = services.plans
    wanted = registry.places.values() if plan is None else registry.places_of(plan)
    if plan is not None:
        registry.plan(plan)
    with services.database.begin() as connection:
        found = named_places.match(connection, wanted, internal=caller.internal)
    shown = [_shown(place, found[place.id]) for place in wanted]
    states = [one["match"]["state"] for one in shown]
    return {
        "counts": {name: states.count(name) for name in get_args(State)},
        "places": [one for one in shown if state in {None, one["match"]["state"]}],
    }


@router.get("/{place}")
def one(place: str, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Return one place."""
    wanted = _place(services, place)
    with services.database.begin() as connection:
        found = named_places.match(connection, [wanted], internal=caller.internal)
    return _shown(wanted, found[place])


@router.post("/{place}/match")
def decide(place: str, said: Answer, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Say that one of the candidates is the place, or is not."""
    wanted = _place(services, place)
    features = tuple(sorted(said.features))
    with services.database.begin() as connection:
        found = named_places.match(connection, [wanted], internal=caller.internal)[place]
        candidate = _candidate(found, said.layer, features)
        decision = Decision(
            place=place,
            layer=said.layer,
            features=features,
            answer=said.answer,
            evidence=candidate,
            author=caller.author,
        )
        named_places.decide(connection, decision)
    with services.database.begin() as connection:
        found = named_places.match(connection, [wanted], internal=caller.internal)[place]
    return _shown(wanted, found)


def _place(services: ServicesDep, place: str) -> Place:
    try:
        return services.plans.places[place]
    except KeyError:
        raise UnknownPlace(where=place) from None


def _candidate(found: Match, layer: str, features: tuple[str, ...]) -> str:
    """Return the evidence for the candidate that is meant; a confirmed one may be taken back."""
    for one in found.candidates:
        if one.layer == layer and tuple(sorted(one.features)) == features:
            return one.how
    if found.decision is not None and found.decision.features == features:
        return found.decision.evidence
    raise NotACandidate(where=found.place, layer=layer, features=", ".join(features[:5]))


def _shown(place: Place, match: Match) -> dict[str, Any]:
    return plans.place_json(place) | {"match": match.plain()}
