"""The process that runs schedules: in the foreground, until it is asked to end."""

import math
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from apscheduler.events import EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.jobstores.base import JobLookupError

from ingest.halt import Halt
from ingest.ingestion import Ingestion, now
from ingest.schedule.jobs import bring_forward, schedule_of, scheduler
from ingest.schedule.ledger import Ledger
from ingest.schedule.owner import alone
from ingest.schedule.perform import Lend, perform
from ingest.schedule.task import Task
from kg.settings import Settings
from kg.store import open_store

LEAVE_SECONDS = 8.0
"""How long a run in hand may take to come to the end of its batch when we are asked to end."""

_LOOK_SECONDS = 0.1
Say = Callable[[Ingestion], None]


def serve(settings: Settings, halt: Halt, say: Say, *, lend: Lend = open_store) -> bool:
    """Run schedules when they are due, until `halt`; `say` is told of each run when it has ended.

    Those that are added or removed meanwhile by others are seen within a second. `lend` opens the
    store, or gives the one that this process has open. Answers whether all came to an end: a batch
    that takes longer than LEAVE_SECONDS is left to the caller, who can end the process, since
    nothing is ever half-written. Raises ScheduleError where another process runs these schedules.
    """
    desk = _Desk(settings, halt, say, lend)
    with alone(settings.data), scheduler(settings.data, perform=desk.work) as made:
        Ledger(settings.data).close()
        made.add_listener(lambda event: _missed(made, settings, event, say), EVENT_JOB_MISSED)
        made.resume()
        clock = math.inf
        while not halt.is_set():
            clock, before = time.time(), clock
            if clock < before:
                bring_forward(made)
            time.sleep(_LOOK_SECONDS)
        made.pause()
        finished = desk.cleared()
        for name in desk.unfinished:
            with suppress(JobLookupError):
                made.modify_job(name, next_run_time=datetime.now().astimezone())
        return finished


@dataclass(slots=True)
class _Desk:
    """The runs of this process, one at a time. `unfinished`: schedules whose run was stopped, or
    could not begin any more, and which are therefore due as soon as schedules run again."""

    settings: Settings
    halt: Halt
    say: Say
    lend: Lend
    unfinished: set[str] = field(default_factory=set)
    _busy: bool = False

    def work(self, task: Task) -> None:
        if self.halt.is_set():
            self.unfinished.add(task.name)
            return
        self._busy = True
        self.unfinished.add(task.name)
        try:
            done = perform(task, self.settings, self.halt, lend=self.lend)
            if not (done.error and self.halt.is_set()):
                self.unfinished.remove(task.name)
            self.say(done)
        finally:
            self._busy = False

    def cleared(self) -> bool:
        """Whether the run in hand came to the end of its batch in time."""
        until = time.monotonic() + LEAVE_SECONDS
        while self._busy and time.monotonic() < until:
            time.sleep(_LOOK_SECONDS)
        return not self._busy


def serve_once(settings: Settings, halt: Halt, say: Say) -> None:
    """Run, one after the other, the schedules that are due now, however late, and end."""
    with alone(settings.data):
        Ledger(settings.data).close()
        with scheduler(settings.data) as made:
            bring_forward(made)
            for each in _due(made):
                done = perform(schedule_of(each).task, settings, halt)
                say(done)
                moment = datetime.now().astimezone()
                following = each.trigger.get_next_fire_time(moment, moment)
                if halt.is_set():
                    return
                with suppress(JobLookupError):
                    each.modify(next_run_time=following)


def _due(made: Any) -> list[Any]:
    moment = datetime.now().astimezone()
    return [each for each in made.get_jobs() if each.next_run_time <= moment]


def _missed(made: Any, settings: Settings, event: JobExecutionEvent, say: Say) -> None:
    """A run that came too late is history, too."""
    found = made.get_job(event.job_id)
    kind = schedule_of(found).task.kind if found else ""
    late = f"Its time, {event.scheduled_run_time:%Y-%m-%d %H:%M}, was missed by more than an hour."
    missed = Ingestion(event.job_id, kind, now(), error=late)
    Ledger(settings.data).end(missed, saved=False)
    say(missed)
