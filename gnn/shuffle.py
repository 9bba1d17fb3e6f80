"""How near two cultures are by their regions alone: p of each pair against shuffles within regions.

The vectors of a region are its mean and what each culture differs by. What they differ by is laid
along the region's own principal axes, where its parts are uncorrelated, and each part is shuffled
among the cultures of the region: surrogate cultures that are of their region, and have nothing
else in common. A pair is compared with surrogate pairs of the same two regions,

    p = (1 + surrogates at least as near) / (1 + surrogates)

A shuffle over all cultures would call two neighbours near because they are neighbours; ranking a
pair among the real pairs of its regions gives p that are uniform whatever is true.
"""

from collections.abc import Iterator

import numpy as np

from gnn.bundle import Bools, Ints, Names
from gnn.replicate import Reals
from gnn.retrieval import unit
from kg.naming import normalise

ENOUGH = 20  # cultures below which no p is given
LEAST = 3  # cultures that a region needs to be shuffled
_COSINES = 2_000_000  # of surrogates, about, over all pairs
_MOST = 1_000


def region_null(vectors: Reals, regions: Names, *, seed: int) -> Reals:
    """p (n, n) of each pair of rows of `vectors` (n, width), symmetric.

    NaN on the diagonal, where a region is not known, where both regions have fewer than 3
    cultures, and everywhere below 20 cultures. `vectors` are not of unit length: their lengths
    would tie the parts to each other.
    """
    found = np.full((len(vectors),) * 2, np.nan)
    number, sizes = _numbered(regions)
    rows = np.flatnonzero(number >= 0)
    if len(vectors) < ENOUGH or not len(rows):
        return found
    rows = rows[np.argsort(number[rows], kind="stable")]
    region = number[rows]
    one, other = np.triu_indices(len(rows), 1)
    pairs = np.stack([one, other])[:, _movable(sizes, region[one], region[other])]
    p = _compared(vectors[rows], region, pairs, np.random.default_rng(seed))
    found[rows[pairs[0]], rows[pairs[1]]] = p
    found[rows[pairs[1]], rows[pairs[0]]] = p
    return found


def _numbered(regions: Names) -> tuple[Ints, Ints]:
    """The number of each culture's region, -1 where it is not known, and the size of each."""
    names = np.array([normalise(region) for region in regions], np.str_)
    _, number, sizes = np.unique(names, return_inverse=True, return_counts=True)
    return np.where(names == "", -1, number).astype(np.int64), sizes.astype(np.int64)


def _movable(sizes: Ints, one: Ints, other: Ints) -> Bools:
    return np.asarray((sizes[one] >= LEAST) | (sizes[other] >= LEAST))


def _compared(vectors: Reals, region: Ints, pairs: Ints, rng: np.random.Generator) -> Reals:
    """p of each of the `pairs` (2, m); rows come region by region."""
    if not pairs.shape[1]:
        return np.zeros(0)
    combination = region[pairs[0]] * (int(region.max()) + 1) + region[pairs[1]]
    near = _cosines(vectors, pairs)
    order = np.lexsort((near, combination))
    ends = np.flatnonzero(np.diff(combination[order])) + 1
    blocks = np.split(order, ends)
    observed = [near[block] for block in blocks]
    above = np.zeros(len(near))
    draws = int(np.clip(_COSINES // len(near), 20, _MOST))
    for surrogate in _surrogates(vectors, region, draws, rng):
        drawn = _cosines(surrogate, pairs)
        for block, own in zip(blocks, observed, strict=True):
            null = np.sort(drawn[block])
            above[block] += len(null) - np.searchsorted(null, own, "left")
    number = np.empty(len(near))
    for block in blocks:
        number[block] = draws * len(block)
    p: Reals = (1 + above) / (1 + number)
    return p


def _cosines(vectors: Reals, pairs: Ints) -> Reals:
    rows = unit(vectors)
    found: Reals = (rows @ rows.T)[pairs[0], pairs[1]].round(9)
    return found


def _surrogates(
    vectors: Reals, region: Ints, draws: int, rng: np.random.Generator
) -> Iterator[Reals]:
    """Shuffled vectors (n, width), region by region."""
    blocks = [vectors[region == each] for each in np.unique(region)]
    means = [block.mean(0) for block in blocks]
    axes = [
        np.linalg.svd(block - mean, full_matrices=False)[2]
        for block, mean in zip(blocks, means, strict=True)
    ]
    parts = [(b - m) @ a.T for b, m, a in zip(blocks, means, axes, strict=True)]
    for _ in range(draws):
        moved = [rng.permuted(part, axis=0) for part in parts]
        yield np.concatenate([m + s @ a for m, s, a in zip(means, moved, axes, strict=True)])
