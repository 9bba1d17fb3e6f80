"""Triplets of held-out cultures: is the one with more traits in common the nearer one?"""

import numpy as np

from gnn.bundle import Ints
from gnn.evaluation.attribute import Attributes, Reals

_APART = 0.25  # difference of agreement that makes a triplet clear
_SHARED = 4  # variables that two cultures must both have
_EACH = 20  # triplets of an anchor


def agreement(attributes: Attributes) -> Reals:
    """(C, C) share of the variables known of both on which they agree; NaN below four of them."""
    known = attributes.known.astype(np.float64)
    shared = known @ known.T
    same = attributes.hot @ attributes.hot.T
    found: Reals = np.where(shared >= _SHARED, same / np.maximum(shared, 1), np.nan)
    return found


def triplets(agree: Reals, among: Ints, *, seed: int) -> Ints:
    """(n, 3) anchor, one that agrees clearly more with it, and one that agrees less."""
    rng = np.random.default_rng(seed)
    found = []
    for anchor in among:
        own = agree[anchor]
        able = among[(among != anchor) & ~np.isnan(own[among])]
        if len(able) < 2:
            continue
        pairs = rng.choice(able, (_EACH * 3, 2))
        gap = own[pairs[:, 0]] - own[pairs[:, 1]]
        pairs = np.where((gap < 0)[:, None], pairs[:, ::-1], pairs)[np.abs(gap) >= _APART]
        found += [(anchor, near, far) for near, far in pairs[:_EACH]]
    return np.array(found, np.int64).reshape(-1, 3)


def right(likeness: Reals, asked: Ints) -> Reals:
    """(n,) 1 where the likeness (C, C) orders a triplet rightly, .5 where it cannot tell."""
    anchor, near, far = asked.T
    gap = (likeness[anchor, near] - likeness[anchor, far]).round(9)
    found: Reals = (gap > 0) + 0.5 * (gap == 0)
    return found
