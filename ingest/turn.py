"""One at a time per folder: whoever brings it into the graph has the turn, whichever way it began.

On a Neo4j server two at once would do no harm, since each document is claimed first; but both
would do all the work, and the counts of neither would be true.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ingest.halt import Halt
from kg.errors import SourceBusy
from kg.naming import uid

FOLDER = ".turns"
"""In the data folder."""

_LOOK_SECONDS = 0.2


@contextmanager
def turn(
    data: Path, folder: Path, *, patience: float = 0, halt: Halt | None = None
) -> Iterator[None]:
    """Have the turn for `folder`, among the processes that share the `data` folder; where that
    does not exist, nothing is shared. It ends with the process, however that ends.

    Raises SourceBusy where another has it and still has it after `patience` seconds.
    """
    if not data.is_dir():
        yield
        return
    (data / FOLDER).mkdir(exist_ok=True, mode=0o700)
    with (data / FOLDER / uid("Source", str(folder.resolve()))).open("a+") as file:
        _lock(file, folder, time.monotonic() + patience, halt or Halt())
        yield


def _lock(file: IO[str], folder: Path, until: float, halt: Halt) -> None:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                file.seek(0)
                raise SourceBusy(
                    f"{folder} is being read by process {file.read().strip() or 'unknown'}.",
                    hint="One at a time: wait for it to end.",
                ) from None
            halt.wait(_LOOK_SECONDS)
        else:
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            return
