"""Routes that are asked for thousands of times a second: tiles and items.

FastAPI finds a route among all and works out what it asks for anew at each request, which costs as
much as a small answer from the database. These routes read the request themselves and are found
before the framework sees it; who asks is found out as everywhere, and they fail as everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from fastapi import Request
from fastapi.routing import APIRoute

from api.auth.calling import authorise
from api.auth.headers import AccountHeaders
from geo.errors import JintuError

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Coroutine, Iterable

    from fastapi import APIRouter, FastAPI, Response
    from starlette.types import ASGIApp, Receive, Scope, Send

    Answer = Callable[[Request], Coroutine[Any, Any, Response]]

_START: Final = "/ogc/collections/"
_ANSWER: Final = "jintu.answer"


class HotRoute(APIRoute):
    """A route whose function takes the request and nothing else."""

    def get_route_handler(self) -> Answer:
        """Return what answers a request."""
        answer = self.endpoint

        async def handle(request: Request) -> Response:
            await authorise(request)
            found: Response = await answer(request)
            return found

        return handle


class HotRoutes:
    """Plain ASGI around the framework.

    Parameters
    ----------
    others
        What answers all other requests.
    app
        The application, whose services, headers and answers to failures hold here as well.
    routers
        Whose routes of :class:`HotRoute` are found here.
    """

    def __init__(self, others: ASGIApp, app: FastAPI, routers: Iterable[APIRouter]) -> None:
        self.others, self.app = others, app
        self.found = AccountHeaders(self._answer)
        self.routes: list[tuple[re.Pattern[str], HotRoute, Answer]] = [
            (route.path_regex, route, route.get_route_handler())
            for router in routers
            for route in router.routes
            if isinstance(route, HotRoute)
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or leave it to the others."""
        if scope["type"] == "http" and scope["method"] == "GET" and not scope.get("root_path"):
            path = scope["path"]
            for pattern, route, answer in self.routes if path.startswith(_START) else ():
                if found := pattern.match(path):
                    scope["app"], scope["route"] = self.app, route
                    scope["path_params"], scope[_ANSWER] = found.groupdict(), answer
                    await self.found(scope, receive, send)
                    return
        await self.others(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        try:
            response = await scope[_ANSWER](request)
        except JintuError as error:
            response = await self._failure(JintuError, request, error)
        except Exception as error:
            # As the framework does: the client is told, and the server writes down where it was.
            response = await self._failure(Exception, request, error)
            await response(scope, receive, send)
            raise
        await response(scope, receive, send)

    async def _failure(self, kind: type[Exception], request: Request, error: Exception) -> Response:
        told = self.app.exception_handlers[kind](request, error)
        return await cast("Coroutine[Any, Any, Response]", told)
