"""Taking a file's contribution out of the graph again: what only it supported goes with it."""

from collections import Counter, defaultdict
from itertools import combinations
from typing import Any

from ingest.consensus import lock, settle_names, settle_places
from kg.schema import ENTITY_LABELS
from kg.transaction import Transaction

_SUPPORT = {
    "Culture": ("DESCRIBES", "MENTIONS", "HAS_TRAIT", "LOCATED_BY"),
    "Trait": ("HAS_TRAIT",),
}


def remove(transaction: Transaction, documents: list[str]) -> None:
    """Remove these documents and what they added.

    Shared entities and traits go when nothing else speaks of them, else they look as the other
    documents have them; counts go down by what the documents had added.
    """
    mentioned = _mentions(transaction, documents)
    touched = _touched(transaction, documents, mentioned)
    for label, uids in sorted(touched.items()):
        lock(transaction, label, uids)
    _untally(transaction, mentioned)
    transaction.run(
        "UNWIND $uids AS uid MATCH (n)-[:PART_OF]->(d:Document {uid: uid}) DETACH DELETE n",
        uids=documents,
    )
    transaction.run(
        "UNWIND $uids AS uid MATCH (d:Document {uid: uid}) DETACH DELETE d", uids=documents
    )
    for label, uids in touched.items():
        _drop_orphans(transaction, label, sorted(uids))
        if label in ENTITY_LABELS:
            settle_names(transaction, label, uids)
    settle_places(transaction, touched["Culture"])


def _mentions(transaction: Transaction, documents: list[str]) -> dict[str, set[tuple[str, str]]]:
    """Passage -> {(entity uid, label)} of the documents."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for label in ENTITY_LABELS:
        rows = transaction.run(
            "UNWIND $uids AS uid MATCH (p:Passage)-[:PART_OF]->(d:Document {uid: uid}) "
            f"MATCH (p)-[:MENTIONS]->(e:{label}) RETURN DISTINCT p.uid AS passage, e.uid AS entity",
            uids=documents,
        )
        for row in rows:
            found[row["passage"]].add((row["entity"], label))
    return found


def _touched(
    transaction: Transaction, documents: list[str], mentioned: dict[str, set[tuple[str, str]]]
) -> dict[str, set[str]]:
    """Label -> uids of shared nodes that lose an edge."""
    touched: dict[str, set[str]] = defaultdict(set)
    for entity, label in {pair for pairs in mentioned.values() for pair in pairs}:
        touched[label].add(entity)
    for query in (
        "MATCH (:Document {uid: uid})-[:DESCRIBES]->(n:Culture)",
        "MATCH (m:Media)-[:PART_OF]->(:Document {uid: uid}) MATCH (m)-[:DESCRIBES]->(n:Culture)",
        "MATCH (n:Culture)-[:LOCATED_BY]->(:Document {uid: uid})",
    ):
        rows = transaction.run(
            f"UNWIND $uids AS uid {query} RETURN DISTINCT n.uid AS uid", uids=documents
        )
        touched["Culture"].update(row["uid"] for row in rows)
    coded = transaction.run(
        "MATCH (c:Culture)-[r:HAS_TRAIT]->(t:Trait) WHERE r.document IN $uids "
        "DELETE r RETURN DISTINCT c.uid AS culture, t.uid AS trait",
        uids=documents,
    )
    touched["Culture"].update(row["culture"] for row in coded)
    touched["Trait"].update(row["trait"] for row in coded)
    return touched


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


def _drop_orphans(transaction: Transaction, label: str, uids: list[str]) -> None:
    for batch in (uids[i : i + 1_000] for i in range(0, len(uids), 1_000)):
        types = "|".join(_SUPPORT.get(label, ("MENTIONS",)))
        transaction.run(
            f"UNWIND $uids AS uid MATCH (n:{label} {{uid: uid}}) "
            f"WHERE NOT (n)-[:{types}]-() DETACH DELETE n",
            uids=batch,
        )
