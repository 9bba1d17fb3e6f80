"""The vectors and codes behind facets, as matrices."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from gnn.bundle import VECTOR_MODALITIES, Floats, Items, Traits
from gnn.facet import Grouping, integers
from gnn.item import Item

_SHRINK = 10  # passages that a language needs before its own mean counts half


def vectors(grouping: Grouping, items: Sequence[Item], modality: str) -> Items | None:
    """The vectors of one modality and its most frequent encoder; None if there are none."""
    counts = _encoders(grouping, items, modality)
    if not counts:
        return None
    encoder = min(counts, key=lambda name: (-counts[name], name))
    kept = [i for i in _used(grouping) if _fits(items[i], modality, encoder)]
    matrix = np.stack([vector for i in kept if (vector := items[i].vector) is not None])
    if modality == "text":
        matrix = centred(matrix, [items[i].language for i in kept])
    where = {position: row for row, position in enumerate(kept)}
    pairs = [
        (where[i], facet)
        for facet, members in enumerate(grouping.members)
        for i in members
        if i in where
    ]
    uids = tuple(items[i].uid for i in kept)
    return Items(uids, encoder, matrix, integers(pairs, 2))


def left_out(grouping: Grouping, items: Sequence[Item]) -> dict[str, dict[str, int]]:
    """How many vectors of the less frequent encoders do not take part, by modality."""
    found: dict[str, dict[str, int]] = {}
    for modality in VECTOR_MODALITIES:
        counts = _encoders(grouping, items, modality)
        if len(counts) > 1:
            _, *rest = sorted(counts, key=lambda name: (-counts[name], name))
            found[modality] = {name: counts[name] for name in sorted(rest)}
    return found


def _encoders(grouping: Grouping, items: Sequence[Item], modality: str) -> Counter[str]:
    return Counter(
        _encoder(items[i])
        for i in _used(grouping)
        if items[i].modality == modality and items[i].vector is not None
    )


def _encoder(item: Item) -> str:
    """Vectors of two sizes can't be of one encoder, whatever they are called."""
    size = 0 if item.vector is None else len(item.vector)
    return f"{item.encoder} ({size})"


def _fits(item: Item, modality: str, encoder: str) -> bool:
    return item.modality == modality and item.vector is not None and _encoder(item) == encoder


def _used(grouping: Grouping) -> list[int]:
    return sorted({i for members in grouping.members for i in members})


def centred(matrix: Floats, languages: Sequence[str]) -> Floats:
    """Subtract the mean of each language from its rows.

    Two texts look alike because both are Turkish before they look alike in what they say. The
    mean of a language with few rows is drawn towards the mean of all.
    """
    wide = matrix.astype(np.float64)
    overall = wide.mean(0)
    names = np.array(languages)
    for language in sorted(set(languages)):
        rows = names == language
        share = rows.sum() / (rows.sum() + _SHRINK)
        wide[rows] -= share * matrix[rows].mean(0, dtype=np.float64) + (1 - share) * overall
    return wide.astype(np.float32)


def traits(grouping: Grouping, items: Sequence[Item]) -> Traits:
    """One-hot codes of the facets; tables that disagree share the one between them."""
    coded = [items[i] for i in _used(grouping) if items[i].kind == "trait"]
    columns = sorted({(item.uid, item.code) for item in coded})
    where = {column: i for i, column in enumerate(columns)}
    variables = sorted({uid for uid, _ in columns})
    index = {uid: i for i, uid in enumerate(variables)}
    variable = np.array([index[uid] for uid, _ in columns], np.int64)
    values: npt.NDArray[np.float32] = np.zeros((len(grouping.keys), len(columns)), np.float32)
    known = np.zeros(values.shape, np.bool_)
    for facet, column, share, whole in _shares(grouping, items, where, _by_variable(variable)):
        values[facet, column] = share
        known[facet, whole] = True
    return Traits(tuple(variables), tuple(code for _, code in columns), variable, values, known)


def _shares(
    grouping: Grouping,
    items: Sequence[Item],
    where: Mapping[tuple[str, str], int],
    siblings: Mapping[int, list[int]],
) -> Iterator[tuple[int, int, float, list[int]]]:
    """(facet, column, share of the claims, all columns of the variable)."""
    for facet, members in enumerate(grouping.members):
        claims: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for item in (items[i] for i in members if items[i].kind == "trait"):
            claims[item.uid][item.code] += 1
        for uid, codes in claims.items():
            for code, n in codes.items():
                column = where[uid, code]
                yield facet, column, n / codes.total(), siblings[column]


def _by_variable(variable: npt.NDArray[np.int64]) -> dict[int, list[int]]:
    """For each column all columns of the same variable."""
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for column, each in enumerate(variable):
        groups[int(each)].append(column)
    return {column: groups[int(each)] for column, each in enumerate(variable)}
