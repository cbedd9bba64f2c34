"""The composition root: everything that lives as long as the service, built in one place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api.auth.throttle import Throttle
from api.cache import ResponseCache
from api.settings import PROJECT
from layers import plans
from layers.db import Database
from layers.scenarios import States

if TYPE_CHECKING:
    from api.settings import Settings
    from layers.plans import Registry

MEGABYTE = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Services:
    """What routes work with."""

    settings: Settings
    database: Database
    plans: Registry
    cache: ResponseCache
    throttle: Throttle = field(default_factory=Throttle)
    scenarios: States = field(default_factory=States)


def build(settings: Settings, database_url: str) -> Services:
    """Build the services on a database that is there and migrated."""
    return Services(
        settings=settings,
        database=Database(database_url, settings.read_url),
        plans=plans.load(PROJECT / "data" / "plans"),
        cache=ResponseCache(settings.cache_mb * MEGABYTE),
    )
