"""When schedules are due, and what may be scheduled."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.schedule.task import Task, task
from ingest.schedule.timing import timing
from kg.errors import FetchFailed, ScheduleError

SATURDAY = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("every", "seconds"),
    [("30s", 30), ("15m", 900), ("1h", 3600), ("2 d", 172_800), ("1W", 604_800)],
)
def test_intervals_begin_now(every: str, seconds: int) -> None:
    when = timing(every=every)
    assert when.trigger.interval.total_seconds() == seconds
    assert when.first is not None
    assert abs((datetime.now(UTC) - when.first).total_seconds()) < 60
    assert when.grace is None


@pytest.mark.parametrize(
    ("cron", "weekdays"),
    [
        ("0 3 * * *", {0, 1, 2, 3, 4, 5, 6}),
        ("0 3 * * 0", {6}),
        ("0 3 * * 7", {6}),
        ("0 3 * * 1-5", {0, 1, 2, 3, 4}),
        ("0 3 * * 5-1", {4, 5, 6, 0}),
        ("0 3 * * sat,MON", {5, 0}),
        ("0 3 * * */2", {6, 1, 3, 5}),
    ],
)
def test_days_of_the_week_are_those_of_cron(cron: str, weekdays: set[int]) -> None:
    """In Python's and APScheduler's count Monday is 0, in cron's Sunday is."""
    trigger = timing(cron=cron).trigger
    found, moment = set(), SATURDAY
    for _ in range(10):
        moment = trigger.get_next_fire_time(moment, moment)
        found.add(moment.weekday())
    assert found == weekdays


@pytest.mark.parametrize(
    ("every", "cron", "words"),
    [
        ("", "", "Say when"),
        ("1h", "* * * * *", "Say when"),
        ("0s", "", "no interval"),
        ("soon", "", "no interval"),
        ("", "* * *", "3 fields"),
        ("", "61 * * * *", "cannot be read"),
        ("", "0 3 * * 8", "no day of the week"),
        ("", "0 3 * * */0", "no day of the week"),
        ("", "0 3 31 2 *", "no time that ever comes"),
    ],
)
def test_what_is_no_time(every: str, cron: str, words: str) -> None:
    with pytest.raises(ScheduleError, match=words):
        timing(every=every, cron=cron)


def test_what_it_is_is_seen(tmp_path: Path) -> None:
    folder, listed = tmp_path / "my texts", tmp_path / "pages.txt"
    folder.mkdir()
    listed.write_text("https://example.org\n")
    assert task(str(folder)) == Task("my-texts", "folder", str(folder))
    assert task(str(folder), kind="drop", options={"prune": True}).prune
    assert task(str(listed), name="köy") == Task("köy", "pages", str(listed))
    assert task("https://example.org/feed#x", options={"source": None}) == Task(
        "example.org", "feed", "https://example.org/feed"
    )


@pytest.mark.parametrize(
    ("what", "said", "words"),
    [
        ("nowhere", {}, "There is no nowhere"),
        (".", {"kind": "rss"}, "There is no kind"),
        (".", {"name": "../up"}, "no name"),
        (".", {"name": ".hidden"}, "no name"),
        (".", {"options": {"follow": True}}, "--follow is for feed"),
        (".", {"options": {"prune": True}}, "--prune is for feed and drop"),
        (".", {"options": {"manifest": "none.yaml"}}, "There is no none.yaml"),
        ("https://example.org", {"kind": "folder"}, "not a folder"),
    ],
)
def test_what_cannot_be_scheduled(what: str, said: dict[str, object], words: str) -> None:
    with pytest.raises(ScheduleError, match=words):
        task(what, **said)  # type: ignore[arg-type]


def test_no_password_gets_into_a_job_store() -> None:
    with pytest.raises(FetchFailed) as raised:
        task("https://me:secret@example.org/feed")
    assert "secret" not in str(raised.value)
