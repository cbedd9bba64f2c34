"""Refuses addresses that hold what no name or value can hold, before anybody looks them up.

A NUL cannot be stored in the database, so nothing is known by a name that holds one; and looking
for it there would be an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.protect import refuse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class PlainText:
    """Answers a path with a NUL by 404, a query with one by 400."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            if "\x00" in scope["path"]:
                place = scope["path"].replace("\x00", "?")
                await refuse(scope, send, 404, "not_found", where=place)
                return
            if b"%00" in scope["query_string"] or b"\x00" in scope["query_string"]:
                await refuse(scope, send, 400, "bad_query", where="?", value="NUL")
                return
        await self.app(scope, receive, send)
