"""The wish that long work should end: a signal asks once, the work ends where nothing is lost."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from kg.errors import Stopped

SIGNALS = (signal.SIGINT, signal.SIGTERM)
_LOOK_SECONDS = 0.1


class Halt:
    """Set by a signal, and asked by the work; a plain flag, since a signal may come at any time."""

    def __init__(self) -> None:
        self._wished = False

    def set(self) -> None:
        """Wish that the work should end."""
        self._wished = True

    def is_set(self) -> bool:
        """Whether it should."""
        return self._wished

    def check(self) -> None:
        """Raises Stopped if it should."""
        if self._wished:
            raise Stopped("Stopped before its end; what was finished is kept.")

    def wait(self, seconds: float) -> None:
        """Let time pass. Raises Stopped as soon as the work should end."""
        until = time.monotonic() + seconds
        self.check()
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _LOOK_SECONDS))
            self.check()


@contextmanager
def heeding() -> Iterator[Halt]:
    """SIGINT and SIGTERM set the Halt that this gives; a second one ends the process at once."""
    halt = Halt()

    def heed(number: int, _: FrameType | None) -> None:
        if halt.is_set():
            os._exit(128 + number)
        halt.set()

    before = {number: signal.signal(number, heed) for number in SIGNALS}
    try:
        yield halt
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
