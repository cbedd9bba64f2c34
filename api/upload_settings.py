"""Settings for uploads: from the environment, prefix ``JINTU_UPLOAD_``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.deps import services
from api.settings import BadSetting
from layers.sandbox import Limits
from layers.uploads import Quotas, UploadFolder

if TYPE_CHECKING:
    from api.settings import Settings

_KB = 2**10
_MB = 2**20


class UploadSettings(BaseSettings):
    """What can be set from outside about uploads; the README's table of limits lists them."""

    model_config = SettingsConfigDict(env_prefix="JINTU_UPLOAD_", extra="ignore")

    max_mb: int = Field(default=200, ge=1, le=2048)
    """The largest file."""
    quota_mb: int = Field(default=5 * 1024, ge=1)
    """What one person may have waiting."""
    keep_free_mb: int = Field(default=1024, ge=0)
    """Room on the disk that uploads never touch."""
    chunk_kb: int = Field(default=4096, ge=1, le=8192)
    """In which portions a file is sent."""
    waiting_hours: float = Field(default=24.0, gt=0)
    """How long an upload waits without anybody touching it."""


@dataclass(frozen=True, kw_only=True)
class UploadPlace:
    """Where uploads lie and what is allowed."""

    folder: UploadFolder
    quotas: Quotas
    limits: Limits


def upload_place(settings: Settings) -> UploadPlace:
    """Return where uploads lie and what is allowed.

    Raises
    ------
    BadSetting
        When a value makes no sense.
    """
    try:
        given = UploadSettings()
    except ValidationError as error:
        names = [f"JINTU_UPLOAD_{str(fault['loc'][0]).upper()}" for fault in error.errors()]
        reasons = "; ".join(str(fault["msg"]) for fault in error.errors())
        raise BadSetting(where=", ".join(names), reason=reasons) from error
    return UploadPlace(
        folder=UploadFolder(settings.data_dir / "uploads"),
        quotas=Quotas(
            upload_bytes=given.max_mb * _MB,
            author_bytes=given.quota_mb * _MB,
            keep_free_bytes=given.keep_free_mb * _MB,
            chunk_bytes=given.chunk_kb * _KB,
            staging_hours=given.waiting_hours,
        ),
        limits=Limits(upload_bytes=given.max_mb * _MB),
    )


def _place(request: Request) -> UploadPlace:
    return upload_place(services(request).settings)


UploadPlaceDep = Annotated[UploadPlace, Depends(_place)]
