"""One table from error class to HTTP status, one shape of answer, nothing internal in it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import orjson
from fastapi import Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.auth.errors import CrossSite, InsecureHttp, ProviderUnknown
from geo import errors as geo_errors
from geo.errors import JintuError
from layers import errors as layer_errors
from layers import texts
from layers.accounts import errors as account_errors
from layers.export import errors as export_errors
from layers.jobs.records import UnknownJob
from layers.made_files import TooManyWaiting
from layers.named_places import NotACandidate, UnknownPlace
from layers.plans import UnknownPlan
from layers.scenarios import errors as scenario_errors
from layers.sheets import errors as sheet_errors
from layers.siting import errors as siting_errors
from layers.uploads import errors as upload_errors
from layers.version_changes.conflicts import LayerBusy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI, Request

    from layers.texts import Language

log = logging.getLogger("jintu")

STATUS: dict[type[JintuError], int] = {
    JintuError: 500,
    geo_errors.GeoError: 422,
    geo_errors.BadParameter: 422,
    layer_errors.LayerError: 500,
    layer_errors.UnknownLayer: 404,
    layer_errors.UnknownVersion: 404,
    layer_errors.UnknownFeature: 404,
    layer_errors.UnknownRun: 404,
    layer_errors.EmptyLayer: 404,
    layer_errors.VersionConflict: 409,
    layer_errors.DuplicateKey: 422,
    layer_errors.BadQuery: 400,
    layer_errors.DatabaseUnavailable: 503,
    layer_errors.NotMigrated: 503,
    layer_errors.SchemaTooNew: 503,
    UnknownPlan: 404,
    UnknownPlace: 404,
    NotACandidate: 409,
    UnknownJob: 404,
    sheet_errors.BadSheet: 422,
    sheet_errors.NothingToPrint: 422,
    sheet_errors.NoSuchTarget: 404,
    sheet_errors.PrintToolsMissing: 503,
    sheet_errors.SheetGone: 404,
    TooManyWaiting: 429,
    layer_errors.UnknownFormat: 422,
    export_errors.BadExport: 422,
    export_errors.ExportBroken: 409,
    export_errors.TooManyRows: 422,
    export_errors.ExportTooLarge: 413,
    export_errors.ExportGone: 404,
    CrossSite: 403,
    ProviderUnknown: 404,
    InsecureHttp: 403,
    account_errors.AccountError: 422,
    account_errors.SignInNeeded: 401,
    account_errors.BadCredentials: 401,
    account_errors.BadToken: 401,
    account_errors.NotAllowed: 403,
    account_errors.PasswordExpired: 403,
    account_errors.BadSetupCode: 403,
    account_errors.UnknownAccount: 404,
    account_errors.UnknownToken: 404,
    account_errors.AccountExists: 409,
    account_errors.LastAdmin: 409,
    account_errors.TooManyAttempts: 429,
    account_errors.HashingBusy: 503,
    upload_errors.UploadError: 422,
    upload_errors.UnknownUpload: 404,
    upload_errors.FileGone: 404,
    upload_errors.WrongState: 409,
    upload_errors.UploadIncomplete: 409,
    upload_errors.UploadCancelled: 409,
    upload_errors.UploadTooLarge: 413,
    upload_errors.QuotaExceeded: 413,
    upload_errors.DiskFull: 507,
    LayerBusy: 503,
    scenario_errors.ScenarioError: 422,
    siting_errors.SitingError: 422,
    scenario_errors.UnknownScenario: 404,
    scenario_errors.ScenarioChanged: 409,
    scenario_errors.BaseMoved: 409,
    scenario_errors.BaseGone: 409,
}


def status_of(error: type[JintuError]) -> int:
    """Return the HTTP status for a kind of error: that of the nearest class in the table."""
    return next(STATUS[kind] for kind in error.__mro__ if kind in STATUS)


def language_of(request: Request) -> Language:
    """Return the language a request asks for: ``?lang=``, else its header, else Chinese."""
    return texts.preferred(
        request.query_params.get("lang") or request.headers.get("accept-language")
    )


def body(code: str, message: str, where: str | None, detail: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the one error shape."""
    return {"error": {"code": code, "message": message, "detail": detail, "where": where}}


def _answer(
    content: dict[str, Any], status: int, headers: Mapping[str, str] | None = None
) -> Response:
    return Response(orjson.dumps(content), status, headers=headers, media_type="application/json")


def install(app: FastAPI) -> None:
    """Make an application answer every failure in the one shape."""
    app.add_exception_handler(JintuError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


async def _ours(request: Request, error: Exception) -> Response:
    if not isinstance(error, JintuError):  # pragma: no cover - registered for JintuError only
        raise error
    status = status_of(type(error))
    if status >= 500:  # noqa: PLR2004 - a class of HTTP statuses
        log.error("%s: %s", request.url.path, error)
    facts = {name: _plain(value) for name, value in error.facts.items()}
    content = body(error.code, texts.message(error, language_of(request)), error.where, facts)
    return _answer(content, status, _headers(status, facts))


def _headers(status: int, facts: Mapping[str, object]) -> dict[str, str] | None:
    """Return what goes with a status: when to come back, or how to say who one is."""
    if status == 401:  # noqa: PLR2004
        return {"WWW-Authenticate": "Bearer"}
    if status in {429, 503}:
        return {"Retry-After": str(facts.get("retry_after_s", 2))}
    return None


def _plain(value: object) -> object:
    return value if isinstance(value, int | float | str | list | dict | None) else str(value)


async def _invalid(request: Request, error: Exception) -> Response:
    faults = error.errors() if isinstance(error, RequestValidationError) else []
    places = [".".join(str(part) for part in fault["loc"][1:]) or "body" for fault in faults]
    detail = [
        {"where": place, "reason": fault["msg"]}
        for place, fault in zip(places, faults, strict=True)
    ]
    language = language_of(request)
    message = texts.text("error.bad_request", language, where=", ".join(places))
    return _answer(body("bad_request", message, places[0] if places else None, detail), 422)


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    code = {404: "not_found", 405: "method_not_allowed"}.get(status, "http")
    message = texts.text(f"error.{code}", language_of(request), where=request.url.path)
    return _answer(body(code, message, request.url.path, None), status, headers)


async def _unexpected(request: Request, error: Exception) -> Response:
    log.error("%s failed", request.url.path, exc_info=error)
    message = texts.text("error.internal", language_of(request))
    return _answer(body("internal", message, None, None), 500)
