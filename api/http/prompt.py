"""HTTP/1.1 for clients that do not dawdle: heads come in time, and refusals are problems too."""

from asyncio import TimerHandle
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from api.http.problem import MEDIA_TYPE

HEAD_SECONDS = 10.0
_BAD = b'{"type":"urn:umran:malformed","title":"Bad Request","status":400,"detail":"%s"}'


class Prompt(H11Protocol):
    """Closes a connection on which a request's head takes longer than HEAD_SECONDS."""

    _timer: TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """The first head is awaited."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """The head is awaited as long as no request is in hand."""
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            self._await_head()
        elif self._timer:
            self._timer.cancel()
            self._timer = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited any more."""
        if self._timer:
            self._timer.cancel()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP at all."""
        body = _BAD % msg.encode("ascii", "replace").replace(b'"', b"'")
        head = (
            b"HTTP/1.1 400 Bad Request\r\ncontent-type: %s\r\ncontent-length: %d\r\n"
            b"connection: close\r\n\r\n"
        )
        self.transport.write(head % (MEDIA_TYPE.encode(), len(body)) + body)
        self.transport.close()

    def _await_head(self) -> None:
        if self._timer is None:
            self._timer = self.loop.call_later(HEAD_SECONDS, self._late)

    def _late(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()
