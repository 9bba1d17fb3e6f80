"""What is left when modalities are missing: the region of held-out cultures, by late fusion.

Each modality predicts alone, and shares are averaged over those that a culture has: nothing is
filled in, so what is absent has no influence. Logs are not averaged: a modality that is sure and
wrong would overrule one that knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gnn.bundle import Bools, GraphBundle, Ints
from gnn.evaluation.affinity import affinities
from gnn.evaluation.attribute import Attributes, Reals, labels
from gnn.evaluation.macro import chosen, counts
from gnn.evaluation.nested import nested
from gnn.evaluation.predictor import Problem, kernel_ridge
from gnn.pooling import pool


@dataclass(frozen=True, slots=True)
class Missing:
    """Counts (n, 3, K) of each of the cultures `among` by what is hidden: "" for nothing, a
    modality, or "half at random"."""

    attributes: Attributes
    among: Ints
    hidden: Mapping[str, Reals]


def missing(bundle: GraphBundle, *, number: int, seed: int) -> Missing | None:
    """Predict regions on family folds with all, without each, and with half of the modalities.

    Asked about are cultures that have two modalities or more; all are learned from. At random each
    modality is hidden with a chance of one half; where that leaves none, one of its own is kept.
    None where there are fewer than two regions or modalities, or no such culture.
    """
    target = labels("region", bundle.cultures.region)
    names = list(pool(bundle))
    if target.hot.shape[1] < 2 or len(names) < 2:
        return None
    scores, mask = {}, {}
    for name in names:
        own = affinities(bundle, modalities=[name])
        among = np.flatnonzero(own.mask[name] & target.known[:, 0])
        mask[name] = np.isin(np.arange(own.size), among)
        method = kernel_ridge(place=False)
        scores[name] = nested(
            method, Problem(own, target), among, number=number, apart=False, seed=seed
        ).scores
    among = np.flatnonzero(np.sum(list(mask.values()), axis=0) > 1)
    if not len(among):
        return None
    drawn = _half(mask, seed)
    views = {"": mask} | {n: {m: mask[m] & (m != n) for m in mask} for n in names}
    views["half at random"] = drawn
    found = {
        hidden: counts(target, chosen(target, fused(scores, view)))[among]
        for hidden, view in views.items()
    }
    return Missing(target, among, found)


def fused(scores: Mapping[str, Reals], mask: Mapping[str, Bools]) -> Reals:
    """(C, K) mean share over the modalities that are there; 0 where none is. scores: logs (C, K),
    of one variable."""
    total = sum(np.where(mask[n][:, None], _shares(each), 0) for n, each in scores.items())
    count = np.sum([mask[name] for name in scores], axis=0)
    mean: Reals = np.asarray(total, np.float64) / np.maximum(count, 1)[:, None]
    return mean


def _shares(scores: Reals) -> Reals:
    raised = np.exp(scores - scores.max(1, keepdims=True))
    shares: Reals = raised / raised.sum(1, keepdims=True)
    return shares


def _half(mask: Mapping[str, Bools], seed: int) -> dict[str, Bools]:
    rng = np.random.default_rng(seed)
    there = np.stack(list(mask.values()))
    lot = rng.random(there.shape) * there
    kept = there & ((lot > 0.5) | (lot == lot.max(0)))
    return dict(zip(mask, kept, strict=True))
