"""The OpenAPI document of ``/api``: FastAPI's own, with what it cannot know told in one place.

FastAPI knows a route's parameters and its good answer. It does not know which failures the one
error shape brings, which query parameters a route reads for itself, nor answers that are no JSON.
The OGC interfaces are left out: they describe themselves, at ``/ogc/api``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fastapi.openapi.utils import get_openapi

from api.auth import oidc
from api.auth.table import need_of
from layers import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

Operation = dict[str, Any]

FAILURE: Final = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "detail", "where"],
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "detail": {},
                "where": {"type": ["string", "null"]},
            },
        }
    },
}
_REASONS: Final = {
    "400": "A parameter cannot be understood",
    "401": "Somebody has to sign in first",
    "403": "The caller has no right to this",
    "404": "There is nothing here that the caller may know of",
    "405": "There is no such method here",
    "409": "The state of things does not allow this now",
    "413": "The body is larger than the limit",
    "422": "A value is out of its range or missing",
    "429": "Too many attempts; Retry-After says when to come back",
    "500": "Something failed that should not",
    "503": "The database does not answer or is busy; Retry-After says when to come back",
    "507": "The disk is full",
}
_ALWAYS: Final = ("400", "401", "403", "405", "500", "503")
"""A token that is not valid is refused on every route, and so is a host that is not ours."""

_NAMING: Final = frozenset({"/api/places", oidc.START, oidc.CALLBACK})
"""Paths without a name in them that may lead to nothing all the same."""

_TEXT: Final = {"type": "string"}
_NUMBER: Final = {"type": "integer", "minimum": 1, "maximum": 2**31}
READ_BY_ROUTES: Final[dict[str, dict[str, dict[str, Any]]]] = {
    "/api/runs": {"analysis": _TEXT, "region": _TEXT, "year": _NUMBER, "limit": _NUMBER},
    "/api/targets": {"region": _TEXT, "theme": _TEXT, "plan": _TEXT, "year": _NUMBER},
}
"""Query parameters that a route reads from the request itself."""

OTHER_ANSWERS: Final[dict[tuple[str, str], dict[str, str]]] = {
    ("get", "/api/jobs/{job}/events"): {"200": "text/event-stream"},
    ("get", "/api/uploads/{upload}/rejected.csv"): {"200": "text/csv"},
    ("get", "/api/uploads/{upload}/original"): {"200": "application/octet-stream"},
    ("post", "/api/analyses/{analysis}/runs"): {"202": "application/json"},
    ("get", "/api/scenarios/{scenario}/result"): {"200": "application/geo+json"},
    ("get", "/api/scenarios/{scenario}/bundle"): {"200": "application/zip"},
}
"""Good answers that are no JSON, or come besides the usual one."""


def install(app: FastAPI) -> None:
    """Have an application publish this document."""
    held: dict[str, Any] = {}

    def document() -> dict[str, Any]:
        if not held:
            held.update(described(app))
        return held

    app.openapi = document  # type: ignore[method-assign]


def described(app: FastAPI) -> dict[str, Any]:
    """Return the document of an application's ``/api``."""
    document = get_openapi(title=app.title, version=app.version, routes=app.routes)
    document["paths"] = {
        path: item for path, item in document["paths"].items() if path.startswith("/api")
    }
    for method, path, operation in operations(document):
        _tell_parameters(path, operation)
        _tell_answers(method, path, operation)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas["Failure"] = FAILURE
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    return document


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, Operation]]:
    """Yield the method, path and description of every operation."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield method, path, operation


def _tell_parameters(path: str, operation: Operation) -> None:
    more = READ_BY_ROUTES.get(path, {}) | {"lang": {"enum": list(texts.LANGUAGES)}}
    told = operation.setdefault("parameters", [])
    known = {one["name"] for one in told}
    told += [
        {"name": name, "in": "query", "required": False, "schema": schema}
        for name, schema in more.items()
        if name not in known
    ]


def _tell_answers(method: str, path: str, operation: Operation) -> None:
    answers = operation["responses"]
    for status, media_type in OTHER_ANSWERS.get((method, path), {}).items():
        schema = {} if media_type == "application/json" else _TEXT
        answers[status] = {"description": "", "content": {media_type: {"schema": schema}}}
    for status in _failures(method, path):
        answers[status] = {
            "description": _REASONS[status],
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Failure"}}},
        }


def _failures(method: str, path: str) -> list[str]:
    found = [*_ALWAYS]
    if (
        "{" in path
        or path in _NAMING
        or need_of(method.upper(), path) not in {"read_public", "signed_in"}
    ):
        found += ["404"]
    if "{" in path or method != "get":
        found += ["422"]
    if method != "get":
        found += ["404", "409", "413", "429"]
    if path.startswith("/api/uploads"):
        found += ["409", "507"]
    return sorted(set(found))
