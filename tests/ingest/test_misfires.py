"""Runs whose time passed while nothing ran: a machine that slept, a clock that was wrong.

The times that the job store itself keeps are moved, then it is served as ever. The store of these
schedules does not answer, so that each run is short and says so.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ingest.halt import Halt
from ingest.ingestion import Ingestion
from ingest.schedule.daemon import serve, serve_once
from ingest.schedule.jobs import add, remove, scheduler, schedules
from ingest.schedule.ledger import Ledger
from ingest.schedule.task import Task
from ingest.schedule.timing import timing
from kg.settings import Settings

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(uri="bolt://127.0.0.1:9", data=tmp_path / "data")


def now() -> datetime:
    return datetime.now().astimezone()


def plan(settings: Settings, name: str, *, due: timedelta, cron: bool = False) -> None:
    """Keep a schedule that is due by `due` from now, every hour or daily at that time."""
    moment = now() + due
    daily = f"{moment.minute} {moment.hour} * * *"
    when = timing(cron=daily) if cron else timing(every="1h")
    add(settings.data, Task(name, "folder", str(settings.data)), when)
    with scheduler(settings.data) as made:
        made.modify_job(name, next_run_time=moment)


def served(settings: Settings, runs: int) -> list[Ingestion]:
    """What is told until so many runs are, and a second more."""
    said, halt = list[Ingestion](), Halt()

    def say(run: Ingestion) -> None:
        said.append(run)
        if len(said) == runs:
            from threading import Timer

            Timer(1.5, halt.set).start()

    assert serve(settings, halt, say)
    return sorted(said, key=lambda run: run.schedule)


def test_what_a_sleeping_machine_missed_is_made_up_for_once(settings: Settings) -> None:
    plan(settings, "hourly", due=-50 * HOUR)
    plan(settings, "early", due=-3 * DAY - HOUR / 2, cron=True)
    plan(settings, "late", due=-3 * DAY - 2 * HOUR, cron=True)
    plan(settings, "soon", due=HOUR / 2)
    early, hourly, late = served(settings, 3)
    assert (early.schedule, hourly.schedule, late.schedule) == ("early", "hourly", "late")
    assert "No store answers" in early.error
    assert "No store answers" in hourly.error
    assert "missed by more than an hour" in late.error
    assert {run.uid for run in Ledger(settings.data).unsaved()} == {
        run.uid for run in (early, hourly, late)
    }
    for each in schedules(settings.data):
        assert each.next is not None
        assert now() < each.next < now() + DAY


@pytest.mark.parametrize("cron", [False, True])
def test_a_clock_that_went_back_holds_no_schedule_up(settings: Settings, cron: bool) -> None:
    """Its next time was reckoned while the clock was years ahead."""
    plan(settings, "held", due=3_000 * DAY + HOUR / 2, cron=cron)
    if cron:
        serve_once(settings, Halt(), lambda _: None)
    else:
        plan(settings, "other", due=timedelta(0))
        served(settings, 1)
        remove(settings.data, "other")
    [held] = schedules(settings.data)
    assert held.next is not None
    assert held.next <= now() + DAY


def test_two_that_run_schedules_in_one_process_do_not_mix(
    settings: Settings, tmp_path: Path
) -> None:
    other = settings.model_copy(update={"data": tmp_path / "other"})
    for each, name in ((settings, "one"), (other, "two")):
        plan(each, name, due=-HOUR / 2)
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(served, each, 1) for each in (settings, other)]
        assert [[run.schedule for run in each.result()] for each in both] == [["one"], ["two"]]
