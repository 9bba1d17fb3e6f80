"""Who runs the schedules while `umran serve` runs: a thread of the process that owns the store."""

import logging
import threading
from importlib.util import find_spec
from typing import Self

from api.http.owner import Owner
from ingest.halt import Halt
from kg.errors import UmranError
from kg.settings import Settings

_LEAVE_SECONDS = 10.0


class Clock:
    """Runs the schedules of the data folder while it is entered. `why` it does not; else empty."""

    def __init__(self, settings: Settings, owner: Owner) -> None:
        self._settings, self._owner = settings, owner
        self._halt = Halt()
        self._thread = threading.Thread(target=self._run, name="clock", daemon=True)
        self.why = "" if find_spec("apscheduler") else "umran[schedule] is not installed."

    def __enter__(self) -> Self:
        if not self.why:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._halt.set()
        if self._thread.ident:
            self._thread.join(_LEAVE_SECONDS)

    def _run(self) -> None:
        from ingest.schedule.daemon import serve

        log = logging.getLogger("umran.http")
        try:
            serve(
                self._settings,
                self._halt,
                lambda done: log.info("%s: %s", done.schedule, done.words),
                lend=lambda _: self._owner.lend(),
            )
        except UmranError as error:
            self.why = str(error)
            log.warning("Schedules do not run here: %s", error)
