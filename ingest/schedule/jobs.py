"""The schedules as APScheduler keeps them: one job each, in a file of the data folder."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.job import Job
from apscheduler.jobstores.base import ConflictingIdError, JobLookupError
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import STATE_RUNNING
from sqlalchemy.exc import SQLAlchemyError

from ingest.schedule.job import run, serve
from ingest.schedule.ledger import FILE, file_of
from ingest.schedule.task import Task
from ingest.schedule.timing import Timing
from kg.errors import ScheduleError

_LOOK = timedelta(seconds=1)
"""How soon the scheduler sees what another process added."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A task, when it is due in words, and its next time."""

    task: Task
    when: str
    next: datetime | None


class _Jobs(SQLAlchemyJobStore):  # type: ignore[misc]
    """The job store of a scheduler beside which other processes add and remove jobs."""

    def get_due_jobs(self, now: datetime) -> list[Job]:
        """None unless jobs are to run: a scheduler that is shut down looks once more, and moves on
        what is due without running it."""
        return super().get_due_jobs(now) if self._scheduler.state == STATE_RUNNING else []

    def get_next_run_time(self) -> datetime:
        """Never later than when we want to look again."""
        soon = datetime.now().astimezone() + _LOOK
        due = super().get_next_run_time()
        return min(due, soon) if due else soon

    def update_job(self, job: Job) -> None:
        """A job that was removed meanwhile stays removed."""
        with suppress(JobLookupError):
            super().update_job(job)


def _nothing(task: Task) -> None:
    """Who only looks at schedules runs none."""


def _executor(perform: Callable[[Task], None]) -> Any:
    return ThreadPoolExecutor(1, pool_kwargs={"initializer": serve, "initargs": (perform,)})


@contextmanager
def scheduler(
    data: Path, *, paused: bool = True, perform: Callable[[Task], None] = _nothing
) -> Iterator[Any]:
    """A scheduler that has started, by default without running anything; left, it is shut down,
    and a job in hand goes on. Its jobs run one after the other, by `perform`.

    Raises ScheduleError for a file that is no file of schedules.
    """
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    file = file_of(data)
    made = BackgroundScheduler(
        jobstores={"default": _Jobs(url=f"sqlite:///{file}")},
        executors={"default": _executor(perform)},
    )
    try:
        made.start(paused=paused)
    except SQLAlchemyError as error:
        raise ScheduleError(f"{file} cannot be used: {error.args[0]}.") from None
    try:
        yield made
    finally:
        made.shutdown(wait=False)


def add(data: Path, task: Task, when: Timing) -> Schedule:
    """Keep a new schedule. Raises ScheduleError where its name is taken."""
    timed = {"next_run_time": when.first} if when.first else {}
    with scheduler(data) as made:
        try:
            job = made.add_job(
                run,
                when.trigger,
                kwargs=asdict(task),
                id=task.name,
                name=when.words,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=when.grace,
                **timed,
            )
        except ConflictingIdError:
            raise ScheduleError(
                f"There is a schedule {task.name!r} already.",
                hint="umran schedule remove it first, or give another --name.",
            ) from None
        return schedule_of(job)


def remove(data: Path, name: str) -> Schedule:
    """Forget a schedule; its documents stay. Raises ScheduleError where there is none."""
    known = {each.task.name: each for each in schedules(data)}
    if name not in known:
        raise ScheduleError(
            f"There is no schedule {name!r}.", hint=f"Known are: {', '.join(known) or 'none'}."
        )
    with scheduler(data) as made, suppress(JobLookupError):
        made.remove_job(name)
    return known[name]


def schedules(data: Path) -> list[Schedule]:
    """All schedules, by name; none where there is no file of them."""
    if not (data / FILE).exists():
        return []
    with scheduler(data) as made:
        return sorted(map(schedule_of, made.get_jobs()), key=lambda each: each.task.name)


def bring_forward(made: Any) -> None:
    """Give schedules whose next time lies further off than any of theirs can the time that it is
    by now: it was reckoned by a clock that was ahead, and has been put right."""
    now = datetime.now().astimezone()
    for job in made.get_jobs():
        latest = job.trigger.get_next_fire_time(now, now)
        if latest and job.next_run_time > latest:
            with suppress(JobLookupError):
                job.modify(next_run_time=latest)


def schedule_of(job: Job) -> Schedule:
    """The schedule that a job stands for."""
    return Schedule(Task(**job.kwargs), job.name, job.next_run_time)
