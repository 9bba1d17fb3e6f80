"""The graph for people in notebooks: a few questions by name, and Cypher through the reading door.

graph = kg.open("umran-data")
graph.similar("osmanlı", theme="mimarlık")
"""

import weakref
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from pydantic import SecretStr

from kg import culture as cultures
from kg import quote, reading
from kg.culture import Coded, Culture
from kg.errors import NotFound
from kg.quote import Quote
from kg.records import Records
from kg.settings import Settings, load
from kg.similar import EVERY_THEME, Neighbour, similar
from kg.store import Store, open_store
from kg.table import Table

_FOUND = (
    "UNWIND $uids AS uid MATCH (p:Passage {uid: uid})-[:PART_OF]->(d:Document) "
    "RETURN uid, p.text AS text, p.lang AS language, d.title AS document"
)


_OPEN: "weakref.WeakValueDictionary[Path, Graph]" = weakref.WeakValueDictionary()


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence that a search found; larger scores are better, in one search alone."""

    text: str
    document: str
    language: str | None
    score: float


class Graph:
    """An open graph. Names are compared folded; aliases and Turkish names count.

    `store` is what the other packages work on. Close it by `close()` or `with`; else it is closed
    when Python ends. Questions raise NotFound for a name that the graph does not know.
    """

    def __init__(self, settings: Settings) -> None:
        stack = ExitStack()
        self._settings = settings
        self.store: Store = stack.enter_context(open_store(settings))
        self._closed = weakref.finalize(self, stack.close)

    def close(self) -> None:
        """Let the store go, so that another process may open it; twice does nothing."""
        self._closed()

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return not self._closed.alive

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        where = self._settings.uri or self._settings.data
        return f"<Graph at {where}, {self.store.kind}>"

    def cultures(self) -> Records[Culture]:
        """The cultures that a document, a picture or a table is about."""
        return Records(Culture, cultures.studied(self.store))

    def culture(self, name: str) -> Culture:
        """One culture, also one that texts only mention."""
        return cultures.culture(self.store, name)

    def traits(self, culture: str) -> Records[Coded]:
        """How tables code a culture."""
        return Records(Coded, cultures.traits(self.store, culture))

    def similar(self, culture: str, *, theme: str = EVERY_THEME, k: int = 10) -> Records[Neighbour]:
        """The nearest cultures by the current run, on one theme or on all, nearest first."""
        return Records(Neighbour, similar(self.store, culture, theme=theme, k=k))

    def evidence(self, name: str, other: str = "", *, limit: int = 10) -> Records[Quote]:
        """Sentences that name an entity, or two together, with document and offsets."""
        one = quote.entity(self.store, name)
        if not other:
            return Records(Quote, quote.quotes(self.store, one.label, one.uid, limit=limit))
        two = quote.entity(self.store, other)
        ends = (one.label, one.uid), (two.label, two.uid)
        return Records(Quote, quote.joint(self.store, *ends, limit=limit)[0])

    def search(self, words: str, *, limit: int = 10) -> Records[Found]:
        """Sentences that hold words, in any inflection, best first."""
        hits = self.store.search(words, limit=limit)
        rows = {r.pop("uid"): r for r in self.store.read(_FOUND, uids=[h.uid for h in hits])}
        return Records(Found, [Found(**rows[hit.uid], score=hit.score) for hit in hits])

    def query(self, text: str, **parameters: Any) -> Table:
        """The answer to a reading Cypher query; $name in the text takes `name=` here.

        Raises QueryRefused for what could do anything but read, QueryStopped at the limits, which
        are `UMRAN_QUERY_*`.
        """
        limits = self._settings
        return reading.query(
            self.store,
            text,
            parameters,
            seconds=limits.query_seconds,
            rows=limits.query_rows,
            size=limits.query_bytes,
        )


def open_graph(
    place: str | Path = "",
    *,
    user: str | None = None,
    password: str | None = None,
    database: str | None = None,
    new: bool = False,
) -> Graph:
    """Open a graph: `place` is the folder of an embedded store or the Bolt address of a server.

    What is not said is taken from `UMRAN_*`, and else the folder is ./umran-data; only with `new`
    may it be one that is not there yet. A folder that this process has open gives the same Graph,
    so that the cell of a notebook may run twice. Raises NotFound, SettingsError, StoreUnreachable,
    or StoreInUse for a folder that another process has open.
    """
    where = {"uri": place} if "://" in str(place) else {"uri": "", "data": place}
    secret = None if password is None else SecretStr(password)
    settings = load(
        {"user": user, "password": secret, "database": database} | (where if place else {})
    )
    if not (new or settings.uri or settings.data.exists()):
        raise NotFound(
            f"There is no graph in {settings.data}.",
            hint="kg.open(folder, new=True) makes one, and so does umran ingest FOLDER.",
        )
    if settings.uri:
        return Graph(settings)
    folder = settings.data.absolute()
    known = _OPEN.get(folder)
    if known is None or known.closed:
        known = _OPEN[folder] = Graph(settings)
    return known
