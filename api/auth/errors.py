"""Why a request is refused before anybody looks at who asks."""

from __future__ import annotations

from geo.errors import JintuError


class CrossSite(JintuError):
    """The request comes from another site, or lacks the header that shows that it does not."""

    code = "cross_site"


class ProviderUnknown(JintuError):
    """No provider of identities is configured."""

    code = "provider_unknown"


class InsecureHttp(JintuError):
    """Passwords are not taken over a connection that others can listen to."""

    code = "insecure_http"
