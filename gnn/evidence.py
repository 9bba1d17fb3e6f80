"""The vectors and codes behind facets, as matrices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gnn.bundle import VECTOR_MODALITIES, Bools, Floats, Ints, Items, Traits
from gnn.facet import Grouping
from gnn.item import TRAIT, ItemTable

_SHRINK = 10  # passages that a language needs before its own mean counts half


@dataclass(frozen=True, slots=True)
class Vectors:
    """Vectors of items: `size` (N,) of each, 0 for none, and its `row` in the matrix of that size.

    Vectors of two sizes can't be of one encoder, whatever it is called.
    """

    size: Ints
    row: Ints
    matrix: Mapping[int, Floats]


Encoders = Mapping[str, Ints]
"""Encoder, with the size of its vectors -> the used items that have one, ascending."""


def vectors(
    grouping: Grouping, items: ItemTable, found: Vectors, groups: Encoders, works: Ints
) -> Items:
    """The vectors of the most frequent encoder of one modality; `works` (N,) of the items."""
    encoder = _most(groups)[0]
    kept = groups[encoder]
    matrix = found.matrix[int(found.size[kept[0]])][found.row[kept]]
    if items.modality[kept[0]] == "text":
        matrix = centred(matrix, [items.language[i] for i in kept])
    where = np.full(items.size, -1, np.int64)
    where[kept] = np.arange(len(kept))
    facet, item = grouping.members
    pairs = np.stack([where[item], facet])
    uids = tuple(items.uid[i] for i in kept)
    facets = np.ascontiguousarray(pairs[:, pairs[0] >= 0])
    return Items(uids, encoder, matrix, facets, works[kept])


def works_of(items: ItemTable, documents: Ints) -> Ints:
    """(N,) the work of each item, -1 for none; `documents` numbers those of the world."""
    found = np.full(items.size, -1, np.int64)
    item, document = items.documents
    found[item] = documents[document]
    return found


def left_out(groups: Mapping[str, Encoders]) -> dict[str, dict[str, int]]:
    """How many vectors of the less frequent encoders do not take part, by modality."""
    return {
        modality: {name: len(own[name]) for name in sorted(_most(own)[1:])}
        for modality, own in groups.items()
        if len(own) > 1
    }


def encoders(grouping: Grouping, items: ItemTable, found: Vectors) -> dict[str, Encoders]:
    """By modality, where there are any."""
    used = np.flatnonzero(grouping.used(items) & (found.size > 0)).tolist()
    sizes = found.size.tolist()
    groups: dict[tuple[str, str, int], list[int]] = {}
    for i in used:
        groups.setdefault((items.modality[i], items.encoder[i], sizes[i]), []).append(i)
    answer: dict[str, dict[str, Ints]] = {each: {} for each in VECTOR_MODALITIES}
    for (modality, encoder, size), own in groups.items():
        answer.get(modality, {})[f"{encoder} ({size})"] = np.array(own, np.int64)
    return {modality: each for modality, each in answer.items() if each}


def _most(groups: Encoders) -> list[str]:
    return sorted(groups, key=lambda name: (-len(groups[name]), name))


def centred(matrix: Floats, languages: Sequence[str]) -> Floats:
    """Subtract the mean of each language from its rows.

    Two texts look alike because both are Turkish before they look alike in what they say. The
    mean of a language with few rows is drawn towards the mean of all.
    """
    overall = matrix.mean(0, dtype=np.float64)
    names = np.array(languages)
    answer = np.empty_like(matrix)
    for language in sorted(set(languages)):
        rows = np.flatnonzero(names == language)
        own = matrix[rows]
        share = len(rows) / (len(rows) + _SHRINK)
        answer[rows] = own - (share * own.mean(0, dtype=np.float64) + (1 - share) * overall)
    return answer


def traits(grouping: Grouping, items: ItemTable, works: Ints) -> Traits:
    """One-hot codes of the facets; tables that disagree share the one between them."""
    coded = np.flatnonzero(grouping.used(items) & items.of(TRAIT)).tolist()
    names = [(items.uid[i], items.code[i]) for i in coded]
    columns = sorted(set(names))
    variables = sorted({uid for uid, _ in columns})
    index = {uid: i for i, uid in enumerate(variables)}
    variable = np.array([index[uid] for uid, _ in columns], np.int64)
    place = {column: i for i, column in enumerate(columns)}
    column = np.full(items.size, -1, np.int64)
    column[coded] = [place[name] for name in names]
    facet, item = grouping.members
    own = column[item] >= 0
    claims = np.stack([facet[own], column[item[own]], works[item[own]]])
    values, known = shares(claims, variable, grouping.size)
    codes = tuple(code for _, code in columns)
    return Traits(tuple(variables), codes, variable, values, known, claims)


def shares(claims: Ints, variable: Ints, size: int) -> tuple[Floats, Bools]:
    """(F, K) share of a facet's claims on a variable that are of this code; where any.

    claims: (3, m) facet, column, work; variable: (K,) of each column; size: F.
    """
    facet, code = claims[:2]
    counts = np.zeros((size, len(variable)))
    np.add.at(counts, (facet, code), 1)
    whole = np.zeros((size, int(variable.max(initial=-1)) + 1))
    np.add.at(whole, (facet, variable[code]), 1)
    total = whole[:, variable]
    return (counts / np.maximum(total, 1)).astype(np.float32), total > 0
