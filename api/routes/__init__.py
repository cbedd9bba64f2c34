"""One thin file per resource: parse, call ``layers``, answer."""

from api.routes import (
    analyses,
    audit,
    evaluations,
    exports,
    health,
    jobs,
    journal,
    layers,
    limits,
    ogc,
    oidc,
    places,
    plans,
    publications,
    runs,
    scenarios,
    session,
    sheets,
    site,
    siting,
    tokens,
    uploads,
    users,
    versions,
)

ROUTERS = [
    *ogc.HOT,
    *(
        module.router
        for module in (
            site,
            health,
            layers,
            versions,
            uploads,
            publications,
            limits,
            ogc,
            analyses,
            runs,
            scenarios,
            jobs,
            plans,
            places,
            audit,
            evaluations,
            sheets,
            exports,
            siting,
            session,
            oidc,
            users,
            tokens,
            journal,
        )
    ),
]
"""Every router, in the order in which paths are tried."""
