"""`export` against fetching the same columns, and the same rows, with the driver alone."""

from collections.abc import Callable, Iterable

from benchmarks import graph
from benchmarks.measure import Figure, Meter, figure
from benchmarks.servers import Server
from gnn.export import export
from gnn.vector import Kept

PASSAGES = 20_000
ROUNDS, WARM_UPS = 3, 2
COLUMNS, ROWS, REUSED = 0.8, 4.0, 1.0
_NODES = ("Passage", "Media")
_EDGES = (
    ("Passage", "PART_OF", "Document"),
    ("Passage", "ABOUT", "Theme"),
    ("Passage", "DATED", "Period"),
    ("Passage", "MENTIONS", "Concept"),
    ("Passage", "MENTIONS", "Culture"),
    ("Concept", "CO_OCCURS", "Concept"),
)
_Query = Callable[[str], object]


def against_fetching(server: Server) -> list[Figure]:
    """CPU of raw columns, of raw rows and of a re-export, each over that of a fresh export."""
    server.empty()
    edges = graph.fill(server.store, PASSAGES)
    meter, kept = Meter(server.pid), Kept()
    costs: dict[str, list[float]] = {"columns": [], "rows": [], "export": [], "again": []}
    work = {
        "columns": lambda: _fetch(server, _columns()),
        "rows": lambda: _fetch(server, _rows()),
        "export": lambda: export(server.store),
        "again": lambda: export(server.store, kept=kept),
    }
    work["again"]()
    for number in range(WARM_UPS + ROUNDS):
        for name, each in work.items():
            cost = sum(meter.cost(each))
            if number >= WARM_UPS:
                costs[name].append(cost)
    own = costs["export"]
    detail = f"{edges:,} edges, {PASSAGES:,} vectors of {graph.SIZE}; CPU s: " + ", ".join(
        f"{name} {sorted(each)[len(each) // 2]:.2f}" for name, each in costs.items()
    )

    def ratios(name: str) -> list[float]:
        return [a / b for a, b in zip(costs[name], own, strict=True)]

    def made(name: str, of: str, target: float, most: bool = False) -> Figure:
        return figure(name, server.kind, ratios(of), target=target, most=most, detail=detail)

    return [
        made("export columns", "columns", COLUMNS),
        made("export rows", "rows", ROWS),
        made("export again", "again", REUSED, most=True),
    ]


def _fetch(server: Server, queries: Iterable[str]) -> None:
    for query in queries:
        with server.driver.session(database=server.database) as session:
            session.execute_read(lambda tx, q=query: [each.values() for each in tx.run(q)])


def _columns() -> Iterable[str]:
    for label in _NODES:
        yield f"MATCH (n:{label}) RETURN collect(n.uid), collect(n.encoder), collect(n.embedding)"
    for source, type_, target in _EDGES:
        yield (
            f"MATCH (a:{source})-[r:{type_}]->(b:{target}) "
            f"RETURN collect(a.uid), collect(b.uid), collect(r.{_property(type_)})"
        )


def _rows() -> Iterable[str]:
    for label in _NODES:
        yield f"MATCH (n:{label}) RETURN n.uid, n.encoder, n.embedding"
    for source, type_, target in _EDGES:
        yield (
            f"MATCH (a:{source})-[r:{type_}]->(b:{target}) "
            f"RETURN a.uid, b.uid, r.{_property(type_)}"
        )


def _property(type_: str) -> str:
    return {"MENTIONS": "start", "CO_OCCURS": "passages"}.get(type_, "score")
