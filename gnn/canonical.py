"""What several views have in common: regularised canonical correlation, for any number of views.

Per view PCA, then whitening with a ridge. The off-diagonal blocks of all correlations between
whitened views, each over the rows that have both, make one symmetric matrix; its leading
eigenvectors are the directions that views share (SUMCOR, Kettenring 1971). For two views they are
those of Hotelling's CCA with a ridge, and the eigenvalues are the correlations.
"""

from collections.abc import Mapping
from itertools import combinations

import numpy as np
import numpy.typing as npt

from gnn.bundle import Bools

Reals = npt.NDArray[np.float64]
_MOST = 128  # principal components of a view
_FEW = 5  # pairs of rows at which a correlation counts half
_LEAST = 1e-6


def canonical(
    views: Mapping[str, Reals], masks: Mapping[str, Bools], width: int, *, ridge: float
) -> dict[str, Reals]:
    """Bases (D, width) of centred views (F, D), from the rows in each mask (F,).

    ridge: share of the largest variance that is added to all. Columns come by falling correlation
    and are scaled by its root; those that nothing is shared along are 0. A view that shares no row
    with another is left out.
    """
    whole = {name: _whitening(views[name][mask], ridge) for name, mask in masks.items()}
    met = {name for pair in _pairs(masks) for name in pair}
    names = [name for name in views if name in met and whole[name].shape[1]]
    ends = np.cumsum([0, *(whole[name].shape[1] for name in names)])
    place = {name: slice(ends[i], ends[i + 1]) for i, name in enumerate(names)}
    shared: Reals = np.zeros((ends[-1], ends[-1]))
    for one, other in _pairs({name: masks[name] for name in names}):
        both = masks[one] & masks[other]
        left, right = views[one][both] @ whole[one], views[other][both] @ whole[other]
        shared[place[one], place[other]] = left.T @ right / (both.sum() + _FEW)
    values, vectors = np.linalg.eigh(shared + shared.T)
    found = vectors[:, ::-1][:, :width]
    strength = np.maximum(values[::-1][:width], 0) / max(len(names) - 1, 1)
    strength = np.where(strength > _LEAST, strength, 0)
    if found.size:
        largest = found[np.abs(found).argmax(0), np.arange(found.shape[1])]
        found = found * np.where(largest < 0, -1.0, 1.0) * np.sqrt(strength)
    bases = {}
    for name in names:
        bases[name] = np.zeros((views[name].shape[1], width))
        bases[name][:, : found.shape[1]] = whole[name] @ found[place[name]]
    return {name: basis for name, basis in bases.items() if basis.any()}


def _pairs(masks: Mapping[str, Bools]) -> list[tuple[str, str]]:
    return [(a, b) for a, b in combinations(masks, 2) if (masks[a] & masks[b]).sum() > 1]


def _whitening(centred: Reals, ridge: float) -> Reals:
    """(D, r) that turns rows into uncorrelated ones of about equal size."""
    if not centred.size:
        return np.zeros((centred.shape[1], 0))
    values, vectors = np.linalg.eigh(centred.T @ centred / len(centred))
    values, vectors = values[::-1][:_MOST], vectors[:, ::-1][:, :_MOST]
    kept = values > _LEAST * max(float(values[0]), 1e-12)
    found: Reals = vectors[:, kept] / np.sqrt(values[kept] + ridge * values[0])
    return found
