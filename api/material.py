"""What a comparison rests on: how much is known of each culture, and what is missing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kg.store import Store

_DOCUMENTS = (
    "MATCH (c:Culture)<-[:DESCRIBES]-(d:Document) OPTIONAL MATCH (p:Passage)-[:PART_OF]->(d) "
    "WITH c, d, count(p) AS passages RETURN c.name AS culture, count(d) AS documents, "
    "sum(passages) AS passages, collect(DISTINCT d.lang) AS languages ORDER BY culture"
)
_MEDIA = (
    "MATCH (c:Culture)<-[:DESCRIBES]-(m:Media) "
    "RETURN c.name AS culture, m.modality AS modality, count(m) AS n"
)
_TRAITS = "MATCH (c:Culture)-[h:HAS_TRAIT]->(:Trait) RETURN c.name AS culture, count(h) AS n"
_ENOUGH = 20


@dataclass(frozen=True, slots=True)
class Material:
    """A row for each of the cultures, and sentences about what is missing."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    gaps: tuple[str, ...]


def material(store: Store, cultures: Sequence[str]) -> Material:
    """What is known of `cultures`, by their names."""
    of: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in store.read(_DOCUMENTS):
        of[row["culture"]] |= row
    for row in store.read(_MEDIA):
        of[row["culture"]][row["modality"]] = row["n"]
    for row in store.read(_TRAITS):
        of[row["culture"]]["traits"] = row["n"]
    rows = tuple(_row(name, of[name]) for name in cultures)
    columns = ("culture", "documents", "passages", "languages", "pictures", "sounds", "traits")
    return Material(columns, rows, tuple(_gaps(store, rows)))


def _row(name: str, found: dict[str, Any]) -> tuple[Any, ...]:
    languages = ", ".join(sorted(filter(None, found.get("languages", ()))))
    counts = (found.get(kind, 0) for kind in ("image", "audio", "traits"))
    return name, found.get("documents", 0), found.get("passages", 0), languages, *counts


def _gaps(store: Store, rows: Sequence[tuple[Any, ...]]) -> list[str]:
    places = store.nodes("Culture", ["name", "latitude", "region", "family"])
    named = {row[0] for row in rows}
    lacking = {
        what: sorted(
            n for n, v in zip(places["name"], places[what], strict=True) if n in named and v is None
        )
        for what in ("latitude", "region", "family")
    }
    kinds = (("sentences", 2), ("pictures", 4), ("sounds", 5), ("coded traits", 6))
    missing = {what: [row[0] for row in rows if not row[i]] for what, i in kinds}
    few = [f"Only {len(rows)} cultures: fewer than {_ENOUGH} allow no interval and no p."]
    return [
        *(few if len(rows) < _ENOUGH else []),
        *(f"No {what}: {_few(names)}." for what, names in missing.items() if names),
        *(f"What is said rests on one document: {_few(one)}." for one in [_single(rows)] if one),
        *(
            f"No {'place' if what == 'latitude' else what} known: {_few(names)}."
            for what, names in lacking.items()
            if names
        ),
    ]


def _single(rows: Sequence[tuple[Any, ...]]) -> list[str]:
    return [row[0] for row in rows if row[1] == 1]


def _few(names: Sequence[str], most: int = 12) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
