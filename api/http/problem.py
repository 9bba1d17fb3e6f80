"""Everything that goes wrong, as application/problem+json (RFC 9457)."""

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kg import errors

MEDIA_TYPE = "application/problem+json"
GONE = 499
"""The client left: nobody reads this answer, only the metrics."""
_LOG = logging.getLogger("umran.http")
_RETRY_SECONDS = "2"
_TITLES = {each.value: each.phrase for each in HTTPStatus}
_STATUS: tuple[tuple[type[Exception], int], ...] = (
    (errors.QueryRefused, 400),
    (errors.QueryStopped, 422),
    (errors.NotFound, 404),
    (errors.Stopped, GONE),
    (errors.StoreUnreachable, 503),
    (errors.StoreInUse, 503),
    (errors.StoreBusy, 503),
    (errors.StoreFull, 503),
    (errors.SourceBusy, 409),
    (errors.SourceTaken, 409),
    (errors.SourceEmpty, 409),
    (errors.ScheduleError, 409),
    (errors.ModelMissing, 501),
    (errors.CheckpointRefused, 409),
    (errors.StoreError, 500),
    (errors.UmranError, 400),
)


class Said(BaseModel):
    """A problem: `type` names its kind, `detail` says what happened, `hint` what to do."""

    type: str
    title: str
    status: int
    detail: str
    hint: str = ""


class Problem(HTTPException):
    """A problem that a room raises itself."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        kind: str = "",
        hint: str = "",
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(status, detail, dict(headers or {}))
        self.kind, self.hint, self.more = kind, hint, more


def respond(error: Exception) -> Response:
    """The answer to any exception; what is no error of ours is logged and tells nothing."""
    if isinstance(error, RequestValidationError):
        return _invalid(error)
    if isinstance(error, Problem):
        return _answer(
            error.status_code, error.detail, error.kind, error.hint, error.headers, **error.more
        )
    if isinstance(error, HTTPException):
        return _answer(error.status_code, error.detail, headers=error.headers)
    if isinstance(error, ModuleNotFoundError):
        hint = "Install it where umran serve runs; umran doctor says which extra brings it."
        return _answer(501, f"{error.name} is not installed here.", "not-installed", hint)
    if isinstance(error, errors.UmranError):
        return _ours(error)
    _LOG.error("A request failed.", exc_info=error)
    return _answer(500, "Something went wrong here; the log of the server says what.")


def register(app: FastAPI) -> None:
    """Let `respond` answer for the whole application."""

    async def handle(_: Request, error: Exception) -> Response:
        return respond(error)

    for kind in (RequestValidationError, HTTPException, errors.UmranError, ModuleNotFoundError):
        app.add_exception_handler(kind, handle)
    app.add_exception_handler(Exception, handle)


def _ours(error: errors.UmranError) -> Response:
    status = next(status for kind, status in _STATUS if isinstance(error, kind))
    headers = {"Retry-After": _RETRY_SECONDS} if status == 503 else {}
    at = getattr(error, "at", None)
    more = {"line": at[0], "column": at[1]} if at else {}
    what = error.what
    if isinstance(error, errors.StoreUnreachable | errors.StoreInUse):  # where it is, is our affair
        _LOG.warning("%s", error)
        what = "The store does not answer now."
    elif status == 500:
        _LOG.error("A request failed.", exc_info=error)
        what = "The store cannot do what was asked; the log of the server says more."
    return _answer(status, what, _kebab(type(error).__name__), error.hint, headers, **more)


def _invalid(error: RequestValidationError) -> Response:
    """400 for what is no JSON, else 422 with the place of each fault."""
    faults = [
        {"at": ".".join(map(str, each["loc"])), "says": str(each["msg"])} for each in error.errors()
    ]
    malformed = any(each["type"] == "json_invalid" for each in error.errors())
    if malformed:
        return _answer(400, f"The body is no JSON: {faults[0]['says']}.", "malformed")
    first = f"{faults[0]['at']}: {faults[0]['says']}" if faults else "The request does not fit."
    return _answer(422, first, "invalid", errors=faults)


def _answer(
    status: int,
    detail: str,
    kind: str = "",
    hint: str = "",
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    title = _TITLES.get(status, "Client Closed Request")
    said = Said(
        type=f"urn:umran:{kind or _kebab(title.title().replace(' ', ''))}",
        title=title,
        status=status,
        detail=detail,
        hint=hint,
    )
    body = json.dumps(said.model_dump(exclude_defaults=True) | more, ensure_ascii=False)
    return Response(
        body.encode("utf-8", "replace"), status, dict(headers or {}), media_type=MEDIA_TYPE
    )


def _kebab(name: str) -> str:
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).strip("-")
