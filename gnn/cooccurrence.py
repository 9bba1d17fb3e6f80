"""How much more often than by chance two entities share a passage."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np

from gnn.bundle import Edges, Entities, Names
from gnn.facet import Grouping, edges
from gnn.item import Item
from kg.store import Store

_Mentions = Mapping[str, Mapping[str, frozenset[str]]]


def npmi(both: int, one: int, other: int, passages: int) -> float:
    """Normalised pointwise mutual information, -1 (never) to 1 (only together).

    From numbers of passages. Bouma (2009), "Normalized (pointwise) mutual information in
    collocation extraction".
    """
    if both <= 0:
        return -1.0
    if both >= passages:
        return 1.0
    return math.log(both * passages / (one * other)) / -math.log(both / passages)


def co_occurrences(store: Store, entities: Entities, mentions: _Mentions) -> Edges:
    """Edges entity -> entity, both ways, weighted by npmi over all passages of the store."""
    where = {uid: i for i, uid in enumerate(entities.uid)}
    often = Counter(
        uid for by_passage in mentions.values() for found in by_passage.values() for uid in found
    )
    passages = len({uid for by_passage in mentions.values() for uid in by_passage})
    rows = []
    for label in entities.labels:
        for source, target, both in _pairs(store, label):
            if source in where and target in where:
                weight = npmi(both, often[source], often[target], passages)
                a, b = where[source], where[target]
                rows += [(a, b, weight), (b, a, weight)]
    return edges(rows)


def _pairs(store: Store, label: str) -> list[tuple[str, str, int]]:
    [answer] = store.read(
        f"MATCH (a:{label})-[r:CO_OCCURS]->(b) RETURN collect([a.uid, b.uid, r.passages]) AS rows"
    )
    return [(source, target, both) for source, target, both in answer["rows"]]


def mentioned(
    grouping: Grouping, items: list[Item], cultures: Names, mentions: _Mentions
) -> tuple[Entities, Edges]:
    """The entities that the facets' passages name, and the edges entity -> facet.

    A culture's own name is left out: it says who it is, not what it is like.
    """
    labels = tuple(mentions)
    label_of: dict[str, int] = {}
    counted: list[Counter[str]] = []
    for key, members in zip(grouping.keys, grouping.members, strict=True):
        count: Counter[str] = Counter()
        for passage in (items[i].uid for i in members if items[i].kind == "passage"):
            for number, label in enumerate(labels):
                named = mentions[label].get(passage, frozenset())
                label_of.update(dict.fromkeys(named, number))
                count.update(named - {cultures[key[0]]})
        counted.append(count)
    used = tuple(sorted({uid for count in counted for uid in count}))
    where = {uid: i for i, uid in enumerate(used)}
    found = Entities(used, labels, np.array([label_of[uid] for uid in used], np.int64))
    return found, edges(_edges(counted, where))


def _edges(
    counted: Iterable[Counter[str]], where: Mapping[str, int]
) -> Iterable[tuple[int, int, float]]:
    for facet, count in enumerate(counted):
        yield from ((where[uid], facet, float(n)) for uid, n in count.items())
