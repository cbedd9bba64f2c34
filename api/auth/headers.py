"""What answers to somebody in particular carry: the session's cookie, and no place in a cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class AccountHeaders:
    """Sets the cookie that a route or a renewal asked for, and keeps shared caches out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                caller = state.get("caller")
                if caller is not None:
                    headers.add_vary_header("Cookie, Authorization")
                if "set_cookie" in state:
                    headers.append("Set-Cookie", state["set_cookie"])
                if "set_cookie" in state or (caller is not None and caller.kind != "anonymous"):
                    headers["Cache-Control"] = "private, no-cache"
            await send(message)

        await self.app(scope, receive, send_with_headers)
