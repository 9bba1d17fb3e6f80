"""Sentences that name an entity, or two, each with its place in its document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kg.lookup import look_up
from kg.naming import normalise
from kg.schema import ENTITY_LABELS
from kg.store import Store

_QUOTE = (
    "RETURN d.title AS document, d.source AS source, d.path AS path, d.part AS part, "
    "p.page AS page, p.section AS section, m.start AS start, m.end AS end, "
    "m.surface AS surface, m.extractor AS extractor, p.text AS text "
    "ORDER BY source, path, start LIMIT $limit"
)


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence and where it stands; `start` and `end` are of the mention, in the document."""

    document: str
    source: str
    path: str
    part: str | None
    page: str | None
    section: str | None
    start: int
    end: int
    surface: str
    extractor: str
    text: str

    @property
    def place(self) -> str:
        """Source, path, page and offsets in one line."""
        page = f", p. {self.page}" if self.page else ""
        part = f" [{self.part}]" if self.part else ""
        return f"{self.source}/{self.path}{part}{page}, {self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Named:
    """The entity that a name means."""

    label: str
    uid: str
    name: str


def quotes(store: Store, label: str, uid: str, *, limit: int) -> list[Quote]:
    """The first sentences that mention an entity, by source, path and place."""
    rows = store.read(
        f"MATCH (:{label} {{uid: $uid}})<-[m:MENTIONS]-(p:Passage) "
        f"MATCH (p)-[:PART_OF]->(d:Document) {_QUOTE}",
        uid=uid,
        limit=limit,
    )
    return [Quote(**row) for row in rows]


def joint(
    store: Store, one: tuple[str, str], other: tuple[str, str], *, limit: int
) -> tuple[list[Quote], int]:
    """The first sentences that mention both entities, each (label, uid), and how many there are;
    the offsets are those of `one`."""
    match = (
        f"MATCH (:{other[0]} {{uid: $other}})<-[:MENTIONS]-(p:Passage) "
        f"MATCH (p)-[m:MENTIONS]->(:{one[0]} {{uid: $one}}) "
    )
    uids = {"one": one[1], "other": other[1]}
    [counted] = store.read(f"{match} RETURN count(DISTINCT p) AS n", **uids)
    rows = store.read(
        f"{match} WITH DISTINCT p, m MATCH (p)-[:PART_OF]->(d:Document) {_QUOTE}",
        **uids,
        limit=limit,
    )
    return [Quote(**row) for row in rows], counted["n"]


def entity(store: Store, name: str) -> Named:
    """The entity that is called `name`, of several the one with the most mentions; where none is,
    the one that has it as an alias. Raises NotFound, with near matches."""
    found = [row for label in ENTITY_LABELS for row in _called(store, label, normalise(name))]
    best: Mapping[str, Any] = (
        max(found, key=lambda row: row["mentions"])
        if found
        else look_up(name, [*_names(store)], what="entity")
    )
    return Named(best["label"], best["uid"], best["name"])


def _called(store: Store, label: str, norm: str) -> list[dict[str, Any]]:
    rows = store.read(
        f"MATCH (n:{label} {{norm: $norm}}) OPTIONAL MATCH (n)<-[m:MENTIONS]-() "
        "RETURN n.uid AS uid, n.name AS name, count(m) AS mentions",
        norm=norm,
    )
    return [{**row, "label": label} for row in rows]


def _names(store: Store) -> Iterable[Mapping[str, Any]]:
    for label in ENTITY_LABELS:
        columns = store.nodes(label, ["name", "aliases"])
        for uid, name, aliases in zip(*columns.values(), strict=True):
            yield {"uid": uid, "name": name, "aliases": aliases, "label": label}
