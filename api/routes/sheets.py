"""Printed sheets and atlases: ordered, made in the background, fetched."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict, Field

from api.deps import CallerDep, LanguageDep, ServicesDep
from api.services import Services
from layers import jobs, made_files
from layers.accounts import PUBLIC, Caller
from layers.sheets import Order, work
from layers.sheets.order import MEDIA_TYPES
from layers.texts import Language

router = APIRouter(prefix="/api/sheets", tags=["sheets"])

Id = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
_FILES: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {media_type: {} for media_type in MEDIA_TYPES.values()}}
}
Written = Annotated[str, Field(max_length=200)]


class NewSheet(BaseModel):
    """What is to be printed: a sheet, or with ``by`` an atlas with a page for each unit."""

    model_config = ConfigDict(extra="forbid")

    run: Id | None = None
    layer: Id | None = None
    evaluation: Id | None = None
    scenario: Id | None = None
    token: Id | None = None
    target: Id | None = None
    year: int | None = None
    by: str | None = None
    region: Written | None = None
    size: Written = "A4"
    orientation: Written = "landscape"
    title: Written | None = None
    organisation: Written | None = None
    review_number: Written | None = None
    lang: Language | None = None
    format: Literal["pdf", "png"] = "pdf"

    def order(self, language: Language) -> Order:
        """Return the order; without a language of its own, in that of the request."""
        named = self.model_dump(exclude={"lang", "format"})
        return Order(**named, language=self.lang or language, kind=self.format)


@router.post("", status_code=202)
def make(
    asked: NewSheet,
    caller: CallerDep,
    services: ServicesDep,
    language: LanguageDep,
    response: Response,
) -> dict[str, Any]:
    """Have a sheet or an atlas made; the job tells when its file can be fetched."""
    order = asked.order(language)
    wanted = work.request(_folder(services), order)
    with services.database.begin() as connection:
        work.require_visible(connection, order, caller)
        made_files.require_turn(connection, work.KIND, caller.author)
    job = jobs.queue(services.database, work.KIND, wanted, created_by=caller.author)
    response.headers["Location"] = f"/api/jobs/{job['id']}"
    return {**job, "file": f"/api/sheets/{job['id']}/file"}


@router.get("/{sheet}/file", response_class=FileResponse, responses=_FILES)
def file(sheet: str, caller: CallerDep, services: ServicesDep) -> FileResponse:
    """Return the file of a sheet to who ordered it, as long as its content may still be seen."""
    with services.database.begin() as connection:
        job = jobs.get(connection, sheet, seen_by=_seen_by(caller))
        path, order = work.made(connection, _folder(services), job, caller)
    name = f"jintu-{'atlas' if order.by else 'sheet'}-{sheet}.{order.kind}"
    headers = {"Cache-Control": "private, no-store"}
    return FileResponse(path, media_type=MEDIA_TYPES[order.kind], filename=name, headers=headers)


def _folder(services: Services) -> Path:
    return services.settings.data_dir.absolute() / "sheets"


def _seen_by(caller: Caller) -> frozenset[str] | None:
    return None if caller.may("administer") else frozenset({PUBLIC, caller.author})
