"""What became of each run, on this machine: known even while nobody can open the graph.

The graph has the same history, as far as it could be written there.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from pathlib import Path

from ingest.ingestion import Ingestion
from kg.errors import ScheduleError

FILE = "schedule.sqlite"
"""In the data folder; the jobs of APScheduler are in it as well."""

_KEPT = 1_000
_TABLE = (
    "CREATE TABLE IF NOT EXISTS runs (schedule TEXT, began TEXT, said TEXT, "
    "ended INTEGER, saved INTEGER, PRIMARY KEY (schedule, began))"
)


def file_of(data: Path) -> Path:
    """The file of schedules in the data folder; made, for its owner only, where it is not there."""
    path = data / FILE
    data.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)
    return path


class Ledger:
    """The runs in the file of schedules."""

    def __init__(self, data: Path) -> None:
        self._path = file_of(data)

    def begin(self, run: Ingestion) -> None:
        """Note that a run has begun; if nothing else is noted of it, it was cut off."""
        with self._open() as base:
            base.execute("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, 0, 0)", _key(run, text=True))

    def end(self, run: Ingestion, *, saved: bool) -> None:
        """Note what became of a run, and whether the graph knows."""
        with self._open() as base:
            row = (*_key(run, text=True), saved)
            base.execute("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, 1, ?)", row)
            base.execute(
                "DELETE FROM runs WHERE saved AND began < (SELECT began FROM runs "
                f"ORDER BY began DESC LIMIT 1 OFFSET {_KEPT})"
            )

    def saved(self, runs: Iterable[Ingestion]) -> None:
        """Note that the graph knows of these runs."""
        with self._open() as base:
            keys = [_key(run) for run in runs]
            base.executemany("UPDATE runs SET saved = 1 WHERE schedule = ? AND began = ?", keys)

    def unsaved(self) -> list[Ingestion]:
        """Runs that have ended and that the graph does not know."""
        return self._runs("ended AND NOT saved")

    def last(self) -> dict[str, Ingestion]:
        """Schedule -> its last run that has ended."""
        return {run.schedule: run for run in self._runs("ended")}

    def running(self) -> dict[str, Ingestion]:
        """Schedule -> its run that has begun and not ended."""
        return {run.schedule: run for run in self._runs("NOT ended")}

    def close(self) -> None:
        """Say of the runs that have not ended that they were cut off: nobody works on them."""
        for run in self._runs("NOT ended"):
            self.end(replace(run, error="It was cut off; what it finished is kept."), saved=False)

    def _runs(self, condition: str) -> list[Ingestion]:
        with self._open() as base:
            rows = base.execute(
                f"SELECT said FROM runs WHERE {condition} ORDER BY began"
            ).fetchall()
        said = [json.loads(row[0]) for row in rows]
        return [Ingestion(**each | {"notes": tuple(each["notes"])}) for each in said]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path, timeout=10)) as base, base:
                base.execute(_TABLE)
                yield base
        except sqlite3.Error as error:
            raise ScheduleError(f"{self._path} cannot be used: {error}.") from None


def _key(run: Ingestion, *, text: bool = False) -> tuple[str, ...]:
    said = (json.dumps(asdict(run), ensure_ascii=False),) if text else ()
    return (run.schedule, run.began, *said)
