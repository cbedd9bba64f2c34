"""Files of layers, runs, evaluations and scenarios: ordered, made in the background, fetched."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict, Field

from api.deps import CallerDep, LanguageDep, ServicesDep
from api.respond import attachment
from api.services import Services
from layers import export, jobs, made_files, texts
from layers.accounts import PUBLIC, Caller
from layers.export import direct, positions, work
from layers.export.base import Encoding, Shape
from layers.export.order import Order, Part
from layers.export.work import Made
from layers.texts import Language

router = APIRouter(prefix="/api/exports", tags=["exports"])

Id = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
Written = Annotated[str, Field(max_length=200)]
_FILE: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "content": {
            media_type: {"schema": {"type": "string", "format": "binary"}}
            for media_type in ("application/octet-stream", "application/geo+json", "text/csv")
        }
    }
}


class NewExport(BaseModel):
    """What is to be exported, and how: exactly one of layer, run, evaluation and scenario."""

    model_config = ConfigDict(extra="forbid")

    layer: Id | None = None
    run: Id | None = None
    evaluation: Id | None = None
    scenario: Id | None = None
    version: Annotated[int | None, Field(ge=1, le=2_147_483_647)] = None
    part: Part | None = None
    token: Id | None = None
    format: Written = "geojson"
    crs: Written | None = None
    encoding: Encoding = "UTF-8"
    shape: Shape = "auto"
    lang: Language | None = None

    def order(self, language: Language) -> Order:
        """Return the order; without a language of its own, in that of the request."""
        return Order(**self.model_dump(exclude={"lang"}), language=self.lang or language)


@router.get("")
def offered(language: LanguageDep, caller: CallerDep) -> dict[str, Any]:
    """Return the formats and reference systems there are, and whether the caller may order."""
    return {
        "may_order": caller.may("run"),
        "direct": list(direct.FORMATS),
        "formats": [
            {
                "id": one.id,
                "suffix": one.suffixes[0],
                "media_type": one.media_type,
                "systems": [each.id for each in one.placements],
                "encodings": list(one.encodings),
                "shapes": list(one.shapes),
                "is_table": one.is_table,
            }
            for one in export.every().values()
        ],
        "systems": [
            {
                "id": one.id,
                "title": texts.text(f"export.system.{one.id}", language),
                "approximate": one.is_approximate,
            }
            for one in positions.PLACEMENTS
        ],
    }


@router.post("", status_code=202)
def order(
    asked: NewExport,
    caller: CallerDep,
    services: ServicesDep,
    language: LanguageDep,
    response: Response,
) -> dict[str, Any]:
    """Have a file made; the job tells how far it has come and when it can be fetched."""
    wanted = asked.order(language)
    wanted.check()
    with services.database.begin() as connection:
        pinned = work.pinned(connection, wanted, caller)
        made_files.require_turn(connection, work.KIND, caller.author)
    request = work.request(_folder(services), pinned)
    job = jobs.queue(services.database, work.KIND, request, created_by=caller.author)
    response.headers["Location"] = f"/api/jobs/{job['id']}"
    return {**job, "file": f"/api/exports/{job['id']}/file"}


@router.get("/{export}/file", response_class=FileResponse, responses=_FILE)
def file(export: str, caller: CallerDep, services: ServicesDep) -> FileResponse:
    """Return a file to who ordered it, as long as what is in it may still be seen."""
    with services.database.begin() as connection:
        job = jobs.get(connection, export, seen_by=_seen_by(caller))
        made = work.made(connection, _folder(services), job, caller)
    return _sent(made)


@router.get("/layers/{layer}", response_class=FileResponse, responses=_FILE)
def at_once(
    layer: str,
    caller: CallerDep,
    services: ServicesDep,
    language: LanguageDep,
    wanted: Annotated[Literal["geojson", "csv"], Query(alias="format")] = "geojson",
) -> FileResponse:
    """Return a layer that the caller may read as a file, in degrees, without an order."""
    made = direct.file(
        services.database,
        _folder(services),
        layer,
        wanted,
        internal=caller.internal,
        language=language,
    )
    return _sent(made)


def _sent(made: Made) -> FileResponse:
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": attachment(made.name.plain_ascii, made.name.shown),
    }
    return FileResponse(made.path, media_type=made.media_type, headers=headers)


def _folder(services: Services) -> Path:
    return services.settings.data_dir.absolute() / "exports"


def _seen_by(caller: Caller) -> frozenset[str] | None:
    return None if caller.may("administer") else frozenset({PUBLIC, caller.author})
