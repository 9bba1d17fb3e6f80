"""One transaction on the graph: nodes and edges go in by a few generic, idempotent statements."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from kg.batch import batches, weight
from kg.declaration import EdgeType, Schema
from kg.errors import StoreError

Row = Mapping[str, Any]
Run = Callable[[str, dict[str, Any]], list[dict[str, Any]]]
T = TypeVar("T")
_ROWS = 2_000
_BYTES = 8_000_000
"""About what one statement carries; a row that is larger goes alone."""
HANDLED = (
    "UNWIND $rows AS row MATCH (a) WHERE elementId(a) = row.source "
    "MATCH (b) WHERE elementId(b) = row.target "
)
"""Rows whose `source` and `target` are handles: `a` and `b` are the ends."""


class Transaction:
    """What can be done to the graph in one transaction; all of it happens or none."""

    def __init__(self, run: Run, schema: Schema, *, largest: int | None = None) -> None:
        """`largest`: bytes that the store takes in one row."""
        self._run = run
        self._schema = schema
        self._largest = largest

    def run(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        """Run a Cypher statement of ours and return its rows.

        Raises StoreError for a row that the store does not take.
        """
        rows = parameters.get("rows", ())
        if self._largest and len(rows) == 1 and weight(rows[0]) > self._largest:
            what = f"A row has {weight(rows[0]):,} bytes, and this store takes {self._largest:,}."
            raise StoreError(what, hint="Split the text, or use a Neo4j: UMRAN_URI.")
        return self._run(query, parameters)

    def upsert(self, label: str, rows: Iterable[Row]) -> None:
        """Create or update nodes: each row has `uid`, all its other keys become properties."""
        self._schema.node(label)
        query = f"UNWIND $rows AS row MERGE (n:{label} {{uid: row.uid}}) SET n += row"
        for batch in _batches(rows):
            self.run(query, rows=batch)

    def create(self, label: str, rows: Iterable[Row]) -> None:
        """Create nodes that do not exist yet; rows are those of `upsert`, each `uid` once."""
        self._schema.node(label)
        query = f"UNWIND $rows AS row CREATE (n:{label}) SET n = row"
        for batch in _batches(rows):
            self.run(query, rows=batch)

    def handles(self, label: str, uids: Iterable[str]) -> dict[str, str]:
        """uid -> what the store itself calls that node: the fastest way to it, of whatever label.

        A handle holds in this transaction alone. Nodes that do not exist have none.
        """
        self._schema.node(label)
        query = (
            f"UNWIND $rows AS row MATCH (n:{label} {{uid: row}}) "
            "RETURN collect(n.uid) AS uids, collect(elementId(n)) AS handles"
        )
        found: dict[str, str] = {}
        for batch in _batches(uids):
            [row] = self.run(query, rows=batch)
            found.update(zip(row["uids"], row["handles"], strict=True))
        return found

    def attach(self, type: str, rows: Iterable[Row]) -> None:
        """Create the edges of sources that are new in this transaction, thus have none yet.

        Each row has `source` and `target` (handles) and `properties`; the outcome is that of
        `link`, which has to look for each edge first.
        """
        edge = self._schema.edge(type)
        query = f"{HANDLED}CREATE (a)-[r:{type}]->(b) SET r = row.properties"
        for batch in _batches(_distinct(rows, edge.key)):
            self.run(query, rows=batch)

    def link(self, type: str, source: str, target: str, rows: Iterable[Row]) -> None:
        """Create or update edges `(source)-[type]->(target)`.

        Each row has `source` and `target` (uids) and `properties`, among them the type's key.
        A row whose end does not exist links nothing.
        """
        edge = self._edge(type, source, target)
        key = ", ".join(f"{name}: row.properties.{name}" for name in edge.key)
        query = (
            f"{_ends(source, target)}"
            f"MERGE (a)-[r:{type}{' {' + key + '}' if key else ''}]->(b) SET r += row.properties"
        )
        for batch in _batches(rows):
            self.run(query, rows=batch)

    def tally(self, type: str, source: str, target: str, rows: Iterable[Row]) -> None:
        """Add to the counter of edges, creating them where there are none.

        Each row has `source`, `target` (a pair occurs once) and `count`, which may be negative.
        """
        self._edge(type, source, target)
        self._tally(type, _ends(source, target), rows)

    def tally_handles(self, type: str, rows: Iterable[Row]) -> None:
        """As `tally`, with handles for the ends, thus for nodes of all labels at once."""
        self._tally(type, HANDLED, rows)

    def _tally(self, type: str, ends: str, rows: Iterable[Row]) -> None:
        counter = self._schema.edge(type).counter
        query = (
            f"{ends}OPTIONAL MATCH (a)-[r:{type}]->(b) "
            "FOREACH (_ IN CASE WHEN r IS NULL THEN [1] ELSE [] END | "
            f"CREATE (a)-[:{type} {{{counter}: row.count}}]->(b)) "
            "FOREACH (known IN CASE WHEN r IS NULL THEN [] ELSE [r] END | "
            f"SET known.{counter} = known.{counter} + row.count)"
        )
        for batch in _batches(rows):
            self.run(query, rows=batch)

    def _edge(self, type: str, source: str, target: str) -> EdgeType:
        edge = self._schema.edge(type)
        if source not in edge.sources or target not in edge.targets:
            raise KeyError(f"(:{source})-[:{type}]->(:{target})")
        return edge


def _ends(source: str, target: str) -> str:
    return (
        f"UNWIND $rows AS row MATCH (a:{source} {{uid: row.source}}) "
        f"MATCH (b:{target} {{uid: row.target}}) "
    )


def _distinct(rows: Iterable[Row], key: Sequence[str]) -> Iterator[Row]:
    """One row for each edge: of several with the same ends and key the properties add up."""
    found: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        properties = row["properties"]
        edge = (row["source"], row["target"], *(properties[name] for name in key))
        known = found.get(edge)
        found[edge] = {**row, "properties": known["properties"] | properties} if known else row
    return iter(found.values())


def _batches(rows: Iterable[T]) -> Iterator[list[T]]:
    return batches(rows, weight, most=_BYTES, count=_ROWS)
