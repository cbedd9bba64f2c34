"""The web application: routes, errors, headers, static files."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from api import description, errors, protect
from api.auth import oidc
from api.auth.calling import authorise
from api.auth.headers import AccountHeaders
from api.plain_text import PlainText
from api.quick import QuickAnswers
from api.routes import ROUTERS, ogc
from api.routes.ogc.hot import HotRoutes
from api.settings import PROJECT, version
from layers import jobs

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp

    from api.services import Services


def create_app(services: Services) -> ASGIApp:
    """Build the application on its services, with what protects it around it.

    The services are opened and closed with it. The headers are around everything that answers, so
    that even the answer to an unexpected failure carries them; outermost are answers already given.
    Hot routes come before the framework, which takes as long as a small answer.
    """
    app = build(services)
    guarded = HotRoutes(protect.BodyLimit(app), app, ogc.HOT)
    hosts = protect.KnownHosts(PlainText(guarded), services.settings.allowed_hosts)
    headed = protect.SecurityHeaders(hosts, services.settings.base_url)
    return QuickAnswers(headed, services.database.stamps, services.cache.capacity_bytes)


def build(services: Services) -> FastAPI:
    """Build the bare application: routes, errors, static files."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await services.database.open()
        work = jobs.work(services.database) if services.settings.worker else asyncio.sleep(0)
        working = asyncio.create_task(work)
        yield
        working.cancel()
        await asyncio.wait([working], timeout=5)
        await services.database.close()

    app = FastAPI(
        title="jintu",
        version=version(),
        lifespan=lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(authorise)],
    )
    app.state.services = services
    app.add_middleware(AccountHeaders)
    oidc.install(app, secure=(services.settings.base_url or "").startswith("https://"))
    errors.install(app)
    for router in ROUTERS:
        app.include_router(router)
    description.install(app)
    app.mount("/static", StaticFiles(directory=PROJECT / "static"), name="static")
    return app
