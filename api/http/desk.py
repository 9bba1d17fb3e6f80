"""The desk: a request's work goes to a thread, and ends when nobody waits for it any more."""

import asyncio
import hashlib
import json
import math
from collections.abc import Callable
from dataclasses import asdict, dataclass, is_dataclass
from typing import Annotated, Any, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Request
from starlette.responses import Response

from api.http.owner import Owner
from api.http.problem import Problem
from kg.asked import Asked
from kg.errors import Stopped
from kg.settings import Settings
from kg.store import Store

T = TypeVar("T")
Work = Callable[[Store, Asked], T]
_WAITING = 64


@dataclass(frozen=True, slots=True)
class Lanes:
    """How many may work at once; others wait in turn. Threads share one interpreter, so more of
    them would only make everybody late."""

    quick: CapacityLimiter
    foreign: CapacityLimiter
    heavy: CapacityLimiter


class Desk:
    """Takes the work of all requests."""

    def __init__(self, settings: Settings, owner: Owner) -> None:
        self.settings = settings
        self.owner = owner
        self.lanes = Lanes(CapacityLimiter(4), CapacityLimiter(4), CapacityLimiter(1))

    async def ask(
        self, request: Request, work: Work[T], *, lane: str = "quick", heed: bool = True
    ) -> T:
        """What `work` gives. If the client leaves, it is told through its Asked, and what has not
        begun does not begin: Stopped is raised. Raises Problem where too many wait.

        `heed` is False where somebody else looks whether the client leaves.
        """
        limiter: CapacityLimiter = getattr(self.lanes, lane)
        if limiter.statistics().tasks_waiting >= _WAITING:
            raise Problem(
                503, "Too many requests wait for an answer.", headers={"Retry-After": "2"}
            )
        asked = Asked()

        def run() -> T:
            if asked.given_up:
                raise Stopped("The asker gave up.")
            with self.owner.lend() as store:
                return work(store, asked)

        heeding = asyncio.create_task(_heed(request, asked)) if heed else None
        try:
            return await to_thread.run_sync(run, limiter=limiter)
        finally:
            if heeding:
                heeding.cancel()

    async def answer(
        self, request: Request, work: Callable[[Store], Any], *, lane: str = "quick"
    ) -> Response:
        """What `work` gives as JSON with an ETag; 304 where the client has just that."""

        def encoded(store: Store, _: Asked) -> tuple[bytes, str]:
            body = encode(work(store))
            return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'

        body, tag = await self.ask(request, encoded, lane=lane)
        return tagged(request, body, tag)


async def _heed(request: Request, asked: Asked) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    asked.give_up()


def tagged(request: Request, body: bytes, tag: str) -> Response:
    """JSON with an ETag, or 304."""
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if known(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="application/json")


def known(request: Request, tag: str) -> bool:
    """Whether the client has the version of this tag."""
    given = [each.strip() for each in request.headers.get("if-none-match", "").split(",")]
    return "*" in given or tag in (each.removeprefix("W/") for each in given)


def encode(value: Any) -> bytes:
    """JSON; numbers that are none become null, dates and other rich values text."""
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, default=str)
    except ValueError:
        text = json.dumps(_finite(value), ensure_ascii=False, allow_nan=False, default=str)
    return text.encode("utf-8", "replace")


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    return [_finite(each) for each in value] if isinstance(value, list | tuple) else value


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(_desk)]
