"""Publishing an upload: at once where it is staged already, else in a background job."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import sqlalchemy as sa
from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from api.deps import CallerDep, ServicesDep
from api.services import Services
from api.upload_settings import UploadPlaceDep
from layers import jobs, uploads
from layers.accounts import Caller
from layers.uploads import Description, Publication, Seen, records, staging, work
from layers.uploads.errors import WrongState
from layers.version_changes import version_id, visibility_of

router = APIRouter(prefix="/api/uploads", tags=["uploads"])

Text = Annotated[str, Field(max_length=1_000, pattern=r"^[^\x00]*$")]
"""The database stores every character but one."""


class Words(BaseModel):
    """A text in both languages; one of them may stay as it is."""

    model_config = ConfigDict(extra="forbid")
    zh: Text | None = None
    en: Text | None = None


class Metadata(BaseModel):
    """What is said about the data; what is left out stays as it is published."""

    model_config = ConfigDict(extra="forbid")
    title: Words = Words()
    note: Words = Words()
    role: Text | None = None
    quality: Literal["official", "derived", "illustrative"] | None = None
    licence: Text | None = None
    source: Text | None = None
    source_url: Annotated[str, Field(max_length=1_000, pattern=r"^https?://\S+$")] | None = None
    source_date: Text | None = None
    visibility: Literal["public", "internal"] | None = None
    review_number: Text | None = None
    review_basis: Text | None = None

    def described(self) -> Description:
        """Return it as the store knows it."""
        plain = self.model_dump(exclude={"title", "note"})
        return Description(
            title_zh=self.title.zh,
            title_en=self.title.en,
            note_zh=self.note.zh,
            note_en=self.note.en,
            **plain,
        )


class Wanted(BaseModel):
    """How an upload shall be published.

    ``expected_version`` is the number of the version that the publisher saw, null for a layer
    that had none; left out, it is the one that the inspection saw.
    """

    model_config = ConfigDict(extra="forbid")
    mode: Literal["replace", "append", "upsert"] = "replace"
    key: Text | None = None
    accept_valid: bool = False
    source_layer: Text | None = None
    expected_version: Annotated[int, Field(ge=1)] | None = None
    dry_run: bool = False
    metadata: Metadata = Metadata()


@router.post("/{upload}/publish")
def publish(
    upload: str,
    wanted: Wanted,
    caller: CallerDep,
    services: ServicesDep,
    place: UploadPlaceDep,
    response: Response,
) -> dict[str, Any]:
    """Publish an upload, or with ``dry_run`` say what that would change.

    The answer is the version (200), or a job (202) when the features have to be stored first. After
    a dry run the same publication is answered at once.
    """
    database = services.database
    with database.begin() as connection:
        row = uploads.find(connection, upload, Seen(author=_only(caller)))
        job = records.job_of(connection, upload)
        publication = _publication(connection, row, wanted)
        _require_visibility(connection, row.layer_id, wanted.metadata.visibility, caller)
    if answer := uploads.published_already(database, upload, publication):
        # Whoever asks again may have got no answer because the service was killed in between.
        jobs.queue(database, "standing", {}, created_by=caller.author)
        return answer
    if job is not None and records.is_at_work(job):
        return _running(job, upload, response)
    if uploads.is_staged_as(row, publication):
        if wanted.dry_run:
            return {"upload": upload, "dry_run": True, **staging.counted(database, upload)}
        answer = uploads.make_visible(database, upload, publication, author=caller.author)
        jobs.queue(database, "standing", {}, created_by=caller.author)
        return answer
    uploads.check(database, place.folder, upload, publication)
    request = work.publish_request(place.folder, upload, publication, dry_run=wanted.dry_run)
    return _accepted(services, request, caller, response)


def _only(caller: Caller) -> str | None:
    return None if caller.may("administer") else caller.author


def _publication(connection: sa.Connection, row: sa.Row[Any], wanted: Wanted) -> Publication:
    base = row.base_version_id
    if "expected_version" in wanted.model_fields_set:
        base = version_id(connection, row.layer_id, wanted.expected_version)
    return Publication(
        mode=wanted.mode,
        key=wanted.key,
        accept_valid=wanted.accept_valid,
        source_layer=wanted.source_layer,
        base_version_id=base,
        description=wanted.metadata.described(),
    )


def _require_visibility(
    connection: sa.Connection, layer_id: str, wanted: str | None, caller: Caller
) -> None:
    """Leave it to administrators to say who may see a layer; a new one is internal."""
    if wanted not in {None, visibility_of(connection, layer_id)}:
        caller.require("administer")


def _running(job: dict[str, Any], upload: str, response: Response) -> dict[str, Any]:
    """Answer with the publication that is under way; an inspection has to end first."""
    if job["kind"] != "publish":
        raise WrongState(where=upload, state="inspecting", needed=", ".join(staging.READY))
    response.status_code = 202
    response.headers["Location"] = f"/api/jobs/{job['id']}"
    return {"job": job}


def _accepted(
    services: Services, request: dict[str, Any], caller: Caller, response: Response
) -> dict[str, Any]:
    job = jobs.queue(services.database, "publish", request, created_by=caller.author)
    response.status_code = 202
    response.headers["Location"] = f"/api/jobs/{job['id']}"
    return {"job": job}
