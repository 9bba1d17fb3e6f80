"""False discoveries among many pairs, kept to a share (Benjamini & Hochberg 1995)."""

import numpy as np

from gnn.replicate import Reals

LEVEL = 0.05
"""Share of the pairs called nearer than their regions explain that may be so by chance."""


def false_discovery(p: Reals) -> Reals:
    """q of each p, in any shape: the least share of false discoveries at which it is called one.

    NaN stays and does not count.
    """
    found = np.full(p.shape, np.nan)
    known = np.isfinite(p)
    values = p[known]
    order = np.argsort(values)
    raised = values[order] * len(values) / np.arange(1, len(values) + 1)
    q = np.empty(len(values))
    q[order] = np.minimum.accumulate(raised[::-1])[::-1]
    found[known] = q
    return found
