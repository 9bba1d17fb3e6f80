"""Who does the jobs: one thread, one job after the other."""

import logging
import queue
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from api.http.owner import Owner
from api.http.problem import Problem
from ingest.halt import Halt
from ingest.ingestion import Ingestion, counts, now, remember
from kg.errors import Stopped, UmranError
from kg.settings import Settings

_KEPT = 200
_WAITING = 50
_LEAVE_SECONDS = 8.0
_PATIENCE_SECONDS = 60.0


@dataclass(slots=True, eq=False)
class Job:
    """What is asked for, and how far it is."""

    name: str
    folder: Path
    source: str | None = None
    manifest: Path | None = None
    prune: bool = True
    allow_empty: bool = False
    id: str = field(default_factory=lambda: secrets.token_hex(6))
    asked: str = field(default_factory=now)
    state: str = "queued"
    done: int = 0
    total: int = 0
    at: str = ""
    error: str = ""
    outcome: dict[str, Any] | None = None
    halt: Halt = field(default_factory=Halt)

    def plain(self) -> dict[str, Any]:
        """As it is shown."""
        names = ("id", "state", "asked", "done", "total", "at", "error", "outcome")
        return {"folder": self.name} | {name: getattr(self, name) for name in names}

    def advance(self, done: int, total: int, at: str) -> None:
        """Called by the work after each file. Raises Stopped once the job should end."""
        self.done, self.total, self.at = done, total, at
        self.halt.check()


class Worker:
    """Does jobs while it is entered; left, the one in hand ends after its batch."""

    def __init__(self, settings: Settings, owner: Owner, changed: Callable[[Counter[str]], None]):
        self._settings, self._owner, self._changed = settings, owner, changed
        self._jobs: list[Job] = []
        self._queue: queue.Queue[Job | None] = queue.Queue()
        self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for job in self._jobs:
            job.halt.set()
        self._queue.put(None)
        self._thread.join(_LEAVE_SECONDS)

    def all(self) -> list[Job]:
        """The last jobs, the youngest first."""
        return self._jobs[::-1]

    def add(self, job: Job) -> Job:
        """Let a job wait for its turn. Raises Problem where too many do."""
        if self._queue.qsize() >= _WAITING:
            raise Problem(503, "Too many jobs wait.", headers={"Retry-After": "60"})
        self._jobs = [*self._jobs, job][-_KEPT:]
        self._queue.put(job)
        self._tell()
        return job

    def _work(self) -> None:
        while job := self._queue.get():
            job.state = "running"
            self._tell()
            try:
                job.halt.check()
                job.outcome = self._ingested(job)
                job.state = "done"
            except Stopped as stopped:
                job.state, job.error = "stopped", str(stopped)
            except UmranError as error:
                job.state, job.error = "failed", str(error)
            except Exception as error:
                logging.getLogger("umran.http").error("A job failed.", exc_info=error)
                job.state, job.error = "failed", f"{type(error).__name__}: {error}"
            self._tell()

    def _ingested(self, job: Job) -> dict[str, Any]:
        from ingest.pipeline import describe, ingest
        from ingest.turn import turn

        began, clock = Ingestion(f"http {job.name or '/'}", "folder", now()), time.monotonic()
        data = self._settings.data
        with (
            turn(data, job.folder, patience=_PATIENCE_SECONDS, halt=job.halt),
            self._owner.lend() as store,
        ):
            outcome = ingest(
                store,
                job.folder,
                source=job.source,
                manifest=job.manifest,
                extract=self._settings.extractor,
                batch=self._settings.batch,
                prune=job.prune,
                allow_empty=job.allow_empty,
                progress=job.advance,
            )
            took = time.monotonic() - clock
            remember(store, [replace(began, seconds=took, **counts(outcome))])
        return describe(outcome)

    def _tell(self) -> None:
        self._changed(Counter(job.state for job in self._jobs))
