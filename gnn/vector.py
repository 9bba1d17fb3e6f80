"""The vectors of items, from the store or from an earlier export where nothing changed."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from gnn.bundle import Bools, Floats, Ints
from gnn.column import read_vectors
from gnn.csr import compress
from gnn.evidence import Vectors
from gnn.item import MEDIA, PASSAGE, ItemTable
from kg.store import Store

Keys = npt.NDArray[np.bytes_]
_LABELS = {PASSAGE: "Passage", MEDIA: "Media"}


@dataclass(slots=True)
class Kept:
    """Vectors of an export by their size: what each depends on, as a hash, and the matrix (n, D).

    A vector depends on its item, its encoder and the fingerprint of its document, which changes
    with the bytes of the file and with the pipeline. `reused` counts those that were not read.
    """

    pieces: Mapping[int, tuple[Keys, Floats]] = field(default_factory=dict)
    reused: int = 0


def item_vectors(
    store: Store, items: ItemTable, used: Bools, fingerprints: Sequence[str], kept: Kept | None
) -> Vectors:
    """The vectors of the `used` passages and media; `fingerprints` are those of all documents.

    `kept` saves reading, and holds afterwards what this export used.
    """
    keys = _keys(items, used, fingerprints) if kept else {}
    found = _found(kept, keys) if kept else defaultdict(list)
    there = np.zeros(items.size, np.bool_)
    for own, _ in (piece for pieces in found.values() for piece in pieces):
        there[own] = True
    for kind, label in _LABELS.items():
        own = np.flatnonzero(items.of(kind))
        wanted = np.flatnonzero((used & ~there)[own])
        for place, matrix in read_vectors(store, label, [items.uid[i] for i in own], wanted):
            found[matrix.shape[1]].append((own[place], matrix))
    answer = _gathered(found, items.size)
    if kept is not None:
        kept.reused = int(there.sum())
        kept.pieces = _pieces(found, answer, keys)
    return answer


def _gathered(found: Mapping[int, list[tuple[Ints, Floats]]], number: int) -> Vectors:
    size, row = np.zeros(number, np.int64), np.zeros(number, np.int64)
    matrices = {}
    for each, pieces in found.items():
        own = np.concatenate([place for place, _ in pieces])
        size[own], row[own] = each, np.arange(len(own))
        matrices[each] = (
            pieces[0][1] if len(pieces) == 1 else np.concatenate([m for _, m in pieces])
        )
    return Vectors(size, row, matrices)


def _found(kept: Kept, keys: Mapping[int, bytes]) -> defaultdict[int, list[tuple[Ints, Floats]]]:
    found: defaultdict[int, list[tuple[Ints, Floats]]] = defaultdict(list)
    for size, (known, matrix) in kept.pieces.items():
        where = {key: i for i, key in enumerate(known.tolist())}
        pairs = [(item, where[key]) for item, key in keys.items() if key in where]
        if pairs:
            own, rows = np.array(pairs, np.int64).T
            found[size].append((own, matrix[rows]))
    return found


def _pieces(
    found: Mapping[int, list[tuple[Ints, Floats]]], vectors: Vectors, keys: Mapping[int, bytes]
) -> dict[int, tuple[Keys, Floats]]:
    answer = {}
    for size, pieces in found.items():
        own = np.concatenate([place for place, _ in pieces])
        lasting = np.array([item in keys for item in own.tolist()], np.bool_)
        names = np.array([keys[item] for item in own[lasting].tolist()], "S32")
        matrix = vectors.matrix[size]
        answer[size] = (names, matrix if lasting.all() else matrix[lasting])
    return answer


def _keys(items: ItemTable, used: Bools, fingerprints: Sequence[str]) -> dict[int, bytes]:
    """Item -> hash of what its vector depends on; those that no document vouches for have none."""
    rows = compress(items.documents, items.size)
    starts, ends = rows.starts.tolist(), rows.ends.tolist()
    found = {}
    for item in np.flatnonzero(used & ~(items.kind > MEDIA)).tolist():
        prints = [fingerprints[d] for d in ends[starts[item] : starts[item + 1]]]
        if prints and all(prints):
            text = "\0".join([items.uid[item], items.encoder[item], *prints])
            found[item] = hashlib.sha256(text.encode()).hexdigest()[:32].encode()
    return found
