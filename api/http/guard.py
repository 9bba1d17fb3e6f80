"""The door: what every request passes before it is anybody's, and every answer on its way out."""

import asyncio
import time
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.metrics import Metrics
from api.http.problem import Problem, respond

LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]"})
MOST_JSON = 1_000_000
"""Bytes of a body that is no file."""
FILES = "/v1/files/"
_IN_HAND = 256
PAUSE_SECONDS = 15.0
"""How long the next piece of a body may take."""
_BODY_SECONDS, _SEND_SECONDS = 600.0, 30.0
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """ASGI middleware. `hosts` are those that a request may name, none: any. Lets no page of
    another name reach a server on loopback (DNS rebinding), no body go on for ever, and no slow
    reader hold an answer.
    """

    def __init__(
        self, app: ASGIApp, *, hosts: Iterable[str], upload: int, metrics: Metrics
    ) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._upload = upload
        self._metrics = metrics
        self._in_hand = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        self._in_hand += 1
        outward = _Outward(send)
        began = time.perf_counter()
        try:
            await self._pass(scope, receive, outward)
        finally:
            self._in_hand -= 1
            self._metrics.count(scope, outward.status, time.perf_counter() - began)

    async def _pass(self, scope: Scope, receive: Receive, outward: "_Outward") -> None:
        headers = Headers(scope=scope)
        most = self._upload if scope["path"].startswith(FILES) else MOST_JSON
        try:
            self._check(headers, most)
        except Problem as problem:
            await respond(problem)(scope, receive, outward)
            return
        await self._app(scope, _Inward(receive, most), outward)

    def _check(self, headers: Headers, most: int) -> None:
        if self._hosts and _name(headers.get("host", "")) not in self._hosts:
            raise Problem(
                421,
                f"This server does not answer for the host {headers.get('host', '')!r}.",
                kind="host",
                hint="UMRAN_SERVE_HOSTS names more hosts.",
            )
        if self._in_hand > _IN_HAND:
            raise Problem(503, "Too many requests at once.", headers={"Retry-After": "2"})
        length = headers.get("content-length", "0")
        if length.isdigit() and int(length) > most:
            raise too_large(most)


class _Inward:
    """Receives a body up to a size and within a time; then waits for the client to leave."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._most = self._left = most
        self._until = time.monotonic() + _BODY_SECONDS
        self._whole = False

    async def __call__(self) -> Message:
        if self._whole:
            return await self._receive()
        pause = min(PAUSE_SECONDS, self._until - time.monotonic())
        try:
            message = await asyncio.wait_for(self._receive(), max(pause, 0))
        except TimeoutError:
            raise Problem(
                408, "The body comes too slowly.", headers={"Connection": "close"}
            ) from None
        self._left -= len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._left < 0:
            raise too_large(self._most)
        return message


class _Outward:
    """Sends an answer with the headers of all answers; `status` is what it was."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 500

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-store")
        await asyncio.wait_for(self._send(message), _SEND_SECONDS)


def too_large(most: int) -> Problem:
    """The answer to a body of more than `most` bytes; the rest of it is not read."""
    what = f"The body is larger than {most} bytes."
    return Problem(413, what, headers={"Connection": "close"})


def _name(host: str) -> str:
    """The host without its port, in small letters."""
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return name.lower().rstrip(".")
