"""What the job store names by name: it must stay importable as `ingest.schedule.job:run`, since
files of schedules outlive versions of Umran.
"""

from collections.abc import Callable
from typing import Any

from ingest.schedule.task import Task

_perform: list[Callable[[Task], None]] = []


def serve(perform: Callable[[Task], None]) -> None:
    """Say how this process performs a task: the settings, with their password, and the wish to end
    are the process's own and do not belong into a job store."""
    _perform[:] = [perform]


def run(**said: Any) -> None:
    """Perform the task whose fields these are."""
    for perform in _perform:
        perform(Task(**said))
