"""What is too large, too many or too long, in one table."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.ogc.windows import DEFAULT_LIMIT, MAX_LIMIT
from api.protect import BODY_LIMITS, MAX_BODY_BYTES
from api.upload_settings import UploadPlaceDep

router = APIRouter(prefix="/api/limits", tags=["service"])


@router.get("")
def limits(place: UploadPlaceDep) -> dict[str, Any]:
    """Return every limit by name with its value, its unit and how far it may be raised."""
    bodies = [{"name": limit.name, "value": limit.most_bytes, "unit": "B"} for limit in BODY_LIMITS]
    return {
        "requests": [
            {"name": "body", "value": MAX_BODY_BYTES, "unit": "B"},
            *bodies,
            {"name": "page_default", "value": DEFAULT_LIMIT, "unit": ""},
            {"name": "page", "value": MAX_LIMIT, "unit": ""},
        ],
        "uploads": place.quotas.described(),
        "content": place.limits.described(),
    }
