"""Cosines of all cultures with each other, at each checkpoint of a training."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gnn.bundle import ALL, GraphBundle, Ints
from gnn.neighbour import cosines
from gnn.topk import top_k

if TYPE_CHECKING:
    from gnn.fit import Fitted

_WHOLE = 2_000
_KEPT = 50


def keep_cosines(folder: Path, bundle: GraphBundle, fitted: "Fitted") -> None:
    """Write `step-0010.npy` (C, C) float32 for each checkpoint, cultures in the order of uid.

    Of more than 2,000 cultures only the nearest 50 of each: `step-0010-nearest.npy` (C, 50)
    int64 and `step-0010-cosines.npy` (C, 50).
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = whole(bundle)
    for step, spoken in fitted.spoken.items():
        vectors, name = spoken.fused[rows], f"step-{step:04}"
        if len(rows) <= _WHOLE:
            np.save(folder / f"{name}.npy", cosines(vectors), allow_pickle=False)
            continue
        near, score = top_k(vectors, vectors, k=_KEPT)
        np.save(folder / f"{name}-nearest.npy", near, allow_pickle=False)
        np.save(folder / f"{name}-cosines.npy", score, allow_pickle=False)


def whole(bundle: GraphBundle) -> Ints:
    """The facet of each culture over all themes and periods, of those that have one."""
    facets = bundle.facets
    return np.flatnonzero((facets.theme == ALL) & (facets.period == ALL))
