"""Why something is in the graph: the sentences that say so, or what a document added."""

from dataclasses import dataclass
from typing import Any

from ingest.link import named
from kg.culture import known
from kg.errors import NotFound
from kg.lookup import look_up
from kg.naming import normalise
from kg.quote import Quote, joint, quotes
from kg.schema import ENTITY_LABELS
from kg.store import Store


@dataclass(frozen=True, slots=True)
class Reason:
    """What was asked about, facts about it, and quotes; `total` counts all there are."""

    what: str
    facts: dict[str, Any]
    quotes: tuple[Quote, ...]
    total: int


def why(store: Store, name: str, other: str = "", *, limit: int = 10) -> Reason:
    """Why `name` (an entity, or the path of a file) is there, or why it is joined with `other`.

    Raises NotFound.
    """
    if other:
        return _pair(store, _entity(store, name), _entity(store, other), limit)
    document = _document(store, name)
    return document or _mentioned(store, _entity(store, name), limit)


def _mentioned(store: Store, entity: dict[str, Any], limit: int) -> Reason:
    match = f"MATCH (:{entity['label']} {{uid: $uid}})<-[m:MENTIONS]-(p:Passage) "
    [counted] = store.read(f"{match} RETURN count(m) AS n", uid=entity["uid"])
    facts = {"label": entity["label"], "also called": ", ".join(entity["aliases"] or ())}
    if entity["label"] == "Culture":
        facts |= _described(store, entity["uid"])
    found = tuple(quotes(store, entity["label"], entity["uid"], limit=limit))
    return Reason(entity["name"], facts, found, counted["n"])


def _described(store: Store, uid: str) -> dict[str, Any]:
    """What else supports a culture: documents and media about it, and coded traits."""
    culture = known(store, uid)
    return {
        "documents about it": culture.documents,
        "pictures and sounds": culture.media,
        "coded traits": culture.traits,
    }


def _pair(store: Store, one: dict[str, Any], other: dict[str, Any], limit: int) -> Reason:
    ends = (one["label"], one["uid"]), (other["label"], other["uid"])
    found, total = joint(store, *ends, limit=limit)
    joined = "sentences that name both" if total else "no sentence: none names both"
    facts = {"joined by": joined} | _similar(store, one["uid"], other["uid"])
    return Reason(f"{one['name']} and {other['name']}", facts, tuple(found), total)


def _similar(store: Store, one: str, other: str) -> dict[str, Any]:
    rows = store.read(
        "MATCH (:Culture {uid: $one})-[r:SIMILAR_TO]->(:Culture {uid: $other}) "
        "MATCH (run:Run) WHERE run.uid = r.run AND run.current = true "
        "RETURN r.theme AS theme, r.score AS score ORDER BY theme",
        one=one,
        other=other,
    )
    near = ", ".join(f"{row['theme']} {row['score']:.2f}" for row in rows)
    return {"learned nearness": near} if near else {}


def _document(store: Store, path: str) -> Reason | None:
    rows = store.read(
        "MATCH (d:Document) WHERE d.path = $path OR d.uid = $path "
        "RETURN d.uid AS uid, d.title AS title, d.source AS source, d.path AS path, "
        "d.kind AS kind, d.lang AS language, d.reference AS reference, d.sha256 AS sha256 "
        "ORDER BY source, path",
        path=path,
    )
    aside = store.read(
        "MATCH (u:Unreadable) WHERE u.path = $path RETURN u.source AS source, u.reason AS reason",
        path=path,
    )
    if aside:
        return Reason(path, {"set aside": aside[0]["reason"], **aside[0]}, (), 0)
    if not rows:
        return None
    facts = {name: value for name, value in rows[0].items() if value}
    if len(rows) > 1:
        facts |= {"documents": len(rows), "sources": sorted({row["source"] for row in rows})}
    return Reason(str(rows[0]["title"]), facts | _added(store, [r["uid"] for r in rows]), (), 0)


def _added(store: Store, documents: list[str]) -> dict[str, Any]:
    [passages] = store.read(
        "UNWIND $uids AS uid MATCH (:Document {uid: uid})<-[:PART_OF]-(p:Passage) "
        "RETURN count(p) AS n",
        uids=documents,
    )
    rows = store.read(
        "UNWIND $uids AS uid MATCH (:Document {uid: uid})<-[:PART_OF]-(p:Passage) "
        "MATCH (p)-[m:MENTIONS]->(e) RETURN e.name AS name, count(m) AS n ORDER BY n DESC, name",
        uids=documents,
    )
    named = ", ".join(f"{row['name']} {row['n']}" for row in rows[:12])
    return {"passages": passages["n"], "entities": len(rows), "most often": named}


def _entity(store: Store, name: str) -> dict[str, Any]:
    """The entity that a name means; of several labels the one with the most mentions.

    The names that texts use go before those that corrections show entities by.
    """
    keys = {label: named(label, name).uid for label in ENTITY_LABELS}
    shown = dict.fromkeys(ENTITY_LABELS, normalise(name))
    for key, values in (("uid", keys), ("norm", shown)):
        found = [
            row for label in ENTITY_LABELS for row in _called(store, label, key, values[label])
        ]
        if found:
            return max(found, key=lambda row: row["mentions"])
    return _refuse(store, name)


def _called(store: Store, label: str, key: str, value: str) -> list[dict[str, Any]]:
    rows = store.read(
        f"MATCH (n:{label} {{{key}: $value}}) OPTIONAL MATCH (n)<-[m:MENTIONS]-() "
        "RETURN n.uid AS uid, n.name AS name, n.aliases AS aliases, count(m) AS mentions",
        value=value,
    )
    return [{**row, "label": label} for row in rows]


def _refuse(store: Store, name: str) -> dict[str, Any]:
    """Raises NotFound, with names that are near."""
    rows: list[dict[str, Any]] = []
    for label in ENTITY_LABELS:
        columns = store.nodes(label, ["name"])
        rows += [{"uid": u, "name": n} for u, n in zip(*columns.values(), strict=True)]
    look_up(name, rows, what="entity or file")
    raise NotFound(f"There is no entity or file {name!r}.")
