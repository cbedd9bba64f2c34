"""Routes that are asked for thousands of times a second: tiles and items.

FastAPI works out what a route asks for anew at each request, which costs as much as a small answer
from the database. These routes read the request themselves; who asks is found out as everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi.routing import APIRoute

from api.auth.calling import authorise

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from fastapi import Request, Response


class HotRoute(APIRoute):
    """A route whose function takes the request and nothing else."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request."""
        answer = self.endpoint

        async def handle(request: Request) -> Response:
            await authorise(request)
            found: Response = await answer(request)
            return found

        return handle
