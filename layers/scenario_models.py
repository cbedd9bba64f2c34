"""The table of scenarios."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads annotations at run time
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Integer, Text

from layers.models import Base


class Scenario(Base):
    """A named set of edits on pinned versions of layers.

    ``revision`` grows with every change. ``share_token`` lets whom the link was given read it.
    """

    __tablename__ = "scenario"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(Integer, server_default="1")
    base: Mapped[dict[str, Any]] = mapped_column(JSONB)
    params: Mapped[dict[str, Any]] = mapped_column(JSONB)
    edits: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    forked_from: Mapped[str | None] = mapped_column(ForeignKey("scenario.id", ondelete="SET NULL"))
    share_token: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())

    __table_args__ = (
        CheckConstraint("revision > 0", name="revision"),
        Index("ix_scenario_owner_updated_at", "owner", "updated_at"),
        Index("ix_scenario_forked_from", "forked_from"),
    )
