"""What each route needs: the one table of it.

A route that stands nowhere here is closed to everybody (and a test fails): a new route is added
together with its line. What a caller then sees of layers is decided in SQL, by ``may_read``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from layers.accounts import Need

NEEDS: Final[dict[tuple[str, str], Need]] = {
    ("GET", "/"): "read_public",
    ("GET", "/manage"): "read_public",
    ("GET", "/i18n/{language}.json"): "read_public",
    ("GET", "/api/health"): "read_public",
    ("GET", "/api/layers"): "read_public",
    ("GET", "/api/layers/{layer}"): "read_public",
    ("PUT", "/api/layers/{layer}/visibility"): "administer",
    ("GET", "/ogc"): "read_public",
    ("GET", "/ogc/conformance"): "read_public",
    ("GET", "/ogc/collections"): "read_public",
    ("GET", "/ogc/collections/{collection}"): "read_public",
    ("GET", "/ogc/api"): "read_public",
    ("GET", "/ogc/tileMatrixSets"): "read_public",
    ("GET", "/ogc/tileMatrixSets/{matrices}"): "read_public",
    ("GET", "/ogc/collections/{collection}/queryables"): "read_public",
    ("GET", "/ogc/collections/{collection}/schema"): "read_public",
    ("GET", "/ogc/collections/{collection}/feature-schema"): "read_public",
    ("GET", "/ogc/collections/{collection}/tiles"): "read_public",
    ("GET", "/ogc/collections/{collection}/tiles/{matrices}"): "read_public",
    ("GET", "/ogc/collections/{collection}/tiles/{matrices}/tilejson"): "read_public",
    ("GET", "/ogc/collections/{collection}/tiles/{matrices}/{zoom}/{row}/{column}"): "read_public",
    ("GET", "/ogc/collections/{collection}/items"): "read_public",
    ("GET", "/ogc/collections/{collection}/items/{feature}"): "read_public",
    ("GET", "/api/analyses"): "read_public",
    ("GET", "/api/analyses/{analysis}"): "read_public",
    ("POST", "/api/analyses/{analysis}/runs"): "run",
    ("GET", "/api/runs"): "read_public",
    ("GET", "/api/runs/{run}"): "read_public",
    ("GET", "/api/scenarios"): "read_public",
    ("POST", "/api/scenarios"): "read_internal",
    ("POST", "/api/scenarios/preview"): "run",
    ("GET", "/api/scenarios/{scenario}"): "read_public",
    ("PATCH", "/api/scenarios/{scenario}"): "read_internal",
    ("DELETE", "/api/scenarios/{scenario}"): "read_internal",
    ("POST", "/api/scenarios/{scenario}/fork"): "read_internal",
    ("POST", "/api/scenarios/{scenario}/preview"): "run",
    ("GET", "/api/scenarios/{scenario}/result"): "read_public",
    ("GET", "/api/scenarios/{scenario}/compare/{other}"): "read_public",
    ("GET", "/api/scenarios/{scenario}/bundle"): "read_public",
    ("POST", "/api/scenarios/{scenario}/promote"): "publish",
    ("POST", "/api/siting"): "run",
    ("GET", "/api/jobs/{job}"): "read_public",
    ("GET", "/api/jobs/{job}/events"): "read_public",
    ("GET", "/api/plans"): "read_public",
    ("GET", "/api/plans/{plan}"): "read_public",
    ("GET", "/api/places"): "read_public",
    ("GET", "/api/places/{place}"): "read_public",
    ("POST", "/api/places/{place}/match"): "publish",
    ("GET", "/api/targets"): "read_public",
    ("GET", "/api/audit"): "read_public",
    ("POST", "/api/evaluations"): "run",
    ("GET", "/api/evaluations"): "read_public",
    ("GET", "/api/evaluations/{evaluation_id}"): "read_public",
    ("GET", "/api/evaluations/{evaluation_id}/compare/{other}"): "read_public",
    ("GET", "/api/units/{code}/targets"): "read_public",
    ("POST", "/api/sheets"): "run",
    ("GET", "/api/sheets/{sheet}/file"): "read_public",
    ("GET", "/api/exports"): "read_public",
    ("POST", "/api/exports"): "run",
    ("GET", "/api/exports/{export}/file"): "read_public",
    ("GET", "/api/exports/layers/{layer}"): "read_public",
    ("GET", "/api/session"): "read_public",
    ("POST", "/api/session"): "read_public",
    ("DELETE", "/api/session"): "read_public",
    ("POST", "/api/session/password"): "signed_in",
    ("GET", "/api/session/oidc"): "read_public",
    ("GET", "/api/session/oidc/callback"): "read_public",
    ("POST", "/api/setup"): "read_public",
    ("GET", "/api/tokens"): "signed_in",
    ("POST", "/api/tokens"): "signed_in",
    ("DELETE", "/api/tokens/{token}"): "signed_in",
    ("GET", "/api/users"): "administer",
    ("POST", "/api/users"): "administer",
    ("GET", "/api/users/{name}"): "administer",
    ("PATCH", "/api/users/{name}"): "administer",
    ("PUT", "/api/users/{name}/password"): "administer",
    ("GET", "/api/limits"): "read_public",
    ("GET", "/api/uploads"): "upload",
    ("POST", "/api/uploads"): "upload",
    ("GET", "/api/uploads/{upload}"): "upload",
    ("DELETE", "/api/uploads/{upload}"): "upload",
    ("PUT", "/api/uploads/{upload}/chunks/{number}"): "upload",
    ("POST", "/api/uploads/{upload}/inspect"): "upload",
    ("GET", "/api/uploads/{upload}/preview"): "upload",
    ("GET", "/api/uploads/{upload}/rejected.csv"): "upload",
    ("GET", "/api/uploads/{upload}/original"): "upload",
    ("POST", "/api/uploads/{upload}/publish"): "publish",
    ("POST", "/api/uploads/{upload}/restore"): "upload",
    ("GET", "/api/layers/{layer}/versions"): "read_internal",
    ("GET", "/api/layers/{layer}/versions/{before}/diff/{after}"): "read_internal",
    ("POST", "/api/layers/{layer}/rollback"): "publish",
    ("GET", "/api/journal"): "audit",
    ("GET", "/api/journal/check"): "audit",
}


def need_of(method: str, path: str) -> Need:
    """Return what a route needs; one that is not in the table needs more than anybody has.

    ``path`` is the route's own, with its parameters in braces.
    """
    return NEEDS.get((method, path), "nothing_suffices")
