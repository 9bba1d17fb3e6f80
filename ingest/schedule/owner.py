"""The one process that runs the schedules of a data folder."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kg.errors import ScheduleError

FILE = "schedule.lock"
"""In the data folder; locked as long as that process lives, with its number in it."""

_TRIES, _TRY_SECONDS = 5, 0.1


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Be that process. Raises ScheduleError where there is one."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / FILE).open("a+") as file:
        if not any(_locked(file) for _ in range(_TRIES)):
            file.seek(0)
            raise ScheduleError(
                f"Process {file.read().strip() or 'unknown'} runs the schedules of {data}.",
                hint="One is enough; umran schedule list shows what it does.",
            )
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _locked(file: IO[str]) -> bool:
    """Lock it, or wait a moment: `is_owned` may just be looking."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        time.sleep(_TRY_SECONDS)
        return False
    return True


def is_owned(data: Path) -> bool:
    """Whether such a process lives."""
    try:
        with (data / FILE).open("r") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
