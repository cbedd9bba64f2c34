"""What can go wrong with the confined process."""

from __future__ import annotations

from layers.errors import LayerError


class SandboxError(LayerError):
    """The file could not be opened in its confined process."""

    code = "sandbox"


class SandboxUnavailable(SandboxError):
    """No confined process can be started on this machine."""

    code = "sandbox_unavailable"


class LimitExceeded(SandboxError):
    """A limit for uploads was exceeded; the facts name the limit, its value and what was found."""

    code = "limit_exceeded"
