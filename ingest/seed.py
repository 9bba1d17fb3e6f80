"""What the lexicon alone says: themes, periods, and how its entities look in the graph.

A lexicon may change between two readings of a source. What texts say follows when they are read
again; what hangs on shared nodes is settled here, once all of the source has been read.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

from ingest.consensus import PLACE, settle_names, settle_places
from ingest.contribution import period_uid, theme_uid
from ingest.entries import lexicon
from ingest.link import Entity, named, row
from ingest.source import Source
from kg.schema import ENTITY_LABELS, SCHEMA
from kg.store import Store
from kg.transaction import Transaction


def seed(store: Store, source: Source) -> None:
    """Put the themes and periods of the lexicon into the graph, before `source` is read."""
    store.write(lambda transaction: _seed(transaction, source))


def settle(store: Store, source: Source) -> None:
    """What hangs on shared nodes is as the lexicon has it now, after all of `source` was read."""
    store.write(lambda transaction: _settle(transaction, source))


def themed(entity: Entity) -> list[dict[str, Any]]:
    """The ABOUT edges of an entity: its themes share it equally."""
    return [
        {
            "source": entity.uid,
            "target": theme_uid(theme),
            "properties": {"score": 1 / len(entity.themes)},
        }
        for theme in entity.themes
    ]


def _settle(transaction: Transaction, source: Source) -> None:
    for label in ENTITY_LABELS:
        _settle_label(transaction, label)
    _drop_unused(transaction, "Theme", set(_themes()), "ABOUT")
    _drop_unused(transaction, "Period", set(_periods()), "DATED")
    _note(transaction, source)


def _note(transaction: Transaction, source: Source) -> None:
    transaction.upsert("Source", [{"uid": source.uid, "lexicon": lexicon().digest}])


def _settle_label(transaction: Transaction, label: str) -> None:
    rows = transaction.run(f"MATCH (n:{label}) RETURN properties(n) AS now")
    shown = {row["now"]["uid"]: row["now"] for row in rows}
    wanted = {uid: _entities(label).get(uid) or _stranger(label, now) for uid, now in shown.items()}
    looks = [_look(entity) for entity in wanted.values()]
    transaction.upsert(label, (look for look in looks if _differs(look, shown[look["uid"]])))
    settle_names(transaction, label, {uid for uid, entity in wanted.items() if not entity.known})
    _settle_themes(transaction, label, wanted)
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


def _settle_themes(transaction: Transaction, label: str, wanted: Mapping[str, Entity]) -> None:
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
    """Nodes that the lexicon has no longer go once nothing points at them."""
    there = transaction.run(f"MATCH (n:{label}) RETURN n.uid AS uid")
    transaction.run(
        f"UNWIND $uids AS uid MATCH (n:{label} {{uid: uid}}) "
        f"WHERE NOT (n)<-[:{type_}]-() DETACH DELETE n",
        uids=[each["uid"] for each in there if each["uid"] not in known],
    )


def _seed(transaction: Transaction, source: Source) -> None:
    transaction.upsert("Theme", _themes().values())
    transaction.run("MATCH (:Theme)-[r:BROADER]->(:Theme) DELETE r")
    broader = [
        {"source": theme_uid(theme.id), "target": theme_uid(theme.broader), "properties": {}}
        for theme in lexicon().themes
        if theme.broader
    ]
    transaction.link("BROADER", "Theme", "Theme", broader)
    transaction.upsert("Period", _periods().values())
    if not source.lexicon:
        _note(transaction, source)


def _themes() -> dict[str, dict[str, Any]]:
    """uid -> row of a Theme."""
    return {
        theme_uid(theme.id): {
            "uid": theme_uid(theme.id),
            "name": theme.name,
            "name_tr": theme.name_tr,
        }
        for theme in lexicon().themes
    }


def _periods() -> dict[str, dict[str, Any]]:
    """uid -> row of a Period."""
    return {
        period_uid(period.name): {
            "uid": period_uid(period.name),
            "name": period.name,
            "name_tr": period.turkish[0] if period.turkish else period.name,
            "kind": period.kind,
            "year_from": period.year_from,
            "year_to": period.year_to,
        }
        for period in lexicon().periods
    }


@cache
def _entities(label: str) -> dict[str, Entity]:
    """uid -> entity of the lexicon."""
    entries = (entry for entry in lexicon().entries if entry.label == label)
    found = (named(label, entry.name) for entry in entries)
    return {entity.uid: entity for entity in found}
