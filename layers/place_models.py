"""The table of what was said about the places of plans."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads annotations at run time

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from layers.models import Base


class PlaceDecision(Base):
    """That features of a layer are a plan's place, or are not, as somebody of the staff said."""

    __tablename__ = "place_decision"

    place_id: Mapped[str] = mapped_column(Text, primary_key=True)
    layer_id: Mapped[str] = mapped_column(ForeignKey("layer.id"), primary_key=True)
    features: Mapped[list[str]] = mapped_column(ARRAY(Text), primary_key=True)
    answer: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())

    __table_args__ = (
        CheckConstraint("answer IN ('confirmed', 'rejected')", name="answer"),
        CheckConstraint("cardinality(features) > 0", name="features"),
        Index(
            "uq_place_decision_confirmed",
            "place_id",
            unique=True,
            postgresql_where="answer = 'confirmed'",
        ),
    )
