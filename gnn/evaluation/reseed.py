"""Drift null: how far the vectors of one culture move when nothing changes but the seed."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from gnn.align import procrustes
from gnn.bundle import Floats


def seed_distance(runs: Sequence[Floats]) -> npt.NDArray[np.float64]:
    """(n,) 1 - cosine of each row between runs (n, d), in aligned spaces, mean over pairs of runs.

    What changes between two periods must exceed this, or it is the seed.
    """
    found = [
        1 - (one * (other @ procrustes(other, one))).sum(1)
        for number, one in enumerate(runs)
        for other in runs[number + 1 :]
    ]
    apart: npt.NDArray[np.float64] = np.clip(np.mean(found, axis=0), 0, 2)
    return apart
