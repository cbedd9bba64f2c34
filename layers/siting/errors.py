"""What can be missing for a siting problem."""

from __future__ import annotations

from layers.errors import LayerError


class SitingError(LayerError):
    """The siting problem cannot be put together."""

    code = "siting"


class NoCandidates(SitingError):
    """No candidate site is left."""

    code = "no_candidates"


class NoQuotas(SitingError):
    """No county that has candidate sites has a quota for these years."""

    code = "no_quotas"
