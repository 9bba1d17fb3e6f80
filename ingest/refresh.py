"""After the lexicon has changed: entities, themes and periods as it has them now.

What texts say follows when they are read again; what hangs on shared nodes is brought up to date
here, once all of a source has been read.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from ingest.consensus import PLACE, settle_names, settle_places
from ingest.entries import lexicon
from ingest.link import Entity, known, row, themed
from ingest.removal import drop
from ingest.seed import periods, themes
from ingest.source import Source
from kg.schema import ENTITY_LABELS, SCHEMA
from kg.store import Store
from kg.transaction import Transaction


def refresh(store: Store, source: Source) -> None:
    """Make shared nodes look as the lexicon says, and note that `source` was read with it."""
    store.write(lambda transaction: _refresh(transaction, source))


def _refresh(transaction: Transaction, source: Source) -> None:
    for label in ENTITY_LABELS:
        _refresh_label(transaction, label)
    _drop_unused(transaction, "Theme", set(themes()), "ABOUT")
    _drop_unused(transaction, "Period", set(periods()), "DATED")
    transaction.upsert("Source", [{"uid": source.uid, "lexicon": lexicon().digest}])


def _refresh_label(transaction: Transaction, label: str) -> None:
    rows = transaction.run(f"MATCH (n:{label}) RETURN properties(n) AS now")
    shown = {row["now"]["uid"]: row["now"] for row in rows}
    wanted = {uid: known(label, uid) or _stranger(label, now) for uid, now in shown.items()}
    looks = [_look(entity) for entity in wanted.values()]
    transaction.upsert(label, (look for look in looks if _differs(look, shown[look["uid"]])))
    settle_names(transaction, label, wanted)
    _refresh_themes(transaction, label, wanted)
    if label == "Culture":
        settle_places(transaction, wanted)


def _stranger(label: str, now: Mapping[str, Any]) -> Entity:
    """An entity that the lexicon does not have (any longer)."""
    return Entity(label, now["uid"], now["name"])


def _look(entity: Entity) -> dict[str, Any]:
    """Its row, with None for what it lacks; where a culture lives is settled with the tables."""
    look = row(entity)
    if entity.label == "Culture":
        return {name: value for name, value in look.items() if name not in PLACE}
    placed = {each.name for each in SCHEMA.node(entity.label).properties} & set(PLACE)
    return dict.fromkeys(placed) | look


def _differs(look: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    return any(now.get(name) != value for name, value in look.items())


def _refresh_themes(transaction: Transaction, label: str, wanted: Mapping[str, Entity]) -> None:
    now: dict[str, dict[str, float]] = defaultdict(dict)
    for each in transaction.run(
        f"MATCH (n:{label})-[r:ABOUT]->(t:Theme) RETURN n.uid AS uid, t.uid AS theme, "
        "r.score AS score"
    ):
        now[each["uid"]][each["theme"]] = each["score"]
    edges = {uid: themed(entity) for uid, entity in wanted.items()}
    due = [
        uid
        for uid, rows in edges.items()
        if now[uid] != {edge["target"]: edge["properties"]["score"] for edge in rows}
    ]
    transaction.run(
        f"UNWIND $uids AS uid MATCH (n:{label} {{uid: uid}})-[r:ABOUT]->(:Theme) DELETE r", uids=due
    )
    transaction.link("ABOUT", label, "Theme", [edge for uid in due for edge in edges[uid]])


def _drop_unused(transaction: Transaction, label: str, known: set[str], type_: str) -> None:
    """Nodes that the lexicon has no longer go once nothing that was read points at them."""
    rows = transaction.run(f"MATCH (n:{label}) WHERE NOT (n)<-[:{type_}]-() RETURN n.uid AS uid")
    drop(transaction, label, [row["uid"] for row in rows if row["uid"] not in known])
