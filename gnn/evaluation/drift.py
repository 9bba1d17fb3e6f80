"""Drift null: how far the vectors of one culture move when nothing changes but the seed."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from gnn.bundle import Floats


def drift(runs: Sequence[Floats]) -> npt.NDArray[np.float64]:
    """(n,) 1 - cosine of each row between runs (n, d), in aligned spaces, mean over pairs of runs.

    What changes between two periods must exceed this, or it is the seed.
    """
    found = []
    for number, one in enumerate(runs):
        for other in runs[number + 1 :]:
            left, _, right = np.linalg.svd(other.T.astype(np.float64) @ one)
            found.append(1 - (one * (other @ (left @ right))).sum(1))
    moved: npt.NDArray[np.float64] = np.clip(np.mean(found, axis=0), 0, 2)
    return moved
