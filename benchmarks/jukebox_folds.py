"""Folds of the Global Jukebox by language family, and what is measured on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gnn.block import blocks
from gnn.bootstrap import averaged, difference
from gnn.bundle import Bools, GraphBundle, Ints
from gnn.ladder.view import Views
from gnn.retrieval import ranks

Reals = npt.NDArray[np.float64]
GROUPINGS, FOLDS, K = 5, 5, 10


@dataclass(frozen=True, slots=True)
class Fold:
    """`held` (n,) paired units, and `rows` (F,), those of all other families."""

    held: Ints
    rows: Bools

    def ranks(self, tokens: Mapping[str, Reals]) -> Reals:
        """(2n, 2): rank and size of the gallery, songs by traits and then traits by songs."""
        scores = tokens["traits"][self.held] @ tokens["audio"][self.held].T
        found = np.concatenate([ranks(scores), ranks(scores.T)])
        return np.stack([found, np.full(len(found), len(self.held))], 1)


def groupings(data: GraphBundle, views: Views, number: int = GROUPINGS) -> list[Fold]:
    """`FOLDS` folds of the paired units, as often as `number`: families come in random order, each
    to the fold that has fewest."""
    family = np.array(blocks(data.cultures))
    paired = np.flatnonzero(np.logical_and(*(view.mask for view in views.values())))
    found = []
    for seed in range(number):
        bins: list[list[int]] = [[] for _ in range(FOLDS)]
        for name in np.random.default_rng(seed).permutation(np.unique(family[paired])):
            min(bins, key=len).extend(int(i) for i in paired[family[paired] == name])
        for each in bins:
            held = np.array(sorted(each), np.int64)
            found.append(Fold(held, ~np.isin(family, family[held])))
    return found


def measures(found: Reals) -> dict[str, Reals]:
    """(n,) of each query: whether it is among the first K, 1 / rank, mean normalised rank."""
    rank, size = found.T
    return {
        "R@10": (rank <= K).astype(np.float64),
        "MRR": 1 / rank,
        "AUC": 1 - (rank - 1) / (size - 1),
    }


def paired_difference(
    name: str, found: Reals, base: Reals, data: GraphBundle, folds: Sequence[Fold]
) -> str:
    """A line: the three measures, and the difference of each to `base`, 95 % over families."""
    culture = np.concatenate([np.tile(fold.held, 2) for fold in folds])
    block = blocks(data.cultures)
    line = f"{name:<28}"
    for measure, values in measures(found).items():
        gain = difference(averaged(values), averaged(measures(base)[measure]), culture, block)
        line += f" {measure} {values.mean():.3f} ({gain.line(sign=True)})"
    return line
