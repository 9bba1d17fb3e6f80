"""A wall clock for calls that may not come back."""

import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread
from typing import TypeVar

T = TypeVar("T")
_LOOK_SECONDS = 0.1


def within(
    seconds: float, work: Callable[[], T], *, meanwhile: Callable[[], object] | None = None
) -> T:
    """The result of `work`, or TimeoutError after `seconds`; `work` is then left behind.

    `meanwhile` is called again and again as long as `work` is not done.
    """
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    Thread(target=run, daemon=True).start()
    until = time.monotonic() + seconds
    while meanwhile and (left := until - time.monotonic()) > 0:
        if wait([future], min(left, _LOOK_SECONDS)).done:
            break
        meanwhile()
    return future.result(max(0.0, until - time.monotonic()))
