"""When a schedule is due: at an interval, or at the times that a cron expression names."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kg.errors import ScheduleError

GRACE_SECONDS = 3600
"""How late a run at a time of the clock may begin; later, it waits for the next time."""

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_EVERY = re.compile(r"(\d{1,6})\s*([smhdw])")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_DAY = r"[0-7]|sun|mon|tue|wed|thu|fri|sat"
_SPAN = re.compile(rf"({_DAY})(?:-({_DAY}))?(?:/(\d))?")


@dataclass(frozen=True, slots=True)
class Timing:
    """A trigger of APScheduler, the words for it, the first time (None: as the trigger says), and
    by how many seconds a run may be late (None: by any)."""

    trigger: Any
    words: str
    first: datetime | None
    grace: int | None


def timing(*, every: str = "", cron: str = "") -> Timing:
    """The timing of `--every 1h` (30s, 15m, 1h, 2d, 1w: the first time is now) or of `--cron` (five
    fields, local time, days of the week as cron counts them). Raises ScheduleError.
    """
    if bool(every) == bool(cron):
        raise ScheduleError('Say when: either --every 1h or --cron "0 3 * * *".')
    return _interval(every) if every else _clock(cron)


def _interval(every: str) -> Timing:
    from apscheduler.triggers.interval import IntervalTrigger

    found = _EVERY.fullmatch(every.strip().lower())
    seconds = int(found[1]) * _UNITS[found[2]] if found else 0
    if not seconds:
        raise ScheduleError(f"--every {every!r} is no interval.", hint="Like 30s, 15m, 1h, 2d, 1w.")
    now = datetime.now().astimezone()
    trigger = IntervalTrigger(seconds=seconds, start_date=now, timezone=now.tzinfo)
    return Timing(trigger, f"every {every.strip().lower()}", now, None)


def _clock(cron: str) -> Timing:
    from apscheduler.triggers.cron import CronTrigger

    fields = cron.lower().split()
    if len(fields) != 5:
        raise ScheduleError(
            f"--cron {cron!r} has {len(fields)} fields, not five.",
            hint='Minute, hour, day, month, day of the week: "0 3 * * *".',
        )
    try:
        trigger = CronTrigger.from_crontab(" ".join([*fields[:4], _weekdays(fields[4])]))
        due = trigger.get_next_fire_time(None, datetime.now(trigger.timezone))
    except (ValueError, OverflowError) as error:
        raise ScheduleError(f"--cron {cron!r} cannot be read: {error}.") from None
    if due is None:
        raise ScheduleError(f"--cron {cron!r} names no time that ever comes.")
    return Timing(trigger, f"cron {cron}", None, GRACE_SECONDS)


def _weekdays(field: str) -> str:
    """Days by name: cron's 0 and 7 are Sunday, APScheduler's 0 is Monday."""
    if field.startswith("*"):
        return field if "/" not in field else _weekdays(f"0-6{field[1:]}")
    days: set[int] = set()
    for part in field.split(","):
        found = _SPAN.fullmatch(part)
        if not found or found[3] == "0":
            raise ValueError(f"{part!r} is no day of the week")
        first, last = _day(found[1]), _day(found[2] or found[1])
        last += 7 * (last < first)
        days |= {day % 7 for day in range(first, last + 1, int(found[3] or 1))}
    return ",".join(_DAYS[day] for day in sorted(days))


def _day(word: str) -> int:
    return int(word) % 7 if word.isdigit() else _DAYS.index(word)
