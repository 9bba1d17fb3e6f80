"""Folds of the Global Jukebox by language family, and what is measured on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gnn.block import blocks
from gnn.bootstrap import averaged, difference
from gnn.bundle import Bools, GraphBundle, Ints
from gnn.ladder.view import Views
from gnn.retrieval import Ranks, ranks

Reals = npt.NDArray[np.float64]
GROUPINGS, FOLDS, K = 5, 5, 10


@dataclass(frozen=True, slots=True)
class Fold:
    """`held` (n,) paired units, and `rows` (F,), those of all other families."""

    held: Ints
    rows: Bools

    def ranks(self, tokens: Mapping[str, Reals]) -> Ranks:
        """Of songs by traits, and then of traits by songs; "ask x" and "find x" are tokens for one
        side only."""
        found = np.concatenate([
            ranks(self._of(tokens, "ask", one) @ self._of(tokens, "find", other).T)
            for one, other in (("traits", "audio"), ("audio", "traits"))
        ])  # fmt: skip
        size = np.full(len(found), len(self.held), np.int64)
        return Ranks(np.tile(self.held, 2), found, size)

    def _of(self, tokens: Mapping[str, Reals], side: str, name: str) -> Reals:
        return tokens.get(f"{side} {name}", tokens[name])[self.held]


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


def line(name: str, found: Ranks, model: Ranks, block: Sequence[str]) -> str:
    """R@10, MRR and AUC, and for each how much the model is above it, 95 % over families."""
    text = f"{name:<18}"
    for (measure, own), other in zip(_measures(found), _measures(model), strict=True):
        gain = difference(averaged(other[1]), averaged(own), found.culture, block)
        text += f"  {measure} {own.mean():.3f} ({gain.line(sign=True)})"
    return text


def _measures(found: Ranks) -> list[tuple[str, Reals]]:
    first = (found.rank <= K).astype(np.float64)
    return [("R@10", first), ("MRR", 1 / found.rank), ("AUC", found.auc)]
