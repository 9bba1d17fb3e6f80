"""The graph store: one class that speaks Bolt, to a Neo4j server or to the embedded one."""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self, TypeVar

import neo4j
from neo4j.exceptions import (
    AuthError,
    ConstraintError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    TransientError,
)

from kg.answer import Take
from kg.asked import Asked
from kg.columns import pages, sorted_rows
from kg.deadline import within
from kg.declaration import Schema
from kg.dialect import Address, Dialect, Embedded, Neo4j, Plan, Verdict
from kg.embedded import EmbeddedServer
from kg.errors import ConstraintViolated, StoreBusy, StoreFull, StoreUnreachable
from kg.schema import SCHEMA
from kg.settings import Settings
from kg.terms import query_terms
from kg.transaction import Transaction

T = TypeVar("T")
_ATTEMPTS = 6
_GRACE_SECONDS = 2
_LOCAL_SECONDS = 3  # a server of our own that does not answer is dead: waiting is in vain
_PLAN_SECONDS = 10
_FETCHED = 100  # rows of a foreign text that are on their way at once: each may be large


@dataclass(frozen=True, slots=True)
class Hit:
    """A node that a search found: its `uid`, and a `score`, larger is better."""

    uid: str
    score: float


class Store:
    """A graph store. Open one with `open_store`; close it by leaving the `with`."""

    def __init__(
        self, driver: neo4j.Driver, database: str, dialect: Dialect, schema: Schema = SCHEMA
    ) -> None:
        self._driver = driver
        self._database = database
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()
        self._dialect, self.address = dialect, dialect.address
        self.schema = schema

    @property
    def kind(self) -> str:
        """What kind of store this is, for people."""
        return self._dialect.name

    def prepare(self) -> Self:
        """Declare constraints and indexes; twice does nothing."""
        self._dialect.prepare(self.schema, self._declare)
        return self

    def read(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        """Rows of a reading Cypher statement of ours."""
        with self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(lambda tx: self._transaction(tx).run(query, **parameters))

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Do `work` in one transaction; it may be tried again, so it must be idempotent.

        Raises ConstraintViolated where two nodes would share a uid, after a few tries, since
        the other one may come from a concurrent writer and be seen on the next try.
        """
        for attempt in range(_ATTEMPTS):
            try:
                with self._session(neo4j.WRITE_ACCESS) as session:
                    return session.execute_write(lambda tx: work(self._transaction(tx)))
            except (ConstraintViolated, StoreBusy):
                if attempt == _ATTEMPTS - 1:
                    raise
                time.sleep(random.uniform(0, 0.05 * 2**attempt))
        raise AssertionError("unreachable")

    def nodes(
        self, label: str, properties: Sequence[str], *, page: int = 5_000
    ) -> dict[str, list[Any]]:
        """Columns `uid` and `properties` of all nodes of a label, in the order of uid."""
        self.schema.node(label)
        names = ["uid", *properties]
        values = ", ".join(f"n.{name}" for name in names)
        query = (
            f"MATCH (n:{label}) WHERE n.uid > $after WITH n ORDER BY n.uid LIMIT $page "
            f"RETURN collect([{values}]) AS rows"
        )
        return pages(self.read, query, names, page)

    def edges(
        self,
        type: str,
        source: str,
        target: str,
        properties: Sequence[str] = (),
        *,
        page: int = 5_000,
    ) -> dict[str, list[Any]]:
        """Columns `source`, `target` and `properties` of all such edges, in that order."""
        names = ["source", "target", *properties]
        values = ", ".join(["a.uid", "b.uid", *(f"r.{name}" for name in properties)])
        query = (
            f"MATCH (a:{source}) WHERE a.uid > $after WITH a ORDER BY a.uid LIMIT $page "
            f"OPTIONAL MATCH (a)-[r:{type}]->(b:{target}) RETURN max(a.uid) AS last, "
            f"collect(CASE WHEN r IS NULL THEN null ELSE [{values}] END) AS rows"
        )
        return sorted_rows(pages(self.read, query, names, page))

    def counts(self) -> dict[str, int]:
        """Number of nodes of each label and of edges of each type."""
        patterns = {node.label: f"(n:{node.label})" for node in self.schema.nodes}
        patterns |= {edge.type: f"()-[n:{edge.type}]->()" for edge in self.schema.edges}
        counted = {name: f"MATCH {each} RETURN count(n) AS n" for name, each in patterns.items()}
        return {name: self.read(query)[0]["n"] for name, query in counted.items()}

    def nearest(self, label: str, vector: Sequence[float], *, k: int = 10) -> list[Hit]:
        """The `k` nodes whose vectors are nearest to `vector`; the score is the cosine, -1 to 1."""
        index = self.schema.vector(label)
        query = (
            "CALL db.index.vector.queryNodes($index, $k, $vector) YIELD node, score "
            "RETURN node.uid AS uid, 2 * score - 1 AS score"
        )
        name = self._dialect.index_name(index.name, label, index.property)
        rows = self.read(query, index=name, k=k, vector=[float(value) for value in vector])
        return sorted((Hit(r["uid"], r["score"]) for r in rows), key=lambda h: (-h.score, h.uid))

    def search(self, text: str, *, limit: int = 10) -> list[Hit]:
        """Passages that hold the words of `text`, in any inflection, best first."""
        index = self.schema.texts[0]
        terms = " ".join(query_terms(text))
        query = (
            "CALL db.index.fulltext.queryNodes($index, $terms) YIELD node, score "
            "RETURN node.uid AS uid, score ORDER BY score DESC, uid LIMIT $limit"
        )
        name = self._dialect.index_name(index.name, index.label, index.property)
        rows = self.read(query, index=name, terms=terms, limit=limit) if terms else []
        return [Hit(row["uid"], row["score"]) for row in rows]

    def judge(self, text: str) -> Verdict:
        """What the store's own parser says of a foreign text; nothing is run."""
        return self._dialect.judge(text, self._explain)

    def foreign(
        self,
        text: str,
        parameters: Mapping[str, Any],
        *,
        seconds: float,
        take: Take,
        asked: Asked | None = None,
    ) -> tuple[str, ...]:
        """Columns of a foreign text, read and then rolled back; rows go to `take` until it says no.

        Only `kg.reading` may call this, after its verdict. It is ended once `asked` is given up.
        Raises TimeoutError past `seconds`. A cut breaks the connection, lest a rest be computed.
        """
        asked = asked or Asked()
        marked, metadata = self._dialect.marked(text, asked.name)

        def run() -> tuple[str, ...]:
            with (
                self._session(neo4j.READ_ACCESS, fetch_size=_FETCHED) as session,
                session.begin_transaction(metadata=metadata, timeout=seconds) as transaction,
            ):
                result = transaction.run(marked, dict(parameters))
                columns = tuple(result.keys())
                if not all(take(tuple(record)) for record in result) and session._connection:
                    session._connection.kill()  # type: ignore[no-untyped-call]
                transaction.rollback()
                return columns

        def heed() -> None:
            if asked.given_up:
                self._dialect.end(asked.name, self._declare)

        try:
            return within(seconds + _GRACE_SECONDS, run, meanwhile=heed)
        except TimeoutError:
            self._dialect.interrupt()
            raise

    def revive(self) -> None:
        """Start a server of our own again where it has ended; a foreign one is let alone."""
        self._dialect.revive()

    def _transaction(self, transaction: neo4j.ManagedTransaction) -> Transaction:
        def run(query: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
            try:
                return [dict(record) for record in transaction.run(query, parameters)]
            except TransientError as error:
                if "Memory" not in (error.code or ""):
                    raise
                raise StoreFull(
                    "The store has not enough memory for this transaction.",
                    hint="Give it a larger heap, or ingest with a smaller UMRAN_BATCH.",
                ) from error

        return Transaction(run, self.schema, largest=self._dialect.largest)

    def _explain(self, text: str) -> Plan:
        def run() -> Plan:
            with self._session(neo4j.READ_ACCESS) as session:
                query = neo4j.Query("EXPLAIN " + text, timeout=_PLAN_SECONDS)
                summary = session.run(query).consume()
            return Plan(str(summary.query_type), dict(summary.plan or {}))

        return within(_PLAN_SECONDS, run)

    def _declare(self, statement: str) -> None:
        with self._session(neo4j.WRITE_ACCESS) as session:
            session.run(statement).consume()

    @contextmanager
    def _session(self, access: str, *, fetch_size: int = 1_000) -> Iterator[neo4j.Session]:
        try:
            with self._driver.session(
                database=self._database,
                default_access_mode=access,
                fetch_size=fetch_size,
                bookmark_manager=self._bookmarks,  # what was written is seen on any member
            ) as session:
                yield session
        except ConstraintError as error:
            raise ConstraintViolated(error.message or "A uid exists already.") from error
        except (ServiceUnavailable, AuthError) as error:
            raise StoreUnreachable(f"The store does not answer: {error}") from error
        except TransientError as error:
            raise StoreBusy(f"The store cannot do this now: {error.message}") from error
        except (Neo4jError, DriverError) as error:
            said = str(getattr(error, "message", None) or error)
            raise self._dialect.explained(said) from error


@contextmanager
def open_store(settings: Settings, *, patience: float = 30) -> Iterator[Store]:
    """Open the store that `settings` name, with its indexes declared.

    What a foreign server cannot do at once is tried again for `patience` seconds. Raises
    StoreUnreachable, or StoreInUse for the embedded files of another process.
    """
    if settings.uri:
        auth = (settings.user, settings.password.get_secret_value())
        with _driver(settings.uri, auth, patience=patience) as driver:
            yield Store(driver, settings.database, Neo4j(Address.of(settings))).prepare()
        return
    with (
        EmbeddedServer(settings.data, heap=settings.heap) as server,
        _driver(server.uri, server.auth, patience=_LOCAL_SECONDS) as driver,
    ):
        yield Store(driver, server.database, Embedded(server)).prepare()


@contextmanager
def _driver(uri: str, auth: tuple[str, str], *, patience: float) -> Iterator[neo4j.Driver]:
    """A driver that goes on trying a transaction for `patience` seconds."""
    try:
        driver = neo4j.GraphDatabase.driver(
            uri,
            auth=auth,
            notifications_min_severity="OFF",
            connection_timeout=10,
            max_transaction_retry_time=patience,
        )
    except (DriverError, ValueError) as error:
        raise StoreUnreachable(
            f"{uri!r} is no address of a server ({error}).",
            hint="UMRAN_URI looks like bolt://127.0.0.1:7687 or neo4j://host.",
        ) from None
    with driver:
        _verify(driver, uri)
        yield driver


def _verify(driver: neo4j.Driver, uri: str) -> None:
    try:
        driver.verify_connectivity()
    except AuthError:
        raise StoreUnreachable(
            f"{uri} refuses this user or password.", hint="Set UMRAN_USER and UMRAN_PASSWORD."
        ) from None
    except (ServiceUnavailable, DriverError, Neo4jError, ValueError, OSError) as error:
        raise StoreUnreachable(
            f"No store answers at {uri} ({error}).", hint="Is the server up? Is UMRAN_URI right?"
        ) from None
