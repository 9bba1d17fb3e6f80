"""The schedules of a data folder as plain data: what, when next, and what became of it last."""

from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ingest.schedule.ledger import FILE


def timetable(data: Path) -> list[dict[str, Any]]:
    """One row a schedule, by name; none where there are no schedules or no scheduler installed.

    `running` says since when one runs; `last` is its last run in words.
    """
    if not (data / FILE).exists() or find_spec("apscheduler") is None:
        return []
    from ingest.schedule.jobs import schedules
    from ingest.schedule.ledger import Ledger
    from ingest.schedule.owner import is_owned

    ledger = Ledger(data)
    last, running = ledger.last(), ledger.running() if is_owned(data) else {}
    rows = []
    for each in schedules(data):
        name = each.task.name
        before, now = last.get(name), running.get(name)
        rows.append(
            {
                **asdict(each.task),
                "when": each.when,
                "next": each.next.isoformat(timespec="seconds") if each.next else "",
                "running": now.began if now else "",
                "began": before.began if before else "",
                "last": before.words if before else "",
                "failed": bool(before and before.error),
            }
        )
    return rows
