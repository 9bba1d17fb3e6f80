"""What several files say of one shared node, settled: who is shown, and where a culture lives."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ingest.link import Entity, known, titles
from kg.errors import StoreBusy
from kg.transaction import Transaction

PLACE = ("latitude", "longitude", "region", "family", "glottocode", "iso")


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
    """A correction's name is shown, else the lexicon's; else, of the spellings that still stand in
    a document, the smallest. So with several corrections."""
    rows = transaction.run(
        f"UNWIND $uids AS uid MATCH (n:{label} {{uid: uid}}) "
        "OPTIONAL MATCH ()-[r:NAMES]->(n) "
        "RETURN uid, n.name AS name, n.norm AS norm, n.aliases AS aliases, "
        "collect(DISTINCT r.name) AS names, collect(DISTINCT r.shown) AS shown",
        uids=sorted(uids),
    )
    looks = [(row, _called(label, row)) for row in rows]
    due = [
        {"uid": now["uid"], **look}
        for now, look in looks
        if any(now[part] != value for part, value in look.items())
    ]
    transaction.upsert(label, due)


def _called(label: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Name, key and aliases that the lexicon and the documents give an entity together."""
    entity = known(label, row["uid"])
    name = entity.name if entity else min(row["names"], default=row["name"])
    entity = entity or Entity(label, row["uid"], name)
    return titles(entity, name, min(row["shown"], default=""))


def settle_places(transaction: Transaction, cultures: Iterable[str]) -> None:
    """A culture lives where the first table that says so puts it, else where the lexicon does."""
    uids = sorted(cultures)
    cultures_now = transaction.run(
        "UNWIND $uids AS uid MATCH (c:Culture {uid: uid}) RETURN uid, properties(c) AS now",
        uids=uids,
    )
    claims = _claims(transaction, uids)
    rows = []
    for row in cultures_now:
        entity = known("Culture", row["uid"])
        lexical = entity.place if entity else {}
        place = {**dict.fromkeys(PLACE), **lexical, **claims.get(row["uid"], {})}
        if any(row["now"].get(name) != value for name, value in place.items()):
            rows.append({"uid": row["uid"], **place})
    transaction.upsert("Culture", rows)


def _claims(transaction: Transaction, cultures: list[str]) -> Mapping[str, dict[str, Any]]:
    """Culture -> what tables say of its place; the first table, by source, path and
    part, wins."""
    rows = transaction.run(
        "UNWIND $uids AS uid MATCH (c:Culture {uid: uid})-[r:LOCATED_BY]->(d:Document) "
        "RETURN uid, d.source AS source, d.path AS path, d.part AS part, properties(r) AS place",
        uids=cultures,
    )
    claims: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in sorted(rows, key=_rank, reverse=True):
        claims[row["uid"]].update(row["place"])
    return claims


def _rank(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return row["source"], row["path"], row["part"] or ""
