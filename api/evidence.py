"""Sentences that two cultures share something in: where the graph says so."""

from dataclasses import dataclass
from typing import Any

from kg.store import Store

_PASSAGES = (
    "MATCH (d:Document)-[:DESCRIBES]->(c:Culture {name: $culture}) "
    "MATCH (p:Passage)-[:PART_OF]->(d) MATCH (p)-[:ABOUT]->(t:Theme {name: $theme}) "
    "MATCH (p)-[:MENTIONS]->(e) WHERE e.name <> $culture AND e.name <> $other "
    "OPTIONAL MATCH (e)-[:ABOUT]->(own:Theme {name: $theme}) "
    "RETURN e.uid AS uid, e.name AS entity, own IS NOT NULL AS fits, p.text AS text, "
    "d.title AS document ORDER BY uid, text"
)


@dataclass(frozen=True, slots=True)
class Shared:
    """An entity that passages of both cultures name, and one such sentence of each; it `fits` if
    the entity itself belongs to the theme."""

    entity: str
    fits: bool
    quotes: tuple[tuple[str, str], tuple[str, str]]


def shared(store: Store, one: str, other: str, *, theme: str) -> list[Shared]:
    """What passages about `theme` of both cultures name: what belongs to it, then the rarest."""
    mine, theirs = _named(store, one, other, theme), _named(store, other, one, theme)
    both = [
        Shared(
            mine[uid][0]["entity"], mine[uid][0]["fits"], (_quote(mine[uid]), _quote(theirs[uid]))
        )
        for uid in sorted(
            mine.keys() & theirs.keys(), key=lambda uid: (len(mine[uid]) + len(theirs[uid]), uid)
        )
    ]
    return sorted(both, key=lambda each: not each.fits)


def _named(store: Store, culture: str, other: str, theme: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in store.read(_PASSAGES, culture=culture, other=other, theme=theme):
        found.setdefault(row["uid"], []).append(row)
    return found


def _quote(rows: list[dict[str, Any]]) -> tuple[str, str]:
    return rows[0]["text"], rows[0]["document"]
