"""The whole graph as plain values, to compare one graph with another."""

from typing import Any

from kg.history import INGESTION
from kg.store import Store

Dump = dict[str, list[Any]]


def dump(store: Store) -> Dump:
    """All nodes and all edges with all their properties, sorted; equal for equal graphs.

    A node is (labels, properties), an edge (type, end, end, properties) where an end is (labels,
    uid) and properties are sorted pairs. Values keep their type: 1 and 1.0 differ. In which folder
    a source lies on this machine is left out, and so is the history of how the graph came about,
    which law 1 does not speak of.
    """
    nodes = store.read("MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties")
    edges = store.read(
        "MATCH (a)-[r]->(b) RETURN type(r) AS type, labels(a) AS source_labels, a.uid AS source, "
        "labels(b) AS target_labels, b.uid AS target, properties(r) AS properties"
    )
    return {
        "nodes": sorted(map(_node, filter(_is_fact, nodes)), key=repr),
        "edges": sorted(map(_edge, edges), key=repr),
    }


def differences(found: Dump, expected: Dump) -> dict[str, object]:
    """What one graph has and the other lacks; empty for equal graphs."""
    answer: dict[str, object] = {}
    for part, rows in expected.items():
        more = [row for row in found[part] if row not in rows]
        less = [row for row in rows if row not in found[part]]
        if more or less or len(rows) != len(found[part]):
            answer[part] = {"more": more, "less": less}
    return answer


def empty(store: Store) -> None:
    """Delete all nodes and edges; indexes and constraints stay."""
    store.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n"))


def _is_fact(row: dict[str, Any]) -> bool:
    return row["labels"] != [INGESTION.label]


def _node(row: dict[str, Any]) -> tuple[Any, ...]:
    properties = dict(row["properties"])
    if row["labels"] == ["Source"]:
        properties.pop("folder")
    return _labels(row["labels"]), _pairs(properties)


def _edge(row: dict[str, Any]) -> tuple[Any, ...]:
    source = (_labels(row["source_labels"]), row["source"])
    target = (_labels(row["target_labels"]), row["target"])
    return row["type"], source, target, _pairs(row["properties"])


def _labels(labels: list[str]) -> tuple[str, ...]:
    return tuple(sorted(labels))


def _pairs(properties: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((name, repr(value)) for name, value in sorted(properties.items()))
