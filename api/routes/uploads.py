"""From a file to a published version: send in chunks, inspect, look, publish or discard."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from api.deps import CallerDep, LanguageDep, ServicesDep
from api.respond import GEOJSON
from api.services import Services
from api.upload_settings import UploadPlaceDep
from layers import jobs, uploads
from layers.accounts import Caller
from layers.inspection import rejected_table
from layers.texts import Language
from layers.uploads import Announced, Seen, records, work
from layers.uploads.errors import ChunkRefused, FileGone

router = APIRouter(prefix="/api/uploads", tags=["uploads"])

Text = Annotated[str, Field(max_length=1_000, pattern=r"^[^\x00]*$")]
"""The database stores every character but one."""
Short = Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")]
Name = Annotated[str, Field(min_length=1, max_length=1_000)]
LayerName = Annotated[str | None, Query(max_length=200)]


class Asked(BaseModel):
    """What the sender says about the content; what is left out is found, or found missing."""

    model_config = ConfigDict(extra="forbid")
    crs: Text | None = None
    datum: Literal["wgs84", "cgcs2000", "gcj02", "bd09"] | None = None
    encoding: Short | None = None
    sheet: Text | None = None
    layer: Text | None = None
    header: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    separator: Annotated[str, Field(pattern=r"^[^\x00]$")] | None = None
    columns: dict[Literal["lon", "lat", "wkt"], Text] = {}
    swap_axes: bool = False
    region: Short | None = None


class NewUpload(BaseModel):
    """A file that is to come, and the layer that it is for."""

    model_config = ConfigDict(extra="forbid")
    file_name: Name
    size: Annotated[int, Field(ge=1)]
    layer: Short
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    asked: Asked = Asked()


@router.post("", status_code=201)
def announce(
    file: NewUpload,
    caller: CallerDep,
    services: ServicesDep,
    place: UploadPlaceDep,
    response: Response,
) -> dict[str, Any]:
    """Make an upload; the answer says in chunks of which size the file is to be sent."""
    uploads.sweep(services.database, place.folder, place.quotas)
    announced = Announced(
        file_name=file.file_name,
        size_bytes=file.size,
        layer=file.layer,
        sha256=file.sha256,
        asked=file.asked.model_dump(exclude_defaults=True),
    )
    made = uploads.announce(
        services.database, place.folder, place.quotas, announced, author=caller.author
    )
    response.headers["Location"] = f"/api/uploads/{made['id']}"
    return made


@router.get("")
def listing(caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Return the caller's uploads, the latest first; administrators see everybody's."""
    with services.database.begin() as connection:
        return {"uploads": uploads.listing(connection, _seen(caller))}


@router.get("/{upload}")
def one(
    upload: str, caller: CallerDep, services: ServicesDep, language: LanguageDep
) -> dict[str, Any]:
    """Return an upload: how far it is, which chunks are there, what was found."""
    return _shown(services, upload, caller, language)


@router.put("/{upload}/chunks/{number}")
async def take_chunk(
    upload: str,
    number: int,
    request: Request,
    caller: CallerDep,
    services: ServicesDep,
    place: UploadPlaceDep,
) -> dict[str, Any]:
    """Take one chunk, counted from 0, as the bare body; the last one completes the file."""
    try:
        body = await request.body()
    except ClientDisconnect as error:
        raise ChunkRefused(where=str(number), reason="broken") from error
    return await run_in_threadpool(
        uploads.take_chunk,
        services.database,
        place.folder,
        upload,
        number,
        body,
        seen=_seen(caller),
    )


@router.post("/{upload}/inspect", status_code=202)
def inspect(
    upload: str,
    caller: CallerDep,
    services: ServicesDep,
    place: UploadPlaceDep,
    response: Response,
    asked: Asked | None = None,
) -> dict[str, Any]:
    """Have the file inspected, for the first time or with other details about its content."""
    uploads.complete_file(services.database, place.folder, upload, seen=_seen(caller))
    with services.database.begin() as connection:
        row = uploads.find(connection, upload, _seen(caller), lock=True)
        job = records.job_of(connection, upload)
        if job is None or not records.is_at_work(job):
            records.require(row, *uploads.INSPECTABLE)
            if asked is not None:
                said = asked.model_dump(exclude_defaults=True)
                records.move(connection, upload, asked=said)
            job = None
    if job is None:
        wanted = work.inspect_request(place.folder, upload, place.limits)
        job = jobs.queue(services.database, "inspect", wanted, created_by=caller.author)
    return _accepted(job, response)


@router.get("/{upload}/preview")
def preview(
    upload: str,
    caller: CallerDep,
    services: ServicesDep,
    place: UploadPlaceDep,
    layer: LayerName = None,
) -> Response:
    """Return at most 1000 of the valid rows as GeoJSON, taken evenly from the whole."""
    with services.database.begin() as connection:
        row = uploads.find(connection, upload, _seen(caller))
    found = uploads.preview(uploads.source_of(place.folder, row, layer))
    return Response(found, media_type=GEOJSON, headers={"Cache-Control": "no-store"})


@router.get("/{upload}/rejected.csv")
def rejected(
    upload: str,
    caller: CallerDep,
    services: ServicesDep,
    place: UploadPlaceDep,
    layer: LayerName = None,
) -> FileResponse:
    """Return the rows that were left out, each with its place in the file and the reason."""
    with services.database.begin() as connection:
        row = uploads.find(connection, upload, _seen(caller))
    source = uploads.source_of(place.folder, row, layer)
    table = rejected_table(source.folder, source.number)
    if table is None:
        raise FileGone(where=f"{upload}/rejected.csv", reason="none_rejected")
    return FileResponse(table, media_type="text/csv; charset=utf-8", filename="rejected.csv")


@router.get("/{upload}/original")
def original(
    upload: str, caller: CallerDep, services: ServicesDep, place: UploadPlaceDep
) -> FileResponse:
    """Return the file as it was sent, to be saved, never to be shown."""
    with services.database.begin() as connection:
        row = uploads.find(connection, upload, _seen(caller))
    path = place.folder.source(upload)
    if not row.file_kept or row.sha256 is None or not path.is_file():
        raise FileGone(where=upload)
    return FileResponse(path, media_type="application/octet-stream", filename=row.file_name)


@router.delete("/{upload}")
def discard(
    upload: str,
    caller: CallerDep,
    services: ServicesDep,
    place: UploadPlaceDep,
    *,
    purge: bool = False,
) -> dict[str, Any]:
    """Let go of an upload; its file can be restored for a day unless it is purged."""
    return uploads.discard(
        services.database,
        place.folder,
        upload,
        author=caller.author,
        seen=_seen(caller),
        purge=purge,
    )


@router.post("/{upload}/restore")
def restore(
    upload: str, caller: CallerDep, services: ServicesDep, place: UploadPlaceDep
) -> dict[str, Any]:
    """Take a discarded upload back, to be inspected again."""
    return uploads.restore(services.database, place.folder, upload, seen=_seen(caller))


def _seen(caller: Caller) -> Seen:
    return Seen(author=None if caller.may("administer") else caller.author)


def _accepted(job: dict[str, Any], response: Response) -> dict[str, Any]:
    response.headers["Location"] = f"/api/jobs/{job['id']}"
    return {"job": job}


def _shown(services: Services, upload: str, caller: Caller, language: Language) -> dict[str, Any]:
    with services.database.begin() as connection:
        row = uploads.find(connection, upload, _seen(caller))
        shown = uploads.describe(connection, row)
    if row.report is not None:
        shown["report"] = uploads.report_of(row).to_json(language)
    return shown
