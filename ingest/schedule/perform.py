"""One run of a schedule: fetch what is of the web, wait for the turn, sync, and say what became."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from ingest.halt import Halt
from ingest.ingestion import Ingestion, counts, now, remember
from ingest.pipeline import ingest
from ingest.schedule.ledger import Ledger
from ingest.schedule.task import Task
from ingest.turn import turn
from kg.errors import StoreInUse, UmranError
from kg.settings import Settings
from kg.store import Store, open_store

PATIENCE_SECONDS = 60.0
"""How long a run waits for another process to leave the folder or the embedded store."""

_NOTES = 20
Lend = Callable[[Settings], AbstractContextManager[Store]]


def perform(
    task: Task,
    settings: Settings,
    halt: Halt,
    *,
    patience: float = PATIENCE_SECONDS,
    lend: Lend = open_store,
) -> Ingestion:
    """Bring the task's documents up to date, and note in ledger and graph what became of it.

    `lend` opens the store, or gives the one that this process has open. Nothing is raised: what
    went wrong is the run's `error`, and the next time is another chance.
    """
    ledger = Ledger(settings.data)
    began, clock = Ingestion(task.name, task.kind, now()), time.monotonic()
    ledger.begin(began)
    saved = False
    try:
        folder, notes = _gather(task, settings, halt)
        with turn(settings.data, folder, patience=patience, halt=halt), ExitStack() as stack:
            store = stack.enter_context(_opened(lend, settings, halt, patience))
            earlier = ledger.unsaved()
            done = replace(_sync(store, task, folder, settings, halt, began), notes=notes)
            done = replace(done, seconds=time.monotonic() - clock)
            remember(store, [*earlier, done])
            ledger.saved(earlier)
            saved = True
    except Exception as error:
        done = replace(began, error=_said(error), seconds=time.monotonic() - clock)
    ledger.end(done, saved=saved)
    return done


def _sync(
    store: Store, task: Task, folder: Path, settings: Settings, halt: Halt, began: Ingestion
) -> Ingestion:
    """The sync itself; what goes wrong with it can be told to the graph, which is open."""
    try:
        outcome = ingest(
            store,
            folder,
            source=task.source or (task.name if task.of_web else None),
            manifest=Path(task.manifest) if task.manifest else None,
            extract=task.extractor or settings.extractor,
            batch=settings.batch,
            prune=task.prune or task.kind != "drop",
            progress=lambda *_: halt.check(),
        )
    except Exception as error:
        return replace(began, error=_said(error))
    return replace(began, **counts(outcome))


def _gather(task: Task, settings: Settings, halt: Halt) -> tuple[Path, tuple[str, ...]]:
    """The folder to sync, and notes on pages that could not be fetched into it."""
    if not task.of_web:
        return Path(task.what), ()
    from ingest.feed.collect import collect_feed, collect_pages
    from ingest.feed.fetch import Client
    from ingest.feed.spool import FOLDER, Spool

    home = settings.data / FOLDER / task.name
    hosts = frozenset(filter(None, settings.private_hosts.lower().replace(" ", "").split(",")))
    client = Client(private=hosts, halt=halt, certificates=settings.certificates)
    with turn(settings.data, home, halt=halt):
        spool = Spool(home)
        if task.kind == "feed":
            done = collect_feed(task.what, spool, client, follow=task.follow, prune=task.prune)
        else:
            done = collect_pages(Path(task.what), spool, client)
    more = len(done.failed) - _NOTES
    notes = done.failed[:_NOTES] + ([f"and {more} more"] if more > 0 else [])
    return spool.folder, tuple(notes)


@contextmanager
def _opened(lend: Lend, settings: Settings, halt: Halt, patience: float) -> Iterator[Store]:
    """The store, which another command may have open for a while."""
    until = time.monotonic() + patience
    with ExitStack() as stack:
        while True:
            halt.check()
            try:
                store = stack.enter_context(lend(settings))
            except StoreInUse:
                if time.monotonic() > until:
                    raise
            else:
                break
        yield store


def _said(error: Exception) -> str:
    """In words for people, on one line; what is no error of ours says what it is."""
    words = " ".join(str(error).split())
    return words if isinstance(error, UmranError) else f"{type(error).__name__}: {words}"
