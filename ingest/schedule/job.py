"""What the job store names by name: it must stay importable as `ingest.schedule.job:run`, since
files of schedules outlive versions of Umran.
"""

import threading
from collections.abc import Callable
from typing import Any

from ingest.schedule.task import Task

_thread = threading.local()


def serve(perform: Callable[[Task], None]) -> None:
    """Say how this thread performs a task: the settings, with their password, and the wish to end
    are those of who runs schedules here and do not belong into a job store."""
    _thread.perform = perform


def run(**said: Any) -> None:
    """Perform the task whose fields these are."""
    _thread.perform(Task(**said))
