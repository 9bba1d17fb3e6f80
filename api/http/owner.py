"""The one who has the store open while `umran serve` runs, and opens it again when it is back."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from kg.errors import StoreError, StoreInUse, StoreUnreachable, UmranError
from kg.settings import Settings
from kg.store import Store, open_store

_PATIENCE = 2.0
"""Seconds that one request tries again what a server cannot do at once."""
_LOOK, _LOOK_DOWN = 5.0, 1.0
_FIRST_SECONDS = 120.0
_LEAVE_SECONDS = 30.0


class Owner:
    """Lends the store to whoever has work for it. A thread of its own looks after it.

    Entering raises StoreInUse where another process has the embedded files; a server that does not
    answer yet is waited for, and meanwhile nothing is lent.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._store: Store | None = None
        self._why = "The store is being opened."
        self._first: Exception | None = None
        self._tried, self._look, self._end = (threading.Event() for _ in range(3))
        self._thread = threading.Thread(target=self._open, name="owner", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._tried.wait(_FIRST_SECONDS)
        if isinstance(self._first, StoreInUse):
            self.__exit__()
            raise self._first
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._look.set()
        self._thread.join(_LEAVE_SECONDS)

    @property
    def why(self) -> str:
        """Why nothing can be lent now; empty while the store answers."""
        return self._why

    @contextmanager
    def lend(self) -> Iterator[Store]:
        """The store. Raises StoreUnreachable at once while it is down."""
        store = self._store
        if store is None or self._why:
            raise StoreUnreachable(self._why or "The store is being opened.")
        try:
            yield store
        except StoreUnreachable as error:
            self._why = str(error)
            self._look.set()
            raise

    def _open(self) -> None:
        while not self._end.is_set():
            try:
                with open_store(self._settings, patience=_PATIENCE) as store:
                    self._store, self._why = store, ""
                    self._tried.set()
                    self._watch(store)
            except UmranError as error:
                self._first = self._first or error
                self._why = str(error)
            finally:
                self._store = None
                self._tried.set()
            self._end.wait(_LOOK_DOWN)

    def _watch(self, store: Store) -> None:
        """Look now and then whether it answers; a server of our own that has ended is started."""
        while not self._end.is_set():
            self._look.wait(_LOOK_DOWN if self._why else _LOOK)
            self._look.clear()
            if self._end.is_set():
                return
            try:
                store.revive()
                store.read("RETURN 1 AS alive")
                self._why = ""
            except StoreError as error:
                self._why = str(error)
