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
    rare = sorted(
        mine.keys() & theirs.keys(),
        key=lambda uid: (not mine[uid].fits, mine[uid].times + theirs[uid].times, uid),
    )
    return [
        Shared(mine[uid].entity, mine[uid].fits, (mine[uid].quote, theirs[uid].quote))
        for uid in rare
    ]


@dataclass(frozen=True, slots=True)
class _Named:
    """How often one culture's passages name an entity; the quote is a sentence and its document."""

    entity: str
    fits: bool
    times: int
    quote: tuple[str, str]


def _query(theme: str, period: str) -> str:
    about = "MATCH (p)-[:ABOUT]->(:Theme {name: $theme}) " if theme else ""
    dated = "MATCH (p)-[:DATED]->(:Period {name: $period}) " if period else ""
    own = "OPTIONAL MATCH (e)-[:ABOUT]->(own:Theme {name: $theme}) " if theme else ""
    return (
        "MATCH (c:Culture {name: $culture})<-[:DESCRIBES]-(d:Document)<-[:PART_OF]-(p:Passage) "
        f"{about}{dated}"
        f"MATCH (p)-[:MENTIONS]->(e) WHERE e.name <> $culture AND e.name <> $other {own}"
        f"RETURN e.uid AS uid, e.name AS entity, {'own IS NOT NULL' if theme else 'true'} AS fits, "
        "d.title AS document, count(*) AS times, min(p.text) AS text"
    )


def _named(store: Store, query: str, asked: dict[str, str]) -> dict[str, _Named]:
    """By uid; grouped in the store, since whole books are many rows, and sorted here."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in store.read(query, **asked):
        found.setdefault(row["uid"], []).append(row)
    return {
        uid: _Named(
            rows[0]["entity"],
            rows[0]["fits"],
            sum(row["times"] for row in rows),
            min((row["text"], row["document"]) for row in rows),
        )
        for uid, rows in found.items()
    }
