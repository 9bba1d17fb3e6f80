"""Sentences that two cultures share something in: where the graph says so."""

from dataclasses import dataclass
from typing import Any

from kg.store import Store


@dataclass(frozen=True, slots=True)
class Shared:
    """An entity that passages of both cultures name, and one such sentence of each; it `fits` if
    the entity itself belongs to the theme."""

    entity: str
    fits: bool
    quotes: tuple[tuple[str, str], tuple[str, str]]


def shared(
    store: Store, one: str, other: str, *, theme: str = "", period: str = ""
) -> list[Shared]:
    """What passages of both cultures name: what belongs to the theme, then the rarest.

    Only passages about `theme` and of `period` count, where these are given; without a theme every
    entity fits.
    """
    query, about = _query(theme, period), {"theme": theme, "period": period}
    mine = _named(store, query, about | {"culture": one, "other": other})
    theirs = _named(store, query, about | {"culture": other, "other": one})
    both = [
        Shared(
            mine[uid][0]["entity"], mine[uid][0]["fits"], (_quote(mine[uid]), _quote(theirs[uid]))
        )
        for uid in sorted(
            mine.keys() & theirs.keys(), key=lambda uid: (len(mine[uid]) + len(theirs[uid]), uid)
        )
    ]
    return sorted(both, key=lambda each: not each.fits)


def _query(theme: str, period: str) -> str:
    about = "MATCH (p)-[:ABOUT]->(:Theme {name: $theme}) " if theme else ""
    dated = "MATCH (p)-[:DATED]->(:Period {name: $period}) " if period else ""
    own = "OPTIONAL MATCH (e)-[:ABOUT]->(own:Theme {name: $theme}) " if theme else ""
    return (
        "MATCH (d:Document)-[:DESCRIBES]->(c:Culture {name: $culture}) "
        f"MATCH (p:Passage)-[:PART_OF]->(d) {about}{dated}"
        f"MATCH (p)-[:MENTIONS]->(e) WHERE e.name <> $culture AND e.name <> $other {own}"
        f"RETURN e.uid AS uid, e.name AS entity, {'own IS NOT NULL' if theme else 'true'} AS fits, "
        "p.text AS text, d.title AS document ORDER BY uid, text"
    )


def _named(store: Store, query: str, asked: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in store.read(query, **asked):
        found.setdefault(row["uid"], []).append(row)
    return found


def _quote(rows: list[dict[str, Any]]) -> tuple[str, str]:
    return rows[0]["text"], rows[0]["document"]
