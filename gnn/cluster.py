"""Do cultures fall into groups? Which, how stable are they, and is there any structure at all?

Average linkage on cosine distances; the number of groups is that of the best silhouette. Stable
means that groups of four fifths of the cultures are the same groups (adjusted Rand index, Hubert
and Arabie 1985). Structure means a better silhouette than vectors whose columns were shuffled.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from gnn.bundle import Floats, GraphBundle, Ints
from gnn.cosine import whole
from gnn.neighbour import cosines
from gnn.retrieval import Reals

_MOST = 8
_LEAST = 6  # cultures
_DRAWS = 40
_SHARE = 0.8
_STABLE = 0.6
_LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Clusters:
    """`label` (n,) 0.. ; `number` of groups, 1 where none are found; silhouette, and the level that
    shuffled vectors reach in 1 of 20 draws; stability: mean adjusted Rand index, 1 is perfect."""

    label: Ints
    number: int
    silhouette: float
    by_chance: float
    stability: float

    @property
    def sentence(self) -> str:
        """Whether there is a structure, plainly."""
        if self.number < 2:
            return "Too few cultures to look for groups."
        figures = (
            f"silhouette {self.silhouette:.3f}, shuffled vectors {self.by_chance:.3f}, "
            f"stability {self.stability:.2f}"
        )
        if self.silhouette <= self.by_chance:
            return f"The cultures fall into no groups: {figures}."
        if self.stability < _STABLE:
            return f"There is some structure, but its groups are not stable: {figures}."
        return f"The cultures fall into {self.number} stable groups: {figures}."

    def plain(self, names: tuple[str, ...]) -> dict[str, Any]:
        """For JSON, with the names of each group."""
        groups = [[n for n, g in zip(names, self.label, strict=True) if g == i] for i in range(8)]
        return {
            "sentence": self.sentence,
            "number": self.number,
            "silhouette": round(self.silhouette, 4),
            "by_chance": round(self.by_chance, 4),
            "stability": round(self.stability, 4),
            "groups": [group for group in groups if group],
        }


def cluster_cultures(bundle: GraphBundle, embeddings: Floats, *, seed: int) -> dict[str, Any]:
    """Whether cultures fall into groups by what is known of them as a whole, for JSON."""
    rows = whole(bundle)
    names = tuple(bundle.cultures.name[culture] for culture in bundle.facets.culture[rows])
    return cluster(embeddings[rows], seed=seed).plain(names)


def cluster(vectors: Floats, *, seed: int) -> Clusters:
    """Groups of the rows of (n, d)."""
    if len(vectors) < _LEAST:
        return Clusters(np.zeros(len(vectors), np.int64), 1, 0.0, 0.0, 0.0)
    rng = np.random.default_rng(seed)
    label, best = _grouped(vectors)
    shuffled = [_grouped(rng.permuted(vectors, axis=0))[1] for _ in range(_DRAWS)]
    number = int(label.max()) + 1
    same = []
    for _ in range(_DRAWS):
        kept = np.sort(rng.permutation(len(vectors))[: max(round(_SHARE * len(vectors)), 3)])
        again = _cut(_tree(_distances(vectors[kept])), min(number, len(kept) - 1))
        same.append(adjusted_rand(label[kept], again))
    chance = float(np.quantile(shuffled, _LEVEL))
    return Clusters(label, number, best, chance, float(np.mean(same)))


def _grouped(vectors: Floats) -> tuple[Ints, float]:
    distances = _distances(vectors)
    tree = _tree(distances)
    tried = [_cut(tree, k) for k in range(2, min(_MOST, len(vectors) - 1) + 1)]
    scores = [silhouette(distances, label) for label in tried]
    best = int(np.argmax(scores))
    return tried[best], scores[best]


def _distances(vectors: Floats) -> Reals:
    found: Reals = np.maximum(1 - cosines(vectors).astype(np.float64), 0)
    np.fill_diagonal(found, 0)
    return (found + found.T) / 2


def _tree(distances: Reals) -> Reals:
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    found: Reals = linkage(squareform(distances, checks=False), "average")
    return found


def _cut(tree: Reals, number: int) -> Ints:
    from scipy.cluster.hierarchy import fcluster

    label: Ints = np.unique(fcluster(tree, number, "maxclust"), return_inverse=True)[1]
    return label


def silhouette(distances: Reals, label: Ints) -> float:
    """Mean silhouette (Rousseeuw 1987), -1 to 1; a culture alone in its group counts 0."""
    groups = np.eye(int(label.max()) + 1)[label]
    size = groups.sum(0)
    if len(size) < 2:
        return 0.0
    total = distances @ groups
    own = total[np.arange(len(label)), label] / np.maximum(size[label] - 1, 1)
    mean = np.where(groups > 0, np.inf, total / size)
    other = mean.min(1)
    value = (other - own) / np.maximum(np.maximum(own, other), 1e-12)
    return float(np.where(size[label] > 1, value, 0).mean())


def adjusted_rand(one: Ints, other: Ints) -> float:
    """Agreement of two groupings of the same things: 1 the same, 0 by chance."""
    table = np.zeros((int(one.max()) + 1, int(other.max()) + 1))
    np.add.at(table, (one, other), 1)

    def pairs(counts: Reals) -> float:
        return float((counts * (counts - 1) / 2).sum())

    both, rows, columns = pairs(table), pairs(table.sum(1)), pairs(table.sum(0))
    chance = rows * columns / max(len(one) * (len(one) - 1) / 2, 1)
    most = (rows + columns) / 2
    return 1.0 if most == chance else (both - chance) / (most - chance)
