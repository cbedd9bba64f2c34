"""Which form an answer takes: the ``f`` parameter, else the ``Accept`` header, else JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from layers.errors import BadQuery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import Request

Form = Literal["json", "html"]

_JSON_NAMES = ("json", "geojson")


def form_of(request: Request, more: Sequence[str] = ()) -> str:
    """Return the form that a request asks for: ``json``, ``html``, or one of ``more`` by name.

    Raises
    ------
    BadQuery
        When ``f`` names a form that there is not.
    """
    named = request.query_params.get("f")
    if named is None:
        return "html" if prefers_html(request.headers.get("accept", "")) else "json"
    if named in _JSON_NAMES:
        return "json"
    if named == "html" or named in more:
        return named
    raise BadQuery(
        where="f", reason="form", value=named[:40], known=", ".join(["json", "html", *more])
    )


def prefers_html(accept: str) -> bool:
    """Tell whether an ``Accept`` header wants a page rather than data; a tie goes to data."""
    html, data = 0.0, 0.0
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = _weight(parameters)
        if name in {"text/html", "application/xhtml+xml"}:
            html = max(html, weight)
        elif name == "*/*" or name.startswith("application/"):
            data = max(data, weight)
    return html > data


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return float(parameter[2:])
            except ValueError:
                return 0.0
    return 1.0
