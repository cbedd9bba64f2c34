"""What every document of the OGC interfaces is asked with, and how it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import orjson
from fastapi import Depends, Request, Response

from api.deps import BaseUrlDep, LanguageDep  # noqa: TC001 - FastAPI reads annotations at run time
from api.ogc import pages
from api.ogc.links import HTML, JSON, address, both_forms
from api.ogc.media import form_of
from layers.errors import BadQuery
from layers.texts import Language  # noqa: TC001 - FastAPI reads annotations at run time

_DOCUMENT = frozenset({"f", "lang"})


@dataclass(frozen=True, kw_only=True)
class Asking:
    """A request for a document: where links begin, in which language and form it is wanted."""

    base: str
    language: Language
    form: str
    query: dict[str, Any]

    def self_links(self, *parts: object, media_type: str = JSON) -> list[dict[str, object]]:
        """Return the links from the document at ``parts`` to itself and to its page."""
        return both_forms(address(self.base, *parts), self.query, media_type)

    def answer(self, document: dict[str, Any], media_type: str = JSON) -> Response:
        """Answer with a document, as data or as a page."""
        headers = {"Content-Language": self.language, "Vary": "Accept, Accept-Language"}
        if self.form == "html":
            body, media_type = pages.page(document, self.base, self.language), HTML
            headers["Content-Security-Policy"] = pages.POLICY
        else:
            body = orjson.dumps(document)
        return Response(body, headers=headers, media_type=media_type)


def require_known(request: Request, known: frozenset[str]) -> None:
    """Refuse a request with a query parameter that there is not.

    Raises
    ------
    BadQuery
        With the name of the first such parameter.
    """
    query = request.query_params
    if unknown := sorted(set(query) - known):
        raise BadQuery(where=unknown[0], reason="unknown", known=", ".join(sorted(known)))
    if len(query.multi_items()) > len(query):
        names = [name for name, _ in query.multi_items()]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadQuery(where=twice, reason="twice")


async def asking(request: Request, base: BaseUrlDep, language: LanguageDep) -> Asking:
    """Read what a document is asked with.

    Raises
    ------
    BadQuery
        When a parameter is unknown or names a form that there is not.
    """
    require_known(request, _DOCUMENT)
    query = dict(request.query_params)
    return Asking(base=base, language=language, form=form_of(request, ("tilejson",)), query=query)


AskingDep = Annotated[Asking, Depends(asking)]
