"""Cultures that tables put in places too far apart for one: one name, perhaps, of two peoples."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Any

from ingest.link import known
from kg.naming import normalise
from kg.store import Store

APART = 2_000.0
"""Kilometres between the places of two tables beyond which they are asked about."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a table, or the lexicon ("" for source and path), says of where a culture lives."""

    source: str
    path: str
    latitude: float | None
    longitude: float | None
    region: str

    def __str__(self) -> str:
        spot = "" if self.latitude is None else f"{self.latitude:g}, {self.longitude:g}"
        said = " at ".join(filter(None, (self.region, spot))) or "nowhere"
        return f"{self.path or 'the lexicon'}: {said}"


def contested(store: Store) -> Iterator[tuple[str, str, Claim, Claim]]:
    """Uid and name of a culture, its first claim, and the first that cannot be of the same place.

    Where both have coordinates their distance tells, else whether their regions differ.
    """
    rows = store.read(
        "MATCH (c:Culture)-[r:LOCATED_BY]->(d:Document) RETURN c.uid AS uid, c.name AS name, "
        "d.source AS source, d.path AS path, r.latitude AS latitude, r.longitude AS longitude, "
        "r.region AS region"
    )
    claims: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["uid"], row["source"], row["path"])):
        claims[row.pop("uid"), row.pop("name")].append(
            Claim(**row | {"region": row["region"] or ""})
        )
    for (uid, name), said in claims.items():
        first, *others = [*_lexical(uid), *said]
        for other in others:
            if _apart(first, other):
                yield uid, name, first, other
                break


def _lexical(uid: str) -> list[Claim]:
    entity = known("Culture", uid)
    place: dict[str, Any] = entity.place if entity else {}
    if place.get("latitude") is None or place.get("longitude") is None:
        return []
    return [Claim("", "", place["latitude"], place["longitude"], "")]


def _apart(one: Claim, other: Claim) -> bool:
    if None not in (one.latitude, one.longitude, other.latitude, other.longitude):
        return _kilometres(one, other) > APART
    regions = {normalise(each.region) for each in (one, other) if each.region}
    return len(regions) == 2


def _kilometres(one: Claim, other: Claim) -> float:
    """Along a great circle (the haversine formula)."""
    a, b, c, d = (
        radians(each or 0.0)
        for each in (one.latitude, one.longitude, other.latitude, other.longitude)
    )
    half = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * 6_371 * asin(min(1.0, sqrt(half)))
