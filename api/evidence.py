"""Sentences that two cultures share something in: where the graph says so."""

from dataclasses import dataclass
from typing import Any

from kg.store import Store

_PASSAGES = (
    "MATCH (d:Document)-[:DESCRIBES]->(c:Culture {name: $culture}) "
    "MATCH (p:Passage)-[:PART_OF]->(d) MATCH (p)-[:ABOUT]->(t:Theme {name: $theme}) "
    "MATCH (p)-[:MENTIONS]->(e) WHERE e.name <> $culture AND e.name <> $other "
    "RETURN e.uid AS uid, e.name AS entity, p.text AS text, d.title AS document "
    "ORDER BY uid, text"
)


@dataclass(frozen=True, slots=True)
class Shared:
    """An entity that passages of both cultures name, and one such sentence of each."""

    entity: str
    quotes: tuple[tuple[str, str], tuple[str, str]]


def shared(store: Store, one: str, other: str, *, theme: str) -> list[Shared]:
    """What passages about `theme` of both cultures name, the rarest first."""
    mine, theirs = _named(store, one, other, theme), _named(store, other, one, theme)
    both = sorted(set(mine) & set(theirs), key=lambda uid: (len(mine[uid]) + len(theirs[uid]), uid))
    return [
        Shared(mine[uid][0]["entity"], (_quote(mine[uid][0]), _quote(theirs[uid][0])))
        for uid in both
    ]


def _named(store: Store, culture: str, other: str, theme: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in store.read(_PASSAGES, culture=culture, other=other, theme=theme):
        found.setdefault(row["uid"], []).append(row)
    return found


def _quote(row: dict[str, Any]) -> tuple[str, str]:
    return row["text"], row["document"]
