"""`Store.write` against a loop of UNWIND MERGE that uses the driver alone, on the same rows."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import neo4j

from benchmarks.measure import Figure, Meter, figure
from benchmarks.servers import Server
from kg.transaction import Transaction

NODES = 4_000
EDGES = 8_000
BATCH = 2_000
ROUNDS = 7
WARM_UPS = 3

Row = dict[str, Any]
_NODE = "UNWIND $rows AS row MERGE (n:Passage {uid: row.uid}) SET n += row"
_EDGE = (
    "UNWIND $rows AS row MATCH (a:Passage {uid: row.source}) MATCH (b:Place {uid: row.target}) "
    "MERGE (a)-[r:MENTIONS {start: row.properties.start, end: row.properties.end}]->(b) "
    "SET r += row.properties"
)


def against_driver(server: Server) -> Figure:
    """Throughput of upsert and link in rows per CPU second, ours / the driver's, in turn."""
    meter, ratios = Meter(server.pid), []
    places = [{"uid": f"place-{i}", "name": f"Place {i}"} for i in range(500)]
    server.store.write(lambda transaction: transaction.upsert("Place", places))
    for number in range(WARM_UPS + ROUNDS):
        theirs = meter.cost(_raw(server, *_rows(f"raw-{number}")))
        ours = meter.cost(_ours(server, *_rows(f"own-{number}")))
        ratios.append(sum(theirs) / sum(ours))
    detail = f"rows per CPU second, upsert {NODES:,} and link {EDGES:,}, ours / driver alone"
    return figure("writes", server.kind, ratios[WARM_UPS:], target=0.8, most=False, detail=detail)


def _rows(name: str) -> tuple[list[Row], list[Row]]:
    nodes = [
        {"uid": f"{name}-{i}", "idx": i, "text": f"Sentence {i} of {name}.", "lang": "en"}
        for i in range(NODES)
    ]
    edges = [
        {
            "source": f"{name}-{i % NODES}",
            "target": f"place-{i * 7 % 500}",
            "properties": {"start": i, "end": i + 5, "surface": "Place", "score": 1.0},
        }
        for i in range(EDGES)
    ]
    return nodes, edges


def _ours(server: Server, nodes: list[Row], edges: list[Row]) -> Callable[[], None]:
    def upsert(rows: list[Row], transaction: Transaction) -> None:
        transaction.upsert("Passage", rows)

    def link(rows: list[Row], transaction: Transaction) -> None:
        transaction.link("MENTIONS", "Passage", "Place", rows)

    def run() -> None:
        for work, every in ((upsert, nodes), (link, edges)):
            for rows in _batches(every):
                server.store.write(partial(work, rows))

    return run


def _raw(server: Server, nodes: list[Row], edges: list[Row]) -> Callable[[], None]:
    def merge(transaction: neo4j.ManagedTransaction, query: str, rows: list[Row]) -> None:
        transaction.run(query, rows=rows).consume()

    def run() -> None:
        with server.driver.session(database=server.database) as session:
            for query, every in ((_NODE, nodes), (_EDGE, edges)):
                for rows in _batches(every):
                    session.execute_write(merge, query, rows)

    return run


def _batches(rows: list[Row]) -> Iterator[list[Row]]:
    starts: Iterable[int] = range(0, len(rows), BATCH)
    return (rows[start : start + BATCH] for start in starts)
