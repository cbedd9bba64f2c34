"""Routes that are asked for thousands of times a second: tiles and items.

FastAPI finds a route among all and works out what it asks for anew at each request, which costs as
much as a small answer from the database. These routes read the request themselves and are found
before the others; who asks is found out as everywhere, and they fail as everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.routing import APIRoute

from api.auth.calling import authorise
from geo.errors import JintuError

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Coroutine, Iterable

    from fastapi import APIRouter, Response
    from starlette.types import ASGIApp, Receive, Scope, Send

    Answer = Callable[[Request], Coroutine[Any, Any, Response]]


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
    """Plain ASGI around the framework's own search for a route."""

    def __init__(self, app: ASGIApp, routers: Iterable[APIRouter]) -> None:
        self.app = app
        self.routes: list[tuple[re.Pattern[str], HotRoute, Answer]] = [
            (route.path_regex, route, route.get_route_handler())
            for router in routers
            for route in router.routes
            if isinstance(route, HotRoute)
        ]
        self._start = "/ogc/collections/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or leave it to the others."""
        if scope["type"] == "http" and scope["method"] == "GET" and not scope.get("root_path"):
            path = scope["path"]
            for pattern, route, answer in self.routes if path.startswith(self._start) else ():
                if found := pattern.match(path):
                    scope["route"], scope["path_params"] = route, found.groupdict()
                    await _answered(Request(scope, receive, send), answer, send)
                    return
        await self.app(scope, receive, send)


async def _answered(request: Request, answer: Answer, send: Send) -> None:
    try:
        response = await answer(request)
    except JintuError as error:
        response = await request.app.exception_handlers[JintuError](request, error)
    await response(request.scope, request.receive, send)
