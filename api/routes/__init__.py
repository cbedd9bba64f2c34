"""One thin file per resource: parse, call ``layers``, answer."""

from api.routes import (
    analyses,
    audit,
    evaluations,
    health,
    jobs,
    journal,
    layers,
    ogc,
    plans,
    runs,
    session,
    site,
    tokens,
    users,
)

ROUTERS = [
    module.router
    for module in (
        site,
        health,
        layers,
        ogc,
        analyses,
        runs,
        jobs,
        plans,
        audit,
        evaluations,
        session,
        users,
        tokens,
        journal,
    )
]
"""Every router, in the order in which paths are tried."""
