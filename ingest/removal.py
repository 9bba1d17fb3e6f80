"""Taking a document's contribution out of the graph again: what only it supported goes with it.

First its own nodes and edges go (`take_out`), then new contributions may come, and only what is
unsupported after that goes (`settle`): a culture whose text is corrected keeps what was learned.

Patterns begin at the document: the embedded engine walks them as they are written, and from the
passages' end it would look at all passages of the graph.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from itertools import combinations
from typing import Any

from ingest.consensus import lock, settle_names, settle_places
from kg.schema import ENTITY_LABELS
from kg.transaction import Transaction

_SUPPORT = {
    "Culture": ("DESCRIBES", "MENTIONS", "HAS_TRAIT", "LOCATED_BY"),
    "Trait": ("HAS_TRAIT",),
}
_FACETS = {"Culture": "OF", "Theme": "ON", "Period": "IN"}
Touched = Mapping[str, set[str]]
"""Label -> uids of shared nodes that lost an edge."""


def take_out(
    transaction: Transaction, documents: Collection[str], *, emptied: Collection[str] = ()
) -> Touched:
    """Remove these documents and what belongs to them alone; counts go down by what they added.

    Of those that are to be `emptied` the bare node stays, for what they say now: current Neo4j
    does not find a node that is deleted and made anew in one transaction.
    """
    uids = sorted({*documents, *emptied})
    mentioned = _mentions(transaction, uids)
    touched = _touched(transaction, uids, mentioned)
    for label, shared in sorted(touched.items()):
        lock(transaction, label, shared)
    _untally(transaction, mentioned)
    _delete(transaction, "(:Document {uid: uid})<-[:PART_OF]-(n)", uids)
    _delete(transaction, "(n:Document {uid: uid})", sorted(documents))
    _empty(transaction, sorted(emptied))
    return touched


def _delete(transaction: Transaction, pattern: str, uids: list[str]) -> None:
    transaction.run(f"UNWIND $uids AS uid MATCH {pattern} DETACH DELETE n", uids=uids)


def _empty(transaction: Transaction, documents: list[str]) -> None:
    transaction.run(
        "UNWIND $uids AS uid MATCH (:Document {uid: uid})-[r]-() DELETE r", uids=documents
    )
    transaction.run(
        "UNWIND $uids AS uid MATCH (d:Document {uid: uid}) SET d = {uid: uid}", uids=documents
    )


def settle(transaction: Transaction, touched: Touched) -> None:
    """What nothing speaks of any longer goes; the rest looks as the documents that are left say."""
    for label, uids in touched.items():
        left = sorted(uids - _drop_orphans(transaction, label, sorted(uids)))
        if label in ENTITY_LABELS:
            settle_names(transaction, label, left)
        if label == "Culture":
            settle_places(transaction, left)


def _mentions(transaction: Transaction, documents: list[str]) -> dict[str, set[tuple[str, str]]]:
    """Passage -> {(entity uid, label)} of the documents."""
    rows = transaction.run(
        "UNWIND $uids AS uid MATCH (:Document {uid: uid})<-[:PART_OF]-(p:Passage) "
        "MATCH (p)-[:MENTIONS]->(e) "
        "RETURN DISTINCT p.uid AS passage, e.uid AS entity, labels(e)[0] AS label",
        uids=documents,
    )
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in rows:
        found[row["passage"]].add((row["entity"], row["label"]))
    return found


def _touched(
    transaction: Transaction, documents: list[str], mentioned: dict[str, set[tuple[str, str]]]
) -> dict[str, set[str]]:
    touched: dict[str, set[str]] = defaultdict(set)
    for entity, label in {pair for pairs in mentioned.values() for pair in pairs}:
        touched[label].add(entity)
    for query in (
        "MATCH (:Document {uid: uid})-[:DESCRIBES]->(n:Culture)",
        "MATCH (:Document {uid: uid})<-[:PART_OF]-(m:Media) MATCH (m)-[:DESCRIBES]->(n:Culture)",
        "MATCH (:Document {uid: uid})<-[:LOCATED_BY]-(n:Culture)",
    ):
        rows = transaction.run(
            f"UNWIND $uids AS uid {query} RETURN DISTINCT n.uid AS uid", uids=documents
        )
        touched["Culture"].update(row["uid"] for row in rows)
    for row in _uncode(transaction, documents):
        touched["Culture"].add(row["culture"])
        touched["Trait"].add(row["trait"])
    return touched


def _uncode(transaction: Transaction, documents: list[str]) -> list[dict[str, Any]]:
    """Remove the codes of tables; only where there are tables, since it looks at every code."""
    tables = transaction.run(
        "UNWIND $uids AS uid MATCH (d:Document {uid: uid}) WHERE d.kind = 'table' "
        "RETURN d.uid AS uid",
        uids=documents,
    )
    if not tables:
        return []
    return transaction.run(
        "MATCH (c:Culture)-[r:HAS_TRAIT]->(t:Trait) WHERE r.document IN $uids "
        "DELETE r RETURN DISTINCT c.uid AS culture, t.uid AS trait",
        uids=[row["uid"] for row in tables],
    )


def _untally(transaction: Transaction, mentioned: dict[str, set[tuple[str, str]]]) -> None:
    pairs = Counter(
        pair for entities in mentioned.values() for pair in combinations(sorted(entities), 2)
    )
    by_labels: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for ((source, source_label), (target, target_label)), count in sorted(pairs.items()):
        edge = {"source": source, "target": target, "count": -count}
        by_labels[source_label, target_label].append(edge)
    for (source_label, target_label), rows in by_labels.items():
        transaction.tally("CO_OCCURS", source_label, target_label, rows)
        transaction.run(
            f"UNWIND $rows AS row MATCH (a:{source_label} {{uid: row.source}}) "
            f"MATCH (b:{target_label} {{uid: row.target}}) MATCH (a)-[r:CO_OCCURS]->(b) "
            "WHERE r.passages <= 0 DELETE r",
            rows=rows,
        )


def _drop_orphans(transaction: Transaction, label: str, uids: list[str]) -> set[str]:
    """Drop those of the nodes that nothing supports; their uids."""
    types = "|".join(_SUPPORT.get(label, ("MENTIONS",)))
    dropped: set[str] = set()
    for batch in (uids[i : i + 1_000] for i in range(0, len(uids), 1_000)):
        rows = transaction.run(
            f"UNWIND $uids AS uid MATCH (n:{label} {{uid: uid}}) "
            f"WHERE NOT (n)-[:{types}]-() RETURN n.uid AS uid",
            uids=batch,
        )
        orphans = [row["uid"] for row in rows]
        drop(transaction, label, orphans)
        dropped.update(orphans)
    return dropped


def drop(transaction: Transaction, label: str, uids: list[str]) -> None:
    """Delete shared nodes, and what runs learned of them."""
    if not uids:
        return
    if label in _FACETS:
        transaction.run(
            f"UNWIND $uids AS uid MATCH (:{label} {{uid: uid}})<-[:{_FACETS[label]}]-(f:Facet) "
            "DETACH DELETE f",
            uids=uids,
        )
    transaction.run(
        f"UNWIND $uids AS uid MATCH (n:{label} {{uid: uid}}) DETACH DELETE n", uids=uids
    )
