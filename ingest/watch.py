"""A folder that is watched: each change, once it has settled, is one sync."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.halt import Halt
from ingest.ingestion import Ingestion, counts, now, remember
from ingest.pipeline import ingest
from ingest.turn import turn
from kg.errors import (
    SourceBusy,
    Stopped,
    StoreBusy,
    StoreInUse,
    StoreUnreachable,
    UmranError,
    Unreadable,
)
from kg.settings import Settings
from kg.store import Store, open_store

AGAIN_SECONDS = 5.0
"""When a sync that found the store or the folder in use is tried again."""

_LONGEST_SECONDS = 60
"""A folder that never comes to rest is synced that often all the same."""
_LOOK_SECONDS = 0.2
_BUSY = (SourceBusy, StoreInUse, StoreBusy, StoreUnreachable)
Say = Callable[[Ingestion], None]


@dataclass(frozen=True, slots=True)
class Watched:
    """A folder, and how it is read; see `ingest.pipeline.ingest`."""

    folder: Path
    source: str | None = None
    manifest: Path | None = None
    extractor: str = "lexicon"


def watch(
    watched: Watched, settings: Settings, halt: Halt, say: Say, *, settle: float = 1.0
) -> None:
    """Sync the folder, and again after each change that nothing followed for `settle` seconds.

    Ends after the batch in hand once `halt` is set. `say` is told of each sync. The store is open
    only while there is something to do; where another process has it, we try again. What is wrong
    at the first sync is raised, later it is said and may be put right. Raises Unreadable for a
    folder that does not exist.
    """
    from watchfiles import watch as changes_of

    if not watched.folder.is_dir():
        raise Unreadable(f"{watched.folder} is not a folder.", hint="Give the folder to watch.")
    due, first, next_try, said = True, True, 0.0, ""
    for changes in changes_of(
        watched.folder.resolve(),
        watch_filter=_concerns(watched.folder, settings.data),
        debounce=_LONGEST_SECONDS * 1000,
        step=int(settle * 1000),
        rust_timeout=int(_LOOK_SECONDS * 1000),
        yield_on_timeout=True,
        stop_event=halt,
        raise_interrupt=False,
    ):
        due = due or bool(changes)
        if due and time.monotonic() >= next_try:
            done, again = _sync(watched, settings, halt, first=first)
            if not again or done.error != said:
                say(done)
            said = done.error
            due, first = again, first and again
            next_try = time.monotonic() + AGAIN_SECONDS if again else 0.0
        if halt.is_set():
            return


def _concerns(folder: Path, data: Path) -> Callable[[object, str], bool]:
    """Hidden files and the store's own say nothing of the source."""
    root, own = folder.resolve(), data.resolve()

    def concerns(_: object, path: str) -> bool:
        names = Path(path).relative_to(root).parts
        return not Path(path).is_relative_to(own) and not any(map(_is_hidden, names))

    return concerns


def _is_hidden(name: str) -> bool:
    return name.startswith(".")


def _sync(
    watched: Watched, settings: Settings, halt: Halt, *, first: bool
) -> tuple[Ingestion, bool]:
    """What became of one sync, and whether it is to be tried again soon."""
    began, clock = Ingestion(f"watch {watched.folder.name}", "watch", now()), time.monotonic()
    try:
        with turn(settings.data, watched.folder, halt=halt), open_store(settings) as store:
            done = _into(store, watched, settings, halt, began)
            done = replace(done, seconds=time.monotonic() - clock)
            remember(store, [done])
            return done, False
    except _BUSY as error:
        return replace(began, error=f"{error} Trying again."), True
    except UmranError as error:
        if first and not isinstance(error, Stopped):
            raise
        return replace(began, error=str(error)), False


def _into(
    store: Store, watched: Watched, settings: Settings, halt: Halt, began: Ingestion
) -> Ingestion:
    try:
        outcome = ingest(
            store,
            watched.folder,
            source=watched.source,
            manifest=watched.manifest,
            extract=watched.extractor,
            batch=settings.batch,
            prune=True,
            progress=lambda *_: halt.check(),
        )
    except Stopped as stopped:
        return replace(began, error=str(stopped))
    return replace(began, **counts(outcome))
