"""The stores that are measured: one server each, in a folder that is thrown away."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import neo4j

from kg.declaration import Schema
from kg.dialect import Dialect, Embedded, Neo4j
from kg.embedded import EmbeddedServer
from kg.store import Store
from tests.neo4j_install import find_neo4j
from tests.neo4j_server import Neo4jServer, ServerSettings

KINDS = ("embedded", "neo4j")
HEAP = "1g"


class NoServer(Exception):
    """There is no such server on this machine; the message says why."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: our `store` on it, and the bare `driver` for the peers; `uri` where others
    can use it too."""

    kind: str
    pid: int
    store: Store
    driver: neo4j.Driver
    database: str
    dialect: Dialect
    uri: str = ""

    def declare(self, schema: Schema) -> None:
        """Declare the indexes of a peer's own schema."""
        Store(self.driver, self.database, self.dialect, schema).prepare()

    def empty(self) -> None:
        """Delete all nodes and edges, piece by piece."""
        query = "MATCH (n) WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS n"
        while self.driver.execute_query(query, database_=self.database).records[0]["n"]:
            pass


@contextmanager
def running(kind: str) -> Iterator[Server]:
    """Start a store with its indexes declared. Raises NoServer."""
    with tempfile.TemporaryDirectory(prefix="umran-bench-") as folder:
        start = {"embedded": _embedded, "neo4j": _neo4j}[kind]
        with start(Path(folder)) as server:
            server.store.prepare()
            yield server


@contextmanager
def _embedded(folder: Path) -> Iterator[Server]:
    with EmbeddedServer(folder, heap=HEAP) as child, _driver(child.uri, child.auth) as driver:
        dialect = Embedded(child)
        store = Store(driver, child.database, dialect)
        yield Server("embedded", child.pid, store, driver, child.database, dialect)


@contextmanager
def _neo4j(folder: Path) -> Iterator[Server]:
    install = find_neo4j("5.26")
    if isinstance(install, str):
        raise NoServer(install)
    settings = ServerSettings(folder=folder, heap=HEAP, page_cache="256m")
    with Neo4jServer(install, settings) as child, _driver(child.uri, child.auth) as driver:
        dialect = Neo4j()
        store = Store(driver, "neo4j", dialect)
        yield Server("neo4j", child.pid, store, driver, "neo4j", dialect, child.uri)


def _driver(uri: str, auth: tuple[str, str] | None) -> neo4j.Driver:
    return neo4j.GraphDatabase.driver(uri, auth=auth, notifications_min_severity="OFF")
