"""Whole columns out of a store: a range of uids at a time, each answer a few long lists.

Rows cost the embedded engine ten times as much, and so does sorting edges in the store; a range
of uids needs neither.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any

import numpy as np

from gnn.bundle import Floats, Ints
from kg.store import Store

_UIDS = 20_000
_SOURCES = 5_000
_VECTORS = 1_000


def read_uids(store: Store, label: str) -> list[str]:
    """The uids of all nodes of a label, sorted."""
    query = (
        f"MATCH (n:{label}) WHERE n.uid > $after WITH n.uid AS uid ORDER BY uid LIMIT $page "
        "RETURN collect(uid) AS uids"
    )
    found: list[str] = []
    after = ""
    while uids := store.read(query, after=after, page=_UIDS)[0]["uids"]:
        found += uids
        after = max(uids)
    return sorted(found)


def read_properties(
    store: Store, label: str, uids: Sequence[str], names: Sequence[str]
) -> dict[str, list[str]]:
    """Columns of text, in the order of `uids` (sorted, all of the label); "" where there is none.

    Raises KeyError where a node has gone meanwhile.
    """
    values = ", ".join(f"collect(coalesce(n.{name}, '')) AS {name}" for name in names)
    query = (
        f"MATCH (n:{label}) WHERE n.uid >= $first AND n.uid <= $last "
        f"RETURN collect(n.uid) AS uid, {values}"
    )
    found: dict[str, list[str]] = {name: [] for name in names}
    for answer in _answers(store, query, uids, _SOURCES):
        order = _order(answer["uid"])
        for name, column in found.items():
            column += [answer[name][i] for i in order]
    return found


def read_pairs(
    store: Store, way: tuple[str, str, str], sources: Sequence[str], where: Mapping[str, int]
) -> Ints:
    """(2, m): position in `sources` and number of the end in `where`, of each edge once.

    `way` is (label, type, label); an empty second label stands for any. `sources` are all nodes
    of the first label, sorted; an edge whose end is not in `where` is left out.
    """
    source, type_, target = way
    end = f"b:{target}" if target else "b"
    query = (
        f"MATCH (a:{source}) WHERE a.uid >= $first AND a.uid <= $last "
        f"MATCH (a)-[:{type_}]->({end}) RETURN collect(a.uid) AS sources, collect(b.uid) AS ends"
    )
    place = {uid: i for i, uid in enumerate(sources)}
    parts = [
        np.stack([numbers(answer["sources"], place), numbers(answer["ends"], where)])
        for answer in _answers(store, query, sources, _SOURCES)
    ]
    pairs = np.concatenate([np.empty((2, 0), np.int64), *parts], axis=1)
    return pairs[:, (pairs >= 0).all(0)]


def read_vectors(
    store: Store, label: str, uids: Sequence[str], wanted: Ints
) -> Iterator[tuple[Ints, Floats]]:
    """(positions in `uids`, their vectors) in pieces; a piece has vectors of one size only.

    `uids` are all of the label, sorted, `wanted` the positions of some, ascending. Pieces of a
    thousand, since a Python float takes eight times the memory of what becomes of it.
    """
    for start in range(0, len(wanted), _VECTORS):
        page = wanted[start : start + _VECTORS].tolist()
        place = {uids[i]: i for i in page}
        [answer] = _vectors(store, label, list(place), sparse=page[-1] - page[0] > 2 * len(page))
        where, vectors = numbers(answer["uid"], place), answer["vectors"]
        sizes = np.fromiter(map(len, vectors), np.int64, len(vectors))
        for size in np.unique(sizes[(sizes > 0) & (where >= 0)]):
            own = np.flatnonzero((sizes == size) & (where >= 0))
            yield where[own], np.array([vectors[i] for i in own.tolist()], np.float32)


def _vectors(store: Store, label: str, uids: list[str], *, sparse: bool) -> list[dict[str, Any]]:
    """Nodes of these uids, and of others between them where they lie close."""
    found = "WHERE n.embedding IS NOT NULL RETURN collect(n.uid) AS uid, "
    found += "collect(n.embedding) AS vectors"
    if sparse:
        return store.read(f"UNWIND $uids AS u MATCH (n:{label} {{uid: u}}) {found}", uids=uids)
    query = f"MATCH (n:{label}) WHERE n.uid >= $first AND n.uid <= $last WITH n {found}"
    return store.read(query, first=uids[0], last=uids[-1])


def numbers(uids: Sequence[str], where: Mapping[str, int]) -> Ints:
    """The number of each uid, -1 where it has none."""
    return np.fromiter(map(where.get, uids, repeat(-1)), np.int64, len(uids))


def _answers(store: Store, query: str, uids: Sequence[str], page: int) -> Iterator[dict[str, Any]]:
    for start in range(0, len(uids), page):
        last = min(start + page, len(uids)) - 1
        yield from store.read(query, first=uids[start], last=uids[last])


def _order(uids: Sequence[str]) -> Iterable[int]:
    return sorted(range(len(uids)), key=uids.__getitem__)
