"""All that a graph holds, page by page in the order of uid: what copies of it are made from.

Pages are read one after another, so nobody should write to the graph meanwhile.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kg.declaration import EdgeType
from kg.store import Store

Progress = Callable[[int, int, str], None]
"""Is told how many rows are done, of how many, and what is being done."""
_PAGE = 100
_NODES = (
    "MATCH (n:{label}) WHERE n.uid > $after WITH n ORDER BY n.uid LIMIT $page "
    "RETURN n.uid AS last, properties(n) AS properties"
)
_EDGES = (
    "MATCH (a:{label}) WHERE a.uid > $after WITH a ORDER BY a.uid LIMIT $page "
    "OPTIONAL MATCH (a)-[r:{type}]->(b) RETURN a.uid AS last, "
    "collect(CASE WHEN r IS NULL THEN null ELSE [labels(b)[0], b.uid, properties(r)] END) AS found"
)


@dataclass(frozen=True, slots=True)
class Link:
    """An edge with its ends, each by label and uid."""

    source_label: str
    source: str
    target_label: str
    target: str
    properties: dict[str, Any]


def nodes(store: Store, label: str) -> Iterator[dict[str, Any]]:
    """The properties of all nodes of a label."""
    for row in _pages(store, _NODES.format(label=label)):
        yield row["properties"]


def edges(store: Store, edge: EdgeType, source: str) -> Iterator[Link]:
    """All edges of a type that begin at nodes of the label `source`."""
    for row in _pages(store, _EDGES.format(label=source, type=edge.type)):
        for label, target, properties in sorted(row["found"], key=_order):
            yield Link(source, row["last"], label, target, properties)


def silent(done: int, total: int, what: str) -> None:
    """Nobody is told."""


def _pages(store: Store, query: str) -> Iterator[dict[str, Any]]:
    after = ""
    while rows := store.read(query, after=after, page=_PAGE):
        yield from rows
        after = max(row["last"] for row in rows)


def _order(found: list[Any]) -> str:
    label, target, properties = found
    return f"{label} {target} {sorted(properties.items())}"
