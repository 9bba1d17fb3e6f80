"""Folds of cultures: what is held out is held out with all its facets, and its kin with it."""

from collections import defaultdict

import numpy as np

from gnn.block import blocks
from gnn.bundle import Cultures, Ints


def folds(cultures: Cultures, among: Ints, number: int, *, grouping: str, seed: int) -> list[Ints]:
    """At most `number` parts of the cultures `among` (indexes), of about the same size.

    A block (`gnn.block`) falls into one part: a language family, where that is not known a region,
    else a culture. Less than two blocks give no folds. Raises SettingsError for another grouping.
    """
    groups: defaultdict[str, list[int]] = defaultdict(list)
    block = blocks(cultures, grouping=grouping)
    for culture in (int(each) for each in among):
        groups[block[culture]].append(culture)
    shuffled = np.random.default_rng(seed).permutation(sorted(groups))
    bins: list[list[int]] = [[] for _ in range(min(number, len(groups)))]
    for name in sorted(shuffled, key=lambda name: -len(groups[name])):
        min(bins, key=len).extend(groups[name])
    return [np.array(sorted(each), np.int64) for each in bins] if len(bins) > 1 else []
