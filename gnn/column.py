"""Whole columns out of a store: a range of uids at a time, each answer a few long lists.

Rows cost the embedded engine ten times as much, and so does sorting in the store; a range of uids
needs neither. Edges come as the store's own numbers of their ends, since most of what an edge costs
is reading, packing and unpacking two uids.
"""

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat, starmap
from typing import Any, Self

import numpy as np

from gnn.bundle import Floats, Ints, Names
from kg.store import Store

_NODES = 20_000
_SOURCES = 10_000
_VECTORS = 2_500
_PREFIX = 16**8


@dataclass(frozen=True, slots=True)
class Nodes:
    """All nodes of a label in the order of uid, with columns of text; "" where there is none.

    `handle` (n,) is what the store itself calls each: it holds as long as no node goes.
    """

    label: str
    uid: Names
    handle: Ints
    texts: Mapping[str, Names]


@dataclass(frozen=True, slots=True)
class Places:
    """Which number each handle stands for; `handle` is sorted."""

    handle: Ints
    number: Ints

    @classmethod
    def of(cls, handle: Ints, number: Ints) -> Self:
        """From pairs; a negative number is none."""
        handle, number = handle[number >= 0], number[number >= 0]
        order = np.argsort(handle)
        return cls(handle[order], number[order])

    def find(self, handles: Ints) -> Ints:
        """The number of each handle, -1 where it has none."""
        if not len(self.handle):
            return np.full(len(handles), -1, np.int64)
        at = np.minimum(np.searchsorted(self.handle, handles), len(self.handle) - 1)
        return np.where(self.handle[at] == handles, self.number[at], -1)


def read_nodes(store: Store, label: str, names: Sequence[str] = ()) -> Nodes:
    """The nodes of a label, and these properties of them."""
    values = "".join(f", collect(coalesce(n.{name}, '')) AS {name}" for name in names)
    query = f"RETURN collect(n.uid) AS uid, collect(id(n)) AS handle{values}"
    [count] = store.read(f"MATCH (n:{label}) RETURN count(n) AS number")
    answers = [
        store.read(f"MATCH (n:{label}) {where} {query}", **bounds)[0]
        for where, bounds in _shares(count["number"])
    ]
    uids = [uid for answer in answers for uid in answer["uid"]]
    order = sorted(range(len(uids)), key=uids.__getitem__)

    def column(name: str) -> Iterator[Any]:
        every = [value for answer in answers for value in answer[name]]
        return map(every.__getitem__, order)

    handle = np.fromiter(column("handle"), np.int64, len(uids))
    texts = {name: tuple(column(name)) for name in names}
    return Nodes(label, tuple(map(uids.__getitem__, order)), handle, texts)


def read_edges(store: Store, nodes: Nodes, ends: Mapping[str, Places]) -> dict[str, Ints]:
    """By type (2, m): position in `nodes` and number of the end of each edge, in any order.

    `ends` gives the types and what may stand at their ends; an edge to anything else is left out.
    """
    kinds = {type_: i for i, type_ in enumerate(ends)}
    found: dict[str, list[Ints]] = {type_: [np.empty((2, 0), np.int64)] for type_ in ends}
    for source, types, end in _edges(store, nodes, "|".join(ends), "type(r)"):
        kind = np.fromiter(map(kinds.__getitem__, types), np.int8, len(types))
        for type_, places in ends.items():
            own = kind == kinds[type_]
            pairs = np.stack([source[own], places.find(end[own])])
            found[type_].append(pairs[:, (pairs >= 0).all(0)])
    return {type_: np.concatenate(pieces, axis=1) for type_, pieces in found.items()}


def read_counts(store: Store, nodes: Nodes, type_: str, counter: str, ends: Places) -> Ints:
    """(3, m): position in `nodes`, number of the end, and the counter of each edge of a type."""
    parts = [
        np.stack([source, ends.find(end), np.array(count, np.int64)])
        for source, count, end in _edges(store, nodes, type_, f"coalesce(r.{counter}, 0)")
    ]
    found = np.concatenate([np.empty((3, 0), np.int64), *parts], axis=1)
    return found[:, (found >= 0).all(0)]


def _edges(
    store: Store, nodes: Nodes, types: str, value: str
) -> Iterator[tuple[Ints, list[Any], Ints]]:
    """(position in `nodes`, value, handle of the end) of the edges of these types, in pieces."""
    query = (
        f"MATCH (a)-[r:{types}]->(b) "
        f"RETURN collect(id(a)) AS source, collect({value}) AS value, collect(id(b)) AS end"
    )
    own = Places.of(nodes.handle, np.arange(len(nodes.handle)))
    for start in range(0, len(nodes.uid), _SOURCES):
        page = nodes.uid[start : start + _SOURCES]
        where = "" if len(page) == len(nodes.uid) else "WHERE a.uid >= $first AND a.uid <= $last"
        [answer] = store.read(
            f"MATCH (a:{nodes.label}) {where} {query}", first=page[0], last=page[-1]
        )
        source, end = (np.array(answer[name], np.int64) for name in ("source", "end"))
        yield own.find(source), answer["value"], end


def read_vectors(
    store: Store, label: str, uids: Sequence[str], wanted: Ints
) -> Iterator[tuple[Ints, Floats]]:
    """(positions in `uids`, their vectors) in pieces; a piece has vectors of one size only.

    `uids` are all of the label, sorted, `wanted` the positions of some, ascending. In pieces, since
    a Python float takes eight times the memory of what becomes of it.
    """
    for start in range(0, len(wanted), _VECTORS):
        page = wanted[start : start + _VECTORS].tolist()
        place = {uids[i]: i for i in page}
        [answer] = _vectors(store, label, list(place), sparse=page[-1] - page[0] > 2 * len(page))
        where, vectors = numbers(answer["uid"], place), answer["vectors"]
        sizes = np.fromiter(map(len, vectors), np.int64, len(vectors))
        for size in np.unique(sizes[(sizes > 0) & (where >= 0)]):
            own = np.flatnonzero((sizes == size) & (where >= 0))
            yield where[own], _matrix([vectors[i] for i in own.tolist()], int(size))


def _matrix(vectors: Sequence[Sequence[float]], size: int) -> Floats:
    """(n, size) of lists of this size; `struct` takes half the time of numpy's own conversion."""
    raw = b"".join(starmap(struct.Struct(f"{size}d").pack, vectors))
    return np.frombuffer(raw).astype(np.float32).reshape(-1, size)


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


def _shares(number: int) -> Iterable[tuple[str, dict[str, str]]]:
    """Conditions that part so many nodes into ranges of about `_NODES`; uids are hashes."""
    parts = -(-number // _NODES)
    starts = ["", *(f"{i * _PREFIX // parts:08x}" for i in range(1, parts))]
    for first, last in pairwise(starts):
        yield "WHERE n.uid >= $first AND n.uid < $last", {"first": first, "last": last}
    if parts > 1:
        yield "WHERE n.uid >= $first", {"first": starts[-1]}
    elif parts:
        yield "", {}
