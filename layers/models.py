"""The tables, as SQLAlchemy sees them; ``migrations`` builds exactly these (a test compares them).

What describes data (titles, source, licence, quality, datum) belongs to the *version*, so that
moving the pointer of a layer back also brings its description back. What is decided about a layer
whatever its content (role, visibility, map review number) belongs to the layer.
"""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads annotations at run time
from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import (
    CheckConstraint,
    Computed,
    DateTime,
    ForeignKey,
    Index,
    MetaData,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, DOUBLE_PRECISION, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import BigInteger, Integer, Text


class Base(DeclarativeBase):
    """Every table of jintu; constraint names follow one rule, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Layer(Base):
    """A named layer; ``current_version_id`` is the pointer that publishing moves."""

    __tablename__ = "layer"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    role: Mapped[str] = mapped_column(Text)
    visibility: Mapped[str] = mapped_column(Text, server_default="public")
    review_number: Mapped[str | None] = mapped_column(Text)
    review_basis: Mapped[str | None] = mapped_column(Text)
    current_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("layer_version.id", use_alter=True)
    )
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())

    __table_args__ = (
        CheckConstraint("visibility IN ('public', 'internal')", name="visibility"),
        CheckConstraint("id ~ '^[a-z0-9][a-z0-9-]{0,62}$'", name="slug"),
    )


class LayerVersion(Base):
    """One immutable state of a layer's features, with where they came from."""

    __tablename__ = "layer_version"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    layer_id: Mapped[str] = mapped_column(ForeignKey("layer.id"))
    number: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(Text, server_default="staged")
    title_zh: Mapped[str] = mapped_column(Text)
    title_en: Mapped[str] = mapped_column(Text)
    note_zh: Mapped[str] = mapped_column(Text, server_default="")
    note_en: Mapped[str] = mapped_column(Text, server_default="")
    geometry_type: Mapped[str] = mapped_column(Text)
    key: Mapped[str | None] = mapped_column(Text)
    quality: Mapped[str] = mapped_column(Text)
    licence: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    source_url: Mapped[str | None] = mapped_column(Text)
    source_date: Mapped[str] = mapped_column(Text)
    native_crs: Mapped[str] = mapped_column(Text)
    datum: Mapped[str] = mapped_column(Text)
    feature_count: Mapped[int] = mapped_column(Integer, server_default="0")
    awaited_count: Mapped[int] = mapped_column(Integer, server_default="0")
    bbox: Mapped[list[float] | None] = mapped_column(ARRAY(DOUBLE_PRECISION))
    attributes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default="[]")
    source_sha256: Mapped[str] = mapped_column(Text)
    content_sha256: Mapped[str | None] = mapped_column(Text)
    report: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    created_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    published_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    __table_args__ = (
        UniqueConstraint("layer_id", "number"),
        CheckConstraint(
            "state IN ('staged', 'published', 'superseded', 'discarded')", name="state"
        ),
        CheckConstraint("quality IN ('official', 'derived', 'illustrative')", name="quality"),
        Index(
            "uq_layer_version_published",
            "layer_id",
            unique=True,
            postgresql_where="state = 'published'",
        ),
    )


class Feature(Base):
    """A feature of one version, in the partition of that version.

    ``id`` is what the outside sees: the layer's key attribute, else the row's number. ``geom`` is
    longitude and latitude.
    """

    __tablename__ = "feature"

    version_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(Text)
    geom: Mapped[Any] = mapped_column(
        Geometry(srid=4326, spatial_index=False, nullable=True), nullable=True
    )
    attributes: Mapped[dict[str, Any]] = mapped_column(JSONB)

    __table_args__ = (
        Index("ix_feature_id", "id"),
        Index("ix_feature_geom", "geom", postgresql_using="gist"),
        {"postgresql_partition_by": "LIST (version_id)"},
    )


class CoarseFeature(Base):
    """A feature's shape generalised for a band of zoom levels, in the partition of its version.

    Only shapes that lost vertices have one. ``zoom`` is the highest level it serves.
    """

    __tablename__ = "feature_coarse"

    version_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    zoom: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    geom_3857: Mapped[Any] = mapped_column(Geometry(srid=3857, spatial_index=False))
    geom: Mapped[Any] = mapped_column(
        Geometry(srid=4326, spatial_index=False),
        Computed("st_transform(geom_3857, 4326)", persisted=True),
    )

    __table_args__ = ({"postgresql_partition_by": "LIST (version_id)"},)


class Run(Base):
    """An analysis that was carried out: what went in, what came out."""

    __tablename__ = "run"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    analysis: Mapped[str] = mapped_column(Text)
    params: Mapped[dict[str, Any]] = mapped_column(JSONB)
    inputs: Mapped[dict[str, Any]] = mapped_column(JSONB)
    code_version: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    summary: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    result_layer_id: Mapped[str | None] = mapped_column(ForeignKey("layer.id"))
    created_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())

    __table_args__ = (
        Index("ix_run_analysis_created_at", "analysis", "created_at"),
        Index("ix_run_result_layer_id", "result_layer_id"),
        Index("ix_run_created_at_id", text("created_at DESC"), "id"),
    )


class Job(Base):
    """Background work as people see it; the queue itself belongs to procrastinate."""

    __tablename__ = "job"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text, server_default="queued")
    request: Mapped[dict[str, Any]] = mapped_column(JSONB)
    progress: Mapped[float] = mapped_column(DOUBLE_PRECISION, server_default="0")
    result: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    error: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    created_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())

    __table_args__ = (
        CheckConstraint("status IN ('queued', 'running', 'done', 'failed')", name="status"),
        Index("ix_job_upload", text("(request ->> 'upload')"), "created_at"),
    )
