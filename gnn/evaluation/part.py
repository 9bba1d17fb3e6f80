"""Parts: which cultures are predicted, and which may be learned from for that."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gnn.bundle import Cultures, Ints
from gnn.fold import folds
from kg.naming import normalise


@dataclass(frozen=True, slots=True)
class Part:
    """Indexes of cultures: `test` are predicted from `train`.

    fold: all that are outside of the fold of `test`, which `train` is a part of.
    """

    train: Ints
    test: Ints
    fold: Ints


def parts(cultures: Cultures, among: Ints, number: int, *, apart: bool, seed: int) -> list[Part]:
    """Folds of whole families, each culture of `among` held out once.

    With `apart` those of the region of a held-out culture are not learned from either: the fold
    falls into a part for each region.
    """
    found = []
    for held_out in folds(cultures, among, number, grouping="family", seed=seed):
        rest = np.setdiff1d(among, held_out)
        whole = Part(rest, held_out, rest)
        found += list(by_region(cultures, whole)) if apart else [whole]
    return found


def by_region(cultures: Cultures, part: Part) -> Iterator[Part]:
    """The part, a region of its `test` at a time, without learning from that region.

    Cultures without a region stay together, and all may be learned from for them.
    """
    region = np.array([normalise(name) for name in cultures.region], dtype=str)
    for name in np.unique(region[part.test]):
        near = (region[part.train] == name) & (name != "")
        yield Part(part.train[~near], part.test[region[part.test] == name], part.fold)
