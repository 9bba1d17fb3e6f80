"""Runs of schedules and watches, as the graph remembers them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from ingest.pipeline import Outcome
from kg.history import INGESTION
from kg.naming import uid
from kg.store import Store
from kg.transaction import Transaction

KEPT = 100
"""Runs of one schedule that are remembered; older ones are forgotten."""


@dataclass(frozen=True, slots=True)
class Ingestion:
    """One run; `began` is ISO 8601 in UTC. See `kg.history`."""

    schedule: str
    kind: str
    began: str
    source: str = ""
    seconds: float = 0.0
    added: int = 0
    changed: int = 0
    renamed: int = 0
    removed: int = 0
    unchanged: int = 0
    set_aside: int = 0
    notes: tuple[str, ...] = ()
    error: str = ""

    @property
    def uid(self) -> str:
        """Uid of its node."""
        return uid(INGESTION.label, self.schedule, self.began)

    @property
    def words(self) -> str:
        """What came of it, in a line."""
        if self.error:
            return self.error
        counts = (
            f"{self.added} added, {self.changed} changed, {self.renamed} renamed, "
            f"{self.removed} removed, {self.set_aside} set aside, {self.unchanged} unchanged"
        )
        more = f"; {len(self.notes)} not fetched: {self.notes[0]}" if self.notes else ""
        return f"{counts} in {self.seconds:.1f} s{more}"


def now() -> str:
    """This moment, as `Ingestion.began`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def counts(outcome: Outcome) -> dict[str, Any]:
    """What an outcome gives an Ingestion."""
    return {
        "source": outcome.source,
        "added": len(outcome.added),
        "changed": len(outcome.changed),
        "renamed": len(outcome.renamed),
        "removed": len(outcome.removed),
        "unchanged": outcome.unchanged,
        "set_aside": len(outcome.set_aside) + len(outcome.still_aside),
    }


def remember(store: Store, runs: Iterable[Ingestion]) -> None:
    """Write runs into the graph, twice changes nothing, and forget the oldest."""
    rows = [_row(run) for run in runs]
    if rows:
        store.write(lambda transaction: _remember(transaction, rows))


def recent(store: Store, *, limit: int = 10) -> list[Ingestion]:
    """The last runs of all schedules, latest first."""
    names = [field.name for field in fields(Ingestion)]
    values = ", ".join(f"i.{name} AS {name}" for name in names)
    rows = store.read(
        f"MATCH (i:{INGESTION.label}) RETURN {values} ORDER BY began DESC, schedule LIMIT $limit",
        limit=limit,
    )
    told = ({name: row[name] for name in names if row[name] is not None} for row in rows)
    return [Ingestion(**row | {"notes": tuple(row.get("notes", ()))}) for row in told]


def _row(run: Ingestion) -> dict[str, Any]:
    said = asdict(run) | {"notes": list(run.notes)}
    return {"uid": run.uid, "name": f"{run.schedule} {run.began}", **said}


def _remember(transaction: Transaction, rows: list[dict[str, Any]]) -> None:
    transaction.upsert(INGESTION.label, rows)
    for schedule in sorted({row["schedule"] for row in rows}):
        found = transaction.run(
            f"MATCH (i:{INGESTION.label} {{schedule: $schedule}}) "
            "RETURN i.uid AS uid ORDER BY i.began DESC",
            schedule=schedule,
        )
        transaction.run(
            f"UNWIND $uids AS uid MATCH (i:{INGESTION.label} {{uid: uid}}) DELETE i",
            uids=[row["uid"] for row in found[KEPT:]],
        )
