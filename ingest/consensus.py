"""What several files say of one shared node, settled: who is shown, and where a culture lives."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ingest.link import named
from kg.errors import StoreBusy
from kg.transaction import Transaction

PLACE = ("latitude", "longitude", "region", "family")


def lock(transaction: Transaction, label: str, uids: Iterable[str]) -> None:
    """Wait until no concurrent writer holds these nodes, and hold them until the commit."""
    transaction.run(
        f"UNWIND $uids AS uid MATCH (n:{label} {{uid: uid}}) SET n.uid = uid", uids=sorted(uids)
    )


def claim(transaction: Transaction, label: str, uids: Collection[str]) -> dict[str, str | None]:
    """Create the nodes that are not there and hold all of them; uid -> the name that is shown.

    The write comes before the look, so that a concurrent writer's commit is seen.
    """
    rows = transaction.run(
        f"UNWIND $uids AS uid MERGE (n:{label} {{uid: uid}}) SET n.uid = uid "
        "RETURN uid, n.name AS name",
        uids=sorted(uids),
    )
    found = {row["uid"]: row["name"] for row in rows}
    if found.keys() != set(uids):
        raise StoreBusy("Another writer was faster than this one.")
    return found


def settle_names(transaction: Transaction, label: str, uids: Iterable[str]) -> None:
    """Of the spellings that still stand in a document, the smallest is shown."""
    rows = transaction.run(
        f"UNWIND $uids AS uid MATCH (:Document)-[r:NAMES]->(n:{label} {{uid: uid}}) "
        "RETURN uid, n.name AS shown, collect(DISTINCT r.name) AS names",
        uids=sorted(uids),
    )
    smallest = [{"uid": row["uid"], "name": min(row["names"])} for row in rows]
    due = [new for new, row in zip(smallest, rows, strict=True) if new["name"] != row["shown"]]
    transaction.upsert(label, due)


def settle_places(transaction: Transaction, cultures: Iterable[str]) -> None:
    """A culture lives where the first table that says so puts it, else where the lexicon does."""
    uids = sorted(cultures)
    known = transaction.run(
        "UNWIND $uids AS uid MATCH (c:Culture {uid: uid}) "
        "RETURN uid, c.name AS name, properties(c) AS now",
        uids=uids,
    )
    claims = _claims(transaction, uids)
    rows = []
    for row in known:
        lexical = named("Culture", row["name"]).place
        place = {**dict.fromkeys(PLACE), **lexical, **claims.get(row["uid"], {})}
        if any(row["now"].get(name) != value for name, value in place.items()):
            rows.append({"uid": row["uid"], **place})
    transaction.upsert("Culture", rows)


def _claims(transaction: Transaction, cultures: list[str]) -> Mapping[str, dict[str, Any]]:
    """Culture -> what tables say of its place; the first table, by source and path, wins."""
    rows = transaction.run(
        "UNWIND $uids AS uid MATCH (c:Culture {uid: uid})-[r:LOCATED_BY]->(d:Document) "
        "RETURN uid, d.source AS source, d.path AS path, properties(r) AS place",
        uids=cultures,
    )
    claims: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: (row["source"], row["path"]), reverse=True):
        claims[row["uid"]].update(row["place"])
    return claims
