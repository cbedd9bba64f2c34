"""The table of uploads: what was sent, how far it came, and the version it became."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads annotations at run time
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, func
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import BigInteger, Boolean, Integer, Text

from layers.models import Base


class Upload(Base):
    """A file on its way to becoming a version of a layer.

    ``state`` says what is safely done. Whether a job is at work on it is looked up in the table of
    jobs, so a job that dies leaves no upload stuck. ``chunks`` are the numbers of the chunks that
    are on disk; ``sha256`` is that of the whole file as received. ``inspection`` is the name of the
    folder with what the inspection found. ``base_version_id`` is the version that readers saw when
    the file was inspected, ``version_id`` the version that was made of it and ``staged_as`` how.
    """

    __tablename__ = "upload"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    layer_id: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(Text)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    chunk_bytes: Mapped[int] = mapped_column(Integer)
    chunks: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default="{}")
    declared_sha256: Mapped[str | None] = mapped_column(Text)
    sha256: Mapped[str | None] = mapped_column(Text)
    asked: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    state: Mapped[str] = mapped_column(Text, server_default="receiving")
    file_kept: Mapped[bool] = mapped_column(Boolean, server_default="true")
    inspection: Mapped[str | None] = mapped_column(Text)
    report: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    base_version_id: Mapped[int | None] = mapped_column(ForeignKey("layer_version.id"))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("layer_version.id"))
    staged_as: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    created_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())

    __table_args__ = (
        CheckConstraint(
            "state IN ('receiving', 'received', 'inspected', 'refused', 'staged', 'published',"
            " 'discarded')",
            name="state",
        ),
        Index("ix_upload_created_by", "created_by"),
        Index("ix_upload_version_id", "version_id"),
    )
