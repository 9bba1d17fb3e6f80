"""Leak checks: what would make a score of held-out cultures too good."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence

import numpy as np

from gnn.block import blocks
from gnn.bundle import ALL, GraphBundle
from gnn.pooling import pool
from kg.naming import normalise

_CODED = 12  # traits, from which on two equal rows are no accident
_COPY = 0.999


def leaks(bundle: GraphBundle) -> list[str]:
    """Sentences, each naming what was found and where; none where nothing was."""
    return [*_societies(bundle), *_copies(bundle), *_computed(bundle)]


def _societies(bundle: GraphBundle) -> Iterator[str]:
    """One society that is two cultures, which folds may hold on both sides."""
    block, names = blocks(bundle.cultures), bundle.cultures.name
    kinds: tuple[tuple[str, Sequence[Hashable]], ...] = (
        ("the same name", [normalise(name) or None for name in names]),
        ("the same coded traits", _rows(bundle)),
        ("the same vectors", _pictures(bundle)),
    )
    for what, keys in kinds:
        for group in _groups(keys):
            if len({block[c] for c in group}) > 1:
                who = ", ".join(names[c] for c in group)
                yield f"Perhaps one society on both sides of a fold, with {what}: {who}."


def _copies(bundle: GraphBundle) -> Iterator[str]:
    """Items that are there twice, under cultures that may be on both sides."""
    block = blocks(bundle.cultures)
    for modality, items in bundle.items.items():
        owners: defaultdict[bytes, set[str]] = defaultdict(set)
        for item, facet in items.facets.T:
            vector = np.ascontiguousarray(items.vectors[item])
            if vector.any():
                owners[vector.tobytes()].add(block[bundle.facets.culture[facet]])
        shared = sum(len(found) > 1 for found in owners.values())
        if shared:
            yield (
                f"{shared} vectors of {modality} stand behind cultures of several families or "
                "regions: copies, or passages that speak of both."
            )


def _computed(bundle: GraphBundle) -> Iterator[str]:
    """Codes that a column of the vectors repeats."""
    traits = bundle.traits
    for modality, pooled in pool(bundle).items():
        for column, (variable, code) in enumerate(zip(traits.variable, traits.code, strict=True)):
            rows = pooled.mask & traits.known[:, column] & (bundle.facets.theme == ALL)
            if modality == "traits" or rows.sum() < 20:
                continue
            close = np.abs(_correlations(pooled.x[rows], traits.values[rows, column])) > _COPY
            if close.any():
                yield (
                    f"Trait {traits.uid[variable]} = {code} seems computed from {modality} "
                    f"(column {int(np.flatnonzero(close)[0])}): what is predicted is an input."
                )


def _correlations(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    known = np.isfinite(x)
    mean = np.where(known, x, 0).sum(0, dtype=np.float64) / np.maximum(known.sum(0), 1)
    wide = np.where(known, x - mean, 0)
    own = y.astype(np.float64) - y.mean()
    size = np.sqrt((wide**2).sum(0) * (own**2).sum())
    return np.asarray(own @ wide / np.where(size > 1e-9, size, np.inf))


def _rows(bundle: GraphBundle) -> list[Hashable]:
    found: list[Hashable] = [None] * len(bundle.cultures.uid)
    traits = bundle.traits
    for facet in _whole(bundle):
        if len(np.unique(traits.variable[traits.known[facet]])) >= _CODED:
            key = traits.known[facet].tobytes() + traits.values[facet].tobytes()
            found[bundle.facets.culture[facet]] = key
    return found


def _pictures(bundle: GraphBundle) -> list[Hashable]:
    found: list[Hashable] = [None] * len(bundle.cultures.uid)
    for pooled in (each for name, each in pool(bundle).items() if name != "traits"):
        for facet in _whole(bundle):
            if pooled.mask[facet]:
                found[bundle.facets.culture[facet]] = pooled.x[facet].tobytes()
    return found


def _whole(bundle: GraphBundle) -> Iterable[int]:
    facets = bundle.facets
    return np.flatnonzero((facets.theme == ALL) & (facets.period == ALL)).tolist()


def _groups(keys: Sequence[Hashable]) -> list[list[int]]:
    found: defaultdict[Hashable, list[int]] = defaultdict(list)
    for number, key in enumerate(keys):
        if key is not None:
            found[key].append(number)
    return [group for group in found.values() if len(group) > 1]
